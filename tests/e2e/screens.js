// What every script does on the screens in the same way: going to one, finding a row, writing a recovery code down.
// Owns the names of what is common to them. Asserts nothing; what a screen should say its story knows.
import { eventually } from './driver.js'

/** Opens the screen called `name`, which stands in the group of the menu. */
export async function go(window, group, name) {
  await unfolded(window, group, name)
  await window.click(`nav-${name}`)
  await window.find(`screen-${name}`)
}

/** Has the entry `name` of the menu in view, under 更多 too. */
export async function unfolded(window, group, name, press = (entry) => window.click(entry)) {
  const there = () => window.shows(`nav-${name}`)
  if (await there()) return
  await press(`nav-group-${group}`)
  await eventually(`the group ${group}`, async () => (await there()) || (await window.shows('nav-more')))
  if (!(await there())) await press('nav-more')
}

/** Takes the last step back by its key; a key that the display lost is pressed again, one that was heard is not. */
export async function takeBack(window) {
  for (let turn = 0; turn < 5; turn++) {
    await window.keys('\uE009', 'z', '\uE000')
    for (let wait = 0; wait < 40; wait++) {
      if (await window.says('notice-good', '已撤销')) return
      await new Promise((rest) => setTimeout(rest, 200))
    }
  }
  throw new Error('nothing was taken back')
}

/** The first element matching `selector` whose text holds `text`. */
export function holding(window, selector, text) {
  return eventually(`${text} in ${selector}`, () =>
    window.script(
      'return [...document.querySelectorAll(arguments[0])].find((e) => e.innerText.includes(arguments[1])) ?? null',
      selector,
      text,
    ),
  )
}

/** Opens the row of a list that holds `text`. A list that is drawn anew meanwhile is looked at again. */
export function openRow(window, text) {
  return eventually(`a row with ${text} takes a click`, async () => {
    await (await holding(window, '.el-table-v2__row', text)).click()
    return true
  })
}

/** Opens what a form has under 更多, where that is closed. */
export async function allFields(window) {
  if (await window.shows('form-more')) await window.click('form-more')
}

export function drawerClosed(window) {
  return eventually('the drawer is gone', async () => !(await window.shows('drawer')) && !(await window.shows('person-doses')))
}

/** Waits for the preview of a form. */
export function pageDrawn(window) {
  return eventually('a page', () => window.script("return document.querySelector('[data-test=print-preview] svg path') !== null"))
}

/** The groups of the recovery code, as they are shown. */
export function recoveryGroups(window) {
  return eventually('the recovery code', async () => {
    const shown = []
    for (let group = 1; group <= 13; group += 1) shown.push(await window.text(`recovery-group-${group}`))
    return shown
  })
}

/** Which groups of it are asked for, counted from 1. */
export function groupsAskedFor(window) {
  return window.script(
    "return [...document.querySelectorAll('label')].map((l) => l.textContent.match(/第\\s*(\\d+)\\s*组/)?.[1]).filter(Boolean).map(Number)",
  )
}

/** Types the groups that are asked for and ends the step. */
export async function confirmRecovery(window, groups) {
  for (const [index, group] of (await groupsAskedFor(window)).entries())
    await window.type(`setup-group-${index + 1}`, groups[group - 1])
  await window.click('setup-finish')
}
