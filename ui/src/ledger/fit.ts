/// Which columns stand in a table of a given width, and how wide: nothing scrolls sideways.
import type { ColumnInfo } from '../bindings'

export interface Fitted {
  columns: { column: ColumnInfo; width: number }[]
  /** Left out because the window is narrow, in their order. */
  left: ColumnInfo[]
}

const MIN_WIDTH_PX = 56

/** The columns a table shows: the listed ones, or those named with their widths, which then can all be sorted by. */
export function shownColumns(columns: readonly ColumnInfo[], named?: Readonly<Record<string, number>>): ColumnInfo[] {
  if (!named) return columns.filter((column) => column.listed)
  return Object.entries(named).flatMap(([name, width]) => {
    const column = columns.find((column) => column.name === name)
    return column ? [{ ...column, width, listed: true, sortable: true }] : []
  })
}

/** What is left out first: plain text, then what else there is, and how something stands last of all. */
function weight(column: ColumnInfo): number {
  if (column.state) return 2
  return column.kind === 'text' && !column.sensitive ? 0 : 1
}

/** Leaves out the lightest columns from the right, never the first; spreads what room is over. */
export function fit(columns: readonly ColumnInfo[], room: number): Fitted {
  const kept = [...columns]
  const wide = (column: ColumnInfo): number => Math.max(column.width, MIN_WIDTH_PX)
  const total = (): number => kept.reduce((sum, column) => sum + wide(column), 0)
  while (kept.length > 1 && total() > room) {
    const least = Math.min(...kept.slice(1).map(weight))
    kept.splice(kept.map(weight).lastIndexOf(least), 1)
  }
  const factor = room > 0 ? Math.max(1, room / Math.max(total(), 1)) : 1
  return {
    columns: kept.map((column) => ({ column, width: Math.floor(wide(column) * factor) })),
    left: columns.filter((column) => !kept.includes(column)),
  }
}
