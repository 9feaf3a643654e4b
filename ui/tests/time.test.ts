import { describe, expect, it } from 'vitest'
import {
  addDays,
  dayNumber,
  dayText,
  holds,
  lanes,
  later,
  marks,
  monthInWords,
  monthsBack,
  placeOf,
  scaleOf,
  spanOf,
  type Scale,
} from '../src/shared/time'

describe('days', () => {
  it('count across months, years and leap days', () => {
    expect(dayNumber('1970-01-02')).toBe(1)
    expect(dayText(dayNumber('2020-02-28') + 1)).toBe('2020-02-29')
    expect(addDays('2021-03-01', -1)).toBe('2021-02-28')
    expect(addDays('2021-12-31', 1)).toBe('2022-01-01')
    expect(Number.isNaN(dayNumber('2021-13-01'))).toBe(true)
    expect(later('2021-08-31', '2021-09-01')).toBe('2021-09-01')
  })
  it('read as people say them', () => {
    expect(monthInWords('2021-08-01')).toBe('2021 年 8 月')
    expect(monthsBack('2021-02-28', 4)).toEqual(['2021-02-01', '2021-01-01', '2020-12-01', '2020-11-01'])
  })
})

describe('a line of time', () => {
  const week: Scale = { from: '2021-08-01', to: '2021-08-10' }
  it('holds all its days with room to spare', () => {
    expect(scaleOf(['2021-08-10', '2021-07-01'], 5)).toEqual({ from: '2021-06-26', to: '2021-08-15' })
    expect(scaleOf(['2021-08-10'], 1)).toEqual({ from: '2021-08-09', to: '2021-08-11' })
  })
  it('puts a day in the middle of its place', () => {
    expect(placeOf(week, '2021-08-01')).toBeCloseTo(5)
    expect(placeOf(week, '2021-08-10')).toBeCloseTo(95)
    expect(placeOf(week, '2022-01-01')).toBe(100)
    expect([holds(week, '2021-08-10'), holds(week, '2021-08-11')]).toEqual([true, false])
  })
  it('counts both ends of a stay, cuts what lies off the line, and leaves an open end open', () => {
    expect(spanOf(week, '2021-08-02', '2021-08-03')).toEqual({ left: 10, width: 20 })
    expect(spanOf(week, '2021-07-01', '2021-08-01')).toEqual({ left: 0, width: 10 })
    expect(spanOf(week, '2021-08-09', null)).toEqual({ left: 80, width: 20 })
    expect(spanOf(week, '2021-09-01', '2021-09-02').width).toBe(0)
  })
  it('is marked by days when short, by months when long, and never by more than asked for', () => {
    expect(marks(week, 5).map((mark) => mark.label)).toEqual(['08-01', '08-03', '08-05', '08-07', '08-09'])
    expect(marks({ from: '2021-06-20', to: '2021-10-20' }, 6).map((mark) => mark.label)).toEqual([
      '2021 年 7 月',
      '8 月',
      '9 月',
      '10 月',
    ])
    for (const to of ['2021-01-03', '2021-02-20', '2021-06-30', '2022-06-30', '2026-06-30']) {
      const found = marks({ from: '2021-01-01', to }, 6)
      expect(found.length).toBeGreaterThan(0)
      expect(found.length).toBeLessThanOrEqual(6)
      expect(found.every((mark) => mark.at >= 0 && mark.at <= 100)).toBe(true)
    }
  })
  it('lifts labels that would touch into lanes of their own', () => {
    expect(lanes([5, 10, 30, 31, 32], 15)).toEqual([0, 1, 0, 1, 2])
    expect(lanes([], 15)).toEqual([])
  })
})
