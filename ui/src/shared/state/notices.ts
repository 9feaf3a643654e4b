/// Short messages at the foot of the window, read out by the live region, and the questions asked in dialogs. One message is
/// shown at a time, and none outlives the screen it belongs to.
import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { asFailure } from '../../backend'
import type { Problem, Unmasked } from '../../bindings'
import { describe } from '../text/failures'
import { page } from './navigation'

/** What a message offers to do next. */
export interface Offer {
  label: string
  /** By which a test finds it. */
  name: string
  run: () => unknown
}
export interface Notice {
  id: number
  tone: 'good' | 'warn' | 'bad'
  text: string
  advice: string
  undo: boolean
  /** What may be done next. */
  offers: readonly Offer[]
  /** What the system itself said, for whoever asks. */
  raw: string
}

const STAYS_MS = { good: 6000, warn: 9000, bad: 15000 }
let next = 1

export const notices = reactive<Notice[]>([])
const WORST: readonly Notice['tone'][] = ['bad', 'warn', 'good']
/** The one that is shown: the newest of the worst; what is less waits behind it as long as it stays. */
export const notice = computed<Notice | null>(() => {
  const tone = WORST.find((tone) => notices.some((one) => one.tone === tone))
  return notices.filter((one) => one.tone === tone).at(-1) ?? null
})
/** What names the screen: whoever goes to another leaves its messages behind. */
const screen = (): string => `${page.value.page} ${'ledger' in page.value ? page.value.ledger : ''}`
watch(screen, () => notices.splice(0), { flush: 'sync' })
/** What a screen reader says. */
export const spoken = ref('')

export function notify(
  tone: Notice['tone'],
  text: string,
  more: Partial<Pick<Notice, 'advice' | 'undo' | 'raw' | 'offers'>> = {},
): void {
  const said: Notice = { id: next++, tone, text, advice: '', undo: false, raw: '', offers: [], ...more }
  if (said.undo) for (const old of notices) old.undo = false
  notices.push(said)
  if (notices.length > 3) notices.shift()
  spoken.value = `${text} ${said.advice}`
  setTimeout(() => dismiss(said.id), STAYS_MS[tone])
}

/** Tells that something was destroyed for good, with what is odd of it. */
export function notifyDestroyed(warnings: readonly Problem[]): void {
  const odd = warnings.map((warning) => warning.message).join(' ')
  notify(odd ? 'warn' : 'good', '已销毁，销毁记录已登记。', { advice: odd || '请打印销毁记录签字存档。' })
}

/** Says that something was written, and what is odd of it; it can be taken back. */
export function notifyWritten(done: string, odd: readonly string[]): void {
  if (odd.length === 0) notify('good', `${done}。`, { undo: true })
  else notify('warn', `${done}，有 ${odd.length} 处请核对。`, { advice: odd.join(' '), undo: true })
}

export function dismiss(id: number): void {
  const at = notices.findIndex((one) => one.id === id)
  if (at >= 0) notices.splice(at, 1)
}

/** Once a step is taken back, what was said of steps before gives way to that; what went wrong stays. */
export function tookBack(): void {
  for (const old of notices.filter((one) => one.tone !== 'bad')) dismiss(old.id)
}

/** Takes away every notice and open question: they may name people, and nothing of that stays on a locked screen. */
export function silence(): void {
  notices.splice(0)
  spoken.value = ''
  question.value?.resolve(null)
}

/** Shows what failed; a cancelled action says nothing. */
export function fail(error: unknown): void {
  const failure = asFailure(error)
  if (failure.code === 'cancelled') return
  const text = describe(failure)
  notify('bad', text.detail ? `${text.title}：${text.detail}` : text.title, { advice: text.advice, raw: text.raw })
}

export interface Question {
  kind: 'confirm' | 'reason' | 'purpose' | 'name'
  /** What stands before the box of a name, and in it. */
  label: string
  preset: string
  title: string
  text: string
  yes: string
  no: string
  danger: boolean
  resolve: (answer: Answer | null) => void
}
export interface Answer {
  reason: string
  unmasked: Unmasked
}

/** The question on screen. */
export const question = shallowRef<Question | null>(null)

interface Asked {
  kind: Question['kind']
  title: string
  text: string
  yes: string
  danger: boolean
  no?: string
  label?: string
  preset?: string
}

function ask(asked: Asked): Promise<Answer | null> {
  question.value?.resolve(null)
  return new Promise((resolve) => {
    question.value = {
      no: '取消',
      label: '',
      preset: '',
      ...asked,
      resolve: (answer) => {
        question.value = null
        resolve(answer)
      },
    }
  })
}

/** True when she says yes. */
export async function confirm(title: string, text: string, yes: string, no = '取消'): Promise<boolean> {
  return (await ask({ kind: 'confirm', title, text, yes, danger: true, no })) !== null
}

/** The reason she gives, or null. */
export async function askReason(title: string, text: string, yes: string): Promise<string | null> {
  return (await ask({ kind: 'reason', title, text, yes, danger: true }))?.reason ?? null
}

/** The name she gives, with one offered, or null. */
export async function askName(title: string, text: string, label: string, preset: string, yes: string): Promise<string | null> {
  return (await ask({ kind: 'name', title, text, yes, danger: false, label, preset }))?.reason ?? null
}

/** What for and for whom unmasked values are shown, or null. */
export async function askPurpose(title: string, text: string, yes: string): Promise<Unmasked | null> {
  return (await ask({ kind: 'purpose', title, text, yes, danger: false }))?.unmasked ?? null
}
