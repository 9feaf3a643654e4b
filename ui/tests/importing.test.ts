import { describe, expect, it } from 'vitest'
import type { Counts, ImportColumn, ImportRow, ImportView, UnknownWord } from '../src/bindings'
import {
  anythingSaid,
  applying,
  asked,
  blocking,
  decided,
  doubtful,
  explained,
  figures,
  markOf,
  meaning,
  nothingSaid,
  NOTHING_ASKED,
  openQuestions,
  otherLayout,
  staying,
  verdictOf,
  wordSaid,
  worded,
} from '../src/exchange/importing'
import { inOrder } from '../src/exchange/sheets'

const counts = (some: Partial<Counts>): Counts => ({
  added: 0,
  changed: 0,
  unchanged: 0,
  pending: 0,
  rejected: 0,
  skipped: 0,
  ...some,
})
const column = (name: string, target: string | null): ImportColumn => ({
  name,
  label: name,
  target,
  how: 'name',
  samples: [],
  moment: false,
})
const row = (some: Partial<ImportRow>): ImportRow => ({
  row: 5,
  fate: 'add',
  cells: [],
  understood: [],
  problems: [],
  warnings: [],
  changes: [],
  candidates: [],
  asks: [],
  verdicts: [],
  ...some,
})
const word: UnknownWord = { column: 'product', label: '疫苗', word: '北生', rows: 2, choices: [] }
const finding = (column: number | null, message: string) => ({ column, label: '姓名', message, rule: 'required' })

describe('what is said of an import', () => {
  it('gives a meaning to one column only', () => {
    const view: Pick<ImportView, 'columns'> = { columns: [column('A', 'name'), column('B', 'note'), column('C', null)] }
    expect(meaning(nothingSaid(), view, 'B', 'name').map).toEqual({ A: '-', B: 'name' })
    expect(meaning(nothingSaid(), view, 'B', '-').map).toEqual({ B: '-' })
  })
  it('tells columns that are guessed from those nobody knows', () => {
    const columns: ImportColumn[] = [
      { ...column('A', 'name'), how: 'content' },
      { ...column('B', null), label: '数量', how: 'unknown' },
      column('C', '-'),
    ]
    expect(doubtful({ columns, targets: [{ label: '人员名册', choices: [{ code: 'name', label: '姓名' }] }] })).toEqual({
      guessed: ['A 列按「姓名」'],
      unknown: ['「数量」'],
    })
  })
  it('takes an answer to a word back', () => {
    const said = worded(nothingSaid(), 'product', '北生', 'bj')
    expect(wordSaid(said, 'product', '北生')).toBe('bj')
    expect(worded(worded(said, 'product', '北生', 'wh'), 'product', '北生', '').words).toEqual([])
  })
  it('decides a row and decides it anew', () => {
    const said = decided(decided(nothingSaid(), 5, 'same'), 7, 'skip')
    expect(said.decisions).toEqual({ 5: 'same', 7: 'skip' })
    expect(decided(said, 5, null).decisions).toEqual({ 7: 'skip' })
  })
  it('keeps the answers and forgets columns and rows with another sheet', () => {
    const said = { ...decided(nothingSaid(), 5, 'same'), map: { A: 'name' }, answers: { 'year-B': '2021' }, clear: true }
    expect(otherLayout(said, { sheet: '二', header_row: null })).toEqual({ ...nothingSaid(), sheet: '二', clear: true })
    expect(anythingSaid(said)).toBe(true)
    expect(anythingSaid(nothingSaid())).toBe(false)
  })
})

describe('what a sheet asks', () => {
  const view = {
    late: 3,
    blanks: false,
    words: [word],
    whole: [{ target: 'category', label: '人员类别', hint: '', choices: [], value: '', problem: '' }],
    questions: [],
  }
  it('stays in view once it is answered', () => {
    const asks = asked(NOTHING_ASKED, view, nothingSaid())
    expect(openQuestions(asks, view, nothingSaid())).toBe(3)
    const said = { ...worded(nothingSaid(), 'product', '北生', 'bj'), late_reason: '统一补录' }
    const answered = { late: 0, blanks: false, words: [], whole: [], questions: [] }
    const later = asked(asks, answered, said)
    expect([later.late, later.words.length, openQuestions(later, answered, said)]).toEqual([3, 1, 0])
    const question = { code: 'quotes', text: '引号是文字吗？', choices: [], written: '', said: '', problem: '' }
    const open = { whole: [], questions: [question] }
    expect(openQuestions(NOTHING_ASKED, open, nothingSaid())).toBe(1)
    expect(asked(later, { ...answered, words: [word] }, nothingSaid()).words).toEqual([word])
  })
})

describe('what stands next to the button', () => {
  const view = (some: Partial<ImportView>) => ({ blocked: null, writes: '', fates: {}, ...some })
  it('never calls nothing a success', () => {
    expect(blocking(view({ fates: { unchanged: 3 } }))).toMatch(/都有了/)
    expect(blocking(view({ fates: { reject: 2 } }))).toMatch(/2 行都没法导入/)
    expect(blocking(view({ fates: { pending: 1, reject: 2 } }))).toMatch(/1 行待定/)
    expect(blocking(view({ fates: { skip: 1 } }))).toMatch(/跳过/)
    expect(blocking(view({ writes: '1 人' }))).toBeNull()
    expect(blocking(view({ blocked: { field: 'sheet', rule: 'empty', value: '', message: '工作表是空的。' } }))).toBe(
      '工作表是空的。',
    )
  })
  it('counts what is written and what stays', () => {
    const of = {
      counts: [
        { ledger: 'staff', label: '人员名册', unit: '人', counts: counts({ added: 1200, rejected: 1 }) },
        { ledger: 'vaccinations', label: '疫苗接种', unit: '剂次', counts: counts({}) },
      ],
    }
    expect([applying({ writes: '32 人、58 剂次' }), applying({ writes: '' })]).toEqual(['写入 32 人、58 剂次', '写入'])
    expect(figures(of)).toEqual(['人员名册：新增 1,200，没法导入 1', '疫苗接种：没有内容'])
    expect(staying({ fates: { add: 4 }, header: [1, 1] }, { header_row: null })).toBe('')
    expect(staying({ fates: { add: 4 }, header: null }, { header_row: null })).toMatch(/没有找到表头/)
    expect(staying({ fates: { add: 4 }, header: null }, { header_row: 0 })).toBe('')
    expect(staying({ fates: { add: 4, pending: 1, reject: 2 }, header: [1, 1] }, { header_row: null })).toMatch(
      /^1 行待定、2 行没法导入/,
    )
  })
})

describe('a row', () => {
  it('is explained in one line', () => {
    expect(explained(row({ problems: [finding(0, '请填写。')], warnings: [finding(1, '奇怪。')] }))).toBe(
      '姓名：请填写。；姓名：奇怪。',
    )
    expect(explained(row({ changes: [{ column: 1, label: '手机', before: '', after: '139' }] }))).toBe('手机：（空） → 139')
  })
  it('has a verdict for each ledger', () => {
    const both = row({
      verdicts: [
        { ledger: 'staff', fates: [['add', 1]] },
        {
          ledger: 'vaccinations',
          fates: [
            ['pending', 1],
            ['add', 2],
          ],
        },
      ],
    })
    const words = (ledger: string): string[] => verdictOf(both, ledger).map(({ word }) => word)
    expect([words('staff'), words('vaccinations'), words('visits')]).toEqual([['新增'], ['待定', '新增 2'], []])
  })
  it('marks its cells by what is worst', () => {
    const marked = row({
      fate: 'reject',
      problems: [finding(0, '请填写。')],
      warnings: [finding(0, '奇怪。'), finding(2, '奇怪。')],
      changes: [{ column: 1, label: '手机', before: '138', after: '139' }],
    })
    expect([0, 1, 2, 3].map((at) => markOf(marked, at)?.word)).toEqual(['错', '改', '注', undefined])
    expect(markOf(marked, 1)?.before).toBe('138')
    expect(markOf(row({ fate: 'pending', problems: [finding(0, '请选。')] }), 0)?.tone).toBe('warn')
  })
})

describe('sheets of one workbook', () => {
  const sheets = ['接种', '人员', '说明'].map((name) => ({ name, ledger: null }))
  it('come in the order of their ledgers, then as they stand', () => {
    const queue = [
      { sheet: '接种', ledger: 'vaccinations' },
      { sheet: '说明', ledger: 'staff' },
      { sheet: '人员', ledger: 'staff' },
    ]
    const order = inOrder(queue, sheets, ['staff', 'vaccinations'])
    expect(order.map((entry) => entry.sheet)).toEqual(['人员', '说明', '接种'])
  })
})
