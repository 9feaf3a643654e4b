/// One round over many places before it is saved: which lines are ticked, what she wrote for each and for all of them.
/// Holds no rule: what may be saved the core says. What came from the last record counts only once she accepted it.
import type { NewRecord, Round, RoundPlace } from '../../bindings'

export interface Line {
  place: RoundPlace
  ticked: boolean
  /** She took over what the place's last record says. */
  accepted: boolean
  /** Of this place alone; null: as written for all that are ticked. */
  started_at: string | null
  ended_at: string | null
}

export interface Part {
  task: string
  ledger: string
  label: string
  lines: Line[]
  /** Written for all that are ticked. */
  started_at: string
  ended_at: string
  /** What she wrote instead of it, for all that are ticked. */
  instead: Record<string, string>
}

/** The tasks of a round, and the ledger each is recorded in. */
export const TASKS = [
  { task: 'disinfect', ledger: 'disinfections', label: '消毒' },
  { task: 'ventilate', ledger: 'ventilations', label: '通风' },
] as const
export const TIMES = ['started_at', 'ended_at'] as const
export type Time = (typeof TIMES)[number]

export function part(of: (typeof TASKS)[number], round: Round): Part {
  const lines = round.places.map((place) => ({ place, ticked: false, accepted: false, started_at: null, ended_at: null }))
  return { ...of, lines, started_at: '', ended_at: '', instead: {} }
}

/** The part as the round is now: what was ticked and written at places that are still there stays, and what was taken over as
    long as the last record says the same. */
export function renewed(old: Part, round: Round): Part {
  const known = new Map(old.lines.map((line) => [line.place.place, line]))
  const lines = round.places.map((place) => {
    const line = known.get(place.place)
    const same = line !== undefined && JSON.stringify(line.place.last) === JSON.stringify(place.last)
    return {
      ...(line ?? { ticked: false, started_at: null, ended_at: null }),
      accepted: same && line.accepted,
      place,
    }
  })
  return { ...old, lines }
}

export function waiting(line: Line): boolean {
  return line.place.made < line.place.asked
}
export function ticked(of: Part): Line[] {
  return of.lines.filter((line) => line.ticked)
}
/** The time that holds for a line. */
export function time(of: Part, line: Line, name: Time): string {
  return line[name] ?? (line.ticked ? of[name] : '')
}

/** What is offered to a line and not replaced: as people read it, in the order of its columns. */
export function offered(of: Part, line: Line, columns: readonly string[]): string {
  const texts = columns.filter((name) => !(name in of.instead)).map((name) => line.place.said[name] ?? '')
  // A unit goes with its number.
  return texts.reduce((said, text) => said + (said === '' || text === '' ? '' : /^[A-Za-z%]/.test(text) ? ' ' : '，') + text, '')
}
/** Whether something is offered to a line that she neither took over nor replaced. */
function waits(of: Part, line: Line): boolean {
  return !line.accepted && Object.keys(line.place.last).some((name) => !(name in of.instead))
}
/** Whether that is so of a ticked line. */
export function undecided(of: Part): boolean {
  return ticked(of).some((line) => waits(of, line))
}
/** The part with what is offered to the ticked lines taken over; what is ticked later is offered again. */
export function accepting(of: Part): Part {
  return { ...of, lines: of.lines.map((line) => ({ ...line, accepted: line.ticked })) }
}

/** The records the ticked lines come to on `day`. */
export function records(of: Part, day: string, reason: string): NewRecord[] {
  return ticked(of).map((line) => {
    const values: Record<string, string> = {
      ...(line.accepted ? line.place.last : {}),
      ...of.instead,
      place: line.place.place,
      done_on: day,
      started_at: time(of, line, 'started_at'),
      ended_at: time(of, line, 'ended_at'),
      late_reason: reason,
    }
    return { ledger: of.ledger, values: Object.fromEntries(Object.entries(values).filter(([, text]) => text !== '')) }
  })
}

/** What is written so far, to be kept when the window is left; null: nothing. */
export function kept(parts: readonly Part[], day: string, reason: string): Record<string, string> | null {
  const of = (one: Part): unknown => ({
    lines: one.lines
      .filter((line) => line.ticked)
      .map((line) => [line.place.place, line.started_at, line.ended_at, line.accepted]),
    started_at: one.started_at,
    ended_at: one.ended_at,
    instead: one.instead,
  })
  if (parts.every((one) => ticked(one).length === 0)) return null
  return { day, late_reason: reason, ...Object.fromEntries(parts.map((one) => [one.task, JSON.stringify(of(one))])) }
}
type Kept = Pick<Part, Time | 'instead'> & { lines: [string, string | null, string | null, boolean][] }
/** Puts back what was kept. */
export function restored(to: Part, text: string | undefined): Part {
  if (text === undefined) return to
  const { lines, ...written } = JSON.parse(text) as Kept
  const known = new Map(
    lines.map(([place, started_at, ended_at, accepted]) => [place, { ticked: true, started_at, ended_at, accepted }]),
  )
  return { ...to, ...written, lines: to.lines.map((line) => ({ ...line, ...known.get(line.place.place) })) }
}
