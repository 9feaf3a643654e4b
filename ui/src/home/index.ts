/// 首页, and 日历: everything that falls on a day.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    home: object
    calendar: object
  }
}

export const pages = [
  definePage({ name: 'home', label: '首页', component: () => import('./HomeScreen.vue') }),
  definePage({ name: 'calendar', label: '日历', component: () => import('./CalendarScreen.vue') }),
]
