/// A grid as one stop of Tab: arrows, Home and End move the focus from cell to cell. Cells say their place as `data-at="row/column"`.
import { nextTick, ref, type Ref } from 'vue'
import { composing, useKeys, type InnerName } from './keyboard'

export interface Spot {
  row: number
  column: number
}

/** Where `key` leads from `spot` in a grid of `rows` by `columns`; null: it is no key of the grid's. */
export function moved(spot: Spot, key: string, ctrl: boolean, rows: number, columns: number): Spot | null {
  const to: Partial<Record<string, Spot>> = {
    ArrowUp: { row: spot.row - 1, column: spot.column },
    ArrowDown: { row: spot.row + 1, column: spot.column },
    ArrowLeft: { row: spot.row, column: spot.column - 1 },
    ArrowRight: { row: spot.row, column: spot.column + 1 },
    Home: { row: ctrl ? 0 : spot.row, column: 0 },
    End: { row: ctrl ? rows - 1 : spot.row, column: columns - 1 },
  }
  const found = to[key]
  if (!found) return null
  const within = (at: number, most: number): number => Math.max(0, Math.min(most - 1, at))
  return { row: within(found.row, rows), column: within(found.column, columns) }
}

/** The roving place of a grid in `box`; `open` is what Enter and Space do with it; `inner` is how the help tells its keys. */
export function useRoving(
  box: Ref<HTMLElement | undefined>,
  size: () => [rows: number, columns: number],
  open: (spot: Spot) => void,
  inner: InnerName = 'cells',
) {
  const spot = ref<Spot>({ row: 0, column: 0 })
  useKeys({}, { inner: [inner] })

  function tab(row: number, column: number): 0 | -1 {
    const [rows, columns] = size()
    return Math.min(spot.value.row, rows - 1) === row && Math.min(spot.value.column, columns - 1) === column ? 0 : -1
  }
  function key(event: KeyboardEvent): void {
    if (composing(event) || event.altKey || event.shiftKey) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      open(spot.value)
      return
    }
    const [rows, columns] = size()
    const next = moved(spot.value, event.key, event.ctrlKey, rows, columns)
    if (!next) return
    event.preventDefault()
    to(next)
  }
  /** Goes to `next`, and the focus with it. */
  function to(next: Spot): void {
    spot.value = next
    void nextTick(() => box.value?.querySelector<HTMLElement>(`[data-at="${next.row}/${next.column}"]`)?.focus())
  }
  return { spot, tab, key, to }
}
