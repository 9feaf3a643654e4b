/// What came of the last backup and the last check, as long as the file is open: it is there when she comes back.
import { shallowRef } from 'vue'
import type { Backup, CheckResult } from '../bindings'

export const done = shallowRef<Backup | null>(null)
export const checked = shallowRef<CheckResult | null>(null)
