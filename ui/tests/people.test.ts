import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { reactive, ref } from 'vue'
import type { Acted, ColumnInfo, LedgerInfo, Listing, MergeChoices, MergeView, Row } from '../src/bindings'
import { useMarks } from '../src/ledger/marks'
import { listState, page, type ListState } from '../src/shared/state/navigation'
import { ledgers, refresh } from '../src/shared/state/session'
import { instead, LEDGERS } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const listing = (ticket: string, total: number): Listing => ({ ticket, total, tallies: [], rows: [] })

describe('ticks in a list', () => {
  let asked: string[] = []
  beforeEach(() => {
    asked = []
    instead.records_ids = (({ ticket }: { ticket: string }) => {
      asked.push(ticket)
      return Promise.resolve(ticket === 'all' ? ['5', '3', '9', '1'] : ['9', '7'])
    }) as never
  })
  afterEach(() => Reflect.deleteProperty(instead, 'records_ids'))
  const made = (marked: string[] = []) => {
    const list = reactive({ marked }) as unknown as ListState
    const now = ref<Listing | null>(listing('all', 4))
    return { list, now, marks: useMarks(list, () => now.value) }
  }

  it('are set and taken one by one, by stretches and all at once, of records never loaded too', async () => {
    const { list, marks } = made()
    await marks.mark(1, false)
    expect(list.marked).toEqual(['3'])
    await marks.mark(3, true)
    expect(list.marked).toEqual(['3', '9', '1'])
    expect([marks.outside.value, marks.everything.value]).toEqual([0, false])
    await marks.mark(2, false)
    expect(list.marked).toEqual(['3', '1'])
    await marks.markAll()
    expect(new Set(list.marked)).toEqual(new Set(['5', '3', '9', '1']))
    expect(marks.everything.value).toBe(true)
    await marks.markAll()
    expect(list.marked).toEqual([])
    expect(asked).toEqual(['all'])
  })

  it('stay while she searches on, and those out of sight are counted', async () => {
    const { list, now, marks } = made(['3', '9'])
    now.value = listing('some', 2)
    await marks.renewed()
    expect([marks.outside.value, marks.everything.value]).toEqual([1, false])
    await marks.markAll()
    expect(list.marked).toEqual(['3', '9', '7'])
    expect(marks.everything.value).toBe(true)
    await marks.clear(['3'])
    expect([list.marked, marks.outside.value]).toEqual([['3'], 1])
  })
})

const row = (id: string): Row => ({ id, state: 'valid', void_reason: null, late: false, cells: { name: `人${id}` }, tones: {} })

describe('an act on those ticked', () => {
  let close = (): void => undefined
  const given: { ids: string[]; heard: number | null; answers: Record<string, string> }[] = []
  const acted = (more: Partial<Acted>): Acted => ({
    done: null,
    ready: 2,
    step: 7,
    problems: [],
    warnings: [],
    rows: [],
    moved: { lists: ['staff'], tasks: true },
    ...more,
  })
  beforeEach(async () => {
    given.length = 0
    instead.records_list = () => ({ ticket: 't', total: 3, tallies: [], rows: ['1', '2', '3'].map(row) })
    instead.records_ids = () => ['1', '2', '3']
    instead.records_act = ((asked: (typeof given)[number]) => {
      given.push(asked)
      const problem = { field: '', rule: 'voided', value: '', message: '这条记录已作废。' }
      const refused = [{ id: '2', title: '人2', problems: [problem], warnings: [] }]
      return asked.heard === 7 ? acted({ done: 2, rows: refused }) : acted({ rows: refused })
    }) as never
    close = await openWindow({ page: 'ledger', ledger: 'staff' })
    listState('staff').marked = ['1', '2', '3']
    ;(await found('act-void')).click()
    const input = await found('field-reason')
    ;(input as HTMLInputElement).value = '重复'
    input.dispatchEvent(new Event('input'))
    await quiet()
    ;(await found('save')).click()
    await found('act-refused-2')
  })
  afterEach(() => close())

  it('tells who is left out before anything is written, and goes on only when she says so', async () => {
    expect(given.map((one) => [one.ids, one.heard, one.answers.reason])).toEqual([[['1', '2', '3'], null, '重复']])
    expect(at('act-refused-2')?.textContent).toContain('已作废')
    expect(at('save')?.textContent).toContain('其余 2 人照做')
    at('save')?.click()
    await vi.waitFor(() => expect(at('act-dialog')).toBeNull())
    expect(given.map((one) => one.heard)).toEqual([null, 7])
    expect(listState('staff').marked).toEqual(['2'])
  })

  it('writes nothing when she goes back or gives up', async () => {
    ;(await found('act-back')).click()
    expect(((await found('field-reason')) as HTMLInputElement).value).toBe('重复')
    ;(await found('act-cancel')).click()
    await vi.waitFor(() => expect(at('act-dialog')).toBeNull())
    expect(given.length).toBe(1)
    expect(listState('staff').marked.length).toBe(3)
  })
})

describe('two entries of one person', () => {
  let close = (): void => undefined
  const given: MergeChoices[] = []
  const entry = (id: string) => ({ id, title: `人${id}`, entered_at: '2021-08-31 09:00', named: 1 })
  const view: MergeView = {
    keep: entry('1'),
    lose: entry('2'),
    fields: [
      { name: 'name', label: '姓名', keep: '单晓云', lose: '单小云', same: false, masked: false },
      { name: 'mobile', label: '手机', keep: '', lose: '139****5678', same: false, masked: true },
      { name: 'sex', label: '性别', keep: '女', lose: '女', same: true, masked: false },
    ],
    clashes: [{ key: 'vaccinations:5', ledger: 'vaccinations', why: '', keep: [row('4')], lose: [row('5')] }],
    moved: [{ label: '疫苗接种', count: '1 剂次' }],
    numbers_differ: true,
    problems: [],
    step: 7,
  }
  beforeEach(async () => {
    given.length = 0
    instead.records_list = () => ({ ticket: 't', total: 2, tallies: [], rows: ['1', '2'].map(row) })
    instead.records_ids = () => ['1', '2']
    instead.merge_weigh = () => view
    instead.merge = ((asked: { choices: MergeChoices }) => {
      given.push(asked.choices)
      return { records: 1, voided: 1, warnings: [], moved: { lists: ['staff'], tasks: true } }
    }) as never
    close = await openWindow({ page: 'ledger', ledger: 'staff' })
    listState('staff').marked = ['1', '2']
    ;(await found('marked-merge')).click()
    await found('merge-keep')
  })
  afterEach(() => close())

  it('are made one only when everything that differs was chosen, one empty side too', async () => {
    expect(at('merge-field-sex')).toBeNull()
    expect(document.querySelectorAll('[data-test=merge-dialog] input:checked').length).toBe(0)
    ;(await found('merge-yes')).click()
    await vi.waitFor(() => expect(at('merge-state')?.textContent).toContain('还有 4 处没有选'))
    expect(given).toEqual([])
    for (const name of ['merge-name-keep', 'merge-mobile-lose', 'merge-stay-vaccinations-lose', 'merge-same-person'])
      (await found(name)).click()
    await quiet()
    ;(await found('merge-yes')).click()
    await vi.waitFor(() => expect(at('merge-dialog')).toBeNull())
    expect(given).toEqual([
      { fields: { name: 'keep', mobile: 'lose' }, clashes: { 'vaccinations:5': 'lose' }, same_person: true },
    ])
    expect(listState('staff').marked).toEqual([])
  })

  it('are offered of exactly two', async () => {
    ;(await found('merge-cancel')).click()
    await vi.waitFor(() => expect(at('merge-dialog')).toBeNull())
    listState('staff').marked = ['1']
    await vi.waitFor(() => expect(at('marked-merge')).toBeNull())
  })
})

describe('a notice', () => {
  let close = (): void => undefined
  afterEach(() => close())
  it('is signed by those who are ticked, with the day and way that she gives', async () => {
    const sent: Record<string, string>[] = []
    instead.records_add = ((asked: { records: { values: Record<string, string> }[] }) => {
      sent.push(...asked.records.map((record) => record.values))
      return {
        records: asked.records.map(() => ({ problems: [], warnings: [], derived: {}, echo: {} })),
        moved: { lists: [], tasks: true },
      }
    }) as never
    close = await openWindow({ page: 'notice', id: '1' })
    expect((await found('notice-signed')).textContent).toContain('签收 1/3 人')
    expect(at('notice-mark-3')).toBeNull()
    ;(await found('notice-mark-1')).click()
    ;(await found('notice-mark-2')).click()
    for (const [name, text] of [
      ['field-signed_on', '8-30'],
      ['field-way', 'ink'],
    ] as const) {
      const input = (await found(name)) as HTMLInputElement
      expect(input.value).toBe('')
      input.value = text
      input.dispatchEvent(new Event('input'))
    }
    await quiet()
    ;(await found('notice-save')).click()
    await vi.waitFor(() => expect(sent.length).toBe(2))
    expect(sent.map((one) => [one.notice, one.staff, one.signed_on, one.way])).toEqual([
      ['1', '1', '8-30', 'ink'],
      ['1', '2', '8-30', 'ink'],
    ])
  })
})

describe('the page of a person', () => {
  let close = (): void => undefined
  afterEach(() => close())
  it('is where search leads, has a tab for all that names her, and gives a new record her number', async () => {
    instead.search = () => [{ ledger: 'staff', ledger_label: '人员名册', id: '1', title: '陈轮', detail: '' }]
    instead.person_page = () => ({
      title: '陈轮',
      row: row('1'),
      tabs: LEDGERS.filter((ledger) => ['vaccinations', 'vaccine_exemptions'].includes(ledger.name)).map(({ name }) => ({
        ledger: name,
        columns: ['staff'],
        rows: [],
      })),
    })
    close = await openWindow({ page: 'home' })
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'k', ctrlKey: true, cancelable: true }))
    const box = (await found('search-text')) as HTMLInputElement
    box.value = 'cl'
    box.dispatchEvent(new Event('input'))
    ;(await found('hit-0')).click()
    await found('screen-person')
    expect(page.value).toMatchObject({ page: 'person', ledger: 'staff', id: '1' })
    expect((await found('person-name')).textContent).toContain('陈轮')
    await found('tab-vaccine_exemptions')
    let blank = ''
    instead.record_check = (({ values }: { values: Record<string, string> }) => {
      blank = values.staff ?? ''
      return { problems: [], warnings: [], derived: {}, echo: {} }
    }) as never
    ;(await found('person-new')).click()
    await found('drawer')
    await vi.waitFor(() => expect(blank).toBe('1'))
  })

  it('shows numbers whole only with a purpose, and masks them again once something changed', async () => {
    const seen = { ...row('1'), cells: { name: '陈轮', sex: '男', mobile: '137****9034' } }
    const column = LEDGERS[1]?.columns[0] as ColumnInfo
    const staff = {
      ...(LEDGERS[1] as LedgerInfo),
      columns: [column, { ...column, name: 'sex' }, { ...column, name: 'mobile', sensitive: true }],
    }
    instead.ledgers = () => LEDGERS.map((ledger) => (ledger.name === 'staff' ? staff : ledger))
    ledgers.value = []
    instead.person_page = () => ({ title: '陈轮', row: seen, tabs: [] })
    const purposes: string[] = []
    instead.record_unmask = (({ purpose }: { purpose: string }) => {
      purposes.push(purpose)
      return { values: { sex: 'male', mobile: '13700099034' } }
    }) as never
    close = await openWindow({ page: 'person', ledger: 'staff', id: '1' })
    ;(await found('person-unmask')).click()
    const ask = await found('ask-purpose')
    for (const [input, text] of [
      [ask, '核对'],
      [await found('ask-recipient'), '本人'],
    ] as const) {
      ;(input as HTMLInputElement).value = text
      input.dispatchEvent(new Event('input'))
    }
    await quiet()
    ;(await found('ask-yes')).click()
    await vi.waitFor(() => expect(at('person-card')?.textContent).toContain('13700099034'))
    expect(at('person-card')?.textContent).toContain('男')
    expect(purposes).toEqual(['核对'])
    await refresh({ lists: ['staff'], tasks: false })
    await vi.waitFor(() => expect(at('person-card')?.textContent).toContain('137****9034'))
    ledgers.value = []
  })
})
