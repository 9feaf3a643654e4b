import { createApp, nextTick } from 'vue'
import { describe, expect, it, vi } from 'vitest'
import type { AppState, FillingView } from '../src/bindings'
import FillingScreen from '../src/exchange/filling/FillingScreen.vue'
import { useElement } from '../src/shared/element'
import { app as state } from '../src/shared/state/session'

const VIEW: FillingView = {
  source: '统计表.xlsx',
  sheets: ['报表'],
  known: false,
  filling: { sheet: '报表', cells: {}, rows: null },
  columns: ['A'],
  rows: [[1, [{ column: 0, width: 1, height: 1, text: '', filled: false }]]],
  figures: [{ code: 'on', label: '填报日期' }],
  fields: {},
}
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (name: string) =>
    Promise.resolve(name === 'filling_choose' ? structuredClone(VIEW) : name === 'filling_preview' ? VIEW.rows : null),
}))
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn++) await nextTick()
}
interface Inside {
  put: (code: string | undefined) => Promise<void>
}

describe('the page for filling in', () => {
  it('keeps what was decided over a lock, until the same workbook is chosen again', async () => {
    const mounted = () => {
      const app = createApp(FillingScreen)
      useElement(app)
      const box = document.createElement('div')
      const inside = (app.mount(box).$ as unknown as { setupState: Inside }).setupState
      return { app, inside, at: (name: string) => box.querySelector<HTMLElement>(`[data-test="${name}"]`) }
    }
    const first = mounted()
    expect(first.at('filling-waiting')).toBeNull()
    first.at('filling-choose')?.click()
    await settled()
    await first.inside.put('on')
    await settled()
    expect(first.at('cell-A1')?.innerText).toContain('填报日期')
    state.value = { state: 'locked' } as AppState
    first.app.unmount()
    const second = mounted()
    expect(second.at('filling-waiting')?.innerText).toContain('统计表.xlsx')
    second.at('filling-choose')?.click()
    await settled()
    expect(second.at('cell-A1')?.innerText).toContain('填报日期')
    state.value = { state: 'open' } as AppState
    second.app.unmount()
    expect(mounted().at('filling-waiting')).toBeNull()
  })
})
