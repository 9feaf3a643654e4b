/// The organisation itself.
import type { LedgerPart } from '../../ledger/part'

export const organisation = {
  plans: { search: '名称、批准人', record: '方案制度' },
  organisation: { search: '单位名称', record: '单位信息' },
} satisfies Record<string, LedgerPart>
