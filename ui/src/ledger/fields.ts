/// The inputs of a form on the page: the one of a column, and where Enter leads from one.
import { composing } from '../shared/keyboard'

/** The input of the column `name`. */
export function inputOf(body: HTMLElement | undefined, name: string): HTMLElement | null {
  const field = body?.querySelector<HTMLElement>(`#field-${name}`) ?? null
  return field === null || field.matches('input, textarea') ? field : field.querySelector<HTMLElement>('input')
}

/** What Enter stops at: what can be filled, of a group of boxes the first, and what saves. */
function stops(body: HTMLElement): HTMLElement[] {
  const fillable = [...body.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('.field input, .field textarea')].filter(
    (input) =>
      !input.disabled &&
      (!input.readOnly || input.getAttribute('role') === 'combobox') &&
      (input.closest('.el-checkbox-group')?.querySelector('input') ?? input) === input,
  )
  const save = body.closest('form')?.querySelector<HTMLElement>('[data-test=save]')
  return save ? [...fillable, save] : fillable
}

/** Gives the focus to what follows `from`, as Enter does; past the last field it is what saves. */
export function focusAfter(body: HTMLElement | undefined, from: EventTarget | null): void {
  if (!body || !(from instanceof HTMLElement)) return
  const group = from.closest('.el-checkbox-group')
  const next = stops(body).find(
    (stop) =>
      (from.compareDocumentPosition(stop) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 && (group === null || !group.contains(stop)),
  )
  next?.focus()
}

/** Enter in a field goes on to the next one: from a closed choice at once, from an open one once it has taken what is marked
    there. Lines of a long text are the text's. To be heard before the fields themselves hear it. */
export function enter(body: HTMLElement | undefined, event: KeyboardEvent): void {
  const from = event.target
  if (composing(event) || !(from instanceof HTMLInputElement)) return
  if (from.getAttribute('aria-expanded') === 'true') {
    setTimeout(() => {
      if (from.getAttribute('aria-expanded') !== 'true' || from.value === '') focusAfter(body, from)
    })
    return
  }
  event.preventDefault()
  event.stopPropagation()
  focusAfter(body, from)
}
