/// Rows of a list that are ticked: one by one, a stretch of them, all that the list finds, loaded or not. What is ticked stays
/// so while she searches on, and is told apart from what the list shows.
import { computed, ref } from 'vue'
import { call } from '../backend'
import type { Listing } from '../bindings'
import type { ListState } from '../shared/state/navigation'

export function useMarks(list: ListState, listing: () => Listing | null) {
  /** Every record the list finds now, in its order, and what the list was then; null: not asked for yet. */
  let known: { ticket: string; ids: Promise<string[]> } | null = null
  /** How many of those ticked the list does not find; null while that is not known. */
  const outside = ref<number | null>(null)
  /** Where a stretch begins. */
  let anchor = -1
  const marked = computed(() => new Set(list.marked))
  /** Whether the list finds something and all of it is ticked. */
  const everything = ref(false)

  async function found(): Promise<string[]> {
    const now = listing()
    if (!now) return []
    if (known?.ticket !== now.ticket)
      known = { ticket: now.ticket, ids: call('records_ids', { ticket: now.ticket, from: 0, count: now.total }) }
    try {
      return await known.ids
    } catch (error) {
      known = null
      throw error
    }
  }
  /** Looks again how what is ticked and what the list finds go together. */
  async function compare(): Promise<void> {
    if (list.marked.length === 0) {
      outside.value = 0
      everything.value = false
      return
    }
    const ids = await found()
    const inside = ids.filter((id) => marked.value.has(id)).length
    outside.value = marked.value.size - inside
    everything.value = ids.length > 0 && inside === ids.length
  }
  /** The list was read anew. */
  async function renewed(): Promise<void> {
    outside.value = null
    anchor = -1
    await compare()
  }
  function put(ids: readonly string[], on: boolean): void {
    const now = new Set(list.marked)
    for (const id of ids)
      if (on) now.add(id)
      else now.delete(id)
    list.marked = [...now]
  }
  /** Ticks the row at `at`, or takes its tick away; with `stretch` all from the one ticked last to it. */
  async function mark(at: number, stretch: boolean): Promise<void> {
    const ids = await found()
    const id = ids[at]
    if (id === undefined) return
    if (stretch && anchor >= 0) put(ids.slice(Math.min(anchor, at), Math.max(anchor, at) + 1), true)
    else put([id], !marked.value.has(id))
    anchor = at
    await compare()
  }
  /** Ticks all that the list finds, or takes their ticks away where all have one. */
  async function markAll(): Promise<void> {
    put(await found(), !everything.value)
    await compare()
  }
  /** Takes ticks away: of all but `but`. */
  async function clear(but: readonly string[] = []): Promise<void> {
    list.marked = [...but]
    anchor = -1
    await compare()
  }
  return { marked, outside, everything, mark, markAll, clear, renewed }
}
