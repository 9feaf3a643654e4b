/// Where the person is, and what each list looked like when she left it.
import { reactive, ref, shallowRef } from 'vue'

export type Page =
  | { page: 'home' }
  | { page: 'ledger'; ledger: string; open?: string | 'new' }
  | { page: 'print'; ledger: string; id: string | null; fromQuery: boolean }
  | { page: 'backup' }
  | { page: 'restore' }
  | { page: 'password' }
  | { page: 'settings' }

export interface ListState {
  text: string
  filters: Record<string, string>
  from: string
  to: string
  sort: string | null
  descending: boolean
  voided: boolean
  scroll: number
  selected: number
}

/** The page in view. */
export const page = shallowRef<Page>({ page: 'home' })
/** Counts up whenever records changed under an open screen. */
export const changes = ref(0)

const lists = reactive(new Map<string, ListState>())
let guard: (() => Promise<boolean>) | null = null

/** A screen with unsaved input says here whether it may be left; null takes the guard away. */
export function guardLeaving(may: (() => Promise<boolean>) | null): void {
  guard = may
}

/** Asks the open form, if there is one with changes, whether it may be left. */
export async function mayLeave(): Promise<boolean> {
  return guard === null || (await guard())
}

/** Goes to `to`; false when the person chose to stay with unsaved input. */
export async function go(to: Page): Promise<boolean> {
  if (!(await mayLeave())) return false
  guard = null
  page.value = to
  return true
}

/** Search, filters, scroll place and selection of `ledger`, kept while the file is open. */
export function listState(ledger: string): ListState {
  const known = lists.get(ledger)
  if (known) return known
  lists.set(ledger, { text: '', filters: {}, from: '', to: '', sort: null, descending: false, voided: false, scroll: 0, selected: -1 })
  return lists.get(ledger) as ListState
}

/** Forgets everything about the file that was open. */
export function forgetPlaces(): void {
  lists.clear()
  guard = null
  page.value = { page: 'home' }
}
