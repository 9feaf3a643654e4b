/// What comes from above and goes back.
import type { LedgerPart } from '../../ledger/part'
import { definePage } from '../../shared/pages'
import { ledgerNamed } from '../../shared/state/session'
import NoticeLink from './NoticeLink.vue'

declare module '../../shared/pages' {
  interface Addresses {
    /** One notice: who signed it, what was reported. */
    notice: { id: string }
  }
}

export const pages = [
  definePage({
    name: 'notice',
    label: '来文',
    component: () => import('./NoticeScreen.vue'),
    key: (here) => `notice/${here.id}`,
    props: (here) => {
      const [ledger, signing, reports] = [ledgerNamed('notices'), ledgerNamed('acknowledgements'), ledgerNamed('submissions')]
      return ledger && signing && reports ? { id: here.id, ledger, signing, reports } : null
    },
  }),
]

export const correspondence = {
  notices: { search: '标题、文号、经办人', record: '来文', above: NoticeLink, whole: (id) => ({ page: 'notice', id }) },
  acknowledgements: { search: '姓名', record: '签收' },
  submissions: { search: '填报人', record: '报送' },
} satisfies Record<string, LedgerPart>
