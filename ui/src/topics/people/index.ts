/// People and what they do here.
import type { LedgerPart } from '../../ledger/part'

export const people = {
  staff: { search: '姓名、拼音、证件号后几位', record: '人员' },
  postings: { search: '姓名、部门、岗位', record: '任职' },
} satisfies Record<string, LedgerPart>
