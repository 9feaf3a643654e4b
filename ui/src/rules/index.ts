/// The rules in force, and the packs they came in.
import type { LedgerPart } from '../ledger/part'
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    /** `pack`: one that is to be looked at. */
    rules: { pack?: string }
  }
}

export const pages = [
  definePage({
    name: 'rules',
    group: 'data',
    label: '规则表',
    component: () => import('./RulesScreen.vue'),
    props: (here) => ({ pack: here.pack ?? null }),
    resume: (draft) => (draft.ledger === 'rule_packs' ? { page: 'rules' } : null),
  }),
]

export const packs = {
  rule_packs: { search: '规则包名称', record: '规则包', page: (pack) => ({ page: 'rules', pack }) },
} satisfies Record<string, LedgerPart>
