/// Long commands while they run, above the pages: how far they are, asked for again and again, the wish to stop, and what came
/// of one whose page was left meanwhile.
import { computed, onScopeDispose, reactive, ref, shallowRef } from 'vue'
import { asFailure, call } from '../backend'
import type { WorkProgress } from '../bindings'
import { count } from './format'
import { notify, spoken } from './state/notices'

const ASK_MS = 150
/** Quicker work shows nothing. */
const SHOW_MS = 300
/** Longer work can be stopped, where it can. */
const STOP_MS = 2000

/** How far `progress` is, in percent; null while nobody knows. */
export function percentOf(progress: WorkProgress): number | null {
  return progress.total > 0 ? Math.min(100, Math.floor((progress.done / progress.total) * 100)) : null
}

/** How far `progress` is, as figures; while nobody knows, for how long it has been running. */
export function figuresOf(progress: WorkProgress, runningMs: number): string {
  const seconds = Math.floor(runningMs / 1000)
  if (progress.total === 0) return seconds > 0 ? `已用 ${count(seconds)} 秒` : ''
  const figures = `${count(progress.done)} / ${count(progress.total)}`
  return progress.done < progress.total ? figures : `${figures}，正在收尾`
}

/** What came of work, told at the foot of the window to whoever is elsewhere by then. */
export interface Outcome {
  text: string
  /** The button that leads on, and where. */
  label: string
  go: () => unknown
}

/** What is said of work besides how far it is. */
interface About<T> {
  /** When it was stopped. */
  stopped: string
  /** What came of it; null: nothing to tell, such as a dialog given up, or what she still sees where she began it. */
  told?: (result: T) => Outcome | null
}

const progress = shallowRef<WorkProgress | null>(null)
const runningMs = ref(0)
/** How many commands are on their way: the shell does one after the other. */
const commands = ref(0)
const running = computed(() => commands.value > 0)
const stopping = ref(false)
/** A system dialog that the command opens first is no work and shows nothing. */
const shown = computed(() => (progress.value && runningMs.value >= SHOW_MS ? progress.value : null))
const stoppable = computed(() => shown.value?.stoppable === true && runningMs.value >= STOP_MS)
export const outcome = shallowRef<Outcome | null>(null)

let timer: ReturnType<typeof setInterval> | undefined
let since = 0
let told = ''
let asking = false

async function ask(): Promise<void> {
  if (asking) return
  asking = true
  const now = await call('work_progress').catch(() => null)
  asking = false
  if (!running.value) return
  if (now && !progress.value) since = Date.now()
  progress.value = now
  runningMs.value = now ? Date.now() - since : 0
  if (shown.value && shown.value.doing !== told) spoken.value = told = shown.value.doing
}

/** What `job` brings; null when it was stopped, which is then said. */
async function run<T>(job: () => Promise<T>, about: About<T>): Promise<T | null> {
  commands.value += 1
  timer ??= setInterval(() => void ask(), ASK_MS)
  try {
    const result = await job()
    const came = about.told?.(result) ?? null
    if (came) {
      outcome.value = came
      spoken.value = came.text
    }
    return result
  } catch (error) {
    if (!stopping.value || asFailure(error).code !== 'cancelled') throw error
    notify('warn', about.stopped)
    return null
  } finally {
    commands.value -= 1
    if (!running.value) {
      clearInterval(timer)
      timer = undefined
      stopping.value = false
      progress.value = null
      runningMs.value = 0
      told = ''
    }
  }
}
async function stop(): Promise<void> {
  stopping.value = true
  await call('work_stop')
}

/** Whether the screen that asks has been left. */
export function useGone(): () => boolean {
  let gone = false
  onScopeDispose(() => (gone = true))
  return () => gone
}

export const work = reactive({ shown, runningMs, running, stopping, stoppable, run, stop })
