/// Gatherings and who came.
import type { LedgerPart } from '../../ledger/part'
import { definePage } from '../../shared/pages'
import { ledgerNamed } from '../../shared/state/session'
import GatheringLink from './GatheringLink.vue'

declare module '../../shared/pages' {
  interface Addresses {
    /** One gathering, step by step. */
    gathering: { id: string }
  }
}

export const pages = [
  definePage({
    name: 'gathering',
    label: '聚集活动',
    component: () => import('./GatheringScreen.vue'),
    key: (here) => `gathering/${here.id}`,
    props: (here) => {
      const [ledger, signing] = [ledgerNamed('gatherings'), ledgerNamed('attendances')]
      return ledger && signing ? { id: here.id, ledger, signing } : null
    },
  }),
]

export const gatherings = {
  gatherings: { search: '活动名称', record: '聚集活动', above: GatheringLink },
  attendances: { search: '姓名、电话', record: '签到' },
} satisfies Record<string, LedgerPart>
