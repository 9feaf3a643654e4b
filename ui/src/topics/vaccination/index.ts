/// Doses, and why somebody has none.
import type { LedgerPart } from '../../ledger/part'
import { lazy } from '../../shared/lazy'
import DosePicture from './DosePicture.vue'

export const vaccination = {
  vaccinations: {
    search: '姓名、批号、接种单位',
    record: '接种记录',
    picture: DosePicture,
    screen: lazy(() => import('./VaccinationScreen.vue')),
  },
  vaccine_exemptions: { search: '姓名、拼音', record: '未接种原因' },
} satisfies Record<string, LedgerPart>
