/// What comes from above.
import type { LedgerPart } from '../../ledger/part'

export const correspondence = {
  notices: { search: '标题、文号、经办人', record: '来文' },
  acknowledgements: { search: '姓名', record: '签收' },
} satisfies Record<string, LedgerPart>
