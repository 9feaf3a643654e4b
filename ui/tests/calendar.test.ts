import { describe, expect, it } from 'vitest'
import type { CalendarDay } from '../src/bindings'
import { landed, weeks } from '../src/home/calendar'

const month = (first: string, length: number): CalendarDay[] =>
  Array.from({ length }, (_, at) => ({
    day: `${first.slice(0, 8)}${String(at + 1).padStart(2, '0')}`,
    title: '',
    holiday: '',
    off: false,
    entries: [],
  }))

describe('a month', () => {
  it('is whole weeks from Monday on, every day once', () => {
    // A Sunday, a Monday, and a month of four whole weeks.
    for (const [first, length, rows, before] of [
      ['2021-08-01', 31, 6, 6],
      ['2021-11-01', 30, 5, 0],
      ['2021-02-01', 28, 4, 0],
    ] as const) {
      const laid = weeks(month(first, length))
      expect(laid.map((week) => week.length)).toEqual(Array.from({ length: rows }, () => 7))
      const cells = laid.flat()
      expect(cells.findIndex((cell) => cell !== null)).toBe(before)
      expect(cells.flatMap((cell) => (cell ? [cell.index] : []))).toEqual(Array.from({ length }, (_, at) => at))
    }
    expect(weeks([])).toEqual([])
  })

  it('is entered where the one beside it was left', () => {
    expect(landed(-1, 30)).toBe(29)
    expect(landed(-7, 31)).toBe(24)
    expect(landed(0, 28)).toBe(0)
    expect(landed(6, 30)).toBe(6)
  })
})
