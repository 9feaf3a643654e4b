// Nothing is lost: the window is closed over an unsaved form, the data file is moved away under it, work goes on while she is
// elsewhere, and messages lie over nothing. The file is the one with a password and one person in it.
import assert from 'node:assert/strict'
import { existsSync, renameSync } from 'node:fs'
import { eventually } from './driver.js'
import { drawerClosed, go } from './screens.js'

const TYPED = '赵雩'
/** The light tells within this. */
const LIGHT_MS = 10_000
const SMALL = [1024, 680]
const USUAL = [1366, 768]

export function chapters(window, at, password) {
  const file = at('台账.taizhang')
  const unlock = async () => {
    await window.type('unlock-password', password)
    await window.click('unlock-submit')
    await window.find('organisation')
  }
  const reopened = async () => {
    await window.again()
    await window.size(...USUAL)
    await unlock()
  }
  const atBothSizes = async (name) => {
    for (const size of [SMALL, USUAL]) {
      await window.size(...size)
      await window.screen(`${name}-${size[0]}`)
      assert.deepEqual(await window.overflowing(), [], `${name} fits ${size[0]}`)
    }
  }
  /** Elements that the message lies over. */
  const under = (...names) =>
    window.script(
      `const box = document.querySelector('.notice').getBoundingClientRect()
       return arguments[0].filter((name) => {
         const other = document.querySelector('[data-test="' + name + '"]')?.getBoundingClientRect()
         return other && other.bottom > box.top + 1 && other.top < box.bottom - 1 && other.right > box.left && other.left < box.right
       })`,
      names,
    )
  const messages = () => window.script("return document.querySelector('.notice') !== null")
  const message = () => eventually('a message', messages)
  const newPerson = async (name) => {
    await go(window, 'people', 'staff')
    await window.click('ledger-new')
    await window.type('field-name', name)
  }

  return {
    async 'the window closed over an unsaved form'() {
      await window.size(...USUAL)
      await newPerson(TYPED)
      await window.close()
      await reopened()
      await window.find('drawer')
      await eventually('what was typed is back', async () => (await window.shown('field-name')) === TYPED)
      assert.ok((await window.text('draft-back')).includes('请看一遍再保存'))
      assert.ok(!(await window.says('table', TYPED)), 'nothing was saved by itself')
      await atBothSizes('draft-back')
      // Closed again as it is: it is still kept.
      await window.close()
      await reopened()
      await eventually('it is back once more', async () => (await window.shown('field-name')) === TYPED)
      await window.click('cancel')
      await window.click('ask-yes')
      await drawerClosed(window)
      await window.close()
      await reopened()
      assert.ok(!(await window.shows('drawer')) && !(await window.shows('unsaved')), 'what was given up stays so')
    },

    async 'messages in a place of their own'() {
      await newPerson(TYPED)
      for (const size of [SMALL, USUAL]) {
        await window.size(...size)
        await window.type('field-name', `${TYPED}${size[0]}`)
        await window.pick('field-category', 'option-category-full_time')
        await window.click('save-again')
        await message()
        const covered = await under('table', 'drawer', 'save', 'total', 'ledger-new')
        await window.screen(`message-${size[0]}`)
        assert.deepEqual(covered, [], 'the message lies over nothing')
        assert.deepEqual(await window.overflowing(), [], `it fits ${size[0]}`)
      }
      await window.click('drawer-close')
      await drawerClosed(window)
      await window.click('undo')
      // The message of what was saved last may still stand there.
      await eventually('the undo is told', () =>
        window.script("return document.querySelector('.notice')?.innerText.includes('已撤销')"),
      )
      await window.click('nav-home')
      await window.find('screen-home')
      assert.ok(!(await messages()), 'the message stays behind')
      await go(window, 'people', 'staff')
      await window.click('undo')
      await message()
    },

    async 'the data file moved away under the window'() {
      const away = at('别处.taizhang')
      renameSync(file, away)
      await eventually('the light is red', () => window.says('safety-light', '数据文件不见了'), LIGHT_MS)
      await atBothSizes('file-gone')
      await go(window, 'data', 'backup')
      await window.click('check-run')
      await window.find('notice-bad')
      assert.ok(!(await window.shows('check-result')), 'what is not there is not whole')
      assert.ok(!/os error/i.test(await window.text('notice-bad')), 'in her words')
      await window.screen('check-of-a-file-that-is-gone')
      window.answer(at('另存'))
      await window.click('rescue-save')
      await eventually('the copy', async () => (await window.shows('rescue-saved')) && existsSync(at('另存.taizhang')))
      await window.screen('rescued')
      await window.click('rescue-backup')
      await window.find('restore-preview')
      assert.ok(!(await window.shows('restore-apply')), 'there is nothing to put it in the place of')
      await window.close({ ends: false })
      await window.find('ask-yes')
      await window.screen('closing-without-a-file')
      await window.click('ask-no')
      renameSync(away, file)
      await eventually('the light is what it was', async () => !(await window.shows('rescue')), LIGHT_MS)
      await window.click('nav-home')
      await window.click('lock')
      renameSync(file, away)
      await window.type('unlock-password', password)
      await window.click('unlock-submit')
      await eventually('a refusal', async () => (await window.text('unlock-problem')).includes('找不到'))
      assert.ok(!/os error/i.test(await window.text('unlock-problem')))
      await window.screen('unlock-without-a-file')
      renameSync(away, file)
      await unlock()
    },

    async 'an import left while it runs'() {
      const rows = Array.from({ length: 1500 }, (_, row) => `测试${'甲乙丙丁戊己庚辛壬癸'[row % 10]}${row},无,专职,2021-03-01`)
      await go(window, 'people', 'staff')
      await window.click('ledger-import')
      await window.find('screen-import')
      await window.drop('很多人.csv', `姓名,证件类型,类别,到岗日期\r\n${rows.join('\r\n')}`)
      await window.find('import-figures')
      await window.click('import-apply')
      await window.click('nav-home')
      await eventually('it goes on', async () => (await window.shows('work')) || (await window.shows('outcome')))
      await window.screen('import-goes-on')
      await window.click('nav-group-people')
      await window.click('nav-staff')
      assert.ok(
        !/共 0 条/.test(await window.script("return document.querySelector('#main').innerText")),
        'no figure before it is known',
      )
      await window.screen('list-waits')
      await eventually('what came of it', () => window.says('outcome', '很多人.csv'), 120_000)
      await window.screen('import-outcome')
      await window.click('outcome-lead')
      await window.find('import-sentence')
      await window.click('import-undo')
      await eventually('taken back', () => window.says('import-sentence', '已撤销'))
      await window.click('import-back')
    },

    async 'a weak password is told of and taken'() {
      await go(window, 'data', 'password')
      await window.type('password-new-password', '123')
      await eventually('a word on it', () => window.says('password-new-strength', '很容易猜'))
      await window.type('password-new-password-again', '123')
      await window.screen('weak-password')
      await window.click('nav-home')
    },
  }
}
