/// The file written last, offered at the foot of the window: to be opened, and the folder it lies in.
import { call } from '../backend'
import { fail, notify, type Offer } from './state/notices'

async function show(what: 'last_output' | 'output_folder'): Promise<void> {
  try {
    await call('open_shown', { what })
  } catch (error) {
    fail(error)
  }
}
export const openWritten = (): Promise<void> => show('last_output')
export const openWrittenFolder = (): Promise<void> => show('output_folder')

const OPEN: Offer = { label: '打开', name: 'open', run: openWritten }
const FOLDER: Offer = { label: '打开文件夹', name: 'folder', run: openWrittenFolder }

/** Tells that a file was written to `place`, and offers to open it. */
export function notifySaved(text: string, place: string): void {
  notify('good', text, { advice: place, offers: [OPEN, FOLDER] })
}
/** Tells of a file that is open already, and offers its folder. */
export function notifyOpened(text: string, advice: string): void {
  notify('good', text, { advice, offers: [FOLDER] })
}
