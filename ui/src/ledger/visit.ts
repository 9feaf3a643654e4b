/// Going to a page by what is meant: a ledger that a page of its own shows is shown there.
import type { Page } from '../shared/pages'
import { go, unfolded } from '../shared/state/navigation'
import { partOf } from '../topics'

/** Goes to `to`, and the navigation with it; false when the person chose to stay with unsaved input. */
export async function visit(to: Page): Promise<boolean> {
  const shown = (to.page === 'ledger' && partOf(to.ledger).page?.(to.open)) || to
  if (!(await go(shown))) return false
  unfolded.value = ''
  return true
}
