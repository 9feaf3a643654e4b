import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkProgress } from '../src/bindings'
import { notices } from '../src/shared/state/notices'
import { figuresOf, outcome, percentOf, work } from '../src/shared/work'

let told: WorkProgress | null = null
const asked: string[] = []
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (name: string) => {
    asked.push(name)
    return Promise.resolve(name === 'work_progress' ? told : null)
  },
}))
const at = (done: number, total: number): WorkProgress => ({ doing: '正在导出', done, total, stoppable: true })

describe('how far work is', () => {
  it('is told in percent and figures, or in seconds while nobody knows', () => {
    expect(percentOf(at(1, 3))).toBe(33)
    expect(percentOf(at(0, 0))).toBeNull()
    expect(figuresOf(at(1200, 5000), 900)).toBe('1,200 / 5,000')
    expect(figuresOf(at(5000, 5000), 900)).toBe('5,000 / 5,000，正在收尾')
    expect(figuresOf(at(0, 0), 900)).toBe('')
    expect(figuresOf(at(0, 0), 5400)).toBe('已用 5 秒')
  })
})

describe('long work', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    told = null
    asked.splice(0)
    notices.splice(0)
  })
  afterEach(() => vi.useRealTimers())

  it('shows nothing while a dialog is open or the work is quick, then how far it is, then the button', async () => {
    let end: (value: number) => void = () => {}
    const done = work.run(() => new Promise<number>((resolve) => (end = resolve)), { stopped: '' })
    await vi.advanceTimersByTimeAsync(5000)
    expect(work.shown).toBeNull()
    told = at(10, 100)
    await vi.advanceTimersByTimeAsync(300)
    expect(work.shown).toBeNull()
    await vi.advanceTimersByTimeAsync(300)
    expect(work.shown?.done).toBe(10)
    expect(work.stoppable).toBe(false)
    await vi.advanceTimersByTimeAsync(2000)
    expect(work.stoppable).toBe(true)
    end(7)
    expect(await done).toBe(7)
    expect(work.shown).toBeNull()
    expect(work.running).toBe(false)
  })
  it('says that it was stopped, and passes on what failed', async () => {
    const cancelled = { code: 'cancelled', problems: [], detail: '' }
    const stopped = work.run(() => new Promise((_, reject) => setTimeout(() => reject(cancelled), 1000)), {
      stopped: '已停止导出。',
    })
    await work.stop()
    expect(asked).toContain('work_stop')
    await vi.advanceTimersByTimeAsync(1000)
    expect(await stopped).toBeNull()
    expect(notices.map((notice) => notice.text)).toEqual(['已停止导出。'])
    await expect(work.run(() => Promise.reject(cancelled), { stopped: '已停止导出。' })).rejects.toBe(cancelled)
  })
  it('goes on until the last of several is done, and says to whoever is elsewhere what came of it', async () => {
    const later = (ms: number): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(ms), ms))
    const short = work.run(() => later(100), { stopped: '', told: () => null })
    const long = work.run(() => later(1000), {
      stopped: '',
      told: (ms) => ({ text: `${ms} 条`, label: '去看看', go: () => null }),
    })
    await vi.advanceTimersByTimeAsync(100)
    await short
    expect([work.running, outcome.value]).toEqual([true, null])
    await vi.advanceTimersByTimeAsync(1000)
    await long
    expect([work.running, outcome.value?.text]).toEqual([false, '1000 条'])
    outcome.value = null
  })
})
