/// A day's sheet of temperatures before it is saved: what she wrote for whom. Holds no rule: what may be saved the core says.
import type { HealthDay, NewRecord, PastedReading, SheetPerson } from '../../bindings'

export const READINGS = ['morning', 'noon'] as const
export type Reading = (typeof READINGS)[number]
export const FIELDS = ['morning', 'noon', 'recheck', 'presence', 'action'] as const
export type Field = (typeof FIELDS)[number]
/** What she wrote, where it is not what is on file. */
export type Written = Partial<Record<Field, string>>
/** By person. */
export type Sheet = Readonly<Record<string, Written>>

/** Ledgers whose change the sheet shows. */
export const SHOWN = ['health_checks', 'health_plans', 'staff', 'postings', 'leaves', 'quarantines', 'closures']
export const LABELS: Record<Field, string> = {
  morning: '上午',
  noon: '下午',
  recheck: '复测',
  presence: '在岗情况',
  action: '处置',
}

export function value(sheet: Sheet, person: SheetPerson, field: Field): string {
  return sheet[person.staff]?.[field] ?? person[field]
}
/** What stands in `of` but for `key`. */
export function without<T extends object>(of: T, key: keyof T): T {
  return Object.fromEntries(Object.entries(of).filter(([name]) => name !== key)) as T
}
/** The sheet with `text` in it; what is on file again is not written. */
export function put(sheet: Sheet, person: SheetPerson, field: Field, text: string): Sheet {
  const others = without(sheet[person.staff] ?? {}, field)
  const written: Written = text.trim() === person[field] ? others : { ...others, [field]: text }
  const rest = without(sheet, person.staff)
  return Object.keys(written).length === 0 ? rest : { ...rest, [person.staff]: written }
}
/** What is written of people who are still on the sheet. */
export function renewed(sheet: Sheet, day: HealthDay): Sheet {
  return day.people.reduce<Sheet>((kept, person) => {
    const written = Object.entries(sheet[person.staff] ?? {}) as [Field, string][]
    return written.reduce((all, [field, text]) => put(all, person, field, text), kept)
  }, {})
}

export function touched(sheet: Sheet, day: HealthDay): SheetPerson[] {
  return day.people.filter((person) => person.staff in sheet)
}
/** One person's record as she wrote it: a new one, or what differs in the one on file. */
export function record(sheet: Sheet, person: SheetPerson, day: string, reason: string): NewRecord {
  const written = sheet[person.staff] ?? {}
  const late: Record<string, string> = reason === '' ? {} : { late_reason: reason }
  if (person.id !== null && person.step !== null)
    return { ledger: 'health_checks', id: person.id, step: person.step, values: { ...written, ...late } }
  const values = Object.fromEntries(Object.entries(written).filter(([, text]) => text.trim() !== ''))
  return { ledger: 'health_checks', values: { ...values, ...late, staff: person.staff, checked_on: day } }
}
export function records(sheet: Sheet, day: HealthDay, reason: string): NewRecord[] {
  return touched(sheet, day).map((person) => record(sheet, person, day.day, reason))
}

/** The sheet with what was pasted; nothing that stands there is written over, and that is told. */
export function taking(sheet: Sheet, day: HealthDay, readings: readonly PastedReading[]): { sheet: Sheet; told: string[] } {
  const known = new Map(day.people.map((person) => [person.staff, person]))
  const told: string[] = []
  let filled = sheet
  for (const { staff, column, text } of readings) {
    const person = known.get(staff)
    if (!person) continue
    const field = column as Reading
    const there = value(filled, person, field).trim()
    if (there === '') filled = put(filled, person, field, text)
    else if (there !== text) told.push(`${person.name}的${LABELS[field]}已经是 ${there}，没有改成 ${text}。`)
  }
  return { sheet: filled, told }
}

/** What is written so far, to be kept when the window is left; null: nothing. */
export function kept(sheet: Sheet, day: string, reason: string): Record<string, string> | null {
  return Object.keys(sheet).length === 0 ? null : { day, late_reason: reason, sheet: JSON.stringify(sheet) }
}
/** Puts back what was kept. */
export function restored(day: HealthDay, text: string | undefined): Sheet {
  return text === undefined ? {} : renewed(JSON.parse(text) as Sheet, day)
}
