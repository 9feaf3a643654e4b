// Lists as she has them: numbers that show what they count, her columns and views; a print in one step, several forms as one; a
// known file that waits at its password. The file is the sample; a copy of it with a password is the last one.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { go, pageDrawn } from './screens.js'
import { paper } from './sample.js'

const PASSWORD = '再来一个-密码-2021'
const SIZES = [
  [1366, 768],
  [1024, 680],
  [1920, 1080],
]

export function chapters(window, at) {
  const count = async (name, pattern) => Number((await window.text(name)).match(pattern)?.[1] ?? Number.NaN)
  const total = async () => Number((await window.text('total')).match(/共 ([\d,]+) 条/)?.[1].replace(',', '') ?? Number.NaN)
  const pressed = (name) =>
    window.script('return document.querySelector(`[data-test=${CSS.escape(arguments[0])}]`)?.ariaPressed === "true"', name)
  const rows = (number) => eventually(`${number} rows`, async () => (await total()) === number)
  const headings = () =>
    // The column of ticks has none.
    window.script(
      "return [...document.querySelectorAll('.el-table-v2__header-cell')].map((cell) => cell.innerText.trim()).filter((text) => text !== '')",
    )
  const shown = () => {
    const list = at('shown.txt')
    return existsSync(list) ? readFileSync(list, 'utf8').trim().split('\n') : []
  }

  return {
    async 'a number above a list shows what it counts'() {
      await window.size(...SIZES[0])
      await go(window, 'people', 'staff')
      await window.find('row-0')
      const all = await total()
      for (const name of ['figure-staff.left', 'view-staff.no_notice']) {
        const number = await count(name, /(\d+)/)
        assert.ok(number > 0 && number < all, `${name} counts some: ${number} of ${all}`)
        await window.click(name)
        await rows(number)
        assert.ok(await pressed(name))
      }
      await window.screen('figure')
      await window.click('filter-clear')
      await rows(all)
      await go(window, 'people', 'vaccinations')
      const overdue = await count('figure-vaccinations.overdue', /(\d+)/)
      await window.click('figure-vaccinations.overdue')
      await rows(overdue)
      await window.screen('figure-doses')
      await window.click('figure-vaccinations.overdue')
      await eventually('all of them again', async () => (await total()) > overdue)
    },

    async 'a view under her name, and columns in her order, kept in the file'() {
      await go(window, 'people', 'staff')
      await window.find('row-0')
      await window.click('view-staff.no_notice')
      await window.click('view-save')
      await window.type('ask-reason', '要补告知')
      await window.click('ask-yes')
      await eventually('the chip', () => window.says('own-view-0', '要补告知'))
      await window.click('filter-clear')
      const before = await headings()
      await window.click('columns')
      await window.find('columns-panel')
      await window.click('column-emergency_contact')
      await eventually('another column', async () => (await headings()).includes('紧急联系人'))
      await eventually('the handle has the focus', async () => {
        await window.script("document.querySelector('[data-test=column-move-emergency_contact]').focus()")
        return (await window.focused()) === 'column-move-emergency_contact'
      })
      for (const [key, place] of [
        [Key.ARROW_DOWN, 2],
        [Key.ARROW_UP, 1],
      ]) {
        await window.keys(key)
        await eventually(`place ${place}`, async () => (await headings())[place] === '紧急联系人')
        await eventually('the handle keeps the focus', async () => (await window.focused()) === 'column-move-emergency_contact')
      }
      await window.screen('columns')
      await window.keys(Key.ESCAPE)
      await eventually('the choice is closed', async () => !(await window.shows('columns-panel')))
      const mine = await headings()
      assert.equal(mine[1], '紧急联系人')
      await window.click('nav-group-data')
      await window.click('nav-settings')
      await window.click('file-close')
      await window.click('setup-open-last')
      await window.find('organisation')
      await go(window, 'people', 'staff')
      await eventually('her columns are back', async () => (await headings()).join() === mine.join())
      const number = await count('view-staff.no_notice', /(\d+)/)
      await window.click('own-view-0')
      await rows(number)
      await window.screen('own-view')
      await window.click('own-view-drop-0')
      await window.click('ask-yes')
      await eventually('the chip is gone', async () => !(await window.shows('own-view-0')))
      await window.click('columns')
      await window.click('columns-reset')
      await eventually('the columns of the program', async () => (await headings()).join() === before.join())
      await window.click('columns-close')
      await window.click('filter-clear')
    },

    async 'state columns stay and no day breaks at any size'() {
      for (const size of SIZES) {
        await window.size(...size)
        for (const [group, name, state] of [
          ['people', 'staff', '疫苗接种'],
          ['people', 'travels', ''],
        ]) {
          await go(window, group, name)
          await window.find('row-0')
          await eventually(`${name} shows ${state} at ${size[0]}`, async () =>
            (await headings()).some((text) => text.includes(state)),
          )
          const broken = await window.script(
            `return [...document.querySelectorAll('.el-table-v2__row .cell')]
              .filter((cell) => /\\d{4}-\\d\\d-\\d\\d/.test(cell.textContent) && getComputedStyle(cell).whiteSpace !== 'nowrap')
              .map((cell) => cell.textContent)`,
          )
          assert.deepEqual(broken, [])
          assert.deepEqual(await window.overflowing(), [], `${name} fits ${size[0]}`)
          await window.screen(`${name}-${size[0]}`)
        }
      }
      await window.size(...SIZES[0])
    },

    async 'several forms in one step, without a dialog'() {
      await go(window, 'people', 'staff')
      await window.click('print')
      await pageDrawn(window)
      await window.click('print-together')
      await window.click('print-form')
      await window.click('print-form-blank')
      await eventually('both of them', async () => (await window.text('screen-print')).includes('（空白）'))
      await window.keys(Key.ESCAPE)
      await pageDrawn(window)
      await window.screen('print-together')
      const pages = await count('print-figures', /(\d+) 页/)
      const before = shown().length
      await window.click('print-open')
      const place = await eventually('the viewer is asked for', () => shown()[before])
      assert.equal(dirname(place).split('/').at(-1), '打印件')
      const text = paper(place).replace(/\s+/g, '')
      assert.ok(pages > 1)
      for (let page = 1; page <= pages; page += 1)
        assert.ok(text.includes(`第${page}页共${pages}页`), `page ${page} of ${pages} says so`)
      await eventually('the message', () => window.says('notice-good', '锁定或关闭时删掉'))
      await window.screen('printed')
      await window.click('notice-folder')
      await eventually('its folder', () => shown().at(-1) === dirname(place))
      window.answer(at('名册两种'))
      await window.click('print-save')
      await eventually('saved under a name', () => existsSync(at('名册两种.pdf')))
      await window.click('notice-open')
      await eventually('and opened', () => shown().at(-1) === at('名册两种.pdf'))
      await window.click('print-back')
      await window.click('nav-group-data')
      await window.click('nav-settings')
      await window.click('file-close')
      await window.find('setup-open-last')
      assert.ok(!existsSync(place), 'nothing of it is left beside a closed file')
      assert.ok(existsSync(at('名册两种.pdf')), 'what she saved is hers')
      await window.screen('start-again')
    },

    async 'the file opened last waits at its password'() {
      // Made past the screens: how they make one is told elsewhere.
      const file = { place: null, organisation: { name: '示例分部', form: 'service_body' }, password: PASSWORD }
      const { groups, ask } = await window.command('file_prepare', { file })
      await window.command('file_confirm', { answers: ask.map((number) => groups[number - 1]) })
      await window.close()
      await window.again()
      await window.size(...SIZES[0])
      await eventually('the password has the focus', async () => (await window.focused()) === 'unlock-password')
      await window.screen('start-password')
      assert.ok(await window.shows('recent-0'), 'the others are listed')
      assert.ok((await window.text('unlock-file')).includes('示例分部'))
      await window.keys(PASSWORD, Key.ENTER)
      await eventually('it is open', () => window.says('organisation', '示例分部'))
    },
  }
}
