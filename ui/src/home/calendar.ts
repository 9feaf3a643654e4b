/// A month laid out as weeks.
import type { CalendarDay } from '../bindings'

export const WEEKDAYS = ['星期一', '星期二', '星期三', '星期四', '星期五', '星期六', '星期日']

interface Placed {
  /** Of the month, from 0. */
  index: number
  day: CalendarDay
}

/** The days as weeks from Monday on; null: a day of another month. */
export function weeks(days: readonly CalendarDay[]): (Placed | null)[][] {
  const [first] = days
  if (!first) return []
  const before = (new Date(`${first.day}T00:00:00Z`).getUTCDay() + 6) % 7
  const cells: (Placed | null)[] = [...Array.from({ length: before }, () => null), ...days.map((day, index) => ({ index, day }))]
  while (cells.length % 7 !== 0) cells.push(null)
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7))
}

/** Where one who leaves a month comes to in the next one of `length` days: so many days after its first, or before its end. */
export function landed(over: number, length: number): number {
  return Math.max(0, Math.min(length - 1, over < 0 ? length + over : over))
}
