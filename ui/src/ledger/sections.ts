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

function grouped(columns: readonly ColumnInfo[], first: string): Section[] {
  const groups = new Map<string, ColumnInfo[]>()
  for (const column of columns) {
    const group = groups.get(column.section) ?? []
    groups.set(column.section, group)
    group.push(column)
  }
  return [...groups].map(([label, fields]) => ({ label: label || first, fields: placed(fields) }))
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

/** The sections of a form, those of what is usually filled and those of the rest. */
export function sections(columns: readonly ColumnInfo[]): { usual: Section[]; rare: Section[] } {
  const usual = columns.filter((column) => !column.rare)
  const several = new Set(usual.map((column) => column.section)).size > 1
  return {
    usual: grouped(usual, several ? FIRST : ''),
    rare: grouped(
      columns.filter((column) => column.rare),
      '',
    ),
  }
}
