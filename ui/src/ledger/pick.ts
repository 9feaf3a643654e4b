/// What a searchable choice says of itself, by what its column holds.
import type { ColumnInfo } from '../bindings'

/** Whether a column's value is picked from what the core offers. */
export function picked(column: ColumnInfo): boolean {
  return column.kind === 'reference' || column.kind === 'entry' || column.kind === 'division'
}

/** What may be typed to find a value. */
export function pickHint(column: ColumnInfo): string {
  if (column.kind === 'division') return '输入区县名称或代码'
  if (column.kind === 'entry') return '选择或输入简称'
  if (column.refers === 'staff') return '输入姓名、拼音或证件号后几位'
  return column.refers === 'places' ? '输入场所' : '输入文字查找'
}
