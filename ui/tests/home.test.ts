import { afterEach, describe, expect, it, vi } from 'vitest'
import { visit } from '../src/ledger/visit'
import { home, refresh } from '../src/shared/state/session'
import { asked, instead } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const counted = (): number => asked.filter((name) => name === 'home').length

describe('what the home page says', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })

  it('is asked once when a file opens, once after a change, once when she comes back to it', async () => {
    asked.splice(0)
    close = await openWindow()
    await found('screen-home')
    await quiet()
    expect(counted()).toBe(1)
    await refresh()
    await quiet()
    expect(counted()).toBe(2)
    await visit({ page: 'settings' })
    await quiet()
    await visit({ page: 'home' })
    await found('screen-home')
    expect(counted()).toBe(3)
  })

  it('stands in the frame before it is answered, and is not that of an older question', async () => {
    let answer: ((title: string) => void)[] = []
    const said = (title: string) => ({ ...(home.value as NonNullable<typeof home.value>), title })
    close = await openWindow()
    await found('screen-home')
    instead.home = (() => new Promise((resolve) => answer.push((title) => resolve(said(title))))) as never
    void refresh()
    void refresh()
    await quiet()
    answer[1]?.('现在')
    answer[0]?.('刚才')
    await quiet()
    expect(at('screen-home')?.querySelector('h1')?.textContent).toBe('现在')
    answer = []
    await visit({ page: 'settings' })
    await visit({ page: 'home' })
    await quiet()
    expect([at('nav-home') !== null, at('screen-home')]).toEqual([true, null])
    answer[0]?.('后来')
    expect((await found('screen-home')).querySelector('h1')?.textContent).toBe('后来')
  })
})
