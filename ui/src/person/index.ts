/// One person with all that is known of her.
import { definePage } from '../shared/pages'
import { ledgerNamed } from '../shared/state/session'

declare module '../shared/pages' {
  interface Addresses {
    person: {
      /** The ledger of people. */
      ledger: string
      id: string
    }
  }
}

export const pages = [
  definePage({
    name: 'person',
    label: '一人一档',
    component: () => import('./PersonScreen.vue'),
    key: (here) => `person/${here.ledger}/${here.id}`,
    props: ({ id, ...here }) => {
      const ledger = ledgerNamed(here.ledger)
      return ledger ? { ledger, id } : null
    },
  }),
]
