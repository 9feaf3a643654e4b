/// What the import page says and keeps, as plain functions: words of fates, what was said, what is asked, what blocks.
import type { Counts, Decision, Fate, How, ImportOptions, ImportRow, ImportView, UnknownWord } from '../bindings'
import { count } from '../shared/format'

export type Tone = 'good' | 'warn' | 'bad' | 'mute'

/** Fates in the order in which they need somebody. */
export const FATES: readonly { fate: Fate; word: string; tone: Tone }[] = [
  { fate: 'add', word: '新增', tone: 'good' },
  { fate: 'change', word: '更改', tone: 'good' },
  { fate: 'unchanged', word: '不变', tone: 'mute' },
  { fate: 'pending', word: '待定', tone: 'warn' },
  { fate: 'reject', word: '没法导入', tone: 'bad' },
  { fate: 'skip', word: '跳过', tone: 'mute' },
]
export const COUNTED: readonly { key: keyof Counts; word: string }[] = [
  { key: 'added', word: '新增' },
  { key: 'changed', word: '更改' },
  { key: 'unchanged', word: '不变' },
  { key: 'pending', word: '待定' },
  { key: 'rejected', word: '没法导入' },
  { key: 'skipped', word: '跳过' },
]
/** How a column's meaning was found, in words. */
export const HOW: Record<How, { word: string; tone: Tone }> = {
  name: { word: '按表头', tone: 'good' },
  near: { word: '表头相近，请核对', tone: 'warn' },
  content: { word: '按内容猜的，请核对', tone: 'warn' },
  remembered: { word: '和上次一样', tone: 'good' },
  chosen: { word: '您选的', tone: 'good' },
  unknown: { word: '没有对应的栏目', tone: 'mute' },
}
/** Code of a column that is not read. */
export const PASSED = '-'

export function fateOf(fate: Fate): { word: string; tone: Tone } {
  return FATES.find((entry) => entry.fate === fate) ?? { word: '', tone: 'mute' }
}

export function decisionWord(decision: Decision, person: boolean): string {
  if (decision === 'same') return person ? '同一个人' : '同一条'
  if (decision === 'new') return person ? '新的人' : '新的一条'
  return '跳过'
}

export function nothingSaid(): ImportOptions {
  return {
    sheet: null,
    header_row: null,
    map: {},
    set: {},
    words: [],
    answers: {},
    late_reason: null,
    clear: false,
    decisions: {},
    meant: {},
    decide: null,
  }
}

/** Whether anything was said that would be lost. */
export function anythingSaid(options: ImportOptions): boolean {
  return JSON.stringify(options) !== JSON.stringify(nothingSaid())
}

/** Another sheet or header: what was said of columns and rows is of the one before. */
export function otherLayout(options: ImportOptions, layout: Pick<ImportOptions, 'sheet' | 'header_row'>): ImportOptions {
  return { ...options, ...layout, map: {}, set: {}, answers: {}, decisions: {}, meant: {}, decide: null }
}

/** Column `name` means `target` now; a column that meant it before is not read any more. */
export function meaning(options: ImportOptions, view: Pick<ImportView, 'columns'>, name: string, target: string): ImportOptions {
  const map = { ...options.map, [name]: target }
  if (target !== PASSED)
    for (const column of view.columns) if (column.name !== name && column.target === target) map[column.name] = PASSED
  return { ...options, map }
}

/** The word `word` of `column` stands for `value`; empty: nobody knows. */
export function worded(options: ImportOptions, column: string, word: string, value: string): ImportOptions {
  const others = options.words.filter(([of, said]) => of !== column || said !== word)
  return { ...options, words: value === '' ? others : [...others, [column, word, value]] }
}

export function wordSaid(options: ImportOptions, column: string, word: string): string {
  return options.words.find(([of, said]) => of === column && said === word)?.[2] ?? ''
}

/** Row `row` is what `decision` says; `meant` is which of several records it is the same as. */
export function decided(
  options: ImportOptions,
  row: number,
  decision: Decision | null,
  meant: number | null = null,
): ImportOptions {
  const but = <T>(all: Record<number, T>, value: T | null): Record<number, T> =>
    Object.fromEntries([
      ...Object.entries(all).filter(([of]) => Number(of) !== row),
      ...(value === null ? [] : [[row, value]]),
    ]) as Record<number, T>
  return {
    ...options,
    decisions: but(options.decisions as Record<number, Decision>, decision),
    meant: but(options.meant as Record<number, number>, meant),
  }
}

/** What the sheet asks, with what it asked before an answer took the question away. */
export interface Asked {
  late: number
  blanks: boolean
  words: readonly UnknownWord[]
}

export const NOTHING_ASKED: Asked = { late: 0, blanks: false, words: [] }

export function asked(before: Asked, view: Pick<ImportView, 'late' | 'blanks' | 'words'>, options: ImportOptions): Asked {
  const answered = before.words.filter(
    (entry) =>
      wordSaid(options, entry.column, entry.word) !== '' &&
      !view.words.some((now) => now.column === entry.column && now.word === entry.word),
  )
  return {
    late: view.late > 0 || options.late_reason === null ? view.late : before.late,
    blanks: view.blanks || options.clear,
    words: [...answered, ...view.words],
  }
}

/** What the button says: exactly what is written. */
export function applying(view: Pick<ImportView, 'writes'>): string {
  return view.writes === '' ? '写入' : `写入 ${view.writes}`
}

/** Questions without an answer. */
export function openQuestions(asks: Asked, view: Pick<ImportView, 'whole' | 'questions'>, options: ImportOptions): number {
  const words = asks.words.filter((entry) => wordSaid(options, entry.column, entry.word) === '').length
  const whole = view.whole.filter((entry) => entry.value === '' || entry.problem !== '').length
  const questions = view.questions.filter((question) => question.said === '').length
  return questions + words + whole + Number(asks.late > 0 && options.late_reason === null)
}

/** Columns by how sure their meaning is: guessed ones with it, and those nobody knows. */
export function doubtful(view: Pick<ImportView, 'columns' | 'targets'>): { guessed: string[]; unknown: string[] } {
  const labels = new Map(view.targets.flatMap((group) => group.choices).map((choice) => [choice.code, choice.label]))
  const named = (column: ImportView['columns'][number]): string =>
    column.label === column.name ? `${column.name} 列` : `「${column.label}」`
  const guessed = view.columns.filter(
    (column) => (column.how === 'near' || column.how === 'content') && column.target !== null && column.target !== PASSED,
  )
  return {
    guessed: guessed.map((column) => `${named(column)}按「${labels.get(column.target ?? '') ?? ''}」`),
    unknown: view.columns.filter((column) => column.how === 'unknown').map(named),
  }
}

/** What becomes of the records, ledger by ledger, in words. */
export function figures(view: Pick<ImportView, 'counts'>): string[] {
  const told = (counts: Counts): string =>
    COUNTED.filter(({ key }) => counts[key] > 0)
      .map(({ key, word }) => `${word} ${count(counts[key])}`)
      .join('，')
  return view.counts.map((entry) => `${entry.label}：${told(entry.counts) || '没有内容'}`)
}

export function rowsOf(view: Pick<ImportView, 'fates'>, fate: Fate | null): number {
  return fate === null ? Object.values(view.fates).reduce<number>((sum, rows) => sum + (rows ?? 0), 0) : (view.fates[fate] ?? 0)
}

/** Why nothing can be imported now, and what to do; null when it can. */
export function blocking(view: Pick<ImportView, 'blocked' | 'writes' | 'fates'>): string | null {
  if (view.blocked) return view.blocked.message
  if (view.writes !== '') return null
  const [pending, rejected, skipped] = (['pending', 'reject', 'skip'] as const).map((fate) => rowsOf(view, fate)) as [
    number,
    number,
    number,
  ]
  if (pending > 0) return `有 ${count(pending)} 行待定。请先决定它们，再导入。`
  if (rejected > 0) return `${count(rejected)} 行都没法导入。请看每一行的说明，回答左边的问题，或改好表格再导入。`
  if (skipped > 0) return '所有的行都跳过了，没有要导入的。'
  return '表里的内容台账里都有了，没有要导入的。'
}

/** What is to be known before the rest is imported: rows that stay, a header nobody found; empty when nothing is. */
export function staying(view: Pick<ImportView, 'fates' | 'header'>, options: Pick<ImportOptions, 'header_row'>): string {
  const [pending, rejected] = [rowsOf(view, 'pending'), rowsOf(view, 'reject')]
  const parts = [pending > 0 ? `${count(pending)} 行待定` : '', rejected > 0 ? `${count(rejected)} 行没法导入` : ''].filter(
    (part) => part !== '',
  )
  const header = view.header === null && options.header_row === null ? '没有找到表头，第一行也当作内容，请核对各列' : ''
  const left = parts.length === 0 ? '' : `${parts.join('、')}，这次不导入，可以另存出来改`
  return [header, left].filter((part) => part !== '').join('；')
}

/** A row in one line: why not, what is asked, what changes. */
export function explained(row: ImportRow): string {
  const said = row.problems.map((problem) => (problem.label === '' ? problem.message : `${problem.label}：${problem.message}`))
  const changes = row.changes.map((change) => `${change.label}：${change.before || '（空）'} → ${change.after || '（空）'}`)
  const odd = row.warnings.map((warning) => (warning.label === '' ? warning.message : `${warning.label}：${warning.message}`))
  return [...said, ...changes, ...odd].filter((part) => part !== '').join('；')
}

export interface CellMark {
  tone: 'bad' | 'warn' | 'good'
  word: string
  text: string
  /** What stood there before, where it changes; empty: nothing. */
  before: string | null
}

/** What is to be said of cell `column` of `row`; null when nothing is. */
export function markOf(row: ImportRow, column: number): CellMark | null {
  const problem = row.problems.find((finding) => finding.column === column)
  if (problem)
    return row.fate === 'pending'
      ? { tone: 'warn', word: '定', text: problem.message, before: null }
      : { tone: 'bad', word: '错', text: problem.message, before: null }
  const change = row.changes.find((entry) => entry.column === column)
  if (change)
    return { tone: 'good', word: '改', text: `${change.before || '（空）'} → ${change.after || '（空）'}`, before: change.before }
  const warning = row.warnings.find((finding) => finding.column === column)
  return warning ? { tone: 'warn', word: '注', text: warning.message, before: null } : null
}

/** The words of a verdict: 新增 2. One record of a kind needs no figure. */
export function verdictOf(row: Pick<ImportRow, 'verdicts'>, ledger: string): { fate: Fate; word: string; tone: Tone }[] {
  const fates = row.verdicts.find((verdict) => verdict.ledger === ledger)?.fates ?? []
  return fates.map(([fate, records]) => {
    const { word, tone } = fateOf(fate)
    return { fate, tone, word: records === 1 ? word : `${word} ${count(records)}` }
  })
}
