/// Focus for what is only just being drawn: the first key typed must not be lost to an opening dialog.

const FRAMES = 30

/** Focuses what `find` finds as soon as it can have the focus, looking once a frame. */
export function focusSoon(find: () => HTMLElement | null | undefined, frames = FRAMES): void {
  const element = find()
  element?.focus()
  if ((element && document.activeElement === element) || frames <= 0) return
  requestAnimationFrame(() => focusSoon(find, frames - 1))
}
