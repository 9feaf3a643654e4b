/// A record opened in the drawer over another one.
import type { LedgerInfo } from '../bindings'

export interface Level {
  ledger: LedgerInfo
  /** Null: a new record. */
  id: string | null
  /** What a new record starts from. */
  preset: Record<string, string>
  /** What it is offered to take over, instead of what the newest record says. */
  carried?: Record<string, string>
  /** Runs once it is saved, with its number. */
  after?: (id: string) => Promise<void>
}
