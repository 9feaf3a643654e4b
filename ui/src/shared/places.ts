/// Rows known by their place only, and fetched by windows as they come into view: the table may jump anywhere.
import { shallowRef } from 'vue'

const WINDOW = 120

/** A row of a virtual table. */
export interface Place {
  at: number
  id: string
}

/** Rows known so far; a new wrapper each time some arrive, so that whoever shows them notices. */
export interface Windows<T> {
  at: Map<number, T>
}

export function usePlaces<T>(fetch: (from: number, count: number) => Promise<T[]>, failed: (error: unknown) => void) {
  const rows = shallowRef<Windows<T>>({ at: new Map() })
  const asked = new Set<number>()
  let generation = 0

  /** The rows are others now; the first of them may be known. */
  function renew(first: readonly T[] = []): void {
    generation += 1
    asked.clear()
    if (first.length > 0) asked.add(0)
    rows.value = { at: new Map(first.map((row, at) => [at, row])) }
  }

  /** The first window. */
  function first(): Promise<T[]> {
    return fetch(0, WINDOW)
  }

  /** Sees to it that rows `from` to `to` of `total` are there. */
  async function need(from: number, to: number, total: number): Promise<void> {
    const mine = generation
    const wanted: Promise<void>[] = []
    for (let window = Math.floor(Math.max(from, 0) / WINDOW); window * WINDOW <= to && window * WINDOW < total; window++) {
      if (asked.has(window)) continue
      asked.add(window)
      wanted.push(
        fetch(window * WINDOW, WINDOW).then(
          (found) => {
            if (mine !== generation) return
            found.forEach((row, at) => rows.value.at.set(window * WINDOW + at, row))
            rows.value = { at: rows.value.at }
          },
          (error: unknown) => {
            if (mine === generation) asked.delete(window)
            failed(error)
          },
        ),
      )
    }
    await Promise.all(wanted)
  }

  return { rows, renew, first, need }
}
