/// What any ledger is shown with.
import { definePage } from '../shared/pages'
import { ledgerNamed } from '../shared/state/session'
import { ledgerOfDraft } from './acts'

declare module '../shared/pages' {
  interface Addresses {
    ledger: {
      ledger: string
      /** The record to open. */
      open?: string | 'new'
      /** What a new record begins with. */
      preset?: Record<string, string>
      /** The person to open, where a screen shows people. */
      person?: string
    }
  }
}

export const pages = [
  definePage({
    name: 'ledger',
    label: '台账',
    component: () => import('./LedgerPage.vue'),
    key: (here) => `ledger/${here.ledger}`,
    resume: (draft) => {
      const ledger = ledgerOfDraft(draft.ledger)
      return ledger ? { page: 'ledger', ledger } : null
    },
    props: (here) => {
      const ledger = ledgerNamed(here.ledger)
      return ledger ? { ledger, here } : null
    },
  }),
]
