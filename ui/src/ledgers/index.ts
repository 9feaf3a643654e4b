/// THE LIST on this side: every ledger of the core has a line here, or `tsc` fails.
import type { Component } from 'vue'
import type { LedgerName } from '../bindings'

export interface LedgerPart {
  /** What the search box of the list searches. */
  search: string
  /** What one record is called on buttons and in sentences. */
  record: string
  /** Replaces the common screen where a ledger has verbs of its own. */
  screen?: Component
}

export const LEDGERS: Record<LedgerName, LedgerPart> = {
  organisation: { search: '单位名称', record: '单位信息' },
  staff: { search: '姓名、拼音、证件号后几位', record: '人员' },
  postings: { search: '姓名、部门、岗位', record: '任职' },
}

/** The part for `name`; a ledger of a newer core is shown by the common screen. */
export function partOf(name: string): LedgerPart {
  return name in LEDGERS ? LEDGERS[name as LedgerName] : { search: '查找', record: '记录' }
}
