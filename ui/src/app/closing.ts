/// The window is to be closed, as the shell tells: what is unsaved is kept, of what cannot be kept she is asked.
import { call } from '../backend'
import { mayGo } from '../shared/state/drafts'
import { confirm, fail } from '../shared/state/notices'
import { app, health } from '../shared/state/session'
import { work } from '../shared/work'

let asking = false

async function ended(): Promise<boolean> {
  if (!work.running) return true
  const doing = work.shown?.doing ?? '正在做一件事'
  if (!(await confirm(`${doing}，还没做完`, '现在关闭，这件事就不做了；已经保存的内容不受影响。', '停下来并关闭', '等它做完')))
    return false
  if (work.running) await work.stop()
  return true
}
async function asked(): Promise<void> {
  if (!(await ended()) || !(await mayGo())) return
  if (
    health.value?.lost &&
    !(await confirm(
      `${health.value.word}，仍要关闭？`,
      '关闭以后，只留在这里的内容就再也读不到了。请先点「立即另存一份」。',
      '仍要关闭',
      '先不关闭',
    ))
  )
    return
  try {
    await call('leave', { anyway: app.value?.state !== 'open' || health.value?.lost === true })
  } catch {
    const anyway = await confirm(
      '没有保存的内容存不下来，仍要关闭？',
      '数据文件现在写不进去。关闭以后，正在填的内容会丢掉。',
      '仍要关闭',
      '先不关闭',
    )
    if (anyway) await call('leave', { anyway: true })
  }
}

/** Sees to it from now on. Returns how to stop. */
export function watchClosing(): () => void {
  const closing = (): void => {
    void call('closing_heard').catch(() => null)
    if (asking) return
    asking = true
    asked()
      .catch(fail)
      .finally(() => (asking = false))
  }
  window.addEventListener('closing', closing)
  return () => window.removeEventListener('closing', closing)
}
