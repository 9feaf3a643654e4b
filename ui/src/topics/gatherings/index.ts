/// Gatherings and who came.
import type { LedgerPart } from '../../ledger/part'

export const gatherings = {
  gatherings: { search: '活动名称', record: '聚集活动' },
  attendances: { search: '姓名、电话', record: '签到' },
} satisfies Record<string, LedgerPart>
