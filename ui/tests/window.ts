/// The whole window over the made-up file: how it is opened and put away again.
import { createApp } from 'vue'
import { vi } from 'vitest'
import Root from '../src/app/Root.vue'
import type { AppState } from '../src/bindings'
import { useElement } from '../src/shared/element'
import type { Page } from '../src/shared/pages'
import { forgetPlaces, go, helping } from '../src/shared/state/navigation'
import { silence } from '../src/shared/state/notices'
import { app as state } from '../src/shared/state/session'
import { asked, instead, opened } from './shell'

export const at = (name: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-test="${name}"]`)
/** Waits for the element called `name`. */
export const found = (name: string): Promise<HTMLElement> =>
  vi.waitFor(
    () => {
      const element = at(name)
      if (!element) throw new Error(`${name} is not there`)
      return element
    },
    { timeout: 20_000, interval: 5 },
  )
/** Waits until nothing more is asked or drawn. */
export async function quiet(): Promise<void> {
  let before = ''
  for (let still = 0; still < 4;) {
    await new Promise((resolve) => setTimeout(resolve, 10))
    const now = `${asked.length} ${document.body.innerHTML.length}`
    still = now === before ? still + 1 : 0
    before = now
  }
}

/** Opens the window, and goes to `page` once the file is open. */
export async function openWindow(page?: Page, open: Partial<AppState> = {}): Promise<() => void> {
  instead.app_state = () => ({ ...opened, ...open })
  const box = document.createElement('div')
  document.body.append(box)
  const app = createApp(Root)
  useElement(app)
  app.mount(box)
  await vi.waitFor(() => state.value ?? Promise.reject(new Error('not open')))
  if (page) {
    await found('nav-home')
    await go(page)
  }
  return () => {
    app.unmount()
    document.body.replaceChildren()
    state.value = null
    helping.value = false
    silence()
    forgetPlaces()
    for (const name of Object.keys(instead)) Reflect.deleteProperty(instead, name)
  }
}
