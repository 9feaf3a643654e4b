import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { NewRecord, Round, RoundPlace } from '../src/bindings'
import {
  accepting,
  kept,
  part,
  records,
  renewed,
  restored,
  TASKS,
  ticked,
  undecided,
  type Part,
} from '../src/topics/rounds/sheet'
import { instead } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const place = (id: string, more: Partial<RoundPlace> = {}): RoundPlace => ({
  place: id,
  name: `第 ${id} 处`,
  asked: 1,
  made: 0,
  state: '还差 1 次',
  tone: 'warn',
  last: { agent: 'a', operator: '周敏' },
  said: { agent: '84 消毒液', operator: '周敏' },
  ...more,
})
const round = (places: RoundPlace[], day = '2021-08-31'): Round => ({ day, title: day, places, figures: [], behind: [] })
const ticking = (of: Part, ids: string[]): Part => ({
  ...of,
  lines: of.lines.map((line) => ({ ...line, ticked: ids.includes(line.place.place) })),
})

describe('what a round comes to', () => {
  const fresh = part(TASKS[0], round(['1', '2', '3'].map((id) => place(id))))

  it('holds only what is ticked, and nothing of the last time before it is accepted', () => {
    const some = { ...ticking(fresh, ['1', '3']), started_at: '0820' }
    expect(undecided(some)).toBe(true)
    expect(records(some, '2021-08-31', '')).toEqual(
      ['1', '3'].map((id) => ({ ledger: 'disinfections', values: { place: id, done_on: '2021-08-31', started_at: '0820' } })),
    )
  })

  it('takes over each place’s own last values, but for what is written instead', () => {
    const own = place('2', { last: { agent: 'b' }, said: { agent: '酒精' } })
    const of = ticking(part(TASKS[0], round([place('1'), own])), ['1', '2'])
    const now = { ...accepting(of), instead: { operator: '冉光荣' } }
    expect(undecided(now)).toBe(false)
    expect(records(now, '2021-08-31', '').map(({ values }) => [values.agent, values.operator])).toEqual([
      ['a', '冉光荣'],
      ['b', '冉光荣'],
    ])
  })

  it('offers again what is ticked later, and what the last record says meanwhile', () => {
    const taken = accepting(ticking(fresh, ['1']))
    const later = { ...taken, lines: taken.lines.map((line) => (line.place.place === '3' ? { ...line, ticked: true } : line)) }
    expect(undecided(later)).toBe(true)
    expect(records(later, '2021-08-31', '').map(({ values }) => values.agent)).toEqual(['a', undefined])
    expect(undecided(renewed(taken, round([place('1')])))).toBe(false)
    const changed = renewed(taken, round([place('1', { last: { agent: 'b' } })]))
    expect(undecided(changed)).toBe(true)
    expect(records(changed, '2021-08-31', '')[0]?.values.agent).toBeUndefined()
  })

  it('has times of one place beside those of all, and a reason for all when late', () => {
    const of = { ...ticking(fresh, ['1', '2']), started_at: '0820', ended_at: '0850' }
    const now = { ...of, lines: of.lines.map((line) => (line.place.place === '2' ? { ...line, ended_at: '0900' } : line)) }
    expect(records(now, '2021-08-30', '外出').map(({ values }) => [values.ended_at, values.late_reason])).toEqual([
      ['0850', '外出'],
      ['0900', '外出'],
    ])
  })

  it('stays when the round is read again, and comes back from what was kept', () => {
    const now = { ...accepting(ticking(fresh, ['2'])), started_at: '0820' }
    const again = renewed(now, round([place('2', { made: 1 }), place('4')]))
    expect(ticked(again).map((line) => line.place.place)).toEqual(['2'])
    expect(kept([fresh], '2021-08-31', '')).toBeNull()
    const values = kept([now], '2021-08-31', '外出')
    expect(values).toMatchObject({ day: '2021-08-31', late_reason: '外出' })
    expect(restored(fresh, values?.disinfect)).toEqual(now)
  })
})

describe('the screen of a round', () => {
  let close: (() => void) | null = null
  let saved: NewRecord[] = []
  beforeEach(() => {
    saved = []
    instead.round_day = ((given: { task: string; day: string | null }) =>
      round(given.task === 'disinfect' ? ['1', '2'].map((id) => place(id)) : [place('3')], given.day ?? '2021-08-31')) as never
  })
  afterEach(() => {
    close?.()
    close = null
    for (const name of ['round_day', 'records_add', 'records_check'] as const) Reflect.deleteProperty(instead, name)
  })
  const press = (key: string, more: KeyboardEventInit = {}): void =>
    void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  const focus = (): string => document.activeElement?.closest<HTMLElement>('[data-test]')?.dataset.test ?? ''

  it('is walked by keys: arrows over both tasks, Enter to the times, the same as last time, and what saves', async () => {
    instead.records_add = ((given: { records: NewRecord[] }) => {
      saved = given.records
      return {
        records: given.records.map(() => ({ problems: [], warnings: [], derived: {}, echo: {} })),
        moved: { lists: [], tasks: false },
      }
    }) as never
    close = await openWindow({ page: 'rounds' })
    await found('part-disinfect')
    await vi.waitFor(() => expect(focus()).toBe('tick-disinfect-1'))
    expect(at('rounds-save')?.hasAttribute('disabled'), 'nothing is ticked').toBe(true)
    press('ArrowDown')
    await quiet()
    press('ArrowDown')
    await quiet()
    expect(focus(), 'on to the other task').toBe('tick-ventilate-3')
    press('ArrowUp')
    await quiet()
    expect(focus()).toBe('tick-disinfect-2')
    press('a', { ctrlKey: true })
    await quiet()
    press('Enter')
    await quiet()
    expect(focus()).toBe('disinfect-started_at')
    expect((document.activeElement as HTMLInputElement).value, 'no time is filled in').toBe('')
    press('Enter')
    await quiet()
    press('Enter')
    await quiet()
    expect(focus()).toBe('disinfect-accept')
    ;(document.activeElement as HTMLElement).click()
    await quiet()
    expect(focus()).toBe('rounds-save')
    ;(document.activeElement as HTMLElement).click()
    await quiet()
    expect(saved.map(({ ledger, values }) => [ledger, values.place, values.agent])).toEqual([
      ['disinfections', '1', 'a'],
      ['disinfections', '2', 'a'],
    ])
  })

  it('says by place what is wrong, asks one reason for all that is late, and saves nothing then', async () => {
    const problem = (field: string, message: string) => ({ field, rule: 'required', value: '', message })
    const wrong = (given: { records: NewRecord[] }) =>
      given.records.map(({ values }) => ({
        problems: [
          ...(values.agent ? [] : [problem('agent', '请填写消毒剂。')]),
          ...(values.late_reason ? [] : [problem('late_reason', '请填写补录原因。')]),
        ],
        warnings: [],
        derived: {},
        echo: {},
      }))
    instead.records_check = wrong as never
    instead.records_add = ((given: { records: NewRecord[] }) => ({ records: wrong(given), moved: null })) as never
    close = await openWindow({ page: 'rounds', day: '2021-08-30' })
    ;(await found('tick-disinfect-2')).click()
    await found('round-late')
    expect(at('wrong-disinfect-2'), 'not wrong before she tries').toBeNull()
    ;(await found('rounds-save')).click()
    await quiet()
    expect((await found('wrong-disinfect-2')).textContent).toContain('第 2 处：请填写消毒剂。')
    expect((await found('rounds-state')).textContent).toContain('一条也没有保存')
    expect(at('tick-disinfect-2')).toHaveProperty('checked', true)
  })
})
