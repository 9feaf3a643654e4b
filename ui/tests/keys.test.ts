import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { KEYS, listed, named, printed, type KeyName } from '../src/shared/keyboard'
import { pages } from '../src/app/pages'
import type { Row } from '../src/bindings'
import type { Page } from '../src/shared/pages'
import { listState, page, viewState } from '../src/shared/state/navigation'
import { asked, instead, LEDGERS } from './shell'
import { at, found, openWindow, quiet } from './window'

vi.mock('@tauri-apps/api/core', async () => ({ invoke: (await import('./shell')).invoke }))

/** Everywhere that keys are printed on buttons, and how one comes there. */
const PLACES: Record<string, () => Promise<() => void>> = {
  closed: async () => {
    const close = await openWindow(undefined, { state: 'closed', file: null })
    await found('setup-create')
    return close
  },
  locked: async () => {
    const close = await openWindow(undefined, { state: 'locked' })
    await found('unlock-password')
    return close
  },
  home: async () => {
    const close = await openWindow({ page: 'home' })
    await found('home-new')
    return close
  },
  'a list': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'staff' })
    await found('empty-new')
    return close
  },
  'a record over its list': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'staff', open: '1' })
    await found('field-name')
    return close
  },
  'a record among others': async () => {
    instead.records_list = () => ({ ticket: 't', total: 3, tallies: [], rows: ['1', '2', '3'].map(row) })
    instead.record_index = () => 1
    const close = await openWindow({ page: 'ledger', ledger: 'staff', open: '2' })
    await found('record-next')
    await vi.waitFor(() => expect(at('record-next')?.hasAttribute('disabled')).toBe(false))
    return close
  },
  'a single record': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'organisation' })
    await found('field-name')
    return close
  },
  'each person’s doses': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'vaccinations' })
    await found('list-staff/doses')
    return close
  },
  'one person’s doses': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'vaccinations', person: '1' })
    await found('person-state')
    return close
  },
  doses: async () => {
    viewState('vaccinations', 'people').tab = 'records'
    const close = await openWindow({ page: 'ledger', ledger: 'vaccinations' })
    await found('list-vaccinations')
    return close
  },
  'today’s round': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'disinfections' })
    await found('screen-disinfections')
    return close
  },
  rounds: async () => {
    viewState('disinfections', 'today').tab = 'records'
    const close = await openWindow({ page: 'ledger', ledger: 'disinfections' })
    await found('list-disinfections')
    return close
  },
  'a month of rounds': async () => {
    const close = await openWindow({ page: 'ledger', ledger: 'disinfections' })
    ;(await found('tab-month')).click()
    await found('month')
    return close
  },
  'one person': async () => {
    const close = await openWindow({ page: 'person', ledger: 'staff', id: '1' })
    await found('person-new')
    return close
  },
  'rows that are ticked': async () => {
    instead.records_list = () => ({ ticket: 't', total: 3, tallies: [], rows: ['1', '2', '3'].map(row) })
    instead.records_ids = () => ['1', '2', '3']
    const close = await openWindow({ page: 'ledger', ledger: 'staff' })
    listState('staff').marked = ['2']
    await found('marked-clear')
    return close
  },
  paper: async () => {
    const close = await openWindow({ page: 'print', ledger: 'staff', id: null, fromQuery: false })
    await found('print-preview')
    return close
  },
  'one gathering': async () => {
    const close = await openWindow({ page: 'gathering', id: '1' })
    await found('field-name')
    return close
  },
  'a row of a rule table': async () => {
    const close = await openWindow({ page: 'rules' })
    ;(await found('row-new')).click()
    await found('row-drawer')
    return close
  },
}

const row = (id: string): Row => ({ id, state: 'valid', void_reason: null, late: false, cells: {}, tones: {} })
/** Everywhere else there is: every page, and every ledger's. */
const OTHERS: readonly Page[] = [
  ...pages.flatMap(({ name }): Page[] => {
    if (name === 'ledger') return LEDGERS.map((ledger) => ({ page: 'ledger', ledger: ledger.name }))
    if (name === 'print') return LEDGERS.map((ledger) => ({ page: 'print', ledger: ledger.name, id: null, fromQuery: false }))
    if (name === 'person') return [{ page: 'person', ledger: 'staff', id: '1' }]
    if (name === 'gathering' || name === 'incident' || name === 'notice') return [{ page: name, id: '1' }]
    return [name === 'import' ? { page: 'import', ledger: 'staff' } : ({ page: name } as Page)]
  }),
]

/** What the frame has around every screen. */
const FRAMES: readonly KeyName[] = ['search', 'help']

const event = (name: KeyName): KeyboardEvent => {
  const { keys } = KEYS[name]
  const letter = /^Ctrl (.)$/.exec(keys)?.[1]
  const written: Record<string, string> = { Esc: 'Escape', '↑': 'ArrowUp', '↓': 'ArrowDown', PgUp: 'PageUp', PgDn: 'PageDown' }
  const key = letter?.toLowerCase() ?? written[keys] ?? keys
  return new KeyboardEvent('keydown', { key, ctrlKey: letter !== undefined, bubbles: true, cancelable: true })
}
const buttons = (): { name: KeyName; button: HTMLElement }[] =>
  [...document.querySelectorAll('button kbd')].map((kbd) => ({
    name: (Object.keys(KEYS) as KeyName[]).find((name) => KEYS[name].keys === kbd.textContent) as KeyName,
    button: kbd.closest('button') as HTMLElement,
  }))
/** What the window says by and by, whatever is pressed. */
const BESIDES = ['work_progress', 'awake']

/** What the window shows and asked for after `act`. */
async function after(act: () => unknown): Promise<unknown> {
  await quiet()
  asked.splice(0)
  act()
  await quiet()
  const names = [...document.querySelectorAll<HTMLElement>('[data-test]')].map((element) => element.dataset.test)
  return { asked: asked.filter((name) => !BESIDES.includes(name)), page: page.value, names }
}

describe('keys', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })
  /** Screens are loaded when they are first gone to; here that would be waited for again and again. */
  beforeAll(async () => {
    await Promise.all(Object.values(import.meta.glob('../src/**/*.vue')).map((load) => load()))
  }, 60_000)
  const seen = new Set<KeyName>()

  /** Those on buttons of the screen, besides the `known` ones, do what these do. */
  async function printedWork(open: () => Promise<() => void>, known: readonly KeyName[] = []): Promise<KeyName[]> {
    close = await open()
    await quiet()
    const names = buttons()
      .map(({ name }) => name)
      .filter((name) => !known.includes(name))
    expect(names).not.toContain(undefined)
    expect(new Set(names).size, 'one button a key').toBe(names.length)
    for (const name of Object.keys(KEYS) as KeyName[]) if (printed(name)) seen.add(name)
    for (const name of names) {
      seen.add(name)
      close?.()
      close = await open()
      const clicked = await after(() =>
        buttons()
          .find((entry) => entry.name === name)
          ?.button.click(),
      )
      close?.()
      close = await open()
      const key = event(name)
      const pressed = await after(() => document.body.dispatchEvent(key))
      expect(key.defaultPrevented, `${name} is taken`).toBe(true)
      expect(pressed, `${name} does what its button does`).toEqual(clicked)
    }
    return names
  }
  for (const [place, open] of Object.entries(PLACES))
    it(`printed on buttons do what the button does: ${place}`, async () => {
      expect((await printedWork(open)).length).toBeGreaterThan(0)
    }, 60_000)
  for (const other of OTHERS)
    it(`printed on buttons do what the button does: ${Object.values(other).join(' ')}`, async () => {
      await printedWork(async () => {
        const close = await openWindow(other)
        await vi.waitFor(() => expect(document.querySelector('#main [data-test^=screen-]')).not.toBeNull(), { timeout: 20_000 })
        return close
      }, FRAMES)
    }, 60_000)

  it('are all taken somewhere', () => {
    expect([...seen].sort()).toEqual((Object.keys(KEYS) as KeyName[]).sort())
  })

  it('that nobody takes are left alone, but the engine neither begins anew nor prints the window', async () => {
    close = (await PLACES.locked?.().then((way) => way)) ?? null
    const prevented = (init: KeyboardEventInit): boolean => {
      const pressed = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
      document.body.dispatchEvent(pressed)
      return pressed.defaultPrevented
    }
    for (const key of ['n', 's', 'k', 'i', 'l', 'z', 'c']) expect(prevented({ key, ctrlKey: true }), key).toBe(false)
    expect(prevented({ key: 'Escape' })).toBe(false)
    for (const key of ['p', 'r', 'R']) expect(prevented({ key, ctrlKey: true, shiftKey: key === 'R' }), key).toBe(true)
    expect(prevented({ key: 'F5' })).toBe(true)
  })

  it('wait while a question is asked or a dialog lies over the screen', async () => {
    close = await openWindow({ page: 'ledger', ledger: 'staff' })
    ;(await found('search-open')).click()
    await found('search-text')
    const key = event('new')
    document.body.dispatchEvent(key)
    await quiet()
    expect([key.defaultPrevented, at('drawer')]).toEqual([false, null])
    const lock = event('lock')
    document.body.dispatchEvent(lock)
    await found('unlock-password')
    expect(lock.defaultPrevented).toBe(true)
  })

  it('take back no record while one is being typed into', async () => {
    close = (await PLACES['a record over its list']?.()) ?? null
    await quiet()
    asked.splice(0)
    document.body.dispatchEvent(event('undo'))
    await quiet()
    expect(asked).not.toContain('undo')
    expect(printed('undo')).toBe('')
  })

  it('stand in the help: those of this screen with what they do here, and the others', async () => {
    close = await openWindow({ page: 'ledger', ledger: 'vaccinations' })
    await found('list-staff/doses')
    const { here, elsewhere } = listed()
    expect(here).toContainEqual({ keys: 'Ctrl N', text: '登记接种' })
    expect(here).toContainEqual({ keys: '← →', text: '在标签页之间换（先按 Tab 到标签）' })
    expect(elsewhere.map((entry) => entry.keys)).toContain('Ctrl S')
    document.body.dispatchEvent(event('help'))
    const shown = [...(await found('help-dialog')).querySelectorAll('kbd')].map((kbd) => kbd.textContent)
    expect(shown).toEqual([...here, ...elsewhere].map((entry) => entry.keys))
  })

  it('are told from what is typed', () => {
    const key = (init: KeyboardEventInit): KeyboardEvent => new KeyboardEvent('keydown', init)
    expect(named(key({ key: 'K', ctrlKey: true }))).toBe('search')
    expect(named(key({ key: 'k' }))).toBeNull()
    expect(named(key({ key: 'n', ctrlKey: true, shiftKey: true }))).toBeNull()
    expect(named(key({ key: 'Escape', isComposing: true })), 'an input method’s').toBeNull()
    const seen: (string | null)[] = []
    const input = document.createElement('input')
    document.body.append(input)
    const note = (pressed: KeyboardEvent): void => void seen.push(named(pressed))
    window.addEventListener('keydown', note)
    for (const target of [input, document.body])
      target.dispatchEvent(new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true }))
    window.removeEventListener('keydown', note)
    input.remove()
    expect(seen, 'Ctrl Z is the field’s in a field').toEqual([null, 'undo'])
  })
})
