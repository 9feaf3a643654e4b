/// A month of rounds laid out: the heads of its days, the marks of its cells, what pressing one does.
import type { Month, MonthCell } from '../../bindings'

/** Ledgers whose change the screens of rounds show. */
export const SHOWN = ['places', 'cleaning_plans', 'closures', 'disinfections', 'ventilations']

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日']

export interface Head {
  day: string
  number: number
  weekday: string
  weekend: boolean
}

/** The days of the month with their weekdays. */
export function heads(month: Month): Head[] {
  return month.weekdays.map((weekday, at) => ({
    day: `${month.first.slice(0, 8)}${String(at + 1).padStart(2, '0')}`,
    number: at + 1,
    weekday: WEEKDAYS[weekday] ?? '',
    weekend: weekday >= 5,
  }))
}

/** A gap and today's open round ask for a record where one may be written, a cell with records shows them, any other says only
    what it is. */
export function press(cell: MonthCell, writable: boolean): 'new' | 'records' | null {
  if ((cell.gap || cell.today) && writable) return 'new'
  return cell.made > 0 ? 'records' : null
}
