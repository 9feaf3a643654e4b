/// Who comes in from outside.
import type { LedgerPart } from '../../ledger/part'

export const visitors = {
  visitors: { search: '姓名、单位、电话尾号', record: '来访' },
} satisfies Record<string, LedgerPart>
