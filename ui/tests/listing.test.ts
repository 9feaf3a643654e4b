import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Query } from '../src/bindings'
import { useWindows } from '../src/ledger/windows'
import { FIRST, placesUpTo, usePlaces } from '../src/shared/places'
import { instead } from './shell'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const query = (text: string): Query => ({
  ledger: 'staff',
  text,
  filters: {},
  from: null,
  to: null,
  on: null,
  sort: null,
  descending: false,
  voided: false,
  tally: null,
})
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

describe('what is typed into the search of a list', () => {
  /** Questions put, oldest first, each with how it is answered. */
  let put: { text: string; first: number; answer: () => void; refuse: () => void }[] = []
  const failures: unknown[] = []
  beforeEach(() => {
    put = []
    failures.length = 0
    instead.records_list = (({ query, first }: { query: Query; first: number }) =>
      new Promise((resolve, reject) =>
        put.push({
          text: query.text,
          first,
          answer: () => resolve({ ticket: query.text, total: query.text.length, tallies: [], rows: [] }),
          refuse: () => reject(new Error(query.text)),
        }),
      )) as never
  })
  afterEach(() => Reflect.deleteProperty(instead, 'records_list'))

  it('is asked at once, one question at a time, and of those typed meanwhile only the newest', async () => {
    const { listing, run } = useWindows((error) => failures.push(error))
    const shown = [run(query('z')), run(query('zh')), run(query('zha'))]
    expect(put.map((one) => [one.text, one.first])).toEqual([['z', FIRST]])
    put[0]?.answer()
    await settled()
    expect(put.map((one) => one.text)).toEqual(['z', 'zha'])
    expect(listing.value).toBeNull()
    put[1]?.answer()
    expect(await Promise.all(shown)).toEqual([false, false, true])
    expect(listing.value?.ticket).toBe('zha')
  })

  it('is asked again in the same words when the records changed meanwhile', async () => {
    const { listing, run } = useWindows((error) => failures.push(error))
    const same = query('z')
    const shown = [run(same), run(same)]
    put[0]?.answer()
    await settled()
    expect([put.length, listing.value]).toEqual([2, null])
    put[1]?.answer()
    expect(await Promise.all(shown)).toEqual([false, true])
  })

  it('is asked although the question before it failed', async () => {
    const { listing, run } = useWindows((error) => failures.push(error))
    const before = run(query('z')).catch((error: unknown) => error)
    const after = run(query('zh'))
    put[0]?.refuse()
    await settled()
    put[1]?.answer()
    expect(await before).toMatchObject({ detail: 'z' })
    expect(await after).toBe(true)
    expect(listing.value?.ticket).toBe('zh')
  })
})

describe('rows by their place', () => {
  const asked: [number, number][] = []
  const failures: unknown[] = []
  const fetch = (from: number, count: number): Promise<number[]> => {
    asked.push([from, count])
    return Promise.resolve(Array.from({ length: count }, (_, at) => from + at))
  }
  beforeEach(() => {
    asked.length = 0
    failures.length = 0
  })

  it('that came with the answer are not asked for again, those behind them once', async () => {
    const { rows, renew, need } = usePlaces(fetch, (error) => failures.push(error))
    renew(Array.from({ length: 48 }, (_, at) => at))
    await need(0, 47, 1000)
    expect(asked).toEqual([])
    await Promise.all([need(40, 50, 1000), need(40, 130, 1000)])
    expect(asked).toEqual([
      [48, 72],
      [120, 120],
    ])
    expect([...rows.value.at].every(([at, row]) => at === row)).toBe(true)
    expect(rows.value.at.size).toBe(240)
    renew([0, 1])
    await need(0, 24, 2)
    expect(asked.length).toBe(2)
  })

  it('that could not be fetched are asked for again', async () => {
    let broken = true
    const { rows, renew, need } = usePlaces(
      (from, count) => (broken ? Promise.reject(new Error('gone')) : fetch(from, count)),
      (error) => failures.push(error),
    )
    renew([0])
    await need(0, 5, 200)
    expect([failures.length, rows.value.at.size]).toEqual([1, 1])
    broken = false
    await need(0, 5, 200)
    expect([asked, rows.value.at.size]).toEqual([[[1, 119]], 120])
  })

  it('are the same places for every answer', () => {
    const many = placesUpTo(1000)
    expect(many.map((place) => place.id)).toEqual(many.map((_, at) => String(at)))
    expect(placesUpTo(10)).toEqual(many.slice(0, 10))
    expect(placesUpTo(10).every((place, at) => place === many[at])).toBe(true)
  })
})
