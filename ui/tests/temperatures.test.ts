import { describe, expect, it } from 'vitest'
import type { HealthDay, SheetPerson } from '../src/bindings'
import { kept, put, records, renewed, restored, taking, touched, value, type Sheet } from '../src/topics/health/sheet'

const person = (staff: string, more: Partial<SheetPerson> = {}): SheetPerson => ({
  staff,
  name: `第 ${staff} 人`,
  department: '',
  id: null,
  step: null,
  morning: '',
  noon: '',
  recheck: '',
  presence: '',
  action: '',
  asked: 1,
  due: 1,
  state: '还没测',
  tone: 'warn',
  hot: false,
  ...more,
})
const first = person('1')
const second = person('2', { id: '9', step: 4, morning: '36.5', presence: 'on_duty', due: 0 })
const day: HealthDay = {
  day: '2021-08-12',
  title: '8 月 12 日 星期四',
  planned: true,
  second: true,
  people: [first, second],
  figures: [],
  fever: 37.3,
  rule: null,
}

describe('a day of temperatures before it is saved', () => {
  it('keeps nothing of rows that are not touched, or as they were', () => {
    expect(records({}, day, '')).toEqual([])
    const typed = put({}, second, 'morning', '366')
    expect(touched(typed, day)).toEqual([second])
    expect(put(typed, second, 'morning', '36.5')).toEqual({})
  })

  it('makes a new record of a row without one, and changes one that is there in what differs', () => {
    let sheet: Sheet = put({}, first, 'morning', '365')
    sheet = put(sheet, second, 'noon', '36.7')
    expect(records(sheet, day, '补')).toEqual([
      { ledger: 'health_checks', values: { morning: '365', late_reason: '补', staff: '1', checked_on: '2021-08-12' } },
      { ledger: 'health_checks', id: '9', step: 4, values: { noon: '36.7', late_reason: '补' } },
    ])
    // What is taken away is said to be gone.
    expect(records(put({}, second, 'morning', ''), day, '')[0]?.values).toEqual({ morning: '' })
  })

  it('pastes over nothing that stands there, and tells what it left', () => {
    const typed = put({}, first, 'noon', '36.9')
    const { sheet, told } = taking(typed, day, [
      { staff: '1', column: 'morning', text: '36.4' },
      { staff: '1', column: 'noon', text: '36.6' },
      { staff: '2', column: 'morning', text: '36.5' },
      { staff: '2', column: 'noon', text: '36.8' },
      { staff: '3', column: 'morning', text: '36.8' },
    ])
    expect(value(sheet, first, 'morning')).toBe('36.4')
    expect(value(sheet, first, 'noon')).toBe('36.9')
    expect(value(sheet, second, 'noon')).toBe('36.8')
    expect(told).toEqual(['第 1 人的下午已经是 36.9，没有改成 36.6。'])
  })

  it('puts back what was kept, of those who are still there and where it still differs', () => {
    const sheet = put(put({}, first, 'morning', '36.4'), second, 'morning', '36.8')
    const values = kept(sheet, day.day, '') as Record<string, string>
    expect(restored(day, values.sheet)).toEqual(sheet)
    const meanwhile = { ...day, people: [{ ...second, morning: '36.8' }] }
    expect(renewed(sheet, meanwhile)).toEqual({})
    expect(kept({}, day.day, '补')).toBeNull()
  })
})
