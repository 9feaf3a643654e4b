/// What is done for others.
import type { LedgerPart } from '../../ledger/part'

export const services = {
  services: { search: '服务内容', record: '服务' },
  service_members: { search: '姓名', record: '参与人' },
} satisfies Record<string, LedgerPart>
