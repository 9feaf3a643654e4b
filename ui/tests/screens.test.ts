import { describe, expect, it } from 'vitest'
import type { ColumnInfo, Month, MonthCell } from '../src/bindings'
import { fit, shownColumns } from '../src/ledger/fit'
import { pickHint, picked } from '../src/ledger/pick'
import { sections, type Section } from '../src/ledger/sections'
import { moved } from '../src/shared/roving'
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
  state: false,
  section: '',
  rare: false,
  help: '',
  helped: null,
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
    today: false,
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
  it('asks for a record where there is a gap or today runs, shows records where there are some, else nothing', () => {
    expect(press(cell({ gap: true, mark: '缺' }), true)).toBe('new')
    expect(press(cell({ gap: true, made: 1, mark: '1/2' }), true)).toBe('new')
    expect(press(cell({ today: true, mark: '今' }), true)).toBe('new')
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
  it('leave how something stands for the last when it gets narrow', () => {
    const all = [
      column('name'),
      column('dose', { kind: 'choice', state: true }),
      column('sex', { kind: 'choice' }),
      column('mobile', { sensitive: true }),
      column('post'),
    ]
    const left = (room: number): string[] => fit(all, room).left.map((entry) => entry.name)
    expect([left(500), left(400), left(300), left(200), left(100)]).toEqual([
      [],
      ['post'],
      ['mobile', 'post'],
      ['sex', 'mobile', 'post'],
      ['dose', 'sex', 'mobile', 'post'],
    ])
  })
})

describe('a form', () => {
  it('has its sections in the order of the paper, and what is seldom filled apart', () => {
    const laid = sections([
      column('name'),
      column('category', { section: '任职' }),
      column('sex'),
      column('age', { rare: true }),
      column('address', { half: false }),
      column('born_on'),
      column('left_on', { section: '任职', rare: true }),
      column('phone', { section: '联系', rare: true }),
      column('consent', { section: '告知' }),
    ])
    const told = (list: Section[]): string[] =>
      list.map((one) => `${one.label}: ${one.fields.map((field) => `${field.column.name}${field.right ? '>' : ''}`).join(' ')}`)
    expect(told(laid.usual)).toEqual(['基本: name sex> address born_on', '任职: category', '告知: consent'])
    expect(told(laid.rare)).toEqual(['更多: age left_on>', '联系: phone'])
    expect(
      sections([column('name')]).usual.map((one) => one.label),
      'one section needs no heading',
    ).toEqual([''])
  })
})

describe('a grid', () => {
  it('is walked by arrows, Home and End, and never left by them', () => {
    const spot = { row: 1, column: 1 }
    const to = (key: string, ctrl = false): (number | undefined)[] | null => {
      const found = moved(spot, key, ctrl, 3, 5)
      return found && [found.row, found.column]
    }
    expect(['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Tab'].map((key) => to(key))).toEqual([
      [0, 1],
      [2, 1],
      [1, 0],
      [1, 2],
      [1, 0],
      [1, 4],
      null,
    ])
    expect([to('Home', true), to('End', true)]).toEqual([
      [0, 0],
      [2, 4],
    ])
    expect(moved({ row: 0, column: 4 }, 'ArrowRight', false, 3, 5)).toEqual({ row: 0, column: 4 })
    expect(moved({ row: 0, column: 0 }, 'ArrowUp', false, 3, 5)).toEqual({ row: 0, column: 0 })
  })
})
