/// How she has her lists, kept in the data file: which columns in which order, and the views she named. A file that is only read
/// keeps nothing of what she changes here.
import { reactive } from 'vue'
import { call } from '../../backend'
import type { ListView, Query, SavedView } from '../../bindings'
import type { ListState } from './navigation'

const views = reactive(new Map<string, ListView>())
const NOTHING: ListView = { columns: null, saved: [] }

/** Reads those of the file just opened. */
export async function readViews(): Promise<void> {
  const kept = await call('list_views')
  views.clear()
  for (const [list, view] of Object.entries(kept)) views.set(list, view)
}

/** Nothing of them stays once the file is locked: views hold what she searched for. */
export function forgetViews(): void {
  views.clear()
}

export function viewOf(list: string): ListView {
  return views.get(list) ?? NOTHING
}

/** Has the list called `list` otherwise, at once; `lasting`, also when the file is opened again. */
export async function have(list: string, change: Partial<ListView>, lasting: boolean): Promise<void> {
  const before = viewOf(list)
  const view = { ...before, ...change }
  views.set(list, view)
  if (!lasting) return
  try {
    await call('list_view_keep', { list, view })
  } catch (error) {
    views.set(list, before)
    throw error
  }
}

/** What the list asks for as it stands. */
export function queryOf(ledger: string, list: ListState): Query {
  return {
    ledger,
    text: list.text.trim(),
    filters: Object.fromEntries(Object.entries(list.filters).filter(([, value]) => value !== '')),
    from: list.from || null,
    to: list.to || null,
    on: null,
    sort: list.sort,
    descending: list.descending,
    voided: list.voided,
    tally: list.tally || null,
  }
}

/** Every valid record of a ledger. */
export function everyRecord(ledger: string): Query {
  return {
    ledger,
    text: '',
    filters: {},
    from: null,
    to: null,
    on: null,
    sort: null,
    descending: false,
    voided: false,
    tally: null,
  }
}

/** Whether it shows only some of the records. */
export function narrowed(query: Query): boolean {
  return (
    query.text !== '' ||
    query.from !== null ||
    query.to !== null ||
    query.tally !== null ||
    Object.values(query.filters).some((value) => value !== '')
  )
}

/** Shows what `query` asks for; nothing of what was set before stays. */
export function follow(list: ListState, query: Query): void {
  list.text = query.text
  list.filters = { ...query.filters }
  list.from = query.from ?? ''
  list.to = query.to ?? ''
  list.tally = query.tally ?? ''
  list.sort = query.sort
  list.descending = query.descending
  list.voided = query.voided
}

/** Takes away whatever narrows the list; `tally` then counts what it shows. */
export function widen(list: ListState, tally = ''): void {
  list.text = ''
  list.filters = {}
  list.from = ''
  list.to = ''
  list.tally = tally
}

const sorted = (values: Query['filters']): [string, string | undefined][] =>
  Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1))
/** Whether two queries ask for the same. */
export function alike(one: Query, other: Query): boolean {
  const plain = (query: Query): unknown[] => [
    query.text,
    sorted(query.filters),
    query.from,
    query.to,
    query.tally,
    query.sort,
    query.descending,
    query.voided,
  ]
  return JSON.stringify(plain(one)) === JSON.stringify(plain(other))
}

/** Her views with `view` among them, in place of one of the same name. */
export function withView(saved: readonly SavedView[], view: SavedView): SavedView[] {
  const at = saved.findIndex((one) => one.name === view.name)
  return at < 0 ? [...saved, view] : saved.map((one, place) => (place === at ? view : one))
}
