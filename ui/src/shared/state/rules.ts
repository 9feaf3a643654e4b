/// Which rule is opened to its source. Any screen opens one; the frame shows it.
import { shallowRef } from 'vue'
import { call } from '../../backend'
import type { RuleDetail } from '../../bindings'
import { fail } from './notices'

export interface OpenRule {
  detail: RuleDetail
  /** Offered where the rule can be changed. */
  change: (() => void) | null
}

export const openRule = shallowRef<OpenRule | null>(null)

/** Opens the rule `name`, key with its first day. */
export async function showRule(name: string, change: (() => void) | null = null): Promise<void> {
  try {
    openRule.value = { detail: await call('rule_get', { name }), change }
  } catch (error) {
    fail(error)
  }
}
