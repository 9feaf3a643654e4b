/// The data file as a whole: copies of it, its password, its settings.
import { definePage } from '../shared/pages'

declare module '../shared/pages' {
  interface Addresses {
    backup: object
    restore: {
      /** The newest copy is looked at at once. */
      newest?: boolean
    }
    password: object
    settings: object
  }
}

export const pages = [
  definePage({ name: 'backup', group: 'data', label: '备份', component: () => import('./BackupScreen.vue') }),
  definePage({
    name: 'restore',
    group: 'data',
    label: '恢复',
    component: () => import('./RestoreScreen.vue'),
    props: (here) => ({ newest: here.newest === true }),
    key: (here) => (here.newest ? 'restore/newest' : 'restore'),
  }),
  definePage({ name: 'password', group: 'data', label: '密码与恢复单', component: () => import('./PasswordScreen.vue') }),
  definePage({
    name: 'settings',
    group: 'data',
    label: '设置',
    component: () => import('./SettingsScreen.vue'),
    resume: (draft) => (draft.ledger === 'settings' ? { page: 'settings' } : null),
  }),
]
