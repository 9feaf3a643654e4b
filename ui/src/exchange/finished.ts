/// The import that was carried out last, for whoever left its page meanwhile.
import { shallowRef } from 'vue'
import type { ImportDone, ImportOptions, ImportView } from '../bindings'

export interface Finished {
  into: string
  view: ImportView
  options: ImportOptions
  done: ImportDone
  /** Steps taken back before it was written: the next one is it. */
  before: number
}
export const finished = shallowRef<Finished | null>(null)
