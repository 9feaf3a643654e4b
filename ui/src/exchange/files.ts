/// Files given to the window: dragged over it or pasted into it, and read as far as the core takes any.
import { onBeforeUnmount, onMounted, ref } from 'vue'
import { notify } from '../shared/state/notices'

/** One byte more than the core takes is enough for it to say that a file is too large. */
const MOST_BYTES = 20 * 1024 * 1024 + 1
/** Dragging goes on as long as the browser says so again within this time. */
const STILL_MS = 400

/** The content of `file` as base64; null when it cannot be read, which is said. */
export function contentOf(file: File): Promise<string | null> {
  return new Promise((resolve) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => {
      notify('bad', `没有读到「${file.name}」。`, { advice: '文件夹不能导入；文件若正被占用，请先关闭它，或用「选择文件」。' })
      resolve(null)
    }
    reader.readAsDataURL(file.slice(0, MOST_BYTES))
  })
}

/** The first of several; the others are said to stay. */
export function onlyOne(files: FileList): File | null {
  const [first] = files
  if (first && files.length > 1)
    notify('warn', `一次导入一个文件，先导入「${first.name}」。`, { advice: '其余的请之后再拖进来。' })
  return first ?? null
}

/** Takes files dropped anywhere on the window while `may` says so; elsewhere a drop does nothing. */
export function useDrops(may: () => boolean, take: (file: File) => void) {
  const over = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function drag(event: DragEvent): void {
    const { dataTransfer } = event
    if (!dataTransfer?.types.includes('Files')) return
    const takes = may()
    // Another part of the screen may take it.
    if (takes || !event.defaultPrevented) dataTransfer.dropEffect = takes ? 'copy' : 'none'
    event.preventDefault()
    over.value = takes
    clearTimeout(timer)
    timer = setTimeout(() => (over.value = false), STILL_MS)
  }
  function drop(event: DragEvent): void {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    clearTimeout(timer)
    over.value = false
    const file = may() ? onlyOne(event.dataTransfer.files) : null
    if (file) take(file)
  }
  onMounted(() => {
    window.addEventListener('dragover', drag)
    window.addEventListener('drop', drop)
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    window.removeEventListener('dragover', drag)
    window.removeEventListener('drop', drop)
  })
  return over
}
