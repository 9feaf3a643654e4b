/// Ways from the guideline to the records: the list of what proves something, the form that closes a gap.
import type { EvidenceCard, GapCard } from '../bindings'
import { visit } from '../ledger/visit'
import { widen } from '../shared/state/lists'
import { listState, viewState } from '../shared/state/navigation'

/** Shows the rows that prove something in the list of their ledger. */
export async function showEvidence(evidence: Pick<EvidenceCard, 'ledger' | 'tally'>): Promise<void> {
  widen(listState(evidence.ledger), evidence.tally)
  // A screen of its own shows its list under a tab.
  viewState(evidence.ledger, 'records').tab = 'records'
  await visit({ page: 'ledger', ledger: evidence.ledger })
}

/** Opens the record, or a new one with what it begins with. */
export function close(gap: Pick<GapCard, 'ledger' | 'id' | 'preset'>): Promise<boolean> {
  return visit({ page: 'ledger', ledger: gap.ledger, open: gap.id ?? 'new', preset: gap.preset })
}
