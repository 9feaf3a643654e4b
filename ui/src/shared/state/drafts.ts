/// What is unsaved in the form that is open, told to the shell as it is typed, and what waits to be gone on with. The shell
/// keeps it in the data file whichever way the window is left; it goes only when it is saved or given up.
import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import { call } from '../../backend'
import type { Draft, WaitingDraft } from '../../bindings'
import { guardLeaving, mayLeave } from './navigation'
import { fail } from './notices'

/** Typing is told once it rests this long. */
const REST_MS = 400

type Key = Pick<Draft, 'ledger' | 'id'>

const reader = shallowRef<(() => Draft | null) | null>(null)
/** The form whose draft the shell has, as long as it is open. */
const held = shallowRef<Key | null>(null)
/** Whether the open form has shown something unsaved: one that could not be read gives nothing up. */
let shown = false
/** The draft that a form just being opened is given. */
const coming = shallowRef<Key | null>(null)
const known = shallowRef<WaitingDraft[]>([])
/** The draft that the screen she is taken to opens. */
export const resuming = shallowRef<WaitingDraft | null>(null)

const same = (one: Key | null, other: Key | null): boolean =>
  one !== null && other !== null && one.ledger === other.ledger && one.id === other.id

/** Drafts that no open form shows, newest first. */
export const waiting = computed(() =>
  known.value.filter((one) => ![held.value, coming.value, resuming.value?.draft ?? null].some((open) => same(one.draft, open))),
)

/** One after the other: what was typed never comes after that it was saved. */
let last: Promise<unknown> = Promise.resolve()
function inTurn(work: () => Promise<unknown>): Promise<unknown> {
  last = last.then(work, work)
  return last
}

let timer: ReturnType<typeof setTimeout> | undefined
function tell(draft: Draft): Promise<unknown> {
  clearTimeout(timer)
  held.value = { ledger: draft.ledger, id: draft.id }
  return inTurn(() => call('draft_keep', { draft }))
}
function drop(key: Key): Promise<unknown> {
  clearTimeout(timer)
  known.value = known.value.filter((one) => !same(one.draft, key))
  return inTurn(() => call('draft_drop', { ledger: key.ledger, id: key.id }))
}

watch(
  () => reader.value?.() ?? null,
  (draft, before) => {
    clearTimeout(timer)
    shown ||= draft !== null
    if (draft) timer = setTimeout(() => void tell(draft).catch(fail), REST_MS)
    // Typed back to what it was.
    else if (before && held.value && reader.value) settle()
  },
)
function settle(): void {
  const key = held.value
  held.value = null
  if (key) void drop(key).catch(fail)
}

/** An open form says here how to read what is unsaved in it; with null, that it was saved or given up. */
export function offerDraft(read: (() => Draft | null) | null): void {
  if (read === null) {
    if (shown) settle()
    held.value = null
  } else if (coming.value) {
    held.value = coming.value
    coming.value = null
  }
  clearTimeout(timer)
  shown = false
  reader.value = read
}

/** What a screen has unsaved, as long as it is there: whether it may be left, and how to read what is to be kept. */
export function holdUnsaved(may: () => Promise<boolean>, read: () => Draft | null): void {
  guardLeaving(may)
  offerDraft(read)
  onBeforeUnmount(letGo)
}

/** It was saved or given up. */
export function letGo(): void {
  guardLeaving(null)
  offerDraft(null)
}

/** Tells now what is unsaved; whether there was something. */
export async function tellDraft(): Promise<boolean> {
  const draft = reader.value?.() ?? null
  if (draft) await tell(draft)
  else await last.catch(() => undefined)
  return draft !== null
}

/** Before the file or the window is closed: what a form gives to keep is kept, of anything else she is asked. False when she
    stays. */
export async function mayGo(): Promise<boolean> {
  return (await tellDraft()) || (await mayLeave())
}

/** The file is not open any more: what was told stays in it. */
export function suspend(): void {
  clearTimeout(timer)
  reader.value = held.value = coming.value = resuming.value = null
  known.value = []
}

/** Asks what waits in the file that was just opened. */
export async function readDrafts(): Promise<void> {
  known.value = await call('drafts')
}

/** What the screen of `ledger` is to open with, once. */
export function takeResuming(ledger: string): WaitingDraft | null {
  const next = resuming.value
  if (next?.draft.ledger !== ledger) return null
  resuming.value = null
  coming.value = { ledger, id: next.draft.id }
  return next
}

/** She does not want it any more. */
export function giveUp(one: WaitingDraft): Promise<unknown> {
  return drop(one.draft)
}

/** What is said in the form it was put back into. */
export function putBack(one: WaitingDraft): string {
  return one.meanwhile === ''
    ? '上次没有保存的内容已放回这里，请看一遍再保存。'
    : `上次没有保存的内容已放回这里。${one.meanwhile}，请对照现在的内容看一遍再保存。`
}
