/// Temperatures: who is asked for them, the day's sheet, what each person's come to.
import type { LedgerPart } from '../../ledger/part'
import { lazy } from '../../shared/lazy'
import { definePage } from '../../shared/pages'

declare module '../../shared/pages' {
  interface Addresses {
    /** `day`: one that is over, whose readings are written late. */
    temperatures: { day?: string }
  }
}

export const pages = [
  definePage({
    name: 'temperatures',
    label: '今日体温',
    component: () => import('./DaySheet.vue'),
    props: (here) => ({ begins: here.day ?? '' }),
    resume: (draft) => (draft.ledger === 'temperatures' ? { page: 'temperatures' } : null),
  }),
]

export const health = {
  health_plans: { search: '查找', record: '安排' },
  health_checks: {
    search: '姓名',
    record: '体温',
    several: { label: '今日体温', page: { page: 'temperatures' }, key: 'temperatures' },
    above: lazy(() => import('./HeatPanel.vue')),
    picture: lazy(() => import('./TemperatureStrip.vue')),
  },
} satisfies Record<string, LedgerPart>
