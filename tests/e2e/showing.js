// The screen shown to somebody who inspects: nothing is written or shown whole, and only the password ends it.
import assert from 'node:assert/strict'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { go } from './screens.js'

/** The sample has no password: it is the organisation's name that ends it. */
export function chapters(window) {
  return {
    async 'the screen is shown to an inspector, and only the name of the organisation ends that'() {
      await window.size(1366, 768)
      await go(window, 'people', 'staff')
      await window.find('ledger-new')
      const name = (await window.text('organisation')).split('·')[0].trim()
      await window.keys(Key.F11)
      await window.find('showing')
      await window.find('screen-articles')
      assert.ok(!(await window.shows('articles-settings')), 'nothing is set')
      await window.screen('showing')
      await go(window, 'people', 'staff')
      assert.ok(!(await window.shows('ledger-new')), 'nothing is added')
      await window.find('table')
      await window.screen('showing-list')
      await assert.rejects(
        window.command('record_unmask', { ledger: 'staff', id: '1', purpose: '看', recipient: '我' }),
        /showing/,
      )
      await assert.rejects(window.command('undo'), /showing/)
      await window.click('showing-end')
      await window.type('showing-answer', '别的单位')
      await window.keys(Key.ENTER)
      await eventually('another name is none', () => window.says('showing-wrong', '不符'))
      await window.screen('showing-end')
      await window.type('showing-answer', name)
      await window.keys(Key.ENTER)
      await eventually('it has ended', async () => !(await window.shows('showing')))
      await go(window, 'people', 'staff')
      await window.find('ledger-new')
      await window.size(1440, 900)
    },
  }
}
