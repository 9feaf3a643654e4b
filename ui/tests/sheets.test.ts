import { describe, expect, it } from 'vitest'
import type { Query, SheetCell } from '../src/bindings'
import {
  cellOver,
  columnsByHeading,
  figureGroups,
  headingsAbove,
  isEmpty,
  marksOf,
  stepFrom,
  textAt,
  type SheetRows,
} from '../src/exchange/filling/mapping'
import { complete, everything, jobOf } from '../src/exchange/export'

const cell = (column: number, text: string, width = 1, height = 1): SheetCell => ({ column, width, height, text, filled: false })
/** A title over three columns, a heading of two rows in A, two of one row. */
const ROWS: SheetRows = [
  [1, [cell(0, '统计表', 3)]],
  [2, [cell(0, '姓 名*', 1, 2), cell(1, '部门'), cell(2, '')]],
  [3, [cell(1, ''), cell(2, '备注')]],
  [4, [cell(0, ''), cell(1, ''), cell(2, '')]],
]
const COLUMNS = ['A', 'B', 'C']
const FIELDS = [
  { code: '#', label: '序号' },
  { code: '姓名', label: '姓名' },
  { code: '部门', label: '部门' },
]

describe('a sheet of somebody else', () => {
  it('has one cell where cells are merged', () => {
    expect(cellOver(ROWS, { row: 1, column: 2 })?.column).toBe(0)
    expect(cellOver(ROWS, { row: 3, column: 0 })?.row).toBe(2)
    expect(textAt(ROWS, { row: 3, column: 0 })).toBe('姓 名*')
    expect(cellOver(ROWS, { row: 9, column: 0 })).toBeNull()
  })
  it('is walked with the arrow keys, over merged cells and not over its edge', () => {
    expect(stepFrom(ROWS, { row: 2, column: 0 }, 'ArrowDown')).toEqual({ row: 4, column: 0 })
    expect(stepFrom(ROWS, { row: 4, column: 0 }, 'ArrowUp')).toEqual({ row: 2, column: 0 })
    expect(stepFrom(ROWS, { row: 1, column: 0 }, 'ArrowRight')).toBeNull()
    expect(stepFrom(ROWS, { row: 3, column: 1 }, 'ArrowLeft')).toEqual({ row: 2, column: 0 })
    expect(stepFrom(ROWS, { row: 2, column: 0 }, 'Enter')).toBeNull()
  })
  it('proposes columns by the headings above, never by a title over several', () => {
    const headings = headingsAbove(ROWS, 4, COLUMNS)
    expect(headings).toEqual(['姓 名*', '部门', '备注'])
    expect(columnsByHeading(headings, COLUMNS, FIELDS)).toEqual({ A: '姓名', B: '部门' })
    expect(headingsAbove(ROWS, 2, COLUMNS)).toEqual(['统计表', '', ''])
    expect(columnsByHeading(['姓名', '姓名'], COLUMNS, FIELDS)).toEqual({ A: '姓名' })
  })
  it('is marked with what goes into it', () => {
    const figures = [{ code: 'on', label: '填报日期' }]
    const filling = { sheet: '报表', cells: { C2: 'on' }, rows: { ledger: 'staff', first: 4, columns: { A: '姓名' } } }
    expect(marksOf(filling, figures, FIELDS)).toEqual({ C2: '填报日期', A4: '姓名 ↓' })
    expect(isEmpty(filling)).toBe(false)
    expect(isEmpty({ sheet: '', cells: {}, rows: { ledger: 'staff', first: 4, columns: {} } })).toBe(true)
  })
  it('takes figures in groups by what they are about', () => {
    const figures = ['on', 'organisation.name', 'coverage.people', 'count.staff', 'count.staff.sex=male', 'count.places'].map(
      (code) => ({ code, label: code }),
    )
    const groups = figureGroups(figures, (name) => ({ staff: '人员名册', places: '场所' })[name] ?? name)
    expect(groups.map((group) => [group.label, group.options.length])).toEqual([
      ['日期', 1],
      ['单位信息', 1],
      ['接种情况', 1],
      ['人员名册', 2],
      ['场所', 1],
    ])
  })
})

describe('an export', () => {
  const query: Query = {
    ledger: 'staff',
    text: '王',
    filters: { sex: 'male' },
    from: '2021-01-01',
    to: null,
    on: null,
    sort: 'name',
    descending: true,
    voided: true,
    tally: 'staff.no_mobile',
  }
  it('is of what was found or of everything, in the same order', () => {
    expect(jobOf(query, { text: true, all: false }, 'masked', null)).toEqual({
      query,
      text: true,
      unmasked: null,
      names_masked: false,
    })
    expect(jobOf(query, { text: true, all: false }, 'names', null).names_masked).toBe(true)
    expect(everything(query)).toEqual({ ...query, text: '', filters: {}, from: null, tally: null })
  })
  it('is whole only for a purpose and a recipient', () => {
    expect(complete(' 报街道 ', '街道办')).toEqual({ purpose: '报街道', recipient: '街道办' })
    expect(complete('报街道', '  ')).toBeNull()
  })
})
