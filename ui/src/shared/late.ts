/// Why a record was entered late: asked by the core as a problem of a field of its own.
import type { Checked } from '../bindings'

export const LATE_REASON = 'late_reason'

/** Whether the core asks why this one is entered late. */
export const asksWhyLate = (one: Checked): boolean => one.problems.some((problem) => problem.field === LATE_REASON)
