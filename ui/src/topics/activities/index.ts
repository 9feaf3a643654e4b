/// What the organisation holds.
import type { LedgerPart } from '../../ledger/part'

export const activities = {
  drills: { search: '演练名称、组织人', record: '演练' },
} satisfies Record<string, LedgerPart>
