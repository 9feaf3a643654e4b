/// 统计: how what is kept went over a period.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    stats: object
  }
}

export const pages = [
  definePage({ name: 'stats', group: 'inspection', label: '统计', component: () => import('./StatsScreen.vue') }),
]
