import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppState } from '../src/bindings'
import { app, watchIdle } from '../src/shared/state/session'

const asked: string[] = []
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (name: string) => {
    asked.push(name)
    return new Promise(() => {})
  },
}))

const opened = (encrypted: boolean): AppState => ({
  state: 'open',
  file: { name: '台账', folder: '', encrypted, fingerprint: null, read_only: null },
  recent: [],
  organisation: '青禾社会工作服务中心',
  form_label: null,
  today: '2021-08-31',
  weekday: '星期二',
  version: '0.1.0',
  idle_minutes: 0,
  warnings: [],
  showing: false,
  first_run: false,
  new_folder: '',
})

describe('the locked screen of the computer', () => {
  beforeEach(() => void asked.splice(0))

  it('locks a file with a password, as long as the window watches', async () => {
    app.value = opened(true)
    const stop = watchIdle()
    window.dispatchEvent(new Event('screenlock'))
    await vi.waitFor(() => expect(asked).toEqual(['lock']))
    stop()
    window.dispatchEvent(new Event('screenlock'))
    await new Promise((resolve) => setTimeout(resolve))
    expect(asked).toEqual(['lock'])
  })

  it('leaves a file without password open', async () => {
    app.value = opened(false)
    const stop = watchIdle()
    window.dispatchEvent(new Event('screenlock'))
    await new Promise((resolve) => setTimeout(resolve))
    expect(asked).toEqual([])
    stop()
  })
})
