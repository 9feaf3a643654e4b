/// The one registry of keys: screens declare what a key does and are asked, newest first; what is printed on buttons and listed
/// in the help is read from here. Knows no screen.
import { computed, onScopeDispose, shallowReactive, type ComputedRef } from 'vue'

/** Keys that screens may take: as they are written, and what they do wherever they do something. */
export const KEYS = {
  search: { keys: 'Ctrl K', text: '在所有台账里查找' },
  new: { keys: 'Ctrl N', text: '新增一条记录' },
  save: { keys: 'Ctrl S', text: '保存正在填的记录' },
  undo: { keys: 'Ctrl Z', text: '撤销上一步（在输入框里只撤销打的字）' },
  redo: { keys: 'Ctrl Y', text: '重做刚撤销的一步' },
  round: { keys: 'Ctrl D', text: '今日巡查：几处的消毒、通风一起记' },
  temperatures: { keys: 'Ctrl T', text: '今日体温：全体人员的体温一张表记完' },
  print: { keys: 'Ctrl P', text: '打印当前台账' },
  import: { keys: 'Ctrl I', text: '把表格导入当前台账' },
  lock: { keys: 'Ctrl L', text: '锁定' },
  showing: { keys: 'F11', text: '开始迎检模式：只看、脱敏，给来检查的人看' },
  previous: { keys: '↑', text: '右侧打开着记录时，到上一条（不在输入框里时）' },
  next: { keys: '↓', text: '右侧打开着记录时，到下一条（不在输入框里时）' },
  pageUp: { keys: 'PgUp', text: '打印预览往上翻' },
  pageDown: { keys: 'PgDn', text: '打印预览往下翻' },
  first: { keys: 'Home', text: '打印预览到第一页' },
  last: { keys: 'End', text: '打印预览到最后一页' },
  close: { keys: 'Esc', text: '关闭右侧的记录或对话框' },
  help: { keys: 'F1', text: '打开这张帮助' },
} as const satisfies Record<string, { keys: string; text: string }>
export type KeyName = keyof typeof KEYS

/** Keys that a list, a form or a row of tabs takes itself while it has the focus. */
export const INNER = {
  tabs: { keys: '← →', text: '在标签页之间换（先按 Tab 到标签）' },
  rows: { keys: '↑ ↓', text: '在列表里上下移动' },
  menu: { keys: '↑ ↓', text: '在左边的目录里移动；← → 收起、展开一组，Enter 打开' },
  cells: { keys: '← → ↑ ↓', text: '在月表里移动；Home、End 到月初、月末，Enter 打开' },
  pages: { keys: 'PgUp PgDn', text: '在列表里翻页；Home、End 到首条、末条' },
  enter: { keys: 'Enter', text: '打开选中的记录；在表单里到下一格' },
  mark: { keys: '空格', text: '勾选列表里当前的一行；按住 Shift 连选到上次勾的' },
  markAll: { keys: 'Ctrl A', text: '勾选列表里查到的全部' },
  whole: { keys: 'Enter', text: '打开一人一档（双击也行）' },
  ticks: { keys: '空格', text: '在一轮登记里勾选并到下一处；Ctrl A 勾上还差的，Enter 到时间' },
  sheet: { keys: 'Enter', text: '在今日体温里到下一个人；↑ ↓ 移动，365 就是 36.5，整列粘贴也行' },
  copy: { keys: 'Ctrl C', text: '复制选中的行（可以粘贴到表格，证件号等仍是脱敏的）' },
} as const satisfies Record<string, { keys: string; text: string }>
export type InnerName = keyof typeof INNER

export interface Declared {
  /** What it does here. */
  label: string
  run: () => unknown
  /** Whether it does so now; always, if left out. */
  may?: () => boolean
  /** Also while a dialog lies over the screen. */
  anywhere?: boolean
}
/** A key that is not passed on to what lies below. */
export const KEPT = 'kept'

interface More {
  /** Keys that parts of it take themselves. */
  inner?: readonly InnerName[]
  /** Whether a dialog of it lies over everything, which then takes keys alone. */
  covers?: () => boolean
}
interface Layer extends More {
  keys: Partial<Record<KeyName, Declared | typeof KEPT>>
}

/** What is open, oldest first. */
const layers = shallowReactive<Layer[]>([])

/** Who takes the key now, whatever dialog lies over it. */
function taker(name: KeyName): { layer: Layer; declared: Declared } | null {
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at] as Layer
    const declared = layer.keys[name]
    if (declared === KEPT) return null
    if (declared && (declared.may?.() ?? true)) return { layer, declared }
  }
  return null
}

/** Declares what keys do as long as the component is there. Returns how each is printed on its button: empty while it does not
    do this, because something above it takes it or it may not be done. */
export function useKeys<N extends KeyName = never>(
  keys: Record<N, Declared | typeof KEPT>,
  more: More = {},
): { readonly [M in N]: ComputedRef<string> } {
  const layer: Layer = { keys: keys as Layer['keys'], ...more }
  layers.push(layer)
  onScopeDispose(() => layers.splice(layers.indexOf(layer), 1))
  const shown = {} as Record<N, ComputedRef<string>>
  for (const name of Object.keys(keys) as N[]) shown[name] = computed(() => (taker(name)?.layer === layer ? KEYS[name].keys : ''))
  return shown
}

/** How `name` is printed on a button that does what whoever takes it does; empty while nobody does. */
export function printed(name: KeyName): string {
  return taker(name) ? KEYS[name].keys : ''
}

export interface Listed {
  keys: string
  text: string
}
/** What the help says: the keys of what is open, then those of other screens. */
export function listed(): { here: Listed[]; elsewhere: Listed[] } {
  const here: Listed[] = []
  const elsewhere: Listed[] = []
  for (const name of Object.keys(KEYS) as KeyName[]) {
    const found = taker(name)
    if (found) here.push({ keys: KEYS[name].keys, text: found.declared.label })
    else elsewhere.push(KEYS[name])
  }
  for (const name of Object.keys(INNER) as InnerName[])
    (layers.some((layer) => layer.inner?.includes(name)) ? here : elsewhere).push(INNER[name])
  return { here, elsewhere }
}

/** True while an input method is composing: such a key is never ours. */
export function composing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229
}

/** True when the person is typing into something that has its own undo and copy. */
export function typing(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true
  if (!(target instanceof HTMLInputElement)) return false
  return !['checkbox', 'radio', 'button', 'submit', 'reset'].includes(target.type) && !target.readOnly
}

/** True while a dialog or an open list of choices lies over the screen: Escape closes that, and only that. */
function covered(): boolean {
  return document.querySelector('.el-select__popper[aria-hidden="false"], .el-overlay:not([style*="display: none"])') !== null
}

const LETTERS: Partial<Record<string, KeyName>> = {
  k: 'search',
  n: 'new',
  s: 'save',
  z: 'undo',
  y: 'redo',
  d: 'round',
  t: 'temperatures',
  p: 'print',
  i: 'import',
  l: 'lock',
}

/** Keys without Ctrl that mean something of ours wherever the focus is. */
const PLAIN: Partial<Record<string, KeyName>> = { F1: 'help', F11: 'showing', Escape: 'close' }
/** Those that are a field's in a field. */
const MOVES: Partial<Record<string, KeyName>> = {
  ArrowUp: 'previous',
  ArrowDown: 'next',
  PageUp: 'pageUp',
  PageDown: 'pageDown',
  Home: 'first',
  End: 'last',
}

/** Which key of ours `event` is, or null. */
export function named(event: KeyboardEvent): KeyName | null {
  if (composing(event)) return null
  const plain = PLAIN[event.key]
  if (plain) return plain
  if (!(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey)) {
    const filled = event.target instanceof HTMLElement && event.target.closest('input, textarea') !== null
    return filled ? null : (MOVES[event.key] ?? null)
  }
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return null
  const name = LETTERS[event.key.toLowerCase()] ?? null
  return (name === 'undo' || name === 'redo') && typing(event.target) ? null : name
}

/** The engine would begin anew or print the window as it stands; no screen is asked whether it may. */
function engines(event: KeyboardEvent): boolean {
  if (event.key === 'F5') return true
  const key = event.key.toLowerCase()
  return (event.ctrlKey || event.metaKey) && !event.altKey && (key === 'r' || key === 'p')
}

function pressed(event: KeyboardEvent): void {
  const name = named(event)
  const found = name === null || event.defaultPrevented ? null : taker(name)
  const free = name === 'close' ? !covered() : found?.declared.anywhere === true || !layers.some((layer) => layer.covers?.())
  if (found && free) {
    event.preventDefault()
    found.declared.run()
  } else if (engines(event)) event.preventDefault()
}

/** The one listener for keys. Escape is heard before any choice hears it, as a closed one would swallow it, and goes no further
    once taken: a question that it leads to would hear it too and be gone. Returns how to stop. */
export function listenToKeys(): () => void {
  const escape = (event: KeyboardEvent): void => {
    if (named(event) !== 'close') return
    pressed(event)
    if (event.defaultPrevented) event.stopPropagation()
  }
  const others = (event: KeyboardEvent): void => {
    if (named(event) !== 'close') pressed(event)
  }
  window.addEventListener('keydown', escape, true)
  window.addEventListener('keydown', others)
  return () => {
    window.removeEventListener('keydown', escape, true)
    window.removeEventListener('keydown', others)
  }
}
