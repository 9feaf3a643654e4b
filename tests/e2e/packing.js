// 迎检包 of the sample: made and kept, written to a stick, and printed again as it was.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from './driver.js'
import { go } from './screens.js'

export function chapters(window, at) {
  return {
    async 'the inspection pack is made, written to a stick and kept'() {
      await window.size(1366, 768)
      await go(window, 'inspection', 'pack')
      await window.find('packs-none')
      await window.screen('pack-empty')
      await window.type('pack-from', '2021-09-01', { leave: true })
      await window.click('pack-make')
      await eventually('days out of order are told', () => window.says('pack-problem', '起始日期晚于截止日期'))
      await window.type('pack-from', '2021-06-01', { leave: true })
      await window.click('pack-make')
      await window.find('pack-made')
      const number = await window.text('pack-number')
      assert.match(number, /^[0-9a-f]{8}$/)
      assert.match(await window.text('pack-parts'), /二十条对照表[^]*缺口清单[^]*签字盖章/)
      await window.find(`pack-again-${number}`)
      await window.screen('pack-made')
      assert.deepEqual(await window.overflowing(), [])
      const stick = at('检查用U盘')
      mkdirSync(stick, { recursive: true })
      window.answer(stick)
      await window.click('pack-folder')
      await eventually('it may be unplugged', () => window.says('pack-folder-done', '可以拔出U盘'))
      await window.screen('pack-folder')
      const [folder] = readdirSync(stick)
      assert.ok(folder?.endsWith(number), folder)
      const list = readFileSync(join(stick, folder, '清单.txt'), 'utf8')
        .trim()
        .split('\r\n')
      assert.ok(list.length > 10 && list.every((line) => existsSync(join(stick, folder, line.slice(66)))))
      await window.size(1024, 680)
      await window.screen('pack-small')
      assert.deepEqual(await window.overflowing(), [])
      await window.size(1366, 768)
      await window.click(`pack-again-${number}`)
      await eventually('it is said to be the same', () => window.says('notice-good', '与当时逐字相同'))
      await window.click('pack-attachments')
      await window.click('pack-names')
      await window.click('pack-make')
      await eventually('another one is made', async () => {
        return (await window.shows('pack-made')) && (await window.text('pack-number')) !== number
      })
      const other = await window.text('pack-number')
      await window.find(`pack-again-${other}`)
      await window.click(`pack-choose-${number}`)
      await window.click(`pack-choose-${other}`)
      await window.click('pack-compare')
      await eventually('what is compared is the same', () => window.says('pack-compared', '比较的内容都相同'))
      await window.screen('pack-compared')
      assert.deepEqual(await window.overflowing(), [])
    },
  }
}
