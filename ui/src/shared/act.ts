/// One act of a screen at a time: a second press does nothing, a failure is told.
import { ref, type Ref } from 'vue'
import { fail } from './state/notices'

/** Whether an act is going on, and how one is begun. */
export function useAct(): { busy: Ref<boolean>; act: (work: () => Promise<void>) => Promise<void> } {
  const busy = ref(false)
  async function act(work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      await work()
    } catch (error) {
      fail(error)
    } finally {
      busy.value = false
    }
  }
  return { busy, act }
}
