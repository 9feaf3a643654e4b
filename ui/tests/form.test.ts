import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ColumnInfo, Form } from '../src/bindings'
import { enter } from '../src/ledger/fields'
import { notices } from '../src/shared/state/notices'
import { ledgers } from '../src/shared/state/session'
import { asked, instead, LEDGERS } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const NAME = LEDGERS[1]?.columns[0] as ColumnInfo
const column = (name: string, more: Partial<ColumnInfo>): ColumnInfo => ({ ...NAME, required: false, name, label: name, ...more })
const COLUMNS: ColumnInfo[] = [
  NAME,
  column('id_type', {
    kind: 'choice',
    choices: [
      { code: 'resident_id', label: '居民身份证' },
      { code: 'passport', label: '护照' },
    ],
  }),
  column('id_number', { help: '核对末位。', helped: { by: 'id_type', of: { passport: '照护照。' } } }),
  column('division_code', { kind: 'division' }),
  column('born_on', { kind: 'date' }),
  column('weekdays', {
    kind: 'choices',
    choices: [
      { code: 'mon', label: '周一' },
      { code: 'tue', label: '周二' },
    ],
  }),
  column('party_member', { kind: 'flag' }),
  column('department', { section: '任职' }),
  column('address', { rare: true }),
]
const blank = (more: Partial<Form> = {}): Form => ({
  ledger: 'staff',
  id: null,
  step: null,
  title: '',
  state: 'valid',
  void_reason: null,
  late_reason: null,
  values: { id_type: 'resident_id' },
  labels: {},
  masked: [],
  carried: {},
  entered_at: null,
  recorder: null,
  children: [],
  ...more,
})
const key = (name: string, on: Element | null = document.activeElement): KeyboardEvent => {
  const pressed = new KeyboardEvent('keydown', { key: name, code: name, bubbles: true, cancelable: true })
  on?.dispatchEvent(pressed)
  return pressed
}
const field = (): string => document.activeElement?.id || (document.activeElement as HTMLElement | null)?.dataset.test || ''
const input = (name: string): HTMLInputElement => document.querySelector<HTMLInputElement>(`#field-${name}`) as HTMLInputElement
async function fill(name: string, text: string): Promise<void> {
  input(name).value = text
  input(name).dispatchEvent(new Event('input'))
  await quiet()
}

describe('a new record', () => {
  let close: (() => void) | null = null
  let sent: Record<string, string>[] = []
  beforeEach(() => {
    sent = []
    instead.ledgers = () => LEDGERS.map((ledger) => (ledger.name === 'staff' ? { ...ledger, columns: COLUMNS } : ledger))
    instead.record_save = ((given: { values: Record<string, string> }) => {
      sent.push(given.values)
      return { id: '1', step: 2, warnings: [] }
    }) as never
  })
  afterEach(() => {
    close?.()
    close = null
  })
  async function open(form: Partial<Form> = {}): Promise<void> {
    instead.record_blank = () => blank(form)
    const answers = { ...instead }
    close = await openWindow()
    Object.assign(instead, answers)
    await vi.waitFor(() => expect(ledgers.value.find((one) => one.name === 'staff')?.columns.length).toBe(COLUMNS.length))
    const { go } = await import('../src/shared/state/navigation')
    await go({ page: 'ledger', ledger: 'staff', open: 'new' })
    await found('field-name')
    await quiet()
  }

  it('is walked by Enter through choices, places, days and boxes, to what saves it', async () => {
    await open()
    const walked = [field()]
    for (let step = 0; step < 8; step++) {
      expect(key('Enter').defaultPrevented).toBe(true)
      await quiet()
      walked.push(field() || document.activeElement?.closest('[data-test]')?.getAttribute('data-test') || '')
    }
    expect(walked).toEqual([
      'field-name',
      'field-id_type',
      'field-id_number',
      'field-division_code',
      'field-born_on',
      'option-weekdays-mon',
      'field-party_member',
      'field-department',
      'save',
    ])
    expect(asked).not.toContain('record_save')
  })

  it('takes what is marked in an open choice and goes on, and Escape closes the choice before the record', async () => {
    await open()
    input('id_type').focus()
    key('ArrowDown')
    await vi.waitFor(() => expect(input('id_type').getAttribute('aria-expanded')).toBe('true'))
    key('Escape')
    await vi.waitFor(() => expect(input('id_type').getAttribute('aria-expanded')).toBe('false'))
    expect(at('drawer')).not.toBeNull()
    key('ArrowDown')
    await vi.waitFor(() => expect(input('id_type').getAttribute('aria-expanded')).toBe('true'))
    key('ArrowDown')
    key('Enter')
    await vi.waitFor(() => expect(field()).toBe('field-id_number'))
    expect(at('field-id_type')?.textContent).toContain('护照')
    expect(document.querySelector('#hint-id_number')?.textContent, 'the help follows the document').toBe('照护照。')
  })

  it('is closed by Escape from a closed choice', async () => {
    await open()
    input('id_type').focus()
    expect(key('Escape').defaultPrevented).toBe(true)
    await vi.waitFor(() => expect(at('drawer')).toBeNull())
  })

  it('takes by Enter what answers to what was typed, and never what answered before', async () => {
    let answer: (found: { id: string; label: string; detail: string }[]) => void = () => undefined
    instead.options = (() => new Promise((resolve) => (answer = resolve))) as never
    await open()
    input('division_code').focus()
    input('division_code').dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await quiet()
    answer([{ id: '110101', label: '东城区', detail: '' }])
    await vi.waitFor(() => expect(at('option-division_code-110101')).not.toBeNull())
    input('division_code').value = 'rls'
    input('division_code').dispatchEvent(new Event('input'))
    await quiet()
    key('Enter')
    await quiet()
    expect(at('field-division_code')?.textContent).not.toContain('东城区')
    answer([{ id: '533102', label: '瑞丽市', detail: '' }])
    await vi.waitFor(() => expect(field()).toBe('field-born_on'))
    expect(at('field-division_code')?.textContent).toContain('瑞丽市')
  })

  it('shows what it takes over with its mark, and saves what it shows', async () => {
    await open({ carried: { department: '项目部', gone: 'x' } })
    expect([input('department').value, at('carried-department')?.textContent, at('carried-name')]).toEqual([
      '项目部',
      '沿用',
      null,
    ])
    expect(at('form-state')?.textContent).toBe('沿用的 1 处照所示保存')
    expect(field(), 'what waits for something has the focus').toBe('field-name')
    await fill('name', '陈轮')
    at('save-again')?.click()
    await vi.waitFor(() => expect(sent).toEqual([{ name: '陈轮', id_type: 'resident_id', department: '项目部' }]))
    await vi.waitFor(() => expect([field(), input('name').value]).toEqual(['field-name', '']))
    expect(at('carried-department')).not.toBeNull()
    await fill('name', '王龚')
    input('department').focus()
    await fill('department', '')
    input('department').blur()
    await quiet()
    expect(at('carried-department')).toBeNull()
    at('save')?.click()
    await vi.waitFor(() => expect(sent[1]).toEqual({ name: '王龚', id_type: 'resident_id' }))
  })

  it('is not asked about when nothing but what it took over stands in it', async () => {
    await open({ carried: { department: '项目部' } })
    key('Escape', document.body)
    await vi.waitFor(() => expect(at('drawer')).toBeNull())
  })

  it('hides what is seldom filled until it is, and never what is taken over there', async () => {
    await open()
    expect([input('address'), at('form-more')?.textContent?.replace(/\s/g, '')]).toEqual([null, '更多address'])
    at('form-more')?.click()
    await quiet()
    expect(at('form-more')?.textContent).toContain('收起')
    await fill('address', '红星路 1 号')
    expect(at('form-more'), 'what is filled stays in sight').toBeNull()
    close?.()
    await open({ carried: { address: '红星路 2 号' } })
    expect([input('address').value, at('form-more')]).toEqual(['红星路 2 号', null])
  })

  it('says beforehand what is odd, and afterwards that it was saved so', async () => {
    const odd = { field: 'name', rule: 'exposed', value: '', message: '与高风险地区的名单重叠。' }
    instead.record_check = () => ({ problems: [], warnings: [odd], derived: {}, echo: {} })
    await open()
    await fill('name', '陈轮')
    input('name').focus()
    input('name').blur()
    await vi.waitFor(() => expect(at('warning-name')?.textContent?.trim()).toBe(odd.message))
    instead.record_save = () => ({ id: '1', step: 2, warnings: [odd], moved: { lists: ['staff'], tasks: true } })
    notices.splice(0)
    at('save')?.click()
    await vi.waitFor(() => expect(notices.length).toBe(1))
    expect([notices[0]?.tone, notices[0]?.text, notices[0]?.advice]).toEqual([
      'warn',
      '已新增「陈轮」，有 1 处请核对。',
      odd.message,
    ])
  })
})

describe('Enter', () => {
  it('is left to an input method and to a text of several lines', () => {
    document.body.innerHTML =
      '<form><div id="b"><div class="field"><input id="one" /></div><div class="field"><textarea id="two"></textarea></div></div></form>'
    const body = document.querySelector<HTMLElement>('#b') as HTMLElement
    const told: boolean[] = []
    body.addEventListener('keydown', (event) => enter(body, event), true)
    for (const [on, more] of [
      ['#one', { isComposing: true }],
      ['#two', {}],
      ['#one', {}],
    ] as const) {
      const pressed = new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true, ...more })
      document.querySelector(on)?.dispatchEvent(pressed)
      told.push(pressed.defaultPrevented)
    }
    expect([told, document.activeElement?.id]).toEqual([[false, false, true], 'two'])
    document.body.replaceChildren()
  })
})
