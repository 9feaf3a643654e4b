/// 二十条对照.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    /** `number`: the article to show first. */
    articles: { number?: number }
  }
}

export const pages = [
  definePage({
    name: 'articles',
    group: 'inspection',
    label: '二十条对照',
    component: () => import('./ArticlesScreen.vue'),
    props: (here) => ({ number: here.number ?? 0 }),
  }),
]
