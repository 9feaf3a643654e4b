// Several people at once, and one person with everything: ticks in the list, one act as one step, who is left out and why; the
// page of one person, her tabs, her papers.
import assert from 'node:assert/strict'
import { Key } from 'selenium-webdriver'
import { existsSync } from 'node:fs'
import { eventually } from './driver.js'
import { paper } from './sample.js'
import { drawerClosed, go, holding, pageDrawn, takeBack } from './screens.js'

export function chapters(window, at) {
  const roster = async () => {
    await go(window, 'people', 'staff')
    await eventually('people', async () => /共 [1-9]/.test(await window.text('total')))
  }
  const chosen = (text) => eventually(`chosen: ${text}`, async () => (await window.text('marked-count')).includes(text))
  /** The list itself has the focus, and no row is opened by it. */
  const focusList = () => window.script("document.querySelector('[data-test=table]').focus()")
  const tick = async (row, shift = false) => {
    await eventually(`a tick at ${row}`, async () => {
      const box = await window.find(`mark-${row}`)
      if (!shift) await box.click()
      else await window.script("arguments[0].dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }))", box)
      return true
    })
  }
  const openPerson = async (row) => {
    await focusList()
    await window.keys(Key.HOME)
    for (let at = 0; at < row; at += 1) await window.keys(Key.ARROW_DOWN)
    await window.keys(Key.ENTER)
    await window.find('screen-person')
  }

  return {
    async 'rows ticked by mouse and by keys alone'() {
      await window.size(1366, 768)
      await roster()
      await tick(0)
      await chosen('已选 1 人')
      await tick(3, true)
      await chosen('已选 4 人')
      assert.ok(!(await window.shows('drawer')), 'ticking opens nothing')
      await window.screen('people-ticked')
      assert.deepEqual(await window.overflowing(), [])
      await window.keys(Key.ESCAPE)
      await eventually('no tick is left', async () => !(await window.shows('marked-bar')))
      await focusList()
      await window.keys(Key.HOME)
      await window.keys(Key.SPACE)
      await chosen('已选 1 人')
      await window.keys(Key.chord(Key.CONTROL, 'a'))
      const total = (await window.text('total')).match(/\d+/)[0]
      await chosen(`已选 ${total} 人`)
      await window.type('ledger-search', '单')
      await chosen('不在现在的列表里')
      await window.type('ledger-search', ' ')
      await eventually('all are in sight again', async () => !(await window.text('marked-count')).includes('不在'))
      await go(window, 'people', 'leaves')
      await roster()
      await chosen(`已选 ${total} 人`)
      await window.size(1024, 680)
      await window.screen('people-ticked-narrow')
      assert.deepEqual(await window.overflowing(), [])
      await window.size(1366, 768)
      await window.click('marked-clear')
      await eventually('no tick is left', async () => !(await window.shows('marked-bar')))
    },

    async 'an act is one step, and names whom it leaves out before it writes'() {
      await roster()
      await tick(0)
      await tick(2, true)
      await chosen('已选 3 人')
      await window.click('act-vaccinate')
      await window.find('act-dialog')
      await window.seek('field-product', '科兴', '科兴')
      await window.type('field-given_on', '8-30', { leave: true })
      await eventually('how the day was understood', () => window.says('act-dialog', '即 2021-08-30'))
      await window.screen('act-dose')
      await window.click('save')
      await eventually('it is told or done', async () => (await window.shows('act-told')) || !(await window.shows('act-dialog')))
      if (await window.shows('act-told')) {
        await window.screen('act-told')
        await window.click('save')
      }
      await eventually('the dialog is gone', async () => !(await window.shows('act-dialog')))
      await eventually('undo names the act', async () =>
        /人员名册：登记接种 \d 条|疫苗接种：登记接种/.test(await window.text('undo')),
      )
      if (await window.shows('marked-clear')) await window.click('marked-clear')
      // Once more on the same day: nobody gets a second dose, and each is named.
      await tick(0)
      await tick(2, true)
      await chosen('已选 3 人')
      await window.click('act-vaccinate')
      await window.seek('field-product', '科兴', '科兴')
      await window.type('field-given_on', '2021-08-30', { leave: true })
      await window.click('save')
      await window.find('act-told')
      await eventually('nobody is left', () => window.says('act-told', '3 人做不了'))
      await window.screen('act-refused')
      assert.ok(!(await window.shows('save')), 'there is nothing to go on with')
      await window.click('act-cancel')
      await eventually('the dialog is gone', async () => !(await window.shows('act-dialog')))
      await window.keys(Key.ESCAPE)
      await focusList()
      await window.keys(Key.chord(Key.CONTROL, 'z'))
      await eventually('one undo takes them back', async () => !/登记接种/.test(await window.text('undo')))
    },

    async 'those ticked on paper, and no others'() {
      await roster()
      await tick(0)
      await tick(1)
      await chosen('已选 2 人')
      await window.click('marked-print')
      await pageDrawn(window)
      await eventually('two on paper', async () => (await window.text('print-figures')).includes('2 条'))
      await window.pick('print-form', 'print-form-person')
      await eventually('two papers', async () => (await window.text('screen-print')).includes('一人一档'))
      await pageDrawn(window)
      await window.screen('print-two')
      await window.click('print-back')
      await chosen('已选 2 人')
      await window.keys(Key.ESCAPE)
    },

    async 'two entries of one person become one, and one undo parts them'() {
      await window.size(1366, 768)
      await roster()
      await tick(0)
      await tick(1)
      await chosen('已选 2 人')
      const total = await window.text('total')
      await window.click('marked-merge')
      await window.find('merge-keep')
      await window.screen('merge')
      assert.deepEqual(await window.overflowing(), [])
      await window.click('merge-yes')
      await eventually('nothing is chosen for her', () => window.says('merge-state', '没有选'))
      await window.screen('merge-open')
      await window.script(
        "document.querySelectorAll('[data-test=merge-dialog] input[value=keep], [data-test=merge-same-person]').forEach((one) => one.click())",
      )
      await eventually('all is chosen', () => window.says('merge-state', '都选好了'))
      await window.click('merge-yes')
      await eventually('they are one', async () => !(await window.shows('merge-dialog')))
      await eventually('the list has one less', async () => (await window.text('total')) !== total)
      await eventually('undo names the one that went', async () => /人员名册：并入第 \d+ 号/.test(await window.text('undo')))
      await window.screen('merged')
      await focusList()
      await takeBack(window)
      await eventually('both are there again', async () => (await window.text('total')) === total)
      if (await window.shows('marked-clear')) await window.click('marked-clear')
      await window.size(1440, 900)
    },

    async 'one person with everything that names her'() {
      await roster()
      await window.click('row-2')
      await window.find('record-person')
      await window.screen('person-drawer')
      assert.deepEqual(await window.overflowing(), [])
      await window.click('record-person')
      await window.find('screen-person')
      await window.keys(Key.ESCAPE)
      await window.find('screen-staff')
      await eventually('a double click leads to a page too', async () => {
        await window.driver
          .actions()
          .doubleClick(await window.find('row-3'))
          .perform()
        return eventually('the page', () => window.shows('screen-person'), 3000)
      })
      await window.keys(Key.ESCAPE)
      await window.find('screen-staff')
      await openPerson(1)
      const name = (await window.text('person-name')).split('\n')[0].trim()
      await window.screen('person')
      assert.deepEqual(await window.overflowing(), [])
      assert.match(await window.text('person-card'), /\*{4}/, 'her number is masked')
      await window.click('tab-vaccinations')
      await window.screen('person-doses')
      await window.click('tab-leaves')
      await window.click('person-new')
      await window.find('drawer')
      await eventually('the person is given', async () => (await window.shown('field-staff')).length > 0)
      await window.screen('person-new-leave')
      await window.click('cancel')
      await eventually('the drawer is gone, asked about or not', async () => {
        if (await window.shows('ask-yes')) await window.click('ask-yes')
        return !(await window.shows('drawer'))
      })
      await window.click('person-posting')
      await window.find('drawer')
      await eventually('her posting', async () => (await window.shown('field-category')).length > 0)
      await window.click('drawer-close')
      await drawerClosed(window)
      await window.keys(Key.chord(Key.CONTROL, 'p'))
      await pageDrawn(window)
      await eventually('her papers', async () => (await window.text('print-figures')).includes('1 条'))
      await window.screen('print-person')
      window.answer(at('一人一档'))
      await window.click('print-save')
      await eventually('the PDF', () => existsSync(at('一人一档.pdf')))
      const written = paper(at('一人一档.pdf'))
      assert.ok(written.includes('任职') && written.includes('疫苗接种'))
      await window.click('print-back')
      await window.find('screen-person')
      await window.size(1024, 680)
      await window.screen('person-narrow')
      assert.deepEqual(await window.overflowing(), [])
      await window.size(1366, 768)
      await window.keys(Key.ESCAPE)
      await window.find('screen-staff')
      await window.keys(Key.chord(Key.CONTROL, 'k'))
      await window.type('search-text', name.slice(0, 2))
      await holding(window, '#hits li', '人员名册')
      await window.keys(Key.ENTER)
      await eventually(
        'search leads to a page',
        async () => (await window.shows('screen-person')) || (await window.shows('drawer')),
      )
      await window.click('nav-home')
      await window.find('screen-home')
      await window.size(1440, 900)
    },
  }
}
