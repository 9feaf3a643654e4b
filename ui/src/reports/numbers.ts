/// Numbers of a chart as people read them, and where one leads.
import { showEvidence } from '../articles/closing'
import type { Chart, ChartLine } from '../bindings'
import { count } from '../shared/format'
import { go, viewState } from '../shared/state/navigation'

/** Stands for what is not known. */
export const UNKNOWN = '—'

/** The number of `line` at a point, a share with what it is a share of. */
export function shown(line: ChartLine, at: number): string {
  const number = line.numbers[at] ?? null
  if (number === null) return UNKNOWN
  if (!line.shares) return count(number)
  const tenths = line.shares[at] ?? null
  return `${tenths === null ? UNKNOWN : `${(tenths / 10).toFixed(1)}%`}（${count(number)}）`
}

/** Whether the number of `line` at a point has anything behind it. */
export function opens(line: ChartLine, at: number): boolean {
  return (line.numbers[at] ?? 0) > 0
}

/** Shows what the number of `line` at the point `at` of `chart` counts: its records in their list, or the article in its days. */
export async function open(chart: Chart, line: ChartLine, at: number): Promise<void> {
  const point = chart.points[at]
  if (!point || !opens(line, at)) return
  if (line.ledger !== null) {
    const tally = `stats.${chart.name}|${line.code}|${point.from}|${point.to}`
    await showEvidence({ ledger: line.ledger, tally })
  } else if (line.article !== null) {
    const view = viewState('articles', '1')
    view.day = point.from
    view.month = point.to
    await go({ page: 'articles', number: line.article })
  }
}
