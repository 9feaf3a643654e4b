/// THE LIST on this side: every ledger of the core has a line here, or `tsc` fails.
import type { Component } from 'vue'
import type { LedgerName } from '../bindings'
import Calculator from './rounds/Calculator.vue'
import DisinfectionScreen from './rounds/DisinfectionScreen.vue'
import TripPanel from './travel/TripPanel.vue'
import VaccinationScreen from './vaccination/VaccinationScreen.vue'
import VentilationScreen from './rounds/VentilationScreen.vue'

export interface LedgerPart {
  /** What the search box of the list searches. */
  search: string
  /** What one record is called on buttons and in sentences. */
  record: string
  /** Replaces the common screen where a ledger has verbs of its own. */
  screen?: Component
  /** Stands above the form of an existing record. */
  above?: Component
  /** Stands in the form after a field and may fill others. */
  within?: { after: string; component: Component }
  /** The page that shows it instead of a ledger screen; it has no place of its own in the navigation. */
  page?: 'rules'
}

export const LEDGERS: Record<LedgerName, LedgerPart> = {
  organisation: { search: '单位名称', record: '单位信息' },
  staff: { search: '姓名、拼音、证件号后几位', record: '人员' },
  postings: { search: '姓名、部门、岗位', record: '任职' },
  vaccinations: { search: '姓名、批号、接种单位', record: '接种记录', screen: VaccinationScreen },
  vaccine_exemptions: { search: '姓名、拼音', record: '未接种原因' },
  travels: { search: '姓名、具体地点、行程号', record: '旅居史', above: TripPanel },
  risk_areas: { search: '街道、社区', record: '风险地区' },
  places: { search: '场所名称、拼音', record: '场所' },
  cleaning_plans: { search: '场所名称、拼音', record: '计划' },
  closures: { search: '场所、原因', record: '停用' },
  disinfections: {
    search: '场所、操作人、检查人',
    record: '消毒记录',
    screen: DisinfectionScreen,
    within: { after: 'dilution', component: Calculator },
  },
  ventilations: { search: '场所、记录人', record: '通风记录', screen: VentilationScreen },
  rule_packs: { search: '规则包名称', record: '规则包', page: 'rules' },
}

/** The part for `name`; a ledger of a newer core is shown by the common screen. */
export function partOf(name: string): LedgerPart {
  return name in LEDGERS ? LEDGERS[name as LedgerName] : { search: '查找', record: '记录' }
}
