import { afterEach, describe, expect, it, vi } from 'vitest'
import { page } from '../src/shared/state/navigation'
import { found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

const press = async (key: string): Promise<string> => {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await quiet()
  return (document.activeElement as HTMLElement | null)?.dataset.test ?? ''
}
const stops = (): (string | undefined)[] =>
  [...document.querySelectorAll<HTMLElement>('.side [tabindex="0"]')].map((stop) => stop.dataset.test)

describe('the navigation', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })

  it('is one stop of Tab where she is; arrows move, Right unfolds, Left folds, Enter opens', async () => {
    close = await openWindow({ page: 'ledger', ledger: 'staff' })
    await found('screen-staff')
    await quiet()
    expect(stops()).toEqual(['nav-staff'])
    ;(await found('nav-staff')).focus()
    expect(await press('ArrowDown')).toBe('nav-vaccinations')
    expect(await press('ArrowUp')).toBe('nav-staff')
    expect(await press('ArrowLeft')).toBe('nav-group-people')
    expect(await press('ArrowLeft')).toBe('nav-group-people')
    expect(document.querySelector('[data-test="nav-staff"]')).toBeNull()
    expect(stops()).toEqual(['nav-group-people'])
    expect(await press('ArrowDown')).toBe('nav-group-places')
    expect(await press('ArrowRight')).toBe('nav-group-places')
    expect(await press('ArrowRight')).toBe('nav-disinfections')
    expect(await press('End')).toBe('help')
    expect(await press('Home')).toBe('nav-home')
    expect(await press('ArrowDown')).toBe('nav-group-people')
    await press('Enter')
    expect(stops()).toEqual(['nav-group-people'])
    expect(await press('ArrowDown')).toBe('nav-staff')
    expect(await press('ArrowDown')).toBe('nav-vaccinations')
    await press('Enter')
    await vi.waitFor(() => expect(page.value).toMatchObject({ page: 'ledger', ledger: 'vaccinations' }))
    await quiet()
    expect(stops()).toEqual(['nav-vaccinations'])
  })
})
