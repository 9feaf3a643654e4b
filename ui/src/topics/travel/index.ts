/// Trips, and the areas of risk they are held against.
import type { LedgerPart } from '../../ledger/part'
import TripPanel from './TripPanel.vue'
import TripPicture from './TripPicture.vue'

export const travel = {
  travels: { search: '姓名、具体地点、行程号', record: '旅居史', above: TripPanel, picture: TripPicture },
  leaves: { search: '姓名、审批人', record: '外出报备' },
  risk_areas: { search: '街道、社区', record: '风险地区' },
} satisfies Record<string, LedgerPart>
