/// What comes from above and goes back.
import type { LedgerPart } from '../../ledger/part'

export const correspondence = {
  notices: { search: '标题、文号、经办人', record: '来文' },
  acknowledgements: { search: '姓名', record: '签收' },
  submissions: { search: '填报人', record: '报送' },
} satisfies Record<string, LedgerPart>
