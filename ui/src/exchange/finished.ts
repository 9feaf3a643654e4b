/// The import that was carried out last, for whoever left its page meanwhile.
import { shallowRef } from 'vue'
import type { ImportDone, ImportOptions, ImportView } from '../bindings'

/** One sheet that was written. */
export interface Written {
  into: string
  view: ImportView
  options: ImportOptions
  done: ImportDone
}
export interface Finished {
  /** In the order in which they were written, each a step of its own. */
  written: readonly Written[]
  /** Steps taken back before the last was written: the next one is it. */
  before: number
}
export const finished = shallowRef<Finished | null>(null)
