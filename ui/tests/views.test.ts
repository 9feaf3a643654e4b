import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ColumnInfo, ListView, Query, Row, Tally } from '../src/bindings'
import { choosable, had, movedTo } from '../src/ledger/columns'
import { fit, shownColumns } from '../src/ledger/fit'
import { listState } from '../src/shared/state/navigation'
import { alike, follow, narrowed, queryOf, widen, withView } from '../src/shared/state/lists'
import { asked, instead, LEDGERS, opened } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const staff = LEDGERS.find((ledger) => ledger.name === 'staff') as (typeof LEDGERS)[number]
const column = (name: string, more: Partial<ColumnInfo> = {}): ColumnInfo =>
  ({ ...(staff.columns[0] as ColumnInfo), name, label: name, ...more }) as ColumnInfo
const COLUMNS = [
  column('name'),
  column('mobile'),
  column('born_on', { listed: false, width: 0, kind: 'date' }),
  column('dose_state', { kind: 'choice', state: true }),
]
const names = (columns: readonly ColumnInfo[]): string[] => columns.map((column) => column.name)

describe('the columns of a list', () => {
  const standard = shownColumns(COLUMNS)
  const all = choosable(COLUMNS, standard)

  it('are the program’s own until she chooses, and any column can be chosen', () => {
    expect(names(had(all, standard, null))).toEqual(['name', 'mobile', 'dose_state'])
    expect(names(all)).toEqual(['name', 'mobile', 'dose_state', 'born_on'])
    expect(all.every((column) => column.width > 0)).toBe(true)
    expect(names(had(all, standard, ['born_on', 'name']))).toEqual(['born_on', 'name'])
  })

  it('that are no longer there are passed over, and a list never has none', () => {
    expect(names(had(all, standard, ['gone', 'mobile']))).toEqual(['mobile'])
    expect(names(had(all, standard, ['gone']))).toEqual(['name', 'mobile', 'dose_state'])
  })

  it('change places, within the list', () => {
    expect(movedTo(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a'])
    expect(movedTo(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
    expect(movedTo(['a', 'b'], 1, 9)).toEqual(['a', 'b'])
    expect(movedTo(['a', 'b'], 5, 0)).toEqual(['a', 'b'])
  })

  it('of a state leave a narrow list last, wherever she put them', () => {
    const mine = had(all, standard, ['dose_state', 'name', 'mobile'])
    expect(names(fit(mine, 210).columns.map((entry) => entry.column))).toEqual(['dose_state', 'name'])
  })
})

describe('a view', () => {
  it('asks for what the list asked for when it was saved, and for nothing else', () => {
    const list = listState('trial')
    Object.assign(list, { text: ' 李 ', filters: { category: 'full_time', sex: '' }, from: '2021-08-01', tally: 'staff.present' })
    const query = queryOf('staff', list)
    expect(query).toMatchObject({
      text: '李',
      filters: { category: 'full_time' },
      from: '2021-08-01',
      to: null,
      tally: 'staff.present',
    })
    expect(narrowed(query)).toBe(true)
    widen(list)
    Object.assign(list, { filters: { sex: 'female' }, to: '2021-09-01', sort: 'name', voided: true })
    expect(alike(queryOf('staff', list), query)).toBe(false)
    follow(list, query)
    expect(queryOf('staff', list)).toEqual(query)
    expect(alike(queryOf('staff', list), { ...query, filters: { ...query.filters } })).toBe(true)
    widen(list)
    expect(narrowed(queryOf('staff', list))).toBe(false)
  })

  it('of a name there is takes the other’s place', () => {
    const query = queryOf('staff', listState('other'))
    const saved = withView(withView([], { name: '一', query }), { name: '二', query })
    const again = withView(saved, { name: '一', query: { ...query, text: '李' } })
    expect(again.map((view) => [view.name, view.query.text])).toEqual([
      ['一', '李'],
      ['二', ''],
    ])
  })
})

describe('in the window', () => {
  const tally = (name: string, count: number, above: boolean): Tally => ({
    name,
    label: name,
    value: `${count} 人`,
    count,
    above,
  })
  const PATIENCE_MS = 60_000
  const ROWS: Row[] = [{ id: '1', state: 'valid', void_reason: null, late: false, cells: { name: '李䶮' }, tones: {} }]
  let close = (): void => undefined
  let queries: Query[] = []
  let kept: ListView[] = []
  beforeEach(() => {
    queries = []
    kept = []
    const columns = staff.columns
    instead.ledgers = (() =>
      LEDGERS.map((ledger) => (ledger === staff ? { ...ledger, columns: [...columns, column('mobile')] } : ledger))) as never
    instead.records_list = (({ query }: { query: Query }) => {
      queries.push(query)
      const tallies = [tally('staff.present', 3, true), tally('staff.no_mobile', 2, false), tally('staff.no_notice', 0, false)]
      return { ticket: 't', total: 1, tallies, rows: ROWS }
    }) as never
    instead.list_view_keep = (({ view }: { view: ListView }) => kept.push(view)) as never
  })
  afterEach(() => close())
  const last = (): Query | undefined => queries.at(-1)
  const press = async (name: string, key: string): Promise<void> => {
    ;(await found(name)).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await quiet()
  }
  const click = async (name: string): Promise<void> => {
    ;(await found(name)).click()
    await quiet()
  }

  it(
    'a figure shows what it counts, alone, and says that it does',
    async () => {
      close = await openWindow({ page: 'ledger', ledger: 'staff' })
      await click('figure-staff.present')
      expect(last()).toMatchObject({ tally: 'staff.present', text: '', filters: {} })
      expect(at('figure-staff.present')?.getAttribute('aria-pressed')).toBe('true')
      expect(at('view-staff.no_notice')).toBeNull()
      await click('view-staff.no_mobile')
      expect(last()?.tally).toBe('staff.no_mobile')
      expect(at('figure-staff.present')?.getAttribute('aria-pressed')).toBe('false')
      await click('filter-clear')
      expect(last()?.tally).toBeNull()
    },
    PATIENCE_MS,
  )

  it(
    'a view is saved under a name, shown again, and deleted only when she says so',
    async () => {
      close = await openWindow({ page: 'ledger', ledger: 'staff' })
      await click('view-staff.no_mobile')
      await click('view-save')
      const box = (await found('ask-reason')) as HTMLInputElement
      const input = box.matches('input') ? box : (box.querySelector('input') as HTMLInputElement)
      input.value = '要补电话'
      input.dispatchEvent(new Event('input', { bubbles: true }))
      await quiet()
      await click('ask-yes')
      expect(kept.at(-1)?.saved.map((view) => [view.name, view.query.tally])).toEqual([['要补电话', 'staff.no_mobile']])
      await click('own-view-0')
      expect(last()?.tally).toBeNull()
      await click('own-view-0')
      expect(last()?.tally).toBe('staff.no_mobile')
      await click('own-view-drop-0')
      await click('ask-no')
      expect(at('own-view-0')).not.toBeNull()
      await click('own-view-drop-0')
      await click('ask-yes')
      expect(at('own-view-0')).toBeNull()
      expect(kept.at(-1)?.saved).toEqual([])
    },
    PATIENCE_MS,
  )

  it(
    'columns are chosen and moved by keys, kept in the file, and put back',
    async () => {
      close = await openWindow({ page: 'ledger', ledger: 'staff' })
      await click('columns')
      await press('column-move-name', 'ArrowDown')
      expect(kept.at(-1)?.columns).toEqual(['mobile', 'name'])
      await press('column-move-name', 'ArrowDown')
      expect(kept).toHaveLength(1)
      const drag = (what: string, row: string): unknown =>
        at(`column-row-${row}`)?.dispatchEvent(new Event(what, { bubbles: true, cancelable: true }))
      drag('dragstart', 'name')
      drag('drop', 'mobile')
      await quiet()
      expect(kept.at(-1)?.columns).toEqual(['name', 'mobile'])
      await click('columns-reset')
      expect(kept.at(-1)?.columns).toBeNull()
      await press('columns-panel', 'Escape')
      expect(at('columns-panel')).toBeNull()
    },
    PATIENCE_MS,
  )

  it(
    'a file that is only read takes columns for now, and no view',
    async () => {
      const file = { ...opened.file, name: '台账', folder: '', encrypted: true, fingerprint: null, read_only: '别人正在使用' }
      close = await openWindow({ page: 'ledger', ledger: 'staff' }, { file })
      await click('columns')
      await press('column-move-name', 'ArrowDown')
      expect(at('column-row-mobile')?.previousElementSibling).toBeNull()
      await click('figure-staff.present')
      expect(at('view-save')).toBeNull()
      expect(kept).toEqual([])
    },
    PATIENCE_MS,
  )

  it(
    'several forms are printed as one, without a dialog, and the folder is offered',
    async () => {
      let forms: string[] = []
      instead.print_preview = (({ job }: { job: { forms: string[] } }) => {
        forms = job.forms
        return { ticket: 't', title: '名册', pages: 1, rows: 0, missing_glyphs: [], landscape: false }
      }) as never
      close = await openWindow({ page: 'print', ledger: 'staff', id: null, fromQuery: false })
      await vi.waitFor(() => expect(forms).toEqual(['list']))
      const join = (await found('print-together')).querySelector('input') ?? ((await found('print-together')) as HTMLInputElement)
      join.click()
      await quiet()
      await click('print-form')
      await click('print-form-blank')
      await vi.waitFor(() => expect(forms).toEqual(['list', 'blank']))
      await click('print-open')
      expect(asked).toContain('print_open')
      expect(asked).not.toContain('print_save')
      expect((await found('notice-good')).textContent).toContain('打印件/名册_20210831.pdf')
      await click('notice-folder')
      expect(asked.at(-1)).toBe('open_shown')
    },
    PATIENCE_MS,
  )
})

describe('at the start', () => {
  const recent = (name: string, missing = false) => ({ handle: name, name, folder: '/家', opened_at: '', missing })
  let close = (): void => undefined
  afterEach(() => close())

  it('the file opened last is at its password, the others are small beside it', async () => {
    const file = { name: '甲', folder: '/家', encrypted: true, fingerprint: null, read_only: null }
    close = await openWindow(undefined, { state: 'locked', file, organisation: null, recent: [recent('甲'), recent('乙')] })
    expect((await found('unlock-submit')).textContent?.trim()).toBe('打开')
    await vi.waitFor(() =>
      expect(document.activeElement?.closest('[data-test]')?.getAttribute('data-test')).toBe('unlock-password'),
    )
    expect(at('recent-0')?.textContent).toContain('乙')
    expect(at('recent-1')).toBeNull()
  })

  it('a file that is not in its place is not replaced by an older one', async () => {
    close = await openWindow(undefined, { state: 'closed', file: null, recent: [recent('甲', true), recent('乙')] })
    expect(((await found('recent-0')) as HTMLButtonElement).disabled).toBe(true)
    expect(at('setup-open-last')).toBeNull()
    expect(at('setup-open')?.className).toContain('primary')
  })

  it('one without a password is opened by one key', async () => {
    close = await openWindow(undefined, { state: 'closed', file: null, recent: [recent('甲'), recent('乙')] })
    expect((await found('setup-open-last')).className).toContain('primary')
    expect(at('recent-0')?.textContent).toContain('乙')
  })
})
