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

/** Leaves out plain text columns from the right, then others, never the first; spreads what room is over. */
export function fit(columns: readonly ColumnInfo[], room: number): Fitted {
  const kept = [...columns]
  const wide = (column: ColumnInfo): number => Math.max(column.width, MIN_WIDTH_PX)
  const total = (): number => kept.reduce((sum, column) => sum + wide(column), 0)
  while (kept.length > 1 && total() > room) {
    let out = -1
    for (let at = kept.length - 1; at > 0 && out < 0; at--) if (kept[at]?.kind === 'text' && !kept[at]?.sensitive) out = at
    kept.splice(out > 0 ? out : kept.length - 1, 1)
  }
  const factor = room > 0 ? Math.max(1, room / Math.max(total(), 1)) : 1
  return {
    columns: kept.map((column) => ({ column, width: Math.floor(wide(column) * factor) })),
    left: columns.filter((column) => !kept.includes(column)),
  }
}
