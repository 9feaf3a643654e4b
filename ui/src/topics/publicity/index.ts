/// What is told, and written.
import type { LedgerPart } from '../../ledger/part'

export const publicity = {
  publicity: { search: '主题、主讲发布人', record: '宣传培训' },
  dossiers: { search: '标题、执笔人', record: '材料' },
} satisfies Record<string, LedgerPart>
