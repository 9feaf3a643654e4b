/// 首页.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    home: object
  }
}

export const pages = [definePage({ name: 'home', label: '首页', component: () => import('./HomeScreen.vue') })]
