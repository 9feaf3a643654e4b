/// The file that is open, its ledgers, and locking when nobody is there.
import { computed, ref, shallowRef, watch } from 'vue'
import { call } from '../../backend'
import type { AppState, Health, Home, LedgerInfo, Moved, Steps } from '../../bindings'
import { outcome } from '../work'
import { mayGo, readDrafts, suspend, tellDraft } from './drafts'
import { forgetViews, readViews } from './lists'
import { fail, notify, silence, tookBack } from './notices'
import { forgetPlaces, go, helping, isShown, moved, page, pointed } from './navigation'

export const app = shallowRef<AppState | null>(null)
export const ledgers = shallowRef<LedgerInfo[]>([])
/** What the home page says, as it was read last. */
export const home = shallowRef<Home | null>(null)
export const safety = computed(() => home.value?.safety ?? null)
/** What is wrong with the data file itself; null while nothing is. */
export const health = shallowRef<Health | null>(null)
/** What is to be done today; the navigation counts it. */
export const tasks = computed(() => home.value?.tasks ?? [])
const NOTHING: Steps = { undo: null, redo: null }
/** The steps that undo and redo would take back now, in words. */
export const steps = shallowRef<Steps>(NOTHING)
/** How many steps were taken back since the window opened. */
export const takenBack = ref(0)
/** After making a file the assistant stays on for its last step. */
export const settingUp = ref(false)

/** The screen is shown to somebody from outside: only looked at, and masked. */
export const showing = computed(() => app.value?.showing === true)
/** Why nothing can be written; null: it can. */
export const readOnly = computed(() => app.value?.file?.read_only ?? (showing.value ? '迎检模式' : null))

/** Whether the file that waits for its password was open before: it was locked, and not just chosen. */
export const locked = ref(false)

let lastFile = ''

export function ledgerNamed(name: string): LedgerInfo | undefined {
  return ledgers.value.find((ledger) => ledger.name === name)
}

/** Sees to it that the ledgers are known; they are the program's, the same for every file. */
export async function knowLedgers(): Promise<void> {
  if (ledgers.value.length === 0) ledgers.value = await call('ledgers')
}

/** Takes over a new state; on opening reads what was left unsaved. */
export async function enter(state: AppState): Promise<void> {
  const file = `${state.file?.folder ?? ''}/${state.file?.name ?? ''}`
  if (state.state === 'open') {
    await knowLedgers()
    if (file !== lastFile) {
      forgetPlaces()
      forgetHome()
    }
    lastFile = file
    await Promise.all([readDrafts(), readHealth(), readViews()])
  } else {
    locked.value = file === lastFile
    forgetHome()
    steps.value = NOTHING
    health.value = null
    suspend()
    forgetViews()
    outcome.value = null
    silence()
    helping.value = false
    if (state.state === 'closed') {
      lastFile = ''
      forgetPlaces()
    }
  }
  app.value = state
  if (state.state !== 'open') return
  opening = true
  await refresh()
}

let onItsWay: Promise<void> | null = null
/** The file was just opened and she has gone nowhere yet: what was read then is of now. */
let opening = false
watch(page, () => (opening = false), { flush: 'sync' })

function forgetHome(): void {
  onItsWay = null
  home.value = null
}

/** Asks for what the home page says; an answer to an older question is dropped. */
function askHome(): Promise<void> {
  const mine: Promise<void> = call('home')
    .then((answer) => {
      if (mine === onItsWay) home.value = answer
    })
    .finally(() => {
      if (mine === onItsWay) onItsWay = null
    })
  onItsWay = mine
  return mine
}

/** Sees to it that the home page is of now; asks nothing while an answer is on its way. */
export async function readHome(): Promise<void> {
  if (!onItsWay && !(opening && home.value)) await askHome()
  while (onItsWay) await onItsWay
}

/** Asks what the shell last found of the data file. */
export async function readHealth(): Promise<void> {
  try {
    health.value = await call('health')
  } catch (error) {
    fail(error)
  }
}

/** Reads again what the frame and the open screens show of what moved; of everything, when it is not known what did. */
export async function refresh(what: Moved | null = null): Promise<void> {
  moved.value = { lists: what?.lists ?? null }
  try {
    const [now] = await Promise.all([call('steps'), what?.tasks === false ? null : askHome()])
    steps.value = now
  } catch (error) {
    fail(error)
  }
}

/** Begins to show the screen to somebody from outside, on the guideline: what is being typed is kept for afterwards. */
export async function beginShowing(): Promise<void> {
  if (app.value?.state !== 'open' || showing.value) return
  try {
    if (!(await mayGo())) return
    const state = await call('showing_begin')
    suspend()
    silence()
    forgetPlaces()
    page.value = { page: 'articles' }
    await enter(state)
  } catch (error) {
    fail(error)
  }
}
/** Ends it by the password, or the organisation's name where there is none. Fails with what the shell says. */
export async function endShowing(answer: string): Promise<void> {
  const state = await call('showing_end', { answer })
  await enter(state)
}

export async function lock(): Promise<void> {
  if (app.value?.state !== 'open' || app.value.file?.encrypted !== true) return
  try {
    await tellDraft()
    await enter(await call('lock'))
  } catch (error) {
    fail(error)
  }
}

/** Takes back the last step, says which, and shows what changed. */
export const undo = (): Promise<void> => takeBack('undo', '撤销')
/** Does the step undone last again, says which, and shows what changed. */
export const redo = (): Promise<void> => takeBack('redo', '重做')

async function takeBack(name: 'undo' | 'redo', verb: string): Promise<void> {
  try {
    const taken = await call(name)
    if (taken === null) {
      notify('warn', `没有可以${verb}的操作。`)
      return
    }
    takenBack.value += name === 'undo' ? 1 : -1
    pointed.value = taken.id === null ? null : { ledger: taken.ledger, id: taken.id }
    const elsewhere = taken.ledger !== '' && page.value.page !== 'import' && !isShown(taken.ledger)
    if (elsewhere) await go({ page: 'ledger', ledger: taken.ledger })
    await refresh(taken.moved)
    tookBack()
    notify('good', `已${verb}：${taken.text}`)
  } catch (error) {
    fail(error)
  }
}

/** Milliseconds within which the shell is told once that somebody is there. */
const TOLD_EVERY = 15_000

/** Locks after the minutes set, counted from the last key or movement, and with the screen of the computer, of which the
    shell tells, as it does when what is unsaved is to be told and when something else is found of the file. Returns how to
    stop. */
export function watchIdle(): () => void {
  let seen = Date.now()
  let told = 0
  const touch = (): void => {
    seen = Date.now()
    if (seen - told < TOLD_EVERY || app.value?.state !== 'open') return
    told = seen
    // The shell keeps the time as well, for a page that hangs.
    void call('awake').catch(() => undefined)
  }
  const events = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
  for (const event of events) window.addEventListener(event, touch, { passive: true, capture: true })
  const locked = (): void => void lock()
  const unsaved = (): void => void tellDraft().catch(fail)
  const looked = (): void => void readHealth()
  const shut = (): void => void call('app_state').then(enter).catch(fail)
  window.addEventListener('screenlock', locked)
  window.addEventListener('locked', shut)
  window.addEventListener('unsaved', unsaved)
  window.addEventListener('health', looked)
  const timer = setInterval(() => {
    const minutes = app.value?.idle_minutes ?? 0
    if (minutes > 0 && app.value?.state === 'open' && Date.now() - seen >= minutes * 60_000) {
      seen = Date.now()
      void lock()
    }
  }, 5000)
  return () => {
    clearInterval(timer)
    window.removeEventListener('screenlock', locked)
    window.removeEventListener('locked', shut)
    window.removeEventListener('unsaved', unsaved)
    window.removeEventListener('health', looked)
    for (const event of events) window.removeEventListener(event, touch, { capture: true })
  }
}
