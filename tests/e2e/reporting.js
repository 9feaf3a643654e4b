// 报送 on the sample: figures told and opened, frozen, printed, handed over as a sheet and a package, corrected after they went.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { eventually } from './driver.js'
import { go } from './screens.js'

export function chapters(window, at, program) {
  return {
    async 'a report is reckoned, and its figures lead to their records'() {
      await window.size(1366, 768)
      await go(window, 'inspection', 'report')
      await window.find('report-register')
      await window.screen('report-empty')
      await window.type('report-from', '2021-09-01', { leave: true })
      await window.type('report-to', '2021-08-20', { leave: true })
      await window.click('report-reckon')
      await eventually('days out of order are told', () => window.says('report-problem', '起始日期晚于截止日期'))
      await window.type('report-from', '2021-08-20', { leave: true })
      await window.click('report-reckon')
      await window.find('report-table')
      assert.match(await window.text('report-figure-health.made'), /测温[^]*\d+\/\d+[^]*次/)
      await window.screen('report-draft')
      assert.deepEqual(await window.overflowing(), [])
      await (await window.find('report-figure-people.total')).findElement({ css: 'button' }).then((button) => button.click())
      await window.find('screen-staff')
      await go(window, 'inspection', 'report')
    },

    async 'it is frozen, printed, and handed over as a sheet and a package'() {
      await window.type('report-to', '2021-08-20', { leave: true })
      await window.click('report-reckon')
      await window.find('report-table')
      await window.click('report-freeze')
      await window.click('report-freeze-yes')
      await eventually('who it is for is asked', async () => /报给/.test(await window.text('report-draft')))
      await window.pick('report-recipient', 'option-recipient-registrar')
      await window.type('report-by', '王龚', { leave: true })
      await window.screen('report-freezing')
      await window.click('report-freeze-yes')
      await eventually('it is told', () => window.says('notice-good', '已定稿，编号'))
      await window.screen('report-frozen')
      assert.deepEqual(await window.overflowing(), [])
      const [entry] = await window.script(
        "return [...document.querySelectorAll('[data-test^=report-package-]')].map((e) => e.dataset.test.slice(15))",
      )
      window.answer(at('数字.xlsx'))
      await window.click(`report-xlsx-${entry}`)
      await eventually('the sheet is there', () => existsSync(at('数字.xlsx')))
      const folder = at('报送包')
      mkdirSync(folder, { recursive: true })
      window.answer(folder)
      await window.click(`report-package-${entry}`)
      await eventually('the package is there', () => readdirSync(folder).some((name) => name.endsWith('.tzb')))
      const [name] = readdirSync(folder)
      const cli = join(dirname(program), 'taizhang-cli')
      const told = execFileSync(cli, ['package', 'verify', join(folder, name), '--json'], { encoding: 'utf8' })
      assert.equal(JSON.parse(told).payload.kind, 'daily')
      assert.equal(JSON.parse(told).fingerprint, await window.text('report-key'))
      await window.click(`report-print-${entry}`)
      await window.find('screen-print')
      await window.screen('report-print')
    },
  }
}
