/// Somebody who may be ill: reports, people near, who stays apart, tests.
import type { LedgerPart } from '../../ledger/part'
import { definePage } from '../../shared/pages'
import { ledgerNamed } from '../../shared/state/session'
import IncidentLink from './IncidentLink.vue'

declare module '../../shared/pages' {
  interface Addresses {
    /** One incident while it runs. */
    incident: { id: string }
  }
}

export const pages = [
  definePage({
    name: 'incident',
    label: '疑似密接',
    component: () => import('./IncidentScreen.vue'),
    key: (here) => `incident/${here.id}`,
    props: (here) => {
      const ledger = ledgerNamed('incidents')
      return ledger ? { id: here.id, ledger } : null
    },
  }),
]

export const incidents = {
  incidents: { search: '姓名', record: '疑似密接', above: IncidentLink },
  incident_reports: { search: '接报人', record: '上报' },
  incident_contacts: { search: '姓名、电话', record: '同环境人员' },
  quarantines: { search: '姓名', record: '隔离观察' },
  tests: { search: '姓名', record: '检测' },
} satisfies Record<string, LedgerPart>
