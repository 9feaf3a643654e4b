/// Rows known by their place only, and fetched by windows as they come into view: the table may jump anywhere.
import { shallowRef } from 'vue'

const WINDOW = 120
/** Rows that come with an answer: more than a window shows, few enough to be drawn at a key. */
export const FIRST = 48

/** A row of a virtual table. */
export interface Place {
  at: number
  id: string
}
const made: Place[] = []
/** The first `total` places: the same ones whenever they are asked for. */
export function placesUpTo(total: number): Place[] {
  for (let at = made.length; at < total; at++) made.push({ at, id: String(at) })
  return made.slice(0, total)
}

/** Rows known so far; a new wrapper each time some arrive, so that whoever shows them notices. */
export interface Windows<T> {
  at: Map<number, T>
}

export function usePlaces<T>(fetch: (from: number, count: number) => Promise<T[]>, failed: (error: unknown) => void) {
  const rows = shallowRef<Windows<T>>({ at: new Map() })
  /** By window, how many of its rows are there or on their way. */
  const asked = new Map<number, number>()
  let generation = 0

  /** The rows are others now; the first of them, of one window at most, may be known. */
  function renew(first: readonly T[] = []): void {
    generation += 1
    asked.clear()
    asked.set(0, first.length)
    rows.value = { at: new Map(first.map((row, at) => [at, row])) }
  }

  /** Sees to it that rows `from` to `to` of `total` are there. */
  async function need(from: number, to: number, total: number): Promise<void> {
    const mine = generation
    const wanted: Promise<void>[] = []
    for (let window = Math.floor(Math.max(from, 0) / WINDOW); window * WINDOW <= to && window * WINDOW < total; window++) {
      const known = asked.get(window) ?? 0
      const start = window * WINDOW + known
      if (known === WINDOW || to < start || start >= total) continue
      asked.set(window, WINDOW)
      wanted.push(
        fetch(start, WINDOW - known).then(
          (found) => {
            if (mine !== generation) return
            found.forEach((row, at) => rows.value.at.set(start + at, row))
            rows.value = { at: rows.value.at }
          },
          (error: unknown) => {
            if (mine === generation) asked.set(window, known)
            failed(error)
          },
        ),
      )
    }
    await Promise.all(wanted)
  }

  return { rows, renew, need }
}
