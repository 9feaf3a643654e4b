/// Paper.
import { definePage } from '../shared/pages'
import { ledgerNamed } from '../shared/state/session'

declare module '../shared/pages' {
  interface Addresses {
    print: {
      ledger: string
      /** One record, or null: the ledger. */
      id: string | null
      /** Only what the list is searched and filtered for. */
      fromQuery: boolean
      /** Only these records. */
      only?: string[]
      form?: string
      month?: string
      from?: string
      to?: string
      /** Where she came from; the ledger, if left out. */
      back?: Page
    }
  }
}

export const pages = [
  definePage({
    name: 'print',
    label: '打印',
    component: () => import('./PrintScreen.vue'),
    key: (here) => `print/${here.ledger}/${here.id}`,
    props: ({ id, fromQuery, only, form, month, from, to, back, ...here }) => {
      const ledger = ledgerNamed(here.ledger)
      return ledger ? { ledger, id, fromQuery, only, form, month, from, to, origin: back } : null
    },
  }),
]
