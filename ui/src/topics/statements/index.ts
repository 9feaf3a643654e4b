/// What somebody answers for.
import type { LedgerPart } from '../../ledger/part'

export const statements = {
  statements: { search: '依据、声明人', record: '声明' },
} satisfies Record<string, LedgerPart>
