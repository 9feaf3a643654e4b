import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from '../src/shared/state/navigation'
import { asked, instead, opened } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const F11 = (): void => void window.dispatchEvent(new KeyboardEvent('keydown', { key: 'F11', bubbles: true, cancelable: true }))
const named = (name: string): string[] => asked.filter((one) => one === name)

describe('the screen shown to an inspector', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })

  it('begins by F11 on the guideline, keeps what is being typed, and ends only as the shell lets it', async () => {
    const page20 = { from: '', to: '', began: '', sentence: '', source: '', late_cap: 20, articles: [] }
    instead.articles_page = () => page20 as never
    instead.draft_keep = (() => null) as never
    instead.draft_drop = (() => null) as never
    close = await openWindow({ page: 'ledger', ledger: 'staff' })
    ;(await found('ledger-new')).click()
    const field = (await found('field-name')) as HTMLInputElement
    const input = field.matches('input') ? field : (field.querySelector('input') as HTMLInputElement)
    input.value = '陈轮'
    input.dispatchEvent(new Event('input', { bubbles: true }))
    await quiet()
    instead.showing_begin = () => ({ ...opened, showing: true })
    F11()
    await found('showing')
    await found('screen-articles')
    expect(page.value.page).toBe('articles')
    expect([named('draft_keep').length, named('draft_drop').length]).toEqual([1, 0])
    expect([at('articles-settings'), at('showing-begin')]).toEqual([null, null])
    ;(await found('nav-group-people')).click()
    ;(await found('nav-staff')).click()
    await found('screen-staff')
    await quiet()
    expect([at('ledger-new'), at('ledger-import'), at('undo')]).toEqual([null, null, null])

    ;(await found('showing-end')).click()
    const answer = (await found('showing-answer')) as HTMLInputElement
    const type = (text: string): void => {
      answer.value = text
      answer.dispatchEvent(new Event('input', { bubbles: true }))
    }
    instead.showing_end = (() => {
      throw { code: 'wrong_password', problems: [], detail: '', system: null }
    }) as never
    type('不对')
    await quiet()
    ;(await found('showing-submit')).click()
    await vi.waitFor(() => expect(at('showing-wrong')?.textContent).toContain('密码不对'))
    expect(at('showing')).not.toBeNull()
    instead.showing_end = () => opened
    type('对的')
    await quiet()
    ;(await found('showing-submit')).click()
    await vi.waitFor(() => expect(at('showing')).toBeNull())
    await found('ledger-new')
  })
})
