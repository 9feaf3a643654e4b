/// What an export holds, and what was chosen for it the last time, until the program ends; never that values are whole.
import { reactive } from 'vue'
import type { ExportAsked, Query } from '../bindings'

export interface Chosen {
  /** As .csv instead of .xlsx. */
  text: boolean
  /** Every record instead of those found. */
  all: boolean
}

export const chosen = reactive<Chosen>({ text: false, all: false })

/** The query for every record of the list that `query` is about, in its order. */
export function everything(query: Query): Query {
  const all = { ...query, text: '', filters: {}, from: null, to: null, tally: null }
  delete all.only
  return all
}

/** Purpose and recipient that are whole, or null. */
export function complete(purpose: string, recipient: string): { purpose: string; recipient: string } | null {
  const said = { purpose: purpose.trim(), recipient: recipient.trim() }
  return said.purpose !== '' && said.recipient !== '' ? said : null
}

/** How sensitive values are written: starred, the names of people too, or not at all. */
export type Masks = 'masked' | 'names' | 'whole'

/** The job for what was chosen. */
export function jobOf(query: Query, choice: Chosen, masks: Masks, unmasked: ExportAsked['unmasked']): ExportAsked {
  return { query: choice.all ? everything(query) : query, text: choice.text, unmasked, names_masked: masks === 'names' }
}
