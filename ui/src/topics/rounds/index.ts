/// Places, what is done there by plan, and when they stand still.
import type { LedgerPart } from '../../ledger/part'
import { lazy } from '../../shared/lazy'
import { definePage } from '../../shared/pages'
import { ledgerNamed } from '../../shared/state/session'
import Calculator from './Calculator.vue'

declare module '../../shared/pages' {
  interface Addresses {
    /** `day`: one that is over, whose round is written late. */
    rounds: { day?: string }
    planning: object
  }
}

export const pages = [
  definePage({
    name: 'rounds',
    label: '一轮登记',
    component: () => import('./RoundSheet.vue'),
    props: (here) => ({ begins: here.day ?? '' }),
    resume: (draft) => (draft.ledger === 'rounds' ? { page: 'rounds' } : null),
  }),
  definePage({
    name: 'planning',
    label: '一次定多处计划',
    component: () => import('./PlanSheet.vue'),
    props: () => {
      const ledger = ledgerNamed('cleaning_plans')
      return ledger ? { ledger } : null
    },
    resume: (draft) => (draft.ledger === 'planning' ? { page: 'planning' } : null),
  }),
]

export const rounds = {
  places: { search: '场所名称、拼音', record: '场所' },
  cleaning_plans: {
    search: '场所名称、拼音',
    record: '计划',
    several: { label: '一次定多处', page: { page: 'planning' } },
  },
  closures: { search: '场所、原因', record: '停用' },
  disinfections: {
    search: '场所、操作人、检查人',
    record: '消毒记录',
    screen: lazy(() => import('./DisinfectionScreen.vue')),
    within: { after: 'dilution', component: Calculator },
  },
  ventilations: { search: '场所、记录人', record: '通风记录', screen: lazy(() => import('./VentilationScreen.vue')) },
} satisfies Record<string, LedgerPart>
