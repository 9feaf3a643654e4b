/// What a topic says of one of its ledgers to the screens that show any.
import type { Component } from 'vue'
import type { KeyName } from '../shared/keyboard'
import type { Page } from '../shared/pages'

export interface LedgerPart {
  /** What the search box of the list searches. */
  search: string
  /** What one record is called on buttons and in sentences. */
  record: string
  /** Replaces the common screen where a ledger has verbs of its own. */
  screen?: Component
  /** The page on which several are entered at once, and the key that leads there. */
  several?: { label: string; page: Page; key?: KeyName }
  /** Stands above the form of an existing record. */
  above?: Component
  /** The page on which one record stands whole: what is to do leads there. */
  whole?: (id: string) => Page
  /** Stands on the page of a person, drawn from her number (`id`) and her records here (`rows`). */
  picture?: Component
  /** Stands in the form after a field and may fill others. */
  within?: { after: string; component: Component }
  /** The page that shows it, or its record `open`, instead of a ledger screen; it has no place of its own in the navigation. */
  page?: (open?: string) => Page
}
