/// Money and goods received and given on.
import type { LedgerPart } from '../../ledger/part'

export const donations = {
  donations: { search: '捐赠人、物品、票据号', record: '受赠款物' },
  grants: { search: '接收方、签收人', record: '款物发放' },
} satisfies Record<string, LedgerPart>
