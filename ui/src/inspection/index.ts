/// What is handed to an inspector.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    pack: object
  }
}

export const pages = [
  definePage({ name: 'pack', group: 'inspection', label: '迎检包', component: () => import('./PackScreen.vue') }),
]
