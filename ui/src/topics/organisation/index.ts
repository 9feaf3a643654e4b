/// The organisation itself.
import type { LedgerPart } from '../../ledger/part'

export const organisation = {
  organisation: { search: '单位名称', record: '单位信息' },
} satisfies Record<string, LedgerPart>
