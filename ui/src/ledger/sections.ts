/// A form laid out: its sections in the order of the paper, what is seldom filled apart, and on which side each field stands.
import type { ColumnInfo } from '../bindings'

export interface Laid {
  column: ColumnInfo
  /** Stands in the right half of its row. */
  right: boolean
}
export interface Section {
  /** Empty: needs no heading. */
  label: string
  fields: Laid[]
}

const FIRST = '基本'
const REST = '更多'

function grouped(columns: readonly ColumnInfo[], label: (column: ColumnInfo) => string): Section[] {
  const groups = new Map<string, ColumnInfo[]>()
  for (const column of columns) {
    const group = groups.get(label(column)) ?? []
    groups.set(label(column), group)
    group.push(column)
  }
  return [...groups].map(([label, fields]) => ({ label, fields: placed(fields) }))
}

/** Halves fill the rows from the left; what takes a whole row begins one of its own. */
function placed(columns: readonly ColumnInfo[]): Laid[] {
  let left = true
  return columns.map((column) => {
    const right = column.half && !left
    left = !column.half || right
    return { column, right }
  })
}

/** The sections of a form, those of what is usually filled and those of the rest: what is seldom filled of a section that is
    there already stands together. */
export function sections(columns: readonly ColumnInfo[]): { usual: Section[]; rare: Section[] } {
  const [usual, rare] = [columns.filter((column) => !column.rare), columns.filter((column) => column.rare)]
  const there = new Set(usual.map((column) => column.section))
  return {
    usual: grouped(usual, (column) => column.section || (there.size > 1 ? FIRST : '')),
    rare: grouped(rare, (column) => (there.has(column.section) ? REST : column.section || REST)),
  }
}
