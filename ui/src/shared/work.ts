/// A long command while it runs: how far it is, asked for again and again, and the wish to stop it.
import { reactive, shallowRef, computed, ref } from 'vue'
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

/** Long work of one screen. A system dialog that the command opens first is no work and shows nothing. */
export function useWork() {
  const progress = shallowRef<WorkProgress | null>(null)
  const runningMs = ref(0)
  const running = ref(false)
  const stopping = ref(false)
  const shown = computed(() => (progress.value && runningMs.value >= SHOW_MS ? progress.value : null))
  const stoppable = computed(() => shown.value?.stoppable === true && runningMs.value >= STOP_MS)

  /** What `work` brings; null when it was stopped, which is then said as `stopped`. */
  async function run<T>(work: () => Promise<T>, stopped: string): Promise<T | null> {
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
    running.value = true
    const timer = setInterval(() => void ask(), ASK_MS)
    try {
      return await work()
    } catch (error) {
      if (!stopping.value || asFailure(error).code !== 'cancelled') throw error
      notify('warn', stopped)
      return null
    } finally {
      clearInterval(timer)
      running.value = stopping.value = false
      progress.value = null
      runningMs.value = 0
    }
  }
  async function stop(): Promise<void> {
    stopping.value = true
    await call('work_stop')
  }
  return reactive({ shown, runningMs, running, stopping, stoppable, run, stop })
}

export type Work = ReturnType<typeof useWork>
