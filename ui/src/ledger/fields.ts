/// The inputs of a form on the page: the one of a column, and the one after another.

/** The input of the column `name`. */
export function inputOf(body: HTMLElement | undefined, name: string): HTMLElement | null {
  const field = body?.querySelector<HTMLElement>(`#field-${name}`) ?? null
  return field === null || field.matches('input, textarea') ? field : field.querySelector<HTMLElement>('input')
}

/** Gives the focus to the input after `from`, as Enter does. */
export function focusAfter(body: HTMLElement | undefined, from: EventTarget | null): void {
  const inputs = [
    ...(body?.querySelectorAll<HTMLElement>('.field input:not([readonly]):not([type=checkbox]), .field textarea') ?? []),
  ]
  inputs[inputs.findIndex((input) => input === from) + 1]?.focus()
}
