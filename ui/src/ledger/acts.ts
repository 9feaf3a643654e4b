/// What was answered for an act and not carried out, kept beside the drafts of forms.
import type { Draft, LedgerInfo } from '../bindings'

/** An act under way: for which records, and what was answered. */
export interface Answered {
  act: string
  ids: readonly string[]
  answers: Readonly<Record<string, string>>
}

const OF = 'act:'

/** Where its draft is kept, apart from that of the ledger's form. */
export const draftKey = (ledger: string): string => `${OF}${ledger}`

/** The ledger of the act whose draft is kept there; null: it is no act's. */
export const ledgerOfDraft = (key: string): string | null => (key.startsWith(OF) ? key.slice(OF.length) : null)

export function draftOf(ledger: LedgerInfo, answered: Answered, title: string): Draft {
  return { ledger: draftKey(ledger.name), id: null, step: null, title, values: { answered: JSON.stringify(answered) } }
}

export function answeredIn(draft: Draft): Answered {
  return JSON.parse(draft.values.answered ?? '') as Answered
}
