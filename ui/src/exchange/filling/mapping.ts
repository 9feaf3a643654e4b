/// Cells of somebody else's sheet and what goes into them: names, places, groups of figures, columns proposed by heading.
import type { Choice, Filling, FillingView, SheetCell } from '../../bindings'

export type SheetRows = FillingView['rows']
export interface Place {
  row: number
  column: number
}
export interface OptionGroup {
  label: string
  options: { value: string; label: string }[]
}

const DAYS = '日期'
const FIRST: Record<string, string> = { organisation: '单位信息', coverage: '接种情况' }

/** The figures by what they are about: `count.staff.sex=male` belongs to the ledger staff. */
export function figureGroups(figures: readonly Choice[], ledgerLabel: (name: string) => string): OptionGroup[] {
  const groups = new Map<string, OptionGroup>()
  for (const { code, label } of figures) {
    const [kind = '', ledger = ''] = code.split('.')
    const group = kind === code ? DAYS : (FIRST[kind] ?? ledgerLabel(ledger))
    const known = groups.get(group) ?? { label: group, options: [] }
    groups.set(group, known)
    known.options.push({ value: code, label })
  }
  return [...groups.values()]
}

/** The cell that covers `place`, which may be a merged one further up or left. */
export function cellOver(rows: SheetRows, place: Place): (Place & { cell: SheetCell }) | null {
  for (const [row, cells] of rows) {
    if (row > place.row) break
    const cell = cells.find(
      (cell) => row + cell.height > place.row && cell.column <= place.column && place.column < cell.column + cell.width,
    )
    if (cell) return { row, column: cell.column, cell }
  }
  return null
}

/** Where an arrow key, Home or End leads from `place`; null at the edge of the sheet. */
export function stepFrom(rows: SheetRows, place: Place, key: string): Place | null {
  const here = cellOver(rows, place)
  if (!here) return null
  const next: Record<string, Place> = {
    ArrowUp: { row: here.row - 1, column: here.column },
    ArrowDown: { row: here.row + here.cell.height, column: here.column },
    ArrowLeft: { row: here.row, column: here.column - 1 },
    ArrowRight: { row: here.row, column: here.column + here.cell.width },
    Home: { row: here.row, column: 0 },
    End: { row: here.row, column: Math.max(...rows.flatMap(([, cells]) => cells.map((cell) => cell.column + cell.width - 1))) },
  }
  const to = next[key]
  const found = to && cellOver(rows, to)
  return found ? { row: found.row, column: found.column } : null
}

/** What stands at `place`. */
export function textAt(rows: SheetRows, place: Place): string {
  return cellOver(rows, place)?.cell.text ?? ''
}

/** The heading above the first row to be filled, per column: the nearest words upwards. */
export function headingsAbove(rows: SheetRows, first: number, columns: readonly string[]): string[] {
  return columns.map((_, column) => {
    for (let row = first - 1; row >= Math.max(1, first - 3); row--) {
      const over = cellOver(rows, { row, column })
      if (over && over.cell.text.trim() !== '') return over.cell.width > 1 && over.column !== column ? '' : over.cell.text.trim()
    }
    return ''
  })
}

/** Columns whose heading is the very name of a field. */
export function columnsByHeading(
  headings: readonly string[],
  columns: readonly string[],
  fields: readonly Choice[],
): Record<string, string> {
  const bare = (text: string): string => text.replace(/[\s*＊]/g, '')
  const found: Record<string, string> = {}
  headings.forEach((heading, at) => {
    const field = fields.find((field) => bare(heading) !== '' && bare(field.label) === bare(heading))
    const column = columns[at]
    if (field && column !== undefined && !Object.values(found).includes(field.code)) found[column] = field.code
  })
  return found
}

/** What is to stand in which cell, by the cell's name; of rows only the first is marked. */
export function marksOf(filling: Filling, figures: readonly Choice[], fields: readonly Choice[]): Record<string, string> {
  const named = (choices: readonly Choice[], code: string): string =>
    choices.find((choice) => choice.code === code)?.label ?? code
  const marks: Record<string, string> = {}
  for (const [cell, code] of Object.entries(filling.cells)) marks[cell] = named(figures, code)
  if (filling.rows)
    for (const [column, code] of Object.entries(filling.rows.columns))
      marks[`${column}${filling.rows.first}`] = `${named(fields, code)} ↓`
  return marks
}

/** Whether there is anything to fill in. */
export function isEmpty(filling: Filling): boolean {
  return Object.keys(filling.cells).length === 0 && Object.keys(filling.rows?.columns ?? {}).length === 0
}
