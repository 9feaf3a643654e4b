// A round over many places and plans of several at once, on the sample; then the ten commonest tasks by keys alone, counted.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { drawerClosed, go, openRow, pageDrawn, takeBack } from './screens.js'

const CTRL = (letter) => Key.chord(Key.CONTROL, letter)

/** Presses keys and counts them: those that lead to a screen, those that do the task, and the characters typed there. */
class Counted {
  tasks = []

  constructor(window) {
    this.window = window
  }

  begin(title) {
    this.now = { title, way: 0, keys: 0, typed: 0 }
    this.tasks.push(this.now)
    return this.now
  }

  async press(...keys) {
    for (const key of keys) {
      this.now.keys += 1
      await this.window.keys(key)
    }
  }

  async text(text) {
    this.now.typed += [...text].length
    await this.window.keys(text)
  }

  /** Presses `key` until the focus is on `name`. */
  async until(name, key = Key.ENTER, most = 20) {
    for (let pressed = 0; ; pressed += 1) {
      if ((await this.window.focused()) === name) return
      assert.ok(pressed < most, `${name} is reached; the focus is on ${await this.window.focused()}`)
      const before = await this.window.focused()
      await this.press(key)
      await eventually(`the focus leaves ${before}`, async () => !['', before].includes(await this.window.focused()))
    }
  }

  /** The way to what is called `name`, and into it: by Tab; in the navigation, which is one stop of Tab, on by arrows. */
  async go(name, most = 80) {
    const task = this.now.keys
    const inside = name.startsWith('nav-')
    const there = async () =>
      inside
        ? this.window.script("return (document.activeElement?.closest('.side') ?? null) !== null")
        : (await this.window.focused()) === name
    for (let pressed = 0; !(await there()); pressed += 1) {
      assert.ok(pressed < most, `${name} is reached by Tab; the focus is on ${await this.window.focused()}`)
      await this.press(Key.TAB)
    }
    if (inside) {
      // A group that was just unfolded is still being drawn.
      const all = await eventually(`${name} is in view`, async () => {
        const names = await this.window.script(
          "return [...document.querySelectorAll('.side [data-test]')].map((entry) => entry.dataset.test)",
        )
        return names.includes(name) ? names : null
      })
      const down = all.indexOf(name) > all.indexOf(await this.window.focused())
      await this.until(name, down ? Key.ARROW_DOWN : Key.ARROW_UP, most)
    }
    await this.press(Key.ENTER)
    this.now.way += this.now.keys - task
    this.now.keys = task
  }

  /** Types into a searchable choice and takes what it finds. */
  async seek(name, text, label) {
    await this.text(text)
    await eventually(`${label} is found`, () =>
      this.window.script(
        "return [...document.querySelectorAll('.el-select__popper[aria-hidden=false] [role=option]')].some((option) => option.innerText.includes(arguments[0]))",
        label,
      ),
    )
    await this.press(Key.ENTER)
    await eventually(`[${name}] says ${label}`, async () => (await this.window.shown(name)).includes(label))
  }

  table() {
    const line = (cells) =>
      `    ${cells[0].padEnd(16, '　')} ${cells
        .slice(1)
        .map((cell) => String(cell).padStart(8))
        .join(' ')}`
    return [line(['', 'way', 'keys', 'typed']), ...this.tasks.map((one) => line([one.title, one.way, one.keys, one.typed]))].join(
      '\n',
    )
  }
}

export function chapters(window, at) {
  const counted = new Counted(window)
  const focused = (name) => eventually(`the focus is on ${name}`, async () => (await window.focused()) === name)
  const total = async () => Number(/共 ([\d,]+) 条/.exec(await window.text('total'))?.[1].replace(',', '') ?? -1)
  const undone = () => takeBack(window)
  const home = async () => {
    await window.click('nav-home')
    await window.find('screen-home')
  }
  const ticks = () =>
    window.script("return [...document.querySelectorAll('[data-test^=tick-disinfect-]')].map((tick) => tick.dataset.test)")
  /** Five places of disinfection from where the focus comes to, written and saved by keys. */
  const round = async () => {
    await home()
    await counted.press(CTRL('d'))
    await window.find('part-disinfect')
    await eventually('the first place that waits has the focus', async () => (await window.focused()).startsWith('tick-'))
    const all = await ticks()
    assert.ok(all.length >= 5, `five places to go round: ${all.length}`)
    await counted.until(all[0], Key.ARROW_UP)
    for (let place = 0; place < 5; place += 1) await counted.press(' ')
    await eventually('five are ticked', () => window.says('rounds-save', '保存 5 条'))
    await counted.press(Key.ENTER)
    await focused('disinfect-started_at')
    assert.equal(await window.shown('disinfect-started_at'), '', 'no time is filled in')
    await counted.press(...'0820')
    await counted.press(Key.ENTER)
    await focused('disinfect-ended_at')
    await counted.press(...'0850')
    await counted.press(Key.ENTER)
    await focused('disinfect-accept')
  }

  return {
    async 'a round of five places is one step'() {
      await window.size(1366, 768)
      await go(window, 'places', 'disinfections')
      await window.click('tab-records')
      await eventually('the list', async () => (await total()) > 0)
      const before = await total()
      const task = counted.begin('一轮五处')
      await round()
      await window.screen('round-sheet')
      assert.deepEqual(await window.overflowing(), [], 'a round fits')
      await window.click('rounds-save')
      await eventually('nothing is saved that was not accepted', async () =>
        /一条也没有保存/.test(await window.text('rounds-state')),
      )
      await window.find('disinfect-accept')
      await window.screen('round-refused')
      await window.script("document.querySelector('[data-test=disinfect-accept]').focus()")
      await counted.press(Key.ENTER)
      await focused('rounds-save')
      await window.screen('round-accepted')
      await counted.press(Key.ENTER)
      await eventually('five are saved', async () =>
        /已登记 5 条（消毒 5）/.test(
          await window.script(
            "return [...document.querySelectorAll('[data-test^=notice]')].map((notice) => notice.innerText).join(' ')",
          ),
        ),
      )
      assert.ok(task.keys <= 20, `a round of five places by at most 20 keys: ${task.keys}`)
      await window.screen('round-saved')
      await window.click('rounds-disinfections')
      await window.find('screen-disinfections')
      if (!(await window.shows('list-disinfections'))) await window.click('tab-records')
      await eventually('five more records', async () => (await total()) === before + 5)
      await undone()
      await eventually('one undo takes back all of them', async () => (await total()) === before)
    },

    async 'a round of a day that is over asks one reason'() {
      await go(window, 'places', 'ventilations')
      await window.click('rounds-open')
      await window.find('part-ventilate')
      // Yesterday may still be written in time.
      for (const day of [30, 29, 28, 27]) {
        await window.click('day-before')
        await eventually(`the ${day}th`, async () => (await window.text('round-title')).includes(` ${day} 日`))
      }
      const tick = await window.script("return document.querySelector('[data-test^=tick-ventilate-]').dataset.test")
      await window.click(tick)
      await window.find('round-late')
      await window.type('ventilate-started_at', '0830')
      await window.type('ventilate-ended_at', '0910')
      await window.click('ventilate-accept')
      await window.click('rounds-save')
      await eventually('the reason is missing', async () => /一条也没有保存/.test(await window.text('rounds-state')))
      await window.type('round-late', '外出培训')
      await window.screen('round-late')
      await eventually('it may be saved', async () => /还没有保存/.test(await window.text('rounds-state')))
      await window.click('rounds-save')
      await eventually('nothing is ticked any more', async () => /用空格勾选/.test(await window.text('rounds-state')))
      await window.click('rounds-ventilations')
      await window.find('screen-ventilations')
      await undone()
    },

    async 'plans of several places and tasks are one step'() {
      await go(window, 'places', 'cleaning_plans')
      await eventually('the list', async () => (await total()) > 0)
      const before = await total()
      await window.click('ledger-several')
      await window.find('screen-planning')
      const places = await window.script(
        "return [...document.querySelectorAll('[data-test^=plan-place-]')].map((place) => place.dataset.test).slice(0, 3)",
      )
      for (const place of places) await window.click(place)
      for (const name of ['plan-task-disinfect', 'plan-task-ventilate']) await window.click(name)
      await eventually('three by two', async () => /3 处 × 2 项，共 6 条/.test(await window.text('planning-state')))
      await window.click('planning-save')
      await eventually('what is missing is said', async () => /一条也没有保存/.test(await window.text('planning-state')))
      await window.type('field-times_per_day', '1', { leave: true })
      await window.type('field-from_on', '2021-08-31', { leave: true })
      await window.screen('planning')
      assert.deepEqual(await window.overflowing(), [], 'plans fit')
      await window.click('planning-save')
      await window.find('screen-cleaning_plans')
      await eventually('six more plans', async () => (await total()) === before + 6)
      await undone()
      await eventually('one undo takes back all of them', async () => (await total()) === before)
    },

    async 'the ten commonest tasks by keys alone'() {
      await home()
      const person = counted.begin('新人员')
      if (!(await window.shows('nav-staff'))) await counted.go('nav-group-people')
      await counted.go('nav-staff')
      await window.find('screen-staff')
      await counted.press(CTRL('n'))
      await focused('field-name')
      await counted.text('赵雩')
      await counted.until('field-id_number')
      await counted.text('11010519491231002X')
      await counted.until('field-mobile')
      await counted.text('13912345678')
      await counted.press(CTRL('s'))
      await drawerClosed(window)
      await eventually('the person is there', () => window.says('table', '赵雩'))
      assert.ok(person.keys <= 20, `a person by at most 20 keys: ${person.keys}`)
      await undone()

      const dose = counted.begin('接种一剂')
      await counted.go('nav-vaccinations')
      await window.find('screen-vaccinations')
      await counted.press(CTRL('n'))
      await focused('field-staff')
      await counted.seek('field-staff', 'yxy', '杨欣怡')
      await counted.until('field-given_on')
      await counted.text('今天')
      await counted.press(CTRL('s'))
      await drawerClosed(window)
      assert.ok(dose.keys <= 8, `a dose by at most 8 keys: ${dose.keys}`)
      await undone()

      counted.begin('外出行程')
      await counted.go('nav-travels')
      await window.find('screen-travels')
      await counted.press(CTRL('n'))
      await focused('field-staff')
      await counted.seek('field-staff', 'yxy', '杨欣怡')
      await counted.until('field-division_code')
      await counted.seek('field-division_code', '瑞丽', '瑞丽市')
      for (const [field, day] of [
        ['arrived_on', '8-12'],
        ['departed_on', '8-13'],
        ['returned_on', '8-14'],
      ]) {
        await counted.until(`field-${field}`)
        await counted.text(day)
      }
      await counted.press(CTRL('s'))
      await drawerClosed(window)
      await undone()

      for (const [title, screen, ledger, fields] of [
        ['消毒一处', '消毒', 'disinfections', ['0820', '0850']],
        ['通风一处', '通风', 'ventilations', ['0830', '0910']],
      ]) {
        counted.begin(title)
        if (!(await window.shows(`nav-${ledger}`))) await counted.go('nav-group-places')
        await counted.go(`nav-${ledger}`)
        await window.find(`screen-${ledger}`)
        await counted.press(CTRL('n'))
        await focused('field-place')
        await counted.seek('field-place', '办公', '综合办公室')
        await counted.until('field-done_on')
        // On the tab of today the day is today's already.
        if ((await window.shown('field-done_on')) === '') await counted.text('今天')
        await counted.until('field-started_at')
        await counted.text(fields[0])
        await counted.until('field-ended_at')
        await counted.text(fields[1])
        await counted.press(CTRL('s'))
        await drawerClosed(window)
        await undone()
        assert.ok(screen)
      }

      const five = counted.begin('巡查五处')
      await round()
      await counted.press(Key.ENTER)
      await focused('rounds-save')
      await counted.press(Key.ENTER)
      await eventually('saved', async () => /用空格勾选/.test(await window.text('rounds-state')))
      assert.ok(five.keys <= 20, `a round of five places by at most 20 keys: ${five.keys}`)
      await undone()

      counted.begin('打印名册')
      if (!(await window.shows('nav-staff'))) await counted.go('nav-group-people')
      await counted.go('nav-staff')
      await window.find('screen-staff')
      await counted.press(CTRL('p'))
      await pageDrawn(window)
      window.answer(at('键盘打印'))
      await counted.go('print-save')
      await eventually('the PDF', () => existsSync(at('键盘打印.pdf')))

      counted.begin('导出名册')
      await counted.go('nav-staff')
      await window.find('screen-staff')
      await counted.go('ledger-export')
      window.answer(at('键盘导出.xlsx'))
      await window.find('export-save')
      await counted.go('export-save')
      await eventually('the workbook', () => existsSync(at('键盘导出.xlsx')))
      await counted.press(Key.ESCAPE)

      counted.begin('查找')
      await counted.press(CTRL('k'))
      await window.find('search-dialog')
      await counted.text('yxy')
      await eventually('she is found', () => window.says('search-dialog', '杨欣怡'))
      await counted.press(Key.ENTER)
      await window.find('screen-person')

      counted.begin('备份')
      mkdirSync(at('键盘U盘'), { recursive: true })
      if (!(await window.shows('nav-backup'))) await counted.go('nav-group-data')
      await counted.go('nav-backup')
      await window.find('backup-run')
      window.answer(at('键盘U盘'))
      await counted.go('backup-run')
      await eventually('the sentence', async () => (await window.text('backup-sentence')).includes('校验'))
      console.log(`\n${counted.table()}`)
      await window.size(1440, 900)
    },
  }
}
