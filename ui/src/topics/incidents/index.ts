/// Somebody who may be ill: reports, people near, who stays apart, tests.
import type { LedgerPart } from '../../ledger/part'

export const incidents = {
  incidents: { search: '姓名', record: '疑似密接' },
  incident_reports: { search: '接报人', record: '上报' },
  incident_contacts: { search: '姓名、电话', record: '同环境人员' },
  quarantines: { search: '姓名', record: '隔离观察' },
  tests: { search: '姓名', record: '检测' },
} satisfies Record<string, LedgerPart>
