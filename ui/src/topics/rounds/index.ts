/// Places, what is done there by plan, and when they stand still.
import type { LedgerPart } from '../../ledger/part'
import { lazy } from '../../shared/lazy'
import Calculator from './Calculator.vue'

export const rounds = {
  places: { search: '场所名称、拼音', record: '场所' },
  cleaning_plans: { search: '场所名称、拼音', record: '计划' },
  closures: { search: '场所、原因', record: '停用' },
  disinfections: {
    search: '场所、操作人、检查人',
    record: '消毒记录',
    screen: lazy(() => import('./DisinfectionScreen.vue')),
    within: { after: 'dilution', component: Calculator },
  },
  ventilations: { search: '场所、记录人', record: '通风记录', screen: lazy(() => import('./VentilationScreen.vue')) },
} satisfies Record<string, LedgerPart>
