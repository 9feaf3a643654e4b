import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Chart } from '../src/bindings'
import { shown } from '../src/reports/numbers'
import { drawn, optionOf } from '../src/reports/option'
import { listState, page, viewState } from '../src/shared/state/navigation'
import { instead } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))
// What draws measures a page that is not laid out here.
vi.mock('../src/reports/drawing', () => ({ draw: () => ({ show: () => undefined, stop: () => undefined }) }))

const points = ['2021-07', '2021-08'].map((label) => ({ label, from: `${label}-01`, to: `${label}-31` }))
const line = (code: string, label: string, numbers: (number | null)[], more = {}): Chart['lines'][number] => ({
  code,
  label,
  unit: '人',
  ledger: 'staff',
  article: null,
  numbers,
  shares: null,
  ...more,
})
const chart = (name: string, kind: Chart['kind'], lines: Chart['lines']): Chart => ({
  name,
  title: name,
  note: '',
  kind,
  step: 'month',
  points,
  lines,
})
const coverage = chart('vaccination.coverage', 'share', [
  line('eligible', '应接', [null, 35]),
  line('complete', '全程', [null, 29], { shares: [null, 829] }),
])
const gaps = chart('articles.gaps', 'field', [line('5', '5 人员动向', [null, 3], { ledger: null, article: 5 })])
const plan = chart('health.readings', 'plan', [
  line('asked', '应测', [null, 4]),
  line('made', '已测', [0, 3]),
  line('missing', '缺测', [null, 1]),
])
const COLOURS = { ink: '1', quiet: '2', line: '3', ground: '4', accent: '5', good: '6', warn: '7', bad: '8', mute: '9' }

describe('statistics', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })

  it('says what is not known, and a share with what it is of', () => {
    const [eligible, complete] = coverage.lines
    expect([eligible, complete].map((one) => one && shown(one, 0))).toEqual(['—', '—'])
    expect([eligible, complete].map((one) => one && shown(one, 1))).toEqual(['35', '82.9%（29）'])
  })

  it('is drawn without motion, with patterns, and with gaps where nothing is known', () => {
    for (const one of [coverage, gaps, plan]) {
      const option = optionOf(one, COLOURS)
      expect(option.animation).toBe(false)
      // The cells of a field hold their numbers.
      expect(option.aria).toMatchObject({ enabled: true, decal: { show: one.kind !== 'field' } })
      expect(option.tooltip).toMatchObject({ renderMode: 'richText' })
    }
    expect(drawn(coverage).map(({ line }) => line.code)).toEqual(['complete'])
    expect(drawn(plan).map(({ line }) => line.code)).toEqual(['made', 'missing'])
    expect(optionOf(coverage, COLOURS).series).toMatchObject([{ type: 'line', data: [null, 82.9], connectNulls: false }])
    expect(optionOf(plan, COLOURS).series).toMatchObject([
      { type: 'bar', data: [0, 3] },
      { type: 'bar', data: [null, 1] },
    ])
    expect(optionOf(gaps, COLOURS).series).toMatchObject([
      {
        type: 'heatmap',
        data: [
          [0, 0, '—'],
          [1, 0, 3],
        ],
        label: { show: true },
      },
    ])
  })

  it('opens just the rows a number counts, or the article in its days, by one stop of Tab', async () => {
    const charts = [coverage, gaps]
    instead.stats_period = () => ({
      from: '2021-07-01',
      to: '2021-08-31',
      back: [{ months: 3, label: '近三个月', from: '2021-06-01' }],
      charts: charts.map(({ name, title }) => ({ name, title })),
    })
    instead.stats_chart = ((given: { name: string }) => charts.find(({ name }) => name === given.name)) as never
    close = await openWindow({ page: 'stats' })
    const table = await found('stats-table-vaccination.coverage')
    await found('stats-table-articles.gaps')
    await quiet()
    expect(table.querySelectorAll('[tabindex="0"]').length).toBe(1)
    at('stat-vaccination.coverage-complete-2021-07')?.click()
    await quiet()
    expect(page.value.page).toBe('stats')
    at('stat-vaccination.coverage-complete-2021-08')?.click()
    await found('screen-staff')
    expect(listState('staff').tally).toBe('stats.vaccination.coverage|complete|2021-08-01|2021-08-31')
    close()
    instead.stats_period = () => ({ from: '2021-07-01', to: '2021-08-31', back: [], charts: [{ name: gaps.name, title: '' }] })
    instead.stats_chart = (() => gaps) as never
    close = await openWindow({ page: 'stats' })
    const cell = await found('stat-articles.gaps-5-2021-08')
    cell.focus()
    cell.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    await vi.waitFor(() => expect(page.value).toEqual({ page: 'articles', number: 5 }))
    expect([viewState('articles', '1').day, viewState('articles', '1').month]).toEqual(['2021-08-01', '2021-08-31'])
  })

  it('is counted chart after chart for the days she chooses', async () => {
    instead.stats_period = () => ({
      from: '2020-09-01',
      to: '2021-08-31',
      back: [{ months: 3, label: '近三个月', from: '2021-06-01' }],
      charts: [{ name: coverage.name, title: '' }],
    })
    const days: unknown[] = []
    instead.stats_chart = ((given: unknown) => {
      days.push(given)
      return coverage
    }) as never
    close = await openWindow({ page: 'stats' })
    ;(await found('stats-back-3')).click()
    await vi.waitFor(() => expect(days.at(-1)).toEqual({ name: coverage.name, from: '2021-06-01', to: null }))
  })
})
