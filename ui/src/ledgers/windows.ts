/// Rows of one listing, fetched by windows as they come into view: the table may jump anywhere.
import { shallowRef } from 'vue'
import { call } from '../backend'
import type { Listing, Query, Row } from '../bindings'

const WINDOW = 120

/** Rows known so far; a new wrapper each time some arrive, so that whoever shows them notices. */
export interface Rows {
  at: Map<number, Row>
}

export function useWindows(failed: (error: unknown) => void) {
  const listing = shallowRef<Listing | null>(null)
  const rows = shallowRef<Rows>({ at: new Map() })
  const asked = new Set<number>()
  let generation = 0

  /** Runs `query`; a slower answer to an older question is dropped. */
  async function run(query: Query): Promise<boolean> {
    const mine = ++generation
    const answer = await call('records_list', { query })
    if (mine !== generation) return false
    const first = answer.total > 0 ? await call('records_window', { ticket: answer.ticket, from: 0, count: WINDOW }) : []
    if (mine !== generation) return false
    asked.clear()
    asked.add(0)
    rows.value = { at: new Map(first.map((row, at) => [at, row])) }
    listing.value = answer
    return true
  }

  /** Sees to it that rows `from` to `to` are there. */
  async function need(from: number, to: number): Promise<void> {
    const current = listing.value
    if (!current) return
    const mine = generation
    const wanted: Promise<void>[] = []
    for (let window = Math.floor(Math.max(from, 0) / WINDOW); window * WINDOW <= to && window * WINDOW < current.total; window++) {
      if (asked.has(window)) continue
      asked.add(window)
      wanted.push(
        call('records_window', { ticket: current.ticket, from: window * WINDOW, count: WINDOW }).then(
          (found) => {
            if (mine !== generation) return
            found.forEach((row, at) => rows.value.at.set(window * WINDOW + at, row))
            rows.value = { at: rows.value.at }
          },
          (error: unknown) => {
            asked.delete(window)
            failed(error)
          },
        ),
      )
    }
    await Promise.all(wanted)
  }

  return { listing, rows, run, need }
}
