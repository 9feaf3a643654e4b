// What is in store, what falls on the days of a month, and a gathering step by step, on the sample.
import assert from 'node:assert/strict'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { drawerClosed, go, openRow, pageDrawn } from './screens.js'

const CTRL = (letter) => Key.chord(Key.CONTROL, letter)

export function chapters(window) {
  /** The line of a supply, by what it is called. */
  const line = (name) =>
    eventually(`a line of ${name}`, () =>
      window.script(
        "return [...document.querySelectorAll('[data-test=stock] > li')].find((one) => one.innerText.includes(arguments[0]))?.dataset.test.slice('stock-'.length) ?? null",
        name,
      ),
    )
  const home = async () => {
    await window.click('nav-home')
    await window.find('screen-home')
  }
  const undone = async (what, work) => {
    await window.keys(CTRL('z'))
    await eventually(what, work)
  }

  /** By the message that tells of it: with a form open, the key is about what is typed. */
  const toldBack = async (what, work) => {
    await window.click('notice-undo')
    await eventually(what, work)
  }

  return {
    async 'what comes in and goes out is two clicks away'() {
      await window.size(1366, 768)
      await go(window, 'activities', 'supplies')
      const masks = await line('医用外科口罩')
      await eventually('what there is', () => window.says(`stock-${masks}`, '1390'))
      for (const [name, state] of [
        ['75%酒精', '有过期'],
        ['84消毒液', '快到期'],
        ['一次性手套', '不足'],
        ['额温枪', '充足'],
      ])
        await eventually(`${name} is ${state}`, async () => window.says(`stock-${await line(name)}`, state))
      await window.screen('stock')
      assert.deepEqual(await window.overflowing(), [])
      await window.click(`out-${masks}`)
      await eventually('the supply is there', async () => (await window.shown('field-supply')).includes('医用外科口罩'))
      await eventually('what is done is there', async () => (await window.shown('field-kind')).includes('出库'))
      await window.type('field-quantity', '1400', { leave: true })
      await window.type('field-handler', '单守诚', { leave: true })
      await eventually('too much is said at its field', async () =>
        /只有 1390，不能出库 1400/.test(await window.text('problem-quantity')),
      )
      await window.screen('stock-below-zero')
      await window.type('field-quantity', '90', { leave: true })
      await eventually('the problem goes', async () => !(await window.shows('problem-quantity')))
      await window.click('save')
      await drawerClosed(window)
      await eventually('so much is left', () => window.says(`stock-${masks}`, '1300'))
      await undone('it is taken back', () => window.says(`stock-${masks}`, '1390'))
      await window.size(1440, 900)
    },

    async 'a count of everything is one step, and what is left blank was not counted'() {
      await go(window, 'activities', 'supplies')
      const [masks, gloves] = [await line('医用外科口罩'), await line('一次性手套')]
      await window.click('stock-count')
      await window.find('screen-counting')
      assert.equal(await window.shown(`count-${masks}`), '', 'nothing is filled in')
      await window.type(`count-${masks}`, '1388')
      await eventually('what differs is said', async () => /账面 1390，点到的少 2/.test(await window.text(`count-odd-${masks}`)))
      await window.type(`count-${gloves}`, '50')
      await window.screen('counting')
      await window.click('counting-save')
      await eventually('who counted is asked', async () => (await window.focused()) === 'count-handler')
      await window.type('count-handler', '单守诚')
      await eventually('two are to be saved', () => window.says('counting-save', '保存 2 条'))
      await window.click('counting-save')
      await window.find('screen-supplies')
      await eventually('the count is what there is', () => window.says(`stock-${masks}`, '1388'))
      await undone('both are one step', () => window.says(`stock-${masks}`, '1390'))
      await window.click('print')
      await window.find('screen-print')
      await pageDrawn(window)
      await window.screen('stock-form')
    },

    async 'a month of everything that is due'() {
      await window.size(1366, 768)
      await home()
      await window.click('home-calendar')
      await window.find('screen-calendar')
      await eventually('the month', () => window.says('month-title', '2021 年 8 月'))
      await eventually('today is in view', () => window.says('calendar-chosen', '8 月 31 日'))
      await window.screen('calendar')
      assert.deepEqual(await window.overflowing(), [])
      await window.click('day-2021-08-31')
      await eventually('the day has the focus', async () => (await window.focused()) === 'day-2021-08-31')
      await window.keys(Key.ARROW_UP)
      await eventually('a week before', () => window.says('calendar-chosen', '8 月 24 日'))
      await window.keys(Key.END)
      await eventually('the last day', () => window.says('calendar-chosen', '8 月 31 日'))
      await window.keys(Key.ARROW_RIGHT)
      await eventually('the next month', () => window.says('month-title', '2021 年 9 月'))
      await eventually('its first day', async () => (await window.focused()) === 'day-2021-09-01')
      await window.click('tab-list')
      await eventually('what expires is listed', () => window.says('calendar-list', '84消毒液（500mL）：'))
      await window.screen('calendar-list')
      await window.click('print')
      await window.find('screen-print')
      await pageDrawn(window)
      await window.screen('calendar-form')
      await window.size(1440, 900)
    },

    async 'a gathering step by step'() {
      await go(window, 'activities', 'gatherings')
      await openRow(window, '第三届理事会换届会议')
      await window.find('drawer')
      await window.click('gathering-open')
      await window.find('screen-gathering')
      await eventually('who signed', () => window.says('step-attendance', '签到 3 人，实到 3 人'))
      await window.screen('gathering')
      await window.click('step-go-follow_up')
      await eventually('the step is written in the form', async () => (await window.focused()) === 'field-followed_on')
      await window.click('step-done-follow_up')
      await eventually('one click', () => window.says('step-follow_up', '2021-08-31 已回访'))
      await toldBack('it is taken back', async () => !(await window.says('step-follow_up', '已回访')))
      await window.click('gathering-sign')
      await window.find('sign-dialog')
      await eventually('the search waits for typing', async () => (await window.focused()) === 'sign-pick')
      await window.keys('zly')
      await eventually('she is found', () =>
        window.script(
          "return [...document.querySelectorAll('.el-select__popper[aria-hidden=false] [role=option]')].some((one) => one.innerText.includes('曾令仪'))",
        ),
      )
      await window.keys(Key.ENTER)
      await eventually('she is put down', () => window.says('sign-dialog', '签到 1 人'))
      await window.click('sign-save')
      await eventually('what is late needs a reason', async () => (await window.focused()) === 'sign-late')
      await window.type('sign-late', '补登会议签到表')
      await window.screen('gathering-sign')
      await window.click('sign-save')
      await eventually('one more has signed', () => window.says('step-attendance', '签到 4 人，实到 3 人，请核对'))
      await toldBack('it is taken back', () => window.says('step-attendance', '签到 3 人'))
      await window.click('gathering-sign-sheet')
      await window.find('screen-print')
      await pageDrawn(window)
      await window.screen('sign-sheet')
    },

    async 'an incident while its clock runs'() {
      await go(window, 'people', 'incidents')
      await window.click('ledger-new')
      await window.find('drawer')
      await window.type('field-found_at', '2021-08-31 16:30', { leave: true })
      await window.pick('field-category', 'option-category-close')
      await window.type('field-name', '周玉芬', { leave: true })
      await window.click('save')
      await drawerClosed(window)
      await openRow(window, '2021-08-31 16:30')
      await window.find('drawer')
      await window.click('incident-open')
      await window.find('screen-incident')
      await eventually('the clock runs', () => window.says('incident-clock', '内部要求 120 分钟内外报'))
      await eventually('the place is carried over', () => window.says('duty-apart', '在 一楼临时隔离点'))
      await eventually('what comes next', () => window.says('duty-report', '下一步'))
      await window.screen('incident')
      await window.click('duty-go-apart')
      await eventually('it is written in the form', async () => (await window.focused()) === 'field-held_place')
      await window.click('duty-go-report')
      await eventually('the first report', async () => (await window.shown('field-kind')).includes('首报'))
      await window.pick('field-recipient', 'option-recipient-cdc')
      await window.type('field-told_at', '2021-08-31 16:50', { leave: true })
      await window.pick('field-way', 'option-way-phone')
      await window.screen('incident-report')
      await window.click('save')
      await eventually('somebody outside was told', () => window.says('duty-report', '08-31 16:50 已外报'))
      await eventually('nobody waits for that any more', async () => !(await window.says('incident-clock', '内部要求')))
      await toldBack('the report is taken back', () => window.says('duty-report', '下一步'))
    },
  }
}
