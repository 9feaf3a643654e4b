/// Which columns a list may show, and in which order she has them.
import type { ColumnInfo } from '../bindings'

/** As wide as a column is that no list shows by itself. */
const WIDTH_PX: Partial<Record<ColumnInfo['kind'], number>> = {
  date: 110,
  time: 80,
  instant: 150,
  integer: 80,
  decimal: 80,
  flag: 70,
  choice: 100,
  reference: 120,
}
const OTHER_PX = 150

/** Every column that can stand in a list, with a width: the program's own choice is `standard`, in its order, then the others. */
export function choosable(columns: readonly ColumnInfo[], standard: readonly ColumnInfo[]): ColumnInfo[] {
  const others = columns.filter((column) => !standard.some((one) => one.name === column.name))
  return [...standard, ...others.map((column) => ({ ...column, width: column.width || (WIDTH_PX[column.kind] ?? OTHER_PX) }))]
}

/** The columns she has: those she chose as far as they are still there, or the program's. */
export function had(all: readonly ColumnInfo[], standard: readonly ColumnInfo[], chosen: readonly string[] | null): ColumnInfo[] {
  const found = (chosen ?? []).flatMap((name) => all.find((column) => column.name === name) ?? [])
  return found.length > 0 ? found : [...standard]
}

/** `names` with the one at `from` at `to`. */
export function movedTo(names: readonly string[], from: number, to: number): string[] {
  const rest = names.filter((_, at) => at !== from)
  const name = names[from]
  if (name === undefined) return [...names]
  const place = Math.max(0, Math.min(rest.length, to))
  return [...rest.slice(0, place), name, ...rest.slice(place)]
}
