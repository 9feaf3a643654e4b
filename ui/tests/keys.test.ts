import { afterEach, describe, expect, it, vi } from 'vitest'
import { KEYS, listed, named, printed, type KeyName } from '../src/shared/keyboard'
import { page, viewState } from '../src/shared/state/navigation'
import { asked } from './shell'
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
    viewState('disinfections', 'today').tab = 'month'
    const close = await openWindow({ page: 'ledger', ledger: 'disinfections' })
    await found('screen-disinfections')
    return close
  },
  paper: async () => {
    const close = await openWindow({ page: 'print', ledger: 'staff', id: null, fromQuery: false })
    await found('print-preview')
    return close
  },
  'a row of a rule table': async () => {
    const close = await openWindow({ page: 'rules' })
    ;(await found('row-new')).click()
    await found('row-drawer')
    return close
  },
}

const event = (name: KeyName): KeyboardEvent => {
  const { keys } = KEYS[name]
  const letter = /^Ctrl (.)$/.exec(keys)?.[1]
  const key = letter?.toLowerCase() ?? (keys === 'Esc' ? 'Escape' : keys)
  return new KeyboardEvent('keydown', { key, ctrlKey: letter !== undefined, bubbles: true, cancelable: true })
}
const buttons = (): { name: KeyName; button: HTMLElement }[] =>
  [...document.querySelectorAll('button kbd')].map((kbd) => ({
    name: (Object.keys(KEYS) as KeyName[]).find((name) => KEYS[name].keys === kbd.textContent) as KeyName,
    button: kbd.closest('button') as HTMLElement,
  }))
/** What the window shows and asked for after `act`. */
async function after(act: () => unknown): Promise<unknown> {
  await quiet()
  asked.splice(0)
  act()
  await quiet()
  const names = [...document.querySelectorAll<HTMLElement>('[data-test]')].map((element) => element.dataset.test)
  return { asked: asked.filter((name) => name !== 'work_progress'), page: page.value, names }
}

describe('keys', () => {
  let close: (() => void) | null = null
  afterEach(() => {
    close?.()
    close = null
  })
  const seen = new Set<KeyName>()

  for (const [place, open] of Object.entries(PLACES)) {
    it(`printed on buttons do what the button does: ${place}`, async () => {
      close = await open()
      await quiet()
      const names = buttons().map(({ name }) => name)
      expect(names.length).toBeGreaterThan(0)
      expect(names).not.toContain(undefined)
      expect(new Set(names).size, 'one button a key').toBe(names.length)
      for (const name of Object.keys(KEYS) as KeyName[]) if (printed(name)) seen.add(name)
      for (const name of names) {
        seen.add(name)
        close()
        close = await open()
        const clicked = await after(() =>
          buttons()
            .find((entry) => entry.name === name)
            ?.button.click(),
        )
        close()
        close = await open()
        const key = event(name)
        const pressed = await after(() => document.body.dispatchEvent(key))
        expect(key.defaultPrevented, `${name} is taken`).toBe(true)
        expect(pressed, `${name} does what its button does`).toEqual(clicked)
      }
    }, 60_000)
  }

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
