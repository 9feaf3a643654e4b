import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { go } from '../src/shared/state/navigation'
import { dismiss, fail, notice, notices, notify, tookBack } from '../src/shared/state/notices'

vi.mock('@tauri-apps/api/core', () => ({ invoke: () => Promise.resolve(null) }))

describe('messages', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    notices.splice(0)
  })
  afterEach(() => vi.useRealTimers())

  it('are shown one at a time, the newest of the worst', () => {
    notify('good', '已新增。', { undo: true })
    notify('good', '已保存。')
    expect(notice.value?.text).toBe('已保存。')
    notify('bad', '没有成功。')
    notify('good', '又已保存。')
    expect(notice.value?.text).toBe('没有成功。')
    dismiss(notice.value?.id ?? 0)
    expect(notice.value?.text).toBe('又已保存。')
    vi.advanceTimersByTime(6000)
    expect(notice.value).toBeNull()
  })
  it('give way to what was taken back, but for what went wrong', () => {
    notify('warn', '已新增，有 1 处请核对。', { undo: true })
    notify('warn', '又已新增，有 1 处请核对。', { undo: true })
    tookBack()
    notify('good', '已撤销：新增。')
    expect(notice.value?.text).toBe('已撤销：新增。')
    notify('bad', '没有成功。')
    tookBack()
    expect(notice.value?.text).toBe('没有成功。')
  })
  it('stay behind on the screen they belong to', async () => {
    await go({ page: 'ledger', ledger: 'staff' })
    notify('good', '已新增「陈轮」。')
    await go({ page: 'ledger', ledger: 'staff', open: '1' })
    expect(notice.value?.text).toBe('已新增「陈轮」。')
    await go({ page: 'ledger', ledger: 'travels' })
    expect(notice.value).toBeNull()
  })
  it('say what the system refused in her words, and what it said itself to whoever asks', () => {
    const system = { title: '写入备份没有成功：U盘已满', place: 'E:\\', advice: '请换一个U盘。', raw: 'os error 28' }
    fail({ code: 'io', problems: [], detail: '写入备份失败：os error 28', system })
    expect(notice.value?.text).toBe('写入备份没有成功：U盘已满：E:\\')
    expect([notice.value?.advice, notice.value?.raw]).toEqual(['请换一个U盘。', 'os error 28'])
  })
})
