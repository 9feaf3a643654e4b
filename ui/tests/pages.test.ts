import { createApp, h, nextTick } from 'vue'
import { describe, expect, it } from 'vitest'
import { pages } from '../src/app/pages'
import { lazy } from '../src/shared/lazy'
import { ledgers } from '../src/shared/state/session'
import type { LedgerInfo } from '../src/bindings'
import { partOf } from '../src/topics'

const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await nextTick()
}

describe('pages', () => {
  it('are found in the folders that define them, each once', () => {
    const names = pages.map((page) => page.name)
    expect([...names].sort()).toEqual([
      'articles',
      'backup',
      'calendar',
      'counting',
      'filling',
      'gathering',
      'home',
      'import',
      'incident',
      'ledger',
      'notice',
      'pack',
      'password',
      'person',
      'planning',
      'print',
      'report',
      'restore',
      'rounds',
      'rules',
      'settings',
      'stats',
      'temperatures',
    ])
    expect(pages.filter((page) => page.group === 'data').map((page) => page.label)).toEqual([
      '规则表',
      '备份',
      '恢复',
      '密码与恢复单',
      '设置',
    ])
  })

  it('of a ledger show nothing for one this file does not have, and are made anew for another', () => {
    const staff = { name: 'staff', label: '人员' } as LedgerInfo
    ledgers.value = [staff]
    const page = pages.find((entry) => entry.name === 'ledger')
    const here = { page: 'ledger', ledger: 'staff', open: '1' } as const
    expect(page?.props(here)).toEqual({ ledger: staff, here })
    expect(page?.props({ page: 'ledger', ledger: 'gone' })).toBeNull()
    expect(page?.key(here)).not.toBe(page?.key({ page: 'ledger', ledger: 'places' }))
    expect(page?.key(here)).toBe(page?.key({ page: 'ledger', ledger: 'staff' }))
  })

  it('take up what a lock left unsaved: an import, a rule, else a record', () => {
    const resumed = (ledger: string) =>
      pages.flatMap((page) => page.resume({ ledger, id: null, step: null, title: '', values: { ledger: 'places' } }) ?? [])
    expect(resumed('import')).toEqual([{ page: 'import', ledger: 'places' }])
    expect(resumed('rule_packs')).toEqual([{ page: 'rules' }])
    expect(resumed('staff')).toEqual([])
  })

  it('stand in for a ledger that has no screen', () => {
    expect(partOf('rule_packs').page?.('7')).toEqual({ page: 'rules', pack: '7' })
    expect(partOf('staff').page).toBeUndefined()
  })
})

describe('a screen that is loaded when it is first shown', () => {
  const shown = async (load: Parameters<typeof lazy>[0]): Promise<string> => {
    const app = createApp(lazy(load))
    app.config.errorHandler = () => {}
    const box = document.createElement('div')
    app.mount(box)
    await settled()
    return box.textContent ?? ''
  }
  it('comes in its place', async () => {
    expect(await shown(() => Promise.resolve({ default: { render: () => h('p', '首页') } }))).toBe('首页')
  })
  it('says what to do when it cannot be loaded', async () => {
    expect(await shown(() => Promise.reject(new Error('gone')))).toMatch(/没有打开.*数据文件没有变.*再打开一次/)
  })
})
