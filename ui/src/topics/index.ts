/// THE LIST on this side: every ledger of the core has a line in its topic, or `tsc` fails.
import type { LedgerName } from '../bindings'
import { kept } from '../attachments'
import type { LedgerPart } from '../ledger/part'
import { packs } from '../rules'
import { activities } from './activities'
import { correspondence } from './correspondence'
import { donations } from './donations'
import { gatherings } from './gatherings'
import { health } from './health'
import { incidents } from './incidents'
import { inspectionVisits } from './inspection_visits'
import { organisation } from './organisation'
import { people } from './people'
import { publicity } from './publicity'
import { rounds } from './rounds'
import { services } from './services'
import { statements } from './statements'
import { supplies } from './supplies'
import { travel } from './travel'
import { vaccination } from './vaccination'
import { visitors } from './visitors'

export const LEDGERS: Record<LedgerName, LedgerPart> = {
  ...organisation,
  ...people,
  ...vaccination,
  ...travel,
  ...rounds,
  ...health,
  ...visitors,
  ...incidents,
  ...gatherings,
  ...supplies,
  ...donations,
  ...activities,
  ...publicity,
  ...services,
  ...correspondence,
  ...inspectionVisits,
  ...statements,
  ...kept,
  ...packs,
}

/** The part for `name`; a ledger of a newer core is shown by the common screen. */
export function partOf(name: string): LedgerPart {
  return name in LEDGERS ? LEDGERS[name as LedgerName] : { search: '查找', record: '记录' }
}
