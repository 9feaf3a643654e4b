import { effectScope } from 'vue'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Moved, TakenBack } from '../src/bindings'
import { onMoved, page, pointed } from '../src/shared/state/navigation'
import { redo, refresh, steps, undo } from '../src/shared/state/session'

const asked: string[] = []
let taken: TakenBack | null = null
vi.mock('@tauri-apps/api/core', () => ({
  invoke: (name: string) => {
    asked.push(name)
    if (name === 'steps') return Promise.resolve({ undo: null, redo: '人员名册：作废「李䶮」' })
    return Promise.resolve(name === 'undo' || name === 'redo' ? taken : null)
  },
}))
const moved = (lists: string[], tasks: boolean): Moved => ({ lists, tasks })

describe('what moved', () => {
  beforeEach(() => void asked.splice(0))

  it('is read again by the screens that show it, and by no other', async () => {
    const scope = effectScope()
    const seen: string[] = []
    scope.run(() => {
      onMoved(
        () => ['staff'],
        () => seen.push('staff'),
      )
      onMoved(
        () => ['places', 'disinfections'],
        () => seen.push('rounds'),
      )
    })
    await refresh(moved(['disinfections'], true))
    expect(seen).toEqual(['rounds'])
    await refresh(moved(['staff', 'postings'], true))
    expect(seen).toEqual(['rounds', 'staff'])
    await refresh()
    expect(seen).toEqual(['rounds', 'staff', 'staff', 'rounds'])
    scope.stop()
  })

  it('asks what is to do only when that may have moved', async () => {
    await refresh(moved(['staff'], false))
    expect(asked).toEqual(['steps'])
    await refresh(moved(['staff'], true))
    expect(asked).toContain('home')
  })
})

describe('a step taken back', () => {
  beforeEach(() => {
    asked.splice(0)
    taken = {
      step: 7,
      text: '疫苗接种：新增「李䶮 2021-08-01」',
      ledger: 'vaccinations',
      id: '3',
      moved: moved(['vaccinations'], true),
    }
  })

  it('of another ledger leads there and points at the record', async () => {
    page.value = { page: 'ledger', ledger: 'staff' }
    await undo()
    expect(page.value).toEqual({ page: 'ledger', ledger: 'vaccinations' })
    expect(pointed.value).toEqual({ ledger: 'vaccinations', id: '3' })
    expect(steps.value.redo).toBe('人员名册：作废「李䶮」')
  })

  it('of the ledger in view stays there', async () => {
    page.value = { page: 'ledger', ledger: 'vaccinations', open: '3' }
    const here = page.value
    await redo()
    expect(page.value).toEqual(here)
  })

  it('that is none moves nothing', async () => {
    taken = null
    page.value = { page: 'home' }
    await undo()
    expect(page.value).toEqual({ page: 'home' })
    expect(asked).toEqual(['undo'])
  })
})
