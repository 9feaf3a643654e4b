/// What is kept with records, and what was destroyed.
import type { LedgerPart } from '../ledger/part'
import { asFailure, call } from '../backend'
import KeptPicture from './KeptPicture.vue'

export const kept = {
  attachments: { search: '文件名、说明、指纹', record: '附件', above: KeptPicture },
  destructions: { search: '批准人、监销人', record: '销毁记录' },
} satisfies Record<string, LedgerPart>

/** The picture of an attachment; empty, as of a PDF, where it is not shown while somebody from outside looks on. */
export async function pictureOf(id: string, whole: boolean): Promise<string> {
  try {
    return shown(await call('attachment_picture', { id, whole }))
  } catch (error) {
    if (asFailure(error).problems.some((problem) => problem.rule === 'showing')) return ''
    throw error
  }
}

/** A picture from the core as something an image element shows: nothing is fetched for it. */
export const shown = (base64: string): string => (base64 === '' ? '' : `data:image/jpeg;base64,${base64}`)
