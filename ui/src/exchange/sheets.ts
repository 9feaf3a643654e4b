/// The sheets of a workbook that are imported in one go: which ledger each is for, and their order.
import type { ImportView, LedgerInfo } from '../bindings'
import { ledgers } from '../shared/state/session'
import { partOf } from '../topics'

/** A sheet that is to be imported, and into which ledger. */
export interface Queued {
  sheet: string
  ledger: string
}

/** Whether sheets are imported into a ledger: not where a page of its own shows it. */
export function isImported(ledger: LedgerInfo): boolean {
  return !ledger.single && partOf(ledger.name).page === undefined
}

/** The ledger proposed for `sheet`; `otherwise` where its header names none. */
export function proposed(sheets: ImportView['sheets'], sheet: string, otherwise: string): string {
  const found = sheets.find((entry) => entry.name === sheet)?.ledger
  return ledgers.value.some((ledger) => ledger.name === found && isImported(ledger)) ? (found ?? otherwise) : otherwise
}

/** The sheets in the order of their ledgers: people come before what is registered of them. */
export function inOrder(queue: readonly Queued[], sheets: ImportView['sheets'], order: readonly string[]): Queued[] {
  const place = (entry: Queued): number => order.indexOf(entry.ledger)
  const sheet = (entry: Queued): number => sheets.findIndex((known) => known.name === entry.sheet)
  return [...queue].sort((a, b) => place(a) - place(b) || sheet(a) - sheet(b))
}
