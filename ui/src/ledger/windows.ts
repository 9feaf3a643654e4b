/// Rows of one listing: what a query found, fetched as it comes into view.
import { shallowRef } from 'vue'
import { call } from '../backend'
import type { Listing, Query, Row } from '../bindings'
import { FIRST, usePlaces, type Windows } from '../shared/places'

export type Rows = Windows<Row>

export function useWindows(failed: (error: unknown) => void) {
  const listing = shallowRef<Listing | null>(null)
  let ticket = ''
  /** The newest question that waits for an answer to an older one. */
  let next: Query | null = null
  let running: Promise<boolean> | null = null
  const places = usePlaces((from, count) => call('records_window', { ticket, from, count }), failed)

  /** Shows what `query` finds. One question is on its way at a time: of those asked meanwhile only the newest is put, once the
      answer is there, which then is not shown. Whether it was this one that is shown now. */
  async function run(query: Query): Promise<boolean> {
    next = query
    if (running) await running.catch(() => false)
    if (next !== query) return false
    next = null
    running = put(query).finally(() => (running = null))
    return running
  }
  async function put(query: Query): Promise<boolean> {
    const answer = await call('records_list', { query, first: FIRST })
    if (next !== null) return false
    ticket = answer.ticket
    places.renew(answer.rows)
    listing.value = answer
    return true
  }

  /** Sees to it that rows `from` to `to` are there. */
  async function need(from: number, to: number): Promise<void> {
    if (listing.value) await places.need(from, to, listing.value.total)
  }

  return { listing, rows: places.rows, run, need }
}
