/// The one door to the shell: every command by name, typed, and every failure as a `Failure`.
import { invoke } from '@tauri-apps/api/core'
import type { Commands, Failure } from './bindings'

type Name = keyof Commands

/** Calls command `name`. Rejects with a `Failure`, whatever went wrong underneath. */
export async function call<K extends Name>(name: K, ...args: Parameters<Commands[K]>): Promise<Awaited<ReturnType<Commands[K]>>> {
  try {
    return await invoke<Awaited<ReturnType<Commands[K]>>>(name, args[0] as Record<string, unknown> | undefined)
  } catch (error) {
    throw asFailure(error)
  }
}

/** What was thrown, as the failure the screens show. */
export function asFailure(error: unknown): Failure {
  if (typeof error === 'object' && error !== null && 'code' in error && 'problems' in error && 'detail' in error) {
    return error as Failure
  }
  return { code: 'bug', problems: [], detail: error instanceof Error ? error.message : String(error), system: null }
}
