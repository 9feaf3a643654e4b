/// Sheets that come in, and the workbooks of others that are filled in.
import { definePage } from '../shared/pages'
import { ledgerNamed } from '../shared/state/session'

declare module '../shared/pages' {
  interface Addresses {
    import: {
      ledger: string
      file?: File
      /** What came of the last import is shown. */
      finished?: boolean
    }
    filling: object
  }
}

export const pages = [
  definePage({
    name: 'import',
    label: '导入',
    component: () => import('./ImportScreen.vue'),
    props: (here) => {
      const ledger = ledgerNamed(here.ledger)
      return ledger ? { ledger, file: here.file ?? null, showing: here.finished === true } : null
    },
    resume: (draft) => (draft.ledger === 'import' ? { page: 'import', ledger: draft.values.ledger ?? 'staff' } : null),
  }),
  definePage({ name: 'filling', group: 'inspection', label: '填报', component: () => import('./filling/FillingScreen.vue') }),
]
