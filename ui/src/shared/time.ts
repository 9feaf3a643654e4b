/// Days on a line: where a day stands, which days are marked, which labels have to make room for each other.

const DAY_MS = 86_400_000
/** Longest line marked by days; longer ones are marked by months. */
const BY_DAYS = 62
const DAY_STEPS = [1, 2, 3, 5, 7, 10, 14, 21]
const MONTH_STEPS = [1, 2, 3, 6, 12, 24]

/** The day's number, counted from 1970-01-01; NaN when the text is no day. */
export function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS
}

/** The day of a number, as 2021-08-31. */
export function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10)
}

/** The day so many days later. */
export function addDays(day: string, days: number): string {
  return dayText(dayNumber(day) + days)
}

/** The day in view so many days further on; today and what lies after it is '': no day of its own. */
export function stepTo(day: string, days: number, today: string): string {
  const to = addDays(day, days)
  return to >= today ? '' : to
}

/** The later of two days. */
export function later(one: string, other: string): string {
  return one > other ? one : other
}

/** 2021 年 8 月 */
export function monthInWords(day: string): string {
  return `${day.slice(0, 4)} 年 ${Number(day.slice(5, 7))} 月`
}

/** First days of the `count` months up to the one of `day`, newest first. */
export function monthsBack(day: string, count: number): string[] {
  const last = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  return Array.from({ length: count }, (_, back) => monthText(last - back))
}

function monthText(months: number): string {
  return `${String(Math.floor(months / 12)).padStart(4, '0')}-${String((months % 12) + 1).padStart(2, '0')}-01`
}

export interface Scale {
  /** First day. */
  from: string
  /** Last day. */
  to: string
}

/** The line from the first to the last of `days`, with so many days to spare on either side. */
export function scaleOf(days: readonly string[], spare: number): Scale {
  const numbers = days.map(dayNumber).filter((number) => Number.isFinite(number))
  const first = Math.min(...numbers)
  const last = Math.max(...numbers)
  return { from: dayText(first - spare), to: dayText(last + spare) }
}

/** Where the middle of `day` stands, in percent of the line; days off the line stand at its ends. */
export function placeOf(scale: Scale, day: string): number {
  return within(((dayNumber(day) + 0.5 - dayNumber(scale.from)) / length(scale)) * 100)
}

/** Whether `day` lies on the line. */
export function holds(scale: Scale, day: string): boolean {
  return scale.from <= day && day <= scale.to
}

/** Left edge and width, in percent, of the days from `from` to `to`, both whole; null: to the end of the line. */
export function spanOf(scale: Scale, from: string, to: string | null): { left: number; width: number } {
  const start = dayNumber(scale.from)
  const left = within(((dayNumber(from) - start) / length(scale)) * 100)
  const right = to === null ? 100 : within(((dayNumber(to) + 1 - start) / length(scale)) * 100)
  return { left, width: Math.max(0, right - left) }
}

function length(scale: Scale): number {
  return dayNumber(scale.to) - dayNumber(scale.from) + 1
}

function within(percent: number): number {
  return Math.min(100, Math.max(0, percent))
}

export interface Mark {
  day: string
  label: string
  at: number
}

/** At most `most` days to mark: round steps of days on a short line, firsts of months on a long one. */
export function marks(scale: Scale, most: number): Mark[] {
  return length(scale) <= BY_DAYS ? dayMarks(scale, most) : monthMarks(scale, most)
}

function dayMarks(scale: Scale, most: number): Mark[] {
  const step = DAY_STEPS.find((step) => length(scale) / step <= most) ?? DAY_STEPS.at(-1) ?? 1
  const found: Mark[] = []
  for (let number = dayNumber(scale.from); number <= dayNumber(scale.to); number += step) {
    const day = dayText(number)
    found.push({ day, label: day.slice(5), at: placeOf(scale, day) })
  }
  return found
}

function monthMarks(scale: Scale, most: number): Mark[] {
  const months = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1
  const first = months(scale.from) + (scale.from.endsWith('-01') ? 0 : 1)
  const last = months(scale.to)
  const step = MONTH_STEPS.find((step) => (last - first + 1) / step <= most) ?? 12
  const found: Mark[] = []
  for (let month = first; month <= last; month++) {
    if (month % step !== 0) continue
    const day = monthText(month)
    const withYear = found.length === 0 || month % 12 === 0 || step >= 12
    found.push({
      day,
      label: withYear ? `${day.slice(0, 4)} 年 ${Number(day.slice(5, 7))} 月` : `${Number(day.slice(5, 7))} 月`,
      at: placeOf(scale, day),
    })
  }
  return found
}

/** A lane for each place, lowest first, so that two labels in one lane stand at least `apart` percent from each other. */
export function lanes(places: readonly number[], apart: number): number[] {
  const ends: number[] = []
  return places.map((place) => {
    const free = ends.findIndex((end) => place - end >= apart)
    const lane = free < 0 ? ends.length : free
    ends[lane] = place
    return lane
  })
}
