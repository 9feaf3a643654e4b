/// Supplies and their moves: what is in store, what comes in and goes out, counting.
import type { LedgerPart } from '../../ledger/part'
import { lazy } from '../../shared/lazy'
import { definePage } from '../../shared/pages'

declare module '../../shared/pages' {
  interface Addresses {
    counting: object
  }
}

/** What the store is computed from. */
export const SHOWN = ['supplies', 'supply_moves']

export const pages = [
  definePage({
    name: 'counting',
    label: '盘点',
    component: () => import('./CountSheet.vue'),
    resume: (draft) => (draft.ledger === 'counting' ? { page: 'counting' } : null),
  }),
]

export const supplies = {
  supplies: { search: '物资名称、拼音', record: '物资', screen: lazy(() => import('./StockScreen.vue')) },
  supply_moves: {
    search: '批号、领用人、经办人',
    record: '出入库',
    several: { label: '盘点', page: { page: 'counting' } },
  },
} satisfies Record<string, LedgerPart>
