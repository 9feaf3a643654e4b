// Forms and grids by keys alone, on the sample: Enter through a form, what is taken over, the record beside, the month, the
// preview; and what a narrow and a wide window show.
import assert from 'node:assert/strict'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { drawerClosed, go, pageDrawn } from './screens.js'

export function chapters(window) {
  const focused = (name) => eventually(`the focus is on ${name}`, async () => (await window.focused()) === name)
  const enter = async (name) => {
    await window.keys(Key.ENTER)
    await focused(name)
  }
  const closed = () => drawerClosed(window)
  const says = (what, work) => eventually(what, work)
  const visible = (selector) =>
    window.script(
      "const e = document.querySelector(arguments[0]); return e !== null && getComputedStyle(e).visibility === 'visible'",
      selector,
    )

  return {
    async 'a form is filled by keys alone'() {
      await window.size(1366, 768)
      await go(window, 'people', 'staff')
      await window.keys(Key.chord(Key.CONTROL, 'n'))
      await focused('field-name')
      const fits = () =>
        window.script("const e = document.querySelector('.record-body'); return [e.scrollHeight, e.clientHeight]")
      const [needs, has] = await fits()
      assert.ok(needs <= has, `a person fits without scrolling: ${needs} of ${has} px`)
      await says('what usually repeats is taken over, marked', () => window.shows('carried-category'))
      await says('and said', async () => /^沿用的 \d 处照所示保存$/.test(await window.text('form-state')))
      await window.screen('form-person')
      await window.keys('赵雩')
      await enter('field-id_type')
      await window.keys(Key.ARROW_DOWN)
      await says('the choice is open', () =>
        window.script("return document.querySelector('#field-id_type').getAttribute('aria-expanded') === 'true'"),
      )
      await window.keys(Key.ESCAPE)
      await says('Escape closes the choice', () =>
        window.script("return document.querySelector('#field-id_type').getAttribute('aria-expanded') === 'false'"),
      )
      assert.ok(await window.shows('drawer'), 'and only the choice')
      await window.pick('field-id_type', 'option-id_type-passport')
      await enter('field-id_number')
      await says('the help is that of a passport', async () =>
        /^护照/.test(await window.script("return document.querySelector('#hint-id_number').innerText")),
      )
      await says('help stands below the field that has the focus', () => visible('#hint-id_number'))
      await says('and below no other', async () => !(await visible('#hint-mobile')))
      await window.screen('form-hint')
      await window.keys('E12345678')
      await enter('field-sex')
      await enter('field-born_on')
      await window.keys('19920913')
      await enter('field-mobile')
      await says('how the day was understood', () => visible('#echo-born_on'))
      await enter('field-category')
      assert.ok(await window.shows('carried-category'), 'to come by is not yet to accept')
      await enter('field-department')
      await says('Enter accepts it', async () => !(await window.shows('carried-category')))
      await enter('field-post')
      await enter('field-joined_on')
      await enter('field-consent')
      await enter('field-consent_on')
      await enter('save')
      await window.click('form-more')
      await window.find('field-emergency_contact')
      await window.screen('form-more')
      await window.keys(Key.ESCAPE)
      await window.click('ask-yes')
      await closed()
    },

    async 'a form is saved and the next one begins where it was'() {
      await go(window, 'places', 'places')
      await window.click('ledger-new')
      await window.type('field-name', '二楼谈心室')
      await window.pick('field-kind', 'option-kind-office')
      await window.click('save-again')
      await says('the next one', async () => (await window.shown('field-name')) === '')
      await focused('field-name')
      await window.click('cancel')
      await closed()
      await go(window, 'places', 'cleaning_plans')
      await window.click('ledger-new')
      await window.seek('field-place', '二楼', '二楼谈心室')
      await window.pick('field-task', 'option-task-disinfect')
      await window.type('field-times_per_day', '1', { leave: true })
      await window.type('field-from_on', '2021-08-23', { leave: true })
      await says('how many days become gaps is told before', async () =>
        /过去有 \d+ 天会成为缺记/.test(await window.text('warning-from_on')),
      )
      await window.screen('form-plan')
      await window.click('cancel')
      await window.click('ask-yes')
      await closed()
      await window.keys(Key.chord(Key.CONTROL, 'z'))
    },

    async 'the record beside is one arrow away'() {
      await go(window, 'people', 'staff')
      await window.click('row-0')
      const title = () => window.script("return document.querySelector('.drawer-head h2').innerText")
      await says('a record', async () => (await title()) !== '')
      const first = await title()
      assert.ok(!(await (await window.find('record-previous')).isEnabled()), 'nothing before the first')
      await window.keys(Key.ARROW_DOWN)
      await says('the next record', async () => (await title()) !== first && (await title()) !== '')
      await window.screen('form-beside')
      await window.keys(Key.ARROW_UP)
      await says('back again', async () => (await title()) === first)
      await enter('field-name')
      await window.keys(Key.ARROW_DOWN)
      assert.equal(await title(), first, 'in a field an arrow is the field’s')
      await window.keys(Key.ESCAPE)
      await closed()
    },

    async 'the month is one stop of Tab'() {
      await go(window, 'places', 'disinfections')
      await window.click('tab-month')
      await window.find('month')
      const stops = await window.script('return document.querySelectorAll(\'.month-box [tabindex="0"]\').length')
      assert.equal(stops, 1, 'one stop')
      await window.script('document.querySelector(\'.month-box [tabindex="0"]\').focus()')
      const at = () => window.script('return document.activeElement.dataset.at')
      assert.equal(await at(), '0/30', 'Tab comes to today')
      assert.match(await window.script("return document.querySelector('.month-table thead .today').innerText"), /31\s*今天/)
      for (const [key, place] of [
        [Key.ARROW_DOWN, '1/30'],
        [Key.ARROW_LEFT, '1/29'],
        [Key.HOME, '1/0'],
        [Key.END, '1/30'],
      ]) {
        await window.keys(key)
        await says(place, async () => (await at()) === place)
      }
      const today = await window.script('return [document.activeElement.innerText, document.activeElement.className]')
      assert.ok(!/缺/.test(today[0]) && !/bad/.test(today[1]), `today is no gap: ${today}`)
      await window.screen('month-today')
      await window.keys(Key.ENTER)
      await window.find('drawer')
      assert.equal(await window.shown('field-done_on'), '2021-08-31')
      await window.click('cancel')
      await closed()
      await says('the focus is back in the grid', async () => (await at()) === '1/30')
    },

    async 'the preview turns by its keys'() {
      await window.click('print')
      await pageDrawn(window)
      await window.pick('print-form', 'print-form-list')
      await says('several pages', async () => /第 1 \/ ([2-9]|\d\d)/.test(await window.text('print-page')))
      const top = () => window.script("return document.querySelector('[data-test=print-preview]').scrollTop")
      await window.script("document.querySelector('[data-test=print-preview]').focus()")
      let before = 0
      for (const [key, goes] of [
        [Key.PAGE_DOWN, (now) => now > before],
        [Key.END, (now) => now > before],
        [Key.PAGE_UP, (now) => now < before],
        [Key.HOME, (now) => now === 0],
      ]) {
        await window.keys(key)
        await says('the preview turned', async () => goes(await top()))
        before = await top()
      }
      await window.keys(Key.ESCAPE)
      await window.find('screen-disinfections')
    },

    async 'a narrow list keeps how everybody stands'() {
      await window.size(1024, 680)
      await go(window, 'people', 'staff')
      await says('the state of vaccination', async () =>
        /疫苗接种/.test(await window.script("return document.querySelector('.el-table-v2__header').innerText")),
      )
      assert.doesNotMatch(await window.text('table'), /没有列出：[^\n]*疫苗接种/)
      await window.screen('narrow-staff')
      await window.click('row-0')
      await window.find('drawer')
      await window.screen('narrow-form')
      await window.click('drawer-close')
      await closed()
      await window.size(1366, 768)
    },
  }
}
