// Pictures kept with a record: dropped on its form, chosen in a dialog, shown, printed, removed and put back. At last a person is
// erased: what goes is told first, her name is typed, and what was done stands in a record of its own.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { eventually } from './driver.js'
import { drawerClosed, go, openRow, pageDrawn } from './screens.js'

const PICTURE = fileURLToPath(new URL('../../assets/docs/images/calculator.png', import.meta.url))
const OTHER = fileURLToPath(new URL('../../assets/docs/images/lock.png', import.meta.url))
const FORM = '[data-test=drawer] .record-form'

export function chapters(window) {
  const count = (wanted) =>
    eventually(`${wanted} attachments`, () =>
      window.script("return document.querySelectorAll('[data-test=attachment] img').length === arguments[0]", wanted),
    )
  const notThere = (name) => eventually(`${name} is gone`, async () => !(await window.shows(name)))

  return {
    async 'pictures are kept with a record'() {
      await window.size(1366, 768)
      await go(window, 'inspection', 'inspections')
      await openRow(window, '本单位')
      await window.find('attachments')
      await window.drop('照片.heic', '\0\0\0\x18ftypheic\0\0\0\0', false, FORM)
      await eventually('what to do instead', async () => (await window.text('attach-refused')).includes('兼容性最佳'))
      await window.screen('attachment-refused')
      await window.click('attach-cancel')
      await notThere('attach-dialog')
      await window.drop('现场.png', readFileSync(PICTURE), false, FORM)
      await window.find('attach-file')
      await window.click('attach-keep')
      await eventually('the day is asked for', async () => (await window.text('attach-problem')).includes('拍摄日期'))
      await window.type('attach-taken-on', '20210820')
      await window.type('attach-caption', '检查现场')
      await window.screen('attachment-new')
      await window.click('attach-keep')
      await notThere('attach-dialog')
      await count(1)
      window.answer(OTHER)
      await window.click('attach-add')
      await window.find('attach-file')
      await window.type('attach-taken-on', '20210821')
      await window.click('attach-keep')
      await notThere('attach-dialog')
      await count(2)
      await window.script("document.querySelector('[data-test=attachments]').scrollIntoView()")
      await window.screen('attachments')
      assert.deepEqual(await window.overflowing(), [])
    },

    async 'a picture opens large, is described, removed and put back'() {
      await window.click('attachment')
      await window.find('picture-large')
      await window.type('kept-caption', '检查现场，已整改', { leave: true })
      await eventually('it is called so below the picture', () => window.says('attachments', '检查现场，已整改'))
      await window.screen('attachment-large')
      await window.click('kept-remove')
      await notThere('picture-view')
      await count(1)
      await eventually('it can be taken back', async () => {
        if (await window.shows('notice-undo')) await window.click('notice-undo')
        return window.script("return document.querySelectorAll('[data-test=attachment] img').length === 2")
      })
    },

    async 'pictures stand behind the printed record'() {
      await window.click('record-print')
      await pageDrawn(window)
      await eventually('a page of pictures', () =>
        window.script(
          "document.querySelector('[data-test=print-preview]').scrollTo(0, 1e6); return document.querySelector('[data-test=print-preview] svg image') !== null",
        ),
      )
      await window.screen('attachments-printed')
      await window.click('print-back')
    },

    async 'a person is erased'() {
      await go(window, 'people', 'staff')
      await eventually('people', async () => /共 [1-9]/.test(await window.text('total')))
      const before = Number((await window.text('total')).match(/\d+/)[0])
      await window.type('ledger-search', '彭绍华')
      await eventually('she is found', async () => /共 1 条/.test(await window.text('total')))
      await openRow(window, '彭绍华')
      await window.click('record-person')
      await window.find('screen-person')
      await window.script("document.querySelector('[data-test=person-more] summary').click()")
      await window.click('person-erase')
      await window.find('erase-gone')
      await eventually('what goes is told', () => window.says('erase-gone', '人员名册'))
      await window.type('erase-basis', '本人申请')
      await window.type('erase-approved-by', '曾令仪')
      await window.type('erase-witness', '单守诚')
      await window.screen('erase')
      assert.ok(!(await (await window.find('erase-yes')).isEnabled()), 'nothing is erased before her name is typed')
      await window.type('erase-typed', '彭绍华')
      await window.click('erase-yes')
      await window.find('screen-destructions')
      await eventually('what was done', () => window.says('screen-destructions', '本人申请'))
      await window.screen('erased')
      await window.click('drawer-close')
      await drawerClosed(window)
      await go(window, 'people', 'staff')
      await window.type('ledger-search', ' ')
      await eventually('one fewer', async () => Number((await window.text('total')).match(/\d+/)?.[0]) === before - 1)
      await window.size(1440, 900)
    },
  }
}
