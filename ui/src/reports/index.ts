/// 统计: how what is kept went over a period; 报送: what is reported of it.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    stats: object
    /** `notice`, `kind`, `from`, `to`: the report that is asked for. */
    report: { notice?: string; kind?: string; from?: string; to?: string }
  }
}

export const pages = [
  definePage({
    name: 'report',
    group: 'inspection',
    label: '报送',
    component: () => import('./ReportScreen.vue'),
    props: (here) => ({ notice: here.notice ?? '', kind: here.kind ?? '', from: here.from ?? '', to: here.to ?? '' }),
  }),
  definePage({ name: 'stats', group: 'inspection', label: '统计', component: () => import('./StatsScreen.vue') }),
]
