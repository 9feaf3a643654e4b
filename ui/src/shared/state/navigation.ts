/// Where the person is, and what each list looked like when she left it.
import { onScopeDispose, reactive, ref, shallowRef, watch } from 'vue'
import type { Page } from '../pages'

/** What a screen is to open: a record, or a new one. Each visit is one of its own, even to the same record. */
export interface Opening {
  id: string | 'new'
  /** What a new one begins with. */
  preset?: Record<string, string>
}

export interface ListState {
  text: string
  filters: Record<string, string>
  from: string
  to: string
  sort: string | null
  descending: boolean
  voided: boolean
  /** The number whose rows it shows; empty: none. */
  tally: string
  scroll: number
  selected: number
  /** Numbers of the records that are ticked. */
  marked: string[]
}

/** Which tab of a screen is in view, and the day and month it shows; empty: today's. */
export interface ViewState {
  tab: string
  day: string
  month: string
}

/** Whether the help lies over the screen; it does so over any, locked or not. */
export const helping = ref(false)

/** The group of the navigation that she unfolded; empty: that of the page in view. */
export const unfolded = ref('')

/** The page in view. */
export const page = shallowRef<Page>({ page: 'home' })
/** What moved last: ledgers whose lists say something else; null: unknown, so anything may. */
export const moved = shallowRef<{ lists: readonly string[] | null }>({ lists: null })

/** A record that the list of its ledger selects when it is read next: a step taken back changed it. */
export const pointed = shallowRef<{ ledger: string; id: string } | null>(null)

/** Does `again` whenever the list of one of `ledgers` says something else. */
export function onMoved(ledgers: () => readonly string[], again: () => void): void {
  const told = ({ lists }: { lists: readonly string[] | null }): void => {
    if (lists === null || ledgers().some((ledger) => lists.includes(ledger))) again()
  }
  // At once: what two steps moved one after the other is told of each.
  watch(moved, told, { flush: 'sync' })
}

/** Ledgers whose records the screen in view shows besides the one it is of. */
const beside: (() => readonly string[])[] = []

/** The screen shows records of `ledgers`: a step of theirs that is taken back is seen where she is. */
export function shows(ledgers: () => readonly string[]): void {
  beside.push(ledgers)
  onScopeDispose(() => beside.splice(beside.indexOf(ledgers), 1))
}

/** Whether the screen in view shows records of `ledger`. */
export function isShown(ledger: string): boolean {
  const here = page.value
  return ('ledger' in here && here.ledger === ledger) || beside.some((ledgers) => ledgers().includes(ledger))
}

const lists = reactive(new Map<string, ListState>())
const views = reactive(new Map<string, ViewState>())
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

/** Search, filters, scroll place and selection of a list, kept while the file is open; a new one is sorted by `sort`. */
export function listState(list: string, sort: string | null = null): ListState {
  const known = lists.get(list)
  if (known) return known
  lists.set(list, {
    text: '',
    filters: {},
    from: '',
    to: '',
    sort,
    descending: false,
    voided: false,
    tally: '',
    scroll: 0,
    selected: -1,
    marked: [],
  })
  return lists.get(list) as ListState
}

/** Tab, day and month of a screen, kept while the file is open. */
export function viewState(screen: string, tab: string): ViewState {
  const known = views.get(screen)
  if (known) return known
  views.set(screen, { tab, day: '', month: '' })
  return views.get(screen) as ViewState
}

/** Forgets everything about the file that was open. */
export function forgetPlaces(): void {
  lists.clear()
  views.clear()
  guard = null
  page.value = { page: 'home' }
}
