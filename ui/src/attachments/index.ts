/// What is kept with records, and what was destroyed.
import type { LedgerPart } from '../ledger/part'
import KeptPicture from './KeptPicture.vue'

export const kept = {
  attachments: { search: '文件名、说明、指纹', record: '附件', above: KeptPicture },
  destructions: { search: '批准人、监销人', record: '销毁记录' },
} satisfies Record<string, LedgerPart>

/** A picture from the core as something an image element shows: nothing is fetched for it. */
export const shown = (base64: string): string => (base64 === '' ? '' : `data:image/jpeg;base64,${base64}`)
