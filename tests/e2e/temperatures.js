// The day's sheet of temperatures on the sample: filled in from the keyboard, pasted, hot ones seen to, one step; a day that is over
// asks one reason; a person's page shows her weeks.
import assert from 'node:assert/strict'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { go } from './screens.js'

const CTRL = (letter) => Key.chord(Key.CONTROL, letter)

export function chapters(window) {
  const focused = (name) => eventually(`the focus is on ${name}`, async () => (await window.focused()) === name)
  const open = async () => {
    await window.click('nav-home')
    await window.find('screen-home')
    await window.keys(CTRL('t'))
    await window.find('screen-temperatures')
  }
  const state = (wanted) =>
    eventually(`the sheet says ${wanted}`, async () => (await window.text('temperatures-state')).includes(wanted))
  /** Those who wait, in the order shown, each by her record. */
  const waiting = () =>
    window.script(
      "return [...document.querySelectorAll('[data-test^=line-]')].filter((line) => line.innerText.includes('还没测')).map((line) => line.dataset.test.slice(5))",
    )
  const paste = (name, text) =>
    window.script(
      `const data = new DataTransfer(); data.setData('text/plain', arguments[1]);
       document.querySelector('[data-test="' + arguments[0] + '"]').dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))`,
      name,
      text,
    )

  return {
    async 'temperatures of a day are typed from top to bottom and saved as one step'() {
      await window.size(1366, 768)
      await open()
      const people = await eventually('some wait', async () => {
        const found = await waiting()
        return found.length >= 3 && found
      })
      await window.click('temperatures-waiting')
      await eventually('nobody is shown who needs none', async () => !(await window.says('screen-temperatures', '不用测')))
      const [first, second, third] = people
      await window.click(`morning-${first}`)
      await focused(`morning-${first}`)
      await window.keys('365')
      await eventually('it is read as 36.5', () => window.says(`line-${first}`, '36.5'))
      await window.keys(Key.ENTER)
      await focused(`morning-${second}`)
      await window.keys('37.8')
      await eventually('heat is told at once', () => window.says(`odd-${second}`, '达到 37.3 ℃'))
      await window.find(`recheck-${second}`)
      await window.screen('temperatures-hot')
      assert.deepEqual(await window.overflowing(), [], 'the sheet fits')
      await window.keys(Key.ENTER)
      await focused(`morning-${third}`)
      await window.keys('99')
      await eventually('what is no temperature is told', () => window.says(`wrong-${third}`, '34'))
      await state('填了 3 人，还没有保存')
      await window.keys(CTRL('s'))
      await state('一条也没有保存')
      await window.screen('temperatures-refused')
      await window.click(`morning-${third}`)
      await window.keys(Key.chord(Key.CONTROL, 'a'))
      await window.keys('36.6')
      await eventually('it is right now', async () => !(await window.shows(`wrong-${third}`)))
      await window.keys(CTRL('s'))
      await state('没有填的不会保存')
      await eventually('three are saved', async () => {
        const now = await waiting()
        return [first, second, third].every((person) => !now.includes(person))
      })
      await window.screen('temperatures-saved')
    },

    async 'a hot one leads to an incident, and one undo takes the sheet back'() {
      await window.click('nav-home')
      await window.find('screen-home')
      await eventually('it is a to-do', () => window.says('screen-home', '体温 37.8 ℃，待复测'))
      await window.screen('home-hot')
      await go(window, 'places', 'health_checks')
      await window.click('figure-health_checks.today')
      await eventually('the rows of today', async () => /共 \d+ 条/.test(await window.text('total')))
      await window.keys(CTRL('z'))
      await open()
      await eventually('they wait again', async () => (await waiting()).length >= 3)
    },

    async 'a column is pasted, and what does not fit is told by its row'() {
      const [first] = await waiting()
      await window.click(`morning-${first}`)
      await paste(`morning-${first}`, '姓名\t体温\n某某某\t36.5\n')
      await eventually('nobody is called so', () => window.says('temperatures-told', '第 2 行「某某某」不在名单里'))
      await paste(`morning-${first}`, '36.4\n36.5\n')
      await state('人，还没有保存')
      await window.screen('temperatures-pasted')
      await window.click('day-before')
      await eventually('she is asked', () => window.shows('ask'))
      await window.click('ask-yes')
      await eventually('the day before', async () => (await window.text('temperatures-title')).includes(' 30 日'))
    },

    async 'a person’s page shows her weeks'() {
      // Whatever lists show: she is found from anywhere.
      await window.keys(CTRL('k'))
      await window.find('search-dialog')
      await window.keys('yxy')
      await eventually('she is found', () => window.says('search-dialog', '杨欣怡'))
      await window.keys(Key.ENTER)
      await window.find('screen-person')
      await window.find('picture-temperatures')
      await window.screen('person-temperatures')
      assert.deepEqual(await window.overflowing(), [], 'the strip fits')
    },
  }
}
