import { describe, expect, it } from 'vitest'
import type { ColumnInfo, Month, MonthCell } from '../src/bindings'
import { fit, shownColumns } from '../src/ledger/fit'
import { pickHint, picked } from '../src/ledger/pick'
import { heads, press } from '../src/topics/rounds/month'
import { daysTold, told } from '../src/topics/vaccination/coverage'

const column = (name: string, more: Partial<ColumnInfo> = {}): ColumnInfo => ({
  name,
  label: name,
  kind: 'text',
  choices: [],
  refers: null,
  required: false,
  not_future: false,
  sensitive: false,
  computed: false,
  child: false,
  listed: true,
  filter: false,
  sortable: false,
  width: 100,
  half: true,
  help: '',
  max: null,
  ...more,
})

describe('a month of rounds', () => {
  const month: Month = {
    first: '2021-08-01',
    title: '2021 年 8 月',
    weekdays: [6, 0, 1, 2, 3, 4, 5],
    places: [],
    before: '2021-07-01',
    after: null,
  }
  const cell = (more: Partial<MonthCell>): MonthCell => ({
    day: '2021-08-02',
    mark: '',
    title: '',
    tone: null,
    made: 0,
    gap: false,
    ...more,
  })
  it('heads each day and tints the weekend', () => {
    const days = heads(month)
    expect(days.map((head) => head.day)).toEqual([
      '2021-08-01',
      '2021-08-02',
      '2021-08-03',
      '2021-08-04',
      '2021-08-05',
      '2021-08-06',
      '2021-08-07',
    ])
    expect(days.map((head) => head.weekday).join('')).toBe('日一二三四五六')
    expect(days.filter((head) => head.weekend).map((head) => head.number)).toEqual([1, 7])
  })
  it('asks for a record where there is a gap, shows records where there are some, else nothing', () => {
    expect(press(cell({ gap: true, mark: '缺' }), true)).toBe('new')
    expect(press(cell({ gap: true, made: 1, mark: '1/2' }), true)).toBe('new')
    expect(press(cell({ made: 2, mark: '√补' }), true)).toBe('records')
    expect(press(cell({ mark: '假' }), true)).toBeNull()
    expect([press(cell({ gap: true }), false), press(cell({ gap: true, made: 1 }), false)]).toEqual([null, 'records'])
  })
})

describe('figures of vaccination', () => {
  it('stand as a number with both rates beside each other', () => {
    const figure = told({ label: '已全程', value: '15 人（占总数 53.6%，占应接 57.7%）' })
    expect(figure.value).toBe('15 人')
    expect(figure.shares).toEqual([
      { label: '占总数', percent: '53.6%', width: 53.6 },
      { label: '占应接', percent: '57.7%', width: 57.7 },
    ])
    expect(told({ label: '超期', value: '4 人' }).shares).toEqual([])
  })
  it('never draw a rate of nobody', () => {
    expect(told({ label: '已全程', value: '0 人（占总数 —，占应接 —）' }).shares.map((share) => share.width)).toEqual([
      null,
      null,
    ])
  })
  it('say how many days are left', () => {
    expect([
      daysTold(10, 12, 20),
      daysTold(12, 12, 20),
      daysTold(20, 12, 20),
      daysTold(21, 12, 20),
      daysTold(30, 12, null),
    ]).toEqual(['还有 2 天', '现在可以接种，还剩 8 天', '今天是最后一天', '已超过 1 天', '现在可以接种'])
  })
})

describe('choices and columns', () => {
  it('say what may be typed to find something', () => {
    expect(pickHint(column('staff', { kind: 'reference', refers: 'staff' }))).toBe('输入姓名、拼音或证件号后几位')
    expect(pickHint(column('place', { kind: 'reference', refers: 'places' }))).toBe('输入场所')
    expect(pickHint(column('division_code', { kind: 'division' }))).toBe('输入区县名称或代码')
    expect(pickHint(column('agent', { kind: 'entry' }))).toBe('选择或输入简称')
    expect([picked(column('a')), picked(column('b', { kind: 'entry' }))]).toEqual([false, true])
  })
  it('show the listed ones, or those a screen names with its own widths', () => {
    const all = [column('name'), column('age', { listed: false }), column('next', { listed: false, width: 0 })]
    expect(shownColumns(all).map((entry) => entry.name)).toEqual(['name'])
    const named = shownColumns(all, { next: 120, name: 80, gone: 10 })
    expect(named.map((entry) => [entry.name, entry.width, entry.sortable])).toEqual([
      ['next', 120, true],
      ['name', 80, true],
    ])
    expect(fit(named, 300).left).toEqual([])
  })
})
