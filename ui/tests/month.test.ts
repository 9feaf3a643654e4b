import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Month, MonthCell } from '../src/bindings'
import { instead } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const cell = (number: number): MonthCell => ({
  day: `2021-08-${String(number).padStart(2, '0')}`,
  mark: number === 31 ? '今' : number === 2 ? '缺' : '√',
  title: `2021-08-${number}`,
  tone: number === 31 ? 'warn' : number === 2 ? 'bad' : 'good',
  made: number === 31 || number === 2 ? 0 : 1,
  gap: number === 2,
  today: number === 31,
})
const month: Month = {
  first: '2021-08-01',
  title: '2021 年 8 月',
  weekdays: Array.from({ length: 31 }, (_, day) => (day + 6) % 7),
  places: ['1', '2'].map((place) => ({
    place,
    name: `第 ${place} 处`,
    cells: Array.from({ length: 31 }, (_, day) => cell(day + 1)),
    total: '29/30',
  })),
  before: '2021-07-01',
  after: null,
}
const press = (key: string): void =>
  void document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
const place = (): string => (document.activeElement as HTMLElement | null)?.dataset.at ?? ''

describe('the month of rounds', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })

  it('is one stop of Tab at today, walked by arrows, and Enter records or shows what a cell is of', async () => {
    instead.round_month = () => month
    const asked: string[] = []
    instead.round_day = ((given: { day: string }) => {
      asked.push(given.day)
      const of = { place: '2', name: '', asked: 1, made: 0, state: '', tone: 'warn' as const, last: { name: '周敏' } }
      return { day: given.day, title: '', places: [of], figures: [], behind: [] }
    }) as never
    close = await openWindow({ page: 'ledger', ledger: 'disinfections' })
    ;(await found('tab-month')).click()
    await found('month')
    await quiet()
    const stops = [...document.querySelectorAll<HTMLElement>('.month-box [tabindex="0"]')]
    expect(stops.map((stop) => stop.dataset.at)).toEqual(['0/30'])
    stops[0]?.focus()
    const walked: string[] = []
    for (const key of ['ArrowDown', 'Home', 'ArrowRight', 'ArrowUp', 'ArrowUp', 'End']) {
      press(key)
      await quiet()
      walked.push(place())
    }
    expect(walked).toEqual(['1/30', '1/0', '1/1', '0/1', '0/1', '0/30'])
    expect(document.querySelectorAll('.month-box [tabindex="0"]').length).toBe(1)
    press('ArrowDown')
    await quiet()
    press('Enter')
    await found('field-name')
    expect(asked.at(-1)).toBe('2021-08-31')
    await vi.waitFor(() => expect(at('carried-name')).not.toBeNull())
    expect(at('cell-1-2021-08-31')?.className).not.toContain('bad')
  }, 30_000)
})
