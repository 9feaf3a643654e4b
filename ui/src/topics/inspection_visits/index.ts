/// Inspections and what they found.
import type { LedgerPart } from '../../ledger/part'

export const inspectionVisits = {
  inspections: { search: '检查单位、检查人', record: '检查' },
  findings: { search: '问题、责任人', record: '问题' },
} satisfies Record<string, LedgerPart>
