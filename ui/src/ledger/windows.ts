/// Rows of one listing: what a query found, fetched as it comes into view.
import { shallowRef } from 'vue'
import { call } from '../backend'
import type { Listing, Query, Row } from '../bindings'
import { usePlaces, type Windows } from '../shared/places'

export type Rows = Windows<Row>

export function useWindows(failed: (error: unknown) => void) {
  const listing = shallowRef<Listing | null>(null)
  let ticket = ''
  let generation = 0
  const places = usePlaces((from, count) => call('records_window', { ticket, from, count }), failed)

  /** Runs `query`; a slower answer to an older question is dropped. */
  async function run(query: Query): Promise<boolean> {
    const mine = ++generation
    const answer = await call('records_list', { query })
    if (mine !== generation) return false
    ticket = answer.ticket
    const first = answer.total > 0 ? await places.first() : []
    if (mine !== generation) return false
    places.renew(first)
    listing.value = answer
    return true
  }

  /** Sees to it that rows `from` to `to` are there. */
  async function need(from: number, to: number): Promise<void> {
    if (listing.value) await places.need(from, to, listing.value.total)
  }

  return { listing, rows: places.rows, run, need }
}
