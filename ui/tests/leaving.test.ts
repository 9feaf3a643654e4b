import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Draft, WaitingDraft } from '../src/bindings'
import { go, listState } from '../src/shared/state/navigation'
import { enter, lock } from '../src/shared/state/session'
import { asked, instead, opened } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const left = (name: string, id: string | null = null, meanwhile = '', fits = true): WaitingDraft => ({
  draft: { ledger: 'staff', id, step: 1, title: id === null ? '新增人员' : '陈轮', values: { name } },
  meanwhile,
  fits,
})
const field = async (): Promise<HTMLInputElement> => {
  const host = await found('field-name')
  return (host instanceof HTMLInputElement ? host : host.querySelector('input')) as HTMLInputElement
}
async function typeName(text: string): Promise<void> {
  const input = await field()
  input.value = text
  input.dispatchEvent(new Event('input', { bubbles: true }))
  await quiet()
}
const press = async (name: string): Promise<void> => {
  ;(await found(name)).click()
  await quiet()
}

const place = { id: '3', state: 'valid', void_reason: null, late: false, cells: { name: '走廊' }, tones: {} } as const

describe('what was typed and not saved', () => {
  let close: (() => void) | null = null
  /** What the shell was told, in its order. */
  let kept: string[] = []
  async function open(waiting: WaitingDraft[] = []): Promise<void> {
    kept = []
    instead.drafts = () => waiting as never
    instead.draft_keep = (({ draft }: { draft: Draft }) => void kept.push(`keep ${draft.values.name}`)) as never
    instead.draft_drop = (({ ledger, id }: Draft) => void kept.push(`drop ${ledger}/${id ?? ''}`)) as never
    instead.leave = (({ anyway }: { anyway: boolean }) => void kept.push(`leave ${anyway}`)) as never
    close = await openWindow()
    await found('nav-home')
  }
  async function form(): Promise<void> {
    await go({ page: 'ledger', ledger: 'staff', open: 'new' })
    await found('drawer')
    await quiet()
  }
  afterEach(() => {
    close?.()
    close = null
  })

  it('is told as it is typed, and forgotten once it is saved', async () => {
    await open()
    await form()
    await typeName('赵雩')
    await vi.waitFor(() => expect(kept).toEqual(['keep 赵雩']))
    await press('save')
    await vi.waitFor(() => expect(kept).toEqual(['keep 赵雩', 'drop staff/']))
  })
  it('is forgotten once she gives it up', async () => {
    await open()
    await form()
    await typeName('赵雩')
    await vi.waitFor(() => expect(kept.length).toBe(1))
    await press('cancel')
    await press('ask-yes')
    await vi.waitFor(() => expect(kept).toEqual(['keep 赵雩', 'drop staff/']))
  })
  it('is told before the window closes, to the last key', async () => {
    await open()
    await form()
    await typeName('赵雩')
    window.dispatchEvent(new Event('closing'))
    await vi.waitFor(() => expect(kept).toEqual(['keep 赵雩', 'leave false']))
    expect(asked).toContain('closing_heard')
    expect(at('ask-yes')).toBeNull()
  })
  it('is asked about when it cannot be kept', async () => {
    await open()
    instead.leave = (({ anyway }: { anyway: boolean }) => {
      kept.push(`leave ${anyway}`)
      if (!anyway) throw { code: 'io', problems: [], detail: '', system: null }
    }) as never
    window.dispatchEvent(new Event('closing'))
    await press('ask-no')
    expect(kept).toEqual(['leave false'])
    window.dispatchEvent(new Event('closing'))
    await vi.waitFor(() => expect(kept.length).toBe(2))
    await quiet()
    await press('ask-yes')
    await vi.waitFor(() => expect(kept).toEqual(['leave false', 'leave false', 'leave true']))
  })
  it('is told before a lock and not forgotten by it', async () => {
    await open()
    await form()
    await typeName('赵雩')
    await lock()
    await found('unlock-password')
    await quiet()
    expect(kept).toEqual(['keep 赵雩'])
  })
  it('is put back where it was, with a line that says so, and stays kept until it is saved', async () => {
    await open([left('赵雩')])
    expect((await field()).value).toBe('赵雩')
    expect((await found('draft-back')).textContent).toContain('上次没有保存的内容已放回这里')
    expect(at('unsaved')).toBeNull()
    await quiet()
    expect(kept.filter((what) => what.startsWith('drop'))).toEqual([])
    await press('save')
    await vi.waitFor(() => expect(kept.at(-1)).toBe('drop staff/'))
  })
  it('is put back into the page that she was on', async () => {
    const settings = {
      operator: '',
      grace_hours: 24,
      idle_minutes: 10,
      pack_years: 3,
      retention_note: '',
      automatic_backup: true,
    }
    instead.settings_get = (() => settings) as never
    await open()
    await go({ page: 'settings' })
    await found('settings-operator')
    await lock()
    await found('unlock-password')
    instead.settings_get = (() => settings) as never
    instead.drafts = (() => [
      {
        draft: { ledger: 'settings', id: null, step: null, title: '设置', values: { operator: '周会计' } },
        meanwhile: '',
        fits: true,
      },
    ]) as never
    await enter(opened)
    await found('draft-back')
    expect(
      (await found('settings-operator')).querySelector('input')?.value ?? (at('settings-operator') as HTMLInputElement).value,
    ).toBe('周会计')
  })
  it('of an act is put back for the records it was for, and given up with it', async () => {
    const reason = { act: 'void', ids: ['1', '2'], answers: { reason: '重复登记' } }
    const draft = {
      ledger: 'act:staff',
      id: null,
      step: null,
      title: '作废（2 人）',
      values: { answered: JSON.stringify(reason) },
    }
    await open([{ draft, meanwhile: '', fits: true }])
    expect((await found('act-back-in')).textContent).toContain('上次没有保存的内容已放回这里')
    expect(((await found('field-reason')) as HTMLInputElement).value).toBe('重复登记')
    expect(listState('staff').marked).toEqual(['1', '2'])
    await press('act-cancel')
    await vi.waitFor(() => expect(kept.at(-1)).toBe('drop act:staff/'))
  })
  it('of plans for several places is put back into them', async () => {
    const values = { chosen: JSON.stringify({ places: ['3'], tasks: [] }), name: '每天两次' }
    const draft = { ledger: 'planning', id: null, step: null, title: '一次定多处计划', values }
    instead.records_list = () => ({ ticket: 't', total: 1, tallies: [], rows: [place] })
    await open([{ draft, meanwhile: '', fits: true }])
    await found('planning-back')
    expect((await field()).value).toBe('每天两次')
    expect((await found('plan-place-3')).querySelector('input')?.checked).toBe(true)
  })
  it('says that its record was changed meanwhile', async () => {
    await open([left('陈论', '7', '这条记录在那以后改过')])
    expect((await found('draft-back')).textContent).toContain('这条记录在那以后改过')
  })
  it('is not given up by a form that could not be read', async () => {
    instead.record_get = (() => {
      throw { code: 'io', problems: [], detail: '', system: null }
    }) as never
    await open([left('陈论', '7')])
    await vi.waitFor(() => expect(at('unsaved')).not.toBeNull())
    await quiet()
    expect(kept).toEqual([])
  })
  it('waits in a line while no form shows it, and is not put into a record that is gone', async () => {
    await open([left('陈论', '7', '这条记录已经作废，填的内容放不回去', false), left('赵雩')])
    expect(at('drawer')).toBeNull()
    expect(document.querySelectorAll('[data-test=unsaved]').length).toBe(2)
    expect(document.querySelectorAll('[data-test=unsaved-go]').length).toBe(1)
    await press('unsaved-go')
    expect((await field()).value).toBe('赵雩')
    expect(document.querySelectorAll('[data-test=unsaved]').length).toBe(1)
    expect(kept.filter((what) => what.startsWith('drop'))).toEqual([])
    await press('unsaved-drop')
    expect((await found('ask')).textContent).toContain('陈论')
    await press('ask-yes')
    await vi.waitFor(() => expect(kept).toContain('drop staff/7'))
    expect(at('unsaved')).toBeNull()
  })
})

describe('a data file in trouble', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })
  it('is red in the light before anything else, and can be written out and gone on with', async () => {
    close = await openWindow()
    await found('safety-light')
    expect(at('rescue')).toBeNull()
    instead.health = (() => ({
      state: 'bad',
      word: '数据文件不见了',
      what: '数据文件不在原处了。',
      advice: '先另存。',
      place: 'C:\\台账.taizhang',
      rescue: true,
      lost: true,
    })) as never
    instead.copy_save = (() => ({ handle: 'h', shown: 'D:\\台账-另存.taizhang' })) as never
    let opened = ''
    const state = instead.app_state as unknown as () => unknown
    instead.copy_open = (({ handle }: { handle: string }) => {
      opened = handle
      instead.health = (() => null) as never
      return state()
    }) as never
    window.dispatchEvent(new Event('health'))
    await found('rescue')
    expect((await found('safety-light')).textContent).toContain('数据文件不见了')
    await press('rescue-save')
    expect((await found('rescue-saved')).textContent).toContain('D:')
    await press('rescue-open')
    expect(opened).toBe('h')
    await vi.waitFor(() => expect(at('rescue')).toBeNull())
  })
})
