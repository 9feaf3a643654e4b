/// Which keys mean what, and when a key belongs to the field it was typed in.

export type Shortcut = 'search' | 'new' | 'save' | 'undo' | 'close' | 'help' | 'print' | 'import' | 'blocked' | 'lock'

/** The key as it is written on buttons and in the help. */
export const SHORTCUTS: { keys: string; text: string }[] = [
  { keys: 'Ctrl K', text: '在所有台账里查找' },
  { keys: 'Ctrl N', text: '新增一条记录' },
  { keys: 'Ctrl S', text: '保存正在填的记录' },
  { keys: 'Ctrl Z', text: '撤销上一步（在输入框里只撤销打的字）' },
  { keys: 'Ctrl P', text: '打印当前台账' },
  { keys: 'Ctrl I', text: '把表格导入当前台账' },
  { keys: 'Ctrl L', text: '锁定' },
  { keys: 'Esc', text: '关闭右侧的记录或对话框' },
  { keys: '← →', text: '在标签页之间换（先按 Tab 到标签）' },
  { keys: '↑ ↓', text: '在列表里上下移动' },
  { keys: 'PgUp PgDn', text: '在列表里翻页；Home、End 到首条、末条' },
  { keys: 'Enter', text: '打开选中的记录；在表单里到下一格' },
  { keys: 'Ctrl C', text: '复制选中的行（可以粘贴到表格，证件号等仍是脱敏的）' },
  { keys: 'F1', text: '打开这张帮助' },
]

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

/** True while a dialog or an open list of choices lies over the screen: Escape is theirs. */
export function covered(): boolean {
  return document.querySelector('.el-select__popper[aria-hidden="false"], .el-overlay:not([style*="display: none"])') !== null
}

/** What `event` asks for, or null when it is none of ours. */
export function shortcut(event: KeyboardEvent): Shortcut | null {
  if (composing(event)) return null
  if (event.key === 'F5') return 'blocked'
  if (event.key === 'F1') return 'help'
  if (event.key === 'Escape') return 'close'
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const key = event.key.toLowerCase()
  if (event.shiftKey) return key === 'r' || key === 'p' ? 'blocked' : null
  switch (key) {
    case 'k':
      return 'search'
    case 'n':
      return 'new'
    case 's':
      return 'save'
    case 'p':
      return 'print'
    case 'i':
      return 'import'
    case 'l':
      return 'lock'
    case 'r':
      return 'blocked'
    case 'z':
      return typing(event.target) ? null : 'undo'
    default:
      return null
  }
}
