/// The state of one record's form: what was read, what was typed, what the core says of it.
/// Holds no rule; `record_check` decides, this only remembers which field was touched.
import { computed, reactive, ref, shallowRef } from 'vue'
import { call } from '../backend'
import type { Checked, ColumnInfo, Form, LedgerInfo, Problem, Saved, Unmasked } from '../bindings'
import { LATE_REASON } from '../shared/late'

const NOTHING: Checked = { problems: [], warnings: [], derived: {}, echo: {} }

/** Values that differ from the form as read; for a new record all that are filled in. */
export function difference(read: Record<string, string>, typed: Record<string, string>, fresh: boolean): Record<string, string> {
  const changed: Record<string, string> = {}
  for (const [name, value] of Object.entries(typed)) {
    if (fresh ? value !== '' : value !== (read[name] ?? '')) changed[name] = value
  }
  return changed
}

export function useForm(ledger: LedgerInfo) {
  const form = shallowRef<Form | null>(null)
  const values = reactive<Record<string, string>>({})
  const masked = reactive(new Set<string>())
  const rewriting = reactive(new Set<string>())
  const touched = reactive(new Set<string>())
  /** Taken over from the record before, and neither accepted nor changed yet. */
  const carried = reactive(new Set<string>())
  const checked = shallowRef<Checked>(NOTHING)
  const busy = ref(false)
  let tried = false
  let asked = 0

  const fresh = computed(() => form.value?.id === null)
  const fixed = computed(() => form.value?.state === 'voided')

  /** What the form starts from: what was read, with what was filled in for her, but not what she typed before a lock. */
  let start: Record<string, string> = {}

  /** `offered` is what a new record starts with beside what is known of it: shown with its mark, and saved as it is shown. */
  function take(
    read: Form,
    preset: Record<string, string> = {},
    typed: Record<string, string> = {},
    offered: Record<string, string> = read.carried,
  ): void {
    form.value = read
    carried.clear()
    const fillable = new Set(ledger.columns.filter(editable).map((column) => column.name))
    for (const [name, value] of Object.entries(offered))
      if (read.id === null && value !== '' && fillable.has(name) && !(name in preset) && !(name in typed)) carried.add(name)
    const over = Object.fromEntries([...carried].map((name) => [name, offered[name] ?? '']))
    start = { ...read.values, [LATE_REASON]: read.late_reason ?? '', ...over, ...preset }
    for (const name of Object.keys(values)) Reflect.deleteProperty(values, name)
    Object.assign(values, read.values, over, preset)
    if (read.late_reason !== null) values[LATE_REASON] = read.late_reason
    Object.assign(values, typed)
    masked.clear()
    for (const name of read.masked) masked.add(name)
    rewriting.clear()
    touched.clear()
    for (const name of [...Object.keys(preset), ...Object.keys(typed)]) touched.add(name)
    for (const name of Object.keys(typed)) if (masked.delete(name)) rewriting.add(name)
    tried = false
    checked.value = NOTHING
  }

  /** What the core is told: never a masked value, never one that was only looked at. */
  function changed(): Record<string, string> {
    const read = form.value
    if (!read) return {}
    const base: Record<string, string> = { ...read.values, [LATE_REASON]: read.late_reason ?? '' }
    const typed: Record<string, string> = {}
    for (const [name, value] of Object.entries(values)) {
      if (masked.has(name) || (rewriting.has(name) && value === '')) continue
      typed[name] = value
    }
    const result = difference(base, typed, read.id === null)
    for (const column of ledger.columns) if (!editable(column)) Reflect.deleteProperty(result, column.name)
    return result
  }

  function editable(column: ColumnInfo): boolean {
    return column.child ? fresh.value || !column.computed : !column.computed
  }

  const dirty = computed(() => {
    const read = form.value
    if (!read || fixed.value) return false
    return Object.entries(values).some(
      ([name, value]) => !masked.has(name) && !(rewriting.has(name) && value === '') && value !== (start[name] ?? ''),
    )
  })

  /** Problems to show: of fields left, or all after a try to save. */
  const problems = computed(() =>
    checked.value.problems.filter((problem) => tried || touched.has(problem.field) || problem.field === ''),
  )
  const warnings = computed(() => checked.value.warnings.filter((warning) => tried || touched.has(warning.field)))
  const of = (list: readonly Problem[], name: string): string =>
    list
      .filter((problem) => problem.field === name)
      .map((problem) => problem.message)
      .join(' ')

  async function check(): Promise<void> {
    const read = form.value
    if (!read || fixed.value) return
    const mine = ++asked
    const answer = await call('record_check', { ledger: ledger.name, id: read.id, values: changed() })
    if (mine === asked && form.value === read) checked.value = answer
  }

  async function left(name: string): Promise<void> {
    touched.add(name)
    carried.delete(name)
    await check()
  }

  /** Saves; null when the core refuses, and then the problems are at their fields. */
  async function save(): Promise<Saved | null> {
    const read = form.value
    if (!read || busy.value) return null
    busy.value = true
    tried = true
    try {
      await check()
      if (checked.value.problems.length > 0) {
        touched.add('')
        checked.value = { ...checked.value }
        return null
      }
      return await call('record_save', { ledger: ledger.name, id: read.id, step: read.step, values: changed() })
    } catch (error) {
      const failure = error as { code?: string; problems?: Problem[] }
      if (failure.code === 'invalid' && failure.problems && failure.problems.length > 0) {
        checked.value = { ...checked.value, problems: failure.problems }
        return null
      }
      throw error
    } finally {
      busy.value = false
    }
  }

  /** Shows what is masked: one journal entry; what she already typed elsewhere stays. */
  async function unmask(why: Unmasked): Promise<void> {
    const read = form.value
    if (!read || read.id === null) return
    const open = await call('record_unmask', { ledger: ledger.name, id: read.id, ...why })
    const typed = changed()
    form.value = open
    start = { ...start, ...open.values }
    for (const name of [...masked]) {
      values[name] = open.values[name] ?? ''
      masked.delete(name)
    }
    rewriting.clear()
    Object.assign(values, typed)
  }

  function rewrite(name: string): void {
    masked.delete(name)
    rewriting.add(name)
    values[name] = ''
  }

  return {
    form,
    values,
    masked,
    rewriting,
    carried,
    checked,
    problems,
    warnings,
    busy,
    dirty,
    fresh,
    fixed,
    take,
    changed,
    editable,
    check,
    left,
    save,
    unmask,
    rewrite,
    of,
  }
}
