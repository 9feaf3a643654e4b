// The import page: a messy workbook dropped on the roster, people who may be known already, a 接龙 list, rows that were
// not taken and come back, refusals, and a lock in the middle. The file is the one with a password and one person in it.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'

/** Workbooks by several writers. */
export const SHEETS = fileURLToPath(new URL('../sheets/', import.meta.url))
const KNOWN = '李䶮'
const BORN = '1949-12-31'

/** Puts other words into a workbook, as somebody does who corrects it. */
function corrected(file, words) {
  execFileSync('python3', [
    '-c',
    `
import sys, zipfile
path, pairs = sys.argv[1], [pair.split('=') for pair in sys.argv[2:]]
with zipfile.ZipFile(path) as packed: parts = [(part, packed.read(part)) for part in packed.namelist()]
with zipfile.ZipFile(path, 'w', zipfile.ZIP_DEFLATED) as packed:
    for part, content in parts:
        if part.endswith('.xml'):
            for old, new in pairs: content = content.replace(('>' + old + '<').encode(), ('>' + new + '<').encode())
        packed.writestr(part, content)
`,
    file,
    ...Object.entries(words).map(([from, to]) => `${from}=${to}`),
  ])
}

export function chapters(window, at, password) {
  const paste = (text) =>
    window.script(
      `const data = new DataTransfer()
       data.setData('text/plain', arguments[0])
       document.body.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }))`,
      text,
    )
  const checking = () => window.find('import-figures')
  const figures = (text) => eventually(`figures say ${text}`, async () => (await window.text('import-figures')).includes(text))
  /** Answers the first question that asks for a year. */
  const year = async (text) => {
    const name = await eventually('a question for the year', () =>
      window.script("return document.querySelector('[data-test^=question-year-]')?.dataset.test"),
    )
    await window.type(name, text, { leave: true })
  }
  const button = (text) => eventually(`the button says ${text}`, async () => (await window.text('import-apply')) === text)
  const sentence = (text) =>
    eventually(`the result says ${text}`, async () => (await window.text('import-sentence')).includes(text))
  const roster = async () => {
    if (!(await window.shows('nav-staff'))) await window.click('nav-group-people')
    await window.click('nav-staff')
    await window.find('screen-staff')
  }
  const leave = async () => {
    await window.click('import-leave')
    await window.find('ask-yes')
    await window.click('ask-yes')
    await eventually('the list', async () => !(await window.shows('screen-import')))
  }

  return {
    async 'a messy workbook dropped on the roster'() {
      await roster()
      const workbook = readFileSync(`${SHEETS}roster-libreoffice.xlsx`)
      await window.drop('花名册.xlsx', workbook, true)
      await window.find('drop-hint')
      await window.screen('drop-hint')
      await window.drop('花名册.xlsx', workbook)
      await checking()
      await figures('人员名册：待定 3，没法导入 2')
      await window.type('question-joined_on', '去年', { leave: true })
      await eventually('what a day is', () => window.says('import-questions', '日期'))
      await window.click('answer-joined_on-none')
      await figures('人员名册：新增 3，没法导入 2')
      await window.type('question-joined_on', '2021.3.1', { leave: true })
      await eventually('the day as it was understood', async () =>
        window.script("return document.querySelector('#question-joined_on').value === '2021-03-01'"),
      )
      assert.match(await window.text('import-figures'), /疫苗接种：新增 4，待定 1，没法导入 3/, 'doses beside people')
      assert.match(await window.shown('import-header'), /第 3–4 行/, 'the header of two rows is found')
      assert.match(await window.text('import-warnings'), /第 10 行（合计）[\s\S]*/, 'the sum is no person')
      await window.screen('import-check')
      await window.click('sheet-row-1')
      await eventually('why', async () => /精度丢失/.test(await window.text('import-row')))
      assert.match(await window.text('import-row'), /第 6 行/, 'rows are numbered as in Excel')
      await window.screen('import-row')
      await window.keys(Key.ESCAPE)
      await eventually('Escape closes the row', async () => !(await window.shows('import-row')))
      await window.click('tab-columns')
      assert.equal(await window.shown('map-C'), '证件号')
      await window.pick('map-J', 'map-J--')
      await eventually(
        'her choice stays',
        async () => (await window.shown('map-J')) === '不导入' && (await window.text('column-J')).includes('您选的'),
      )
      await window.screen('import-columns')
      await window.click('tab-rows')
      await year('21')
      await eventually('what a year is', () => window.says('import-questions', '四位数字'))
      await year('2021')
      await figures('疫苗接种：新增 5，没法导入 3')
      assert.match(await window.text('import-questions'), /都答了/)
      await window.click('tab-columns')
      assert.equal(await window.shown('map-J'), '不导入', 'what was chosen stays')
      await window.click('tab-rows')
      assert.match(await window.text('import-why'), /2 行没法导入/)
      await button('写入 3 人、5 剂次')
      await eventually('the day beside the cell as it was written', () => window.says('table', '2021-05-08'))
      await window.click('import-apply')
      await sentence('已导入：人员名册新增 3 人；疫苗接种新增 5 剂次')
      assert.match(await window.text('import-result'), /人员名册\s*3\s*2\s*疫苗接种\s*5\s*3/, 'figures by ledger')
      assert.ok(existsSync(await window.text('import-backup')), 'the copy of before lies where it says')
      await window.screen('import-done')
      await window.click('import-back')
      await eventually('the new rows in the list', () => window.says('table', '周䶮'))
      await window.screen('imported')
      await window.keys(Key.chord(Key.CONTROL, 'z'))
      await eventually(
        'all of it taken back at once',
        async () => !(await window.says('table', '周䶮')) && (await window.says('table', KNOWN)),
      )
    },

    async 'doses of which only the days stand there, and the next sheets of the workbook'() {
      await roster()
      await window.drop('摸排.xlsx', readFileSync(`${SHEETS}doses-openpyxl.xlsx`))
      await checking()
      await figures('疫苗接种：待定 5')
      await button('写入 3 人')
      // What the title says is offered, and taken only when she says so.
      for (const column of ['D', 'F']) {
        await window.click(`answer-year-${column}-2021`)
        await eventually(`the year of ${column}`, () =>
          window.script(
            'return document.querySelector(`[data-test=answer-year-${arguments[0]}-2021] input`)?.checked === true',
            column,
          ),
        )
      }
      await window.seek('question-product-1', '国药北京')
      await figures('疫苗接种：新增 2')
      await window.seek('question-product-2', '国药北京')
      await figures('疫苗接种：新增 4，待定 1')
      await window.screen('import-only-days')
      await window.seek('question-product-3', '不知道')
      await figures('疫苗接种：新增 4，跳过 1')
      await button('写入 3 人、4 剂次')
      assert.match(await window.text('import-questions'), /都答了/)
      // Scrolled to its end, the table still says which row it is and what becomes of it.
      const kept = () =>
        window.script(
          `const table = document.querySelector('[data-test=screen-import] .el-table-v2')
           const wide = [...table.querySelectorAll('*')].filter((part) => part.scrollWidth > part.clientWidth + 40)
           for (const part of wide) part.scrollLeft = part.scrollWidth
           const [row, verdict] = table.querySelectorAll('[data-test=sheet-row-0] .stays')
           const edge = table.getBoundingClientRect().left
           return [wide.some((part) => part.scrollLeft > 0), row.getBoundingClientRect().left - edge, verdict.innerText]`,
        )
      await eventually('the row stays in its place', async () => {
        const [moved, left, verdict] = await kept()
        return moved && left >= 0 && left < 4 && verdict.trim() === '新增'
      })
      await window.screen('import-sideways')
      for (const name of ['场所', '消毒']) {
        await window.click(`queue-${name}`)
        await window.find(`queue-into-${name}`)
      }
      assert.equal(await window.shown('queue-into-消毒'), '消毒记录', 'proposed by its header')
      await window.screen('import-queue')
      await window.click('import-apply')
      await eventually('the next sheet', () => window.says('import-sofar', '现在核对「场所」，后面还有 1 张'))
      await figures('新增 1')
      await window.screen('import-next-sheet')
      await window.click('import-apply')
      await eventually('the last sheet', () => window.says('import-sofar', '现在核对「消毒」'))
      await window.type('question-late', '纸质记录统一补录', { leave: true })
      await figures('新增 1')
      await window.click('import-apply')
      await window.find('import-undo')
      const results = () => window.script("return document.querySelector('.import-done').innerText")
      const told = await results()
      for (const text of ['「人员」已导入：人员名册新增 3 人；疫苗接种新增 4 剂次', '「场所」已导入', '「消毒」已导入'])
        assert.ok(told.includes(text), text)
      await window.screen('import-sheets-done')
      for (const name of ['消毒', '场所', '人员']) {
        await eventually(`${name} is next`, () => window.says('import-undo', `「${name}」`))
        await window.click('import-undo')
        await eventually(`${name} is taken back`, async () => (await results()).includes(`「${name}」已撤销`))
      }
      assert.ok(!(await window.shows('import-undo')), 'nothing of it is left')
      await window.click('import-back')
      await roster()
      await eventually('as before', async () => /共 1 条/.test(await window.text('total')))
    },

    async 'people who may be known already'() {
      writeFileSync(
        at('名单.csv'),
        `姓名,出生日期,证件类型,手机,人员类别,备注,到岗日期\n${KNOWN},${BORN},,13900000011,正式工,原来就在,\n赵五,1991-02-03,无证件,13900000012,正式工,,2021-03-01\n`,
      )
      await window.keys(Key.chord(Key.CONTROL, 'i'))
      await window.find('screen-import')
      await window.screen('import-choose')
      window.answer(at('名单.csv'))
      await window.click('import-file')
      await checking()
      await window.pick('question-word-正式工', 'word-正式工-full_time')
      await figures('新增 1，待定 1')
      await window.click('fate-pending')
      await window.click('sheet-row-0')
      await eventually('who it may be', async () => (await window.text('import-row')).includes(KNOWN))
      assert.equal(await window.focused(), 'decide-same', 'the first answer has the focus')
      await window.screen('import-decide')
      await window.keys(Key.ENTER)
      await figures('新增 1，更改 1')
      await window.click('fate-change')
      await eventually('old and new beside each other', () => window.says('table', '13900000011'))
      await window.click('sheet-row-0')
      await eventually('what changes', async () => /手机\s*（空） → 139\*+0011/.test(await window.text('row-changes')))
      await window.screen('import-change')
      await window.click('decide-undo')
      await figures('新增 1，待定 1')
      await window.pick('decide-all', 'decide-all-same')
      await figures('新增 1，更改 1')
      await window.click('import-apply')
      await sentence('人员名册新增 1 人、修改 1 人')
      await window.click('import-undo')
      await sentence('已撤销')
      await window.click('import-again')
      await figures('新增 1，更改 1')
      await leave()
    },

    async 'a 接龙 list, pasted'() {
      await window.click('nav-vaccinations')
      await window.click('ledger-import')
      await paste(`#接龙\n疫苗接种情况统计\n例 姓名 疫苗 接种日期\n\n1. ${KNOWN} 北生 8月12日\n2. 没登记的人 科兴 2021-08-13`)
      await eventually('the text stands in the box', async () => (await window.shown('import-text')).includes(KNOWN))
      await window.click('import-paste')
      await checking()
      await figures('没法导入 2')
      assert.ok(!(await (await window.find('import-apply')).isEnabled()), 'nothing to import yet')
      assert.match(await window.text('import-why'), /2 行都没法导入/)
      await window.screen('import-pasted')
      await year('2021')
      await window.seek('question-word-北生', '北京', '国药北京')
      await figures('新增 1，没法导入 1')
      await window.click('import-apply')
      await sentence('疫苗接种新增 1 剂次')
      window.answer(at('接龙-待改'))
      await window.click('import-rejects')
      await eventually('the rows that stayed', () => existsSync(at('接龙-待改.xlsx')))
      await window.screen('import-rejects')
    },

    async 'rows that were not taken, put right and imported'() {
      corrected(at('接龙-待改.xlsx'), { 没登记的人: KNOWN, '2021-08-13': '2021-08-31' })
      await window.drop('接龙-待改.xlsx', readFileSync(at('接龙-待改.xlsx')))
      await checking()
      // The row imported before is known by its content; its word and its year are asked about once more.
      await year('2021')
      await window.seek('question-word-北生', '北京', '国药北京')
      await figures('新增 1，不变 1')
      await window.click('import-apply')
      await sentence('疫苗接种新增 1 剂次')
      await window.click('import-undo')
      await sentence('已撤销')
      await window.click('import-back')
      await window.find('screen-vaccinations')
      await window.keys(Key.chord(Key.CONTROL, 'z'))
      await window.find('notice-good')
      await roster()
    },

    async 'a sheet that has its day only in the title'() {
      await window.click('nav-vaccinations')
      await window.find('screen-vaccinations')
      await window.drop('集中接种.csv', `2021年8月12日集中接种\n姓名,疫苗\n${KNOWN},国药北京\n`)
      await checking()
      assert.match(await window.text('import-why'), /接种日期/)
      await window.type('question-whole-given_on', '中午', { leave: true })
      await eventually('what is wrong with it', async () =>
        /「中午」不是日历上的日期/.test(await window.text('import-questions')),
      )
      await window.screen('import-whole-refused')
      await window.type('question-whole-given_on', '20210812', { leave: true })
      await figures('新增 1')
      await eventually('how it was understood', async () => (await window.shown('question-whole-given_on')) === '2021-08-12')
      await window.screen('import-whole')
      await leave()
      await roster()
    },

    async 'files that are refused, and sheets with nothing in them'() {
      const refused = async (text) => eventually(text, async () => (await window.text('import-refused')).includes(text))
      await window.drop('照片.xlsx', Buffer.from('\x89PNG\r\n', 'latin1'))
      await refused('这是一张图片')
      await window.screen('import-refused')
      await window.drop('加密.xlsx', readFileSync(`${SHEETS}password.xlsx`))
      await refused('密码')
      await window.drop('空.csv', '')
      await refused('文件是空的')
      await window.drop('只有表头.csv', '姓名,身份证号,人员类别\n')
      await checking()
      assert.match(await window.text('import-why'), /表头下面没有内容/)
      assert.ok(!(await (await window.find('import-apply')).isEnabled()), 'no success with no rows')
      await window.drop('没有表头.csv', '王一一,13900000021\n王二二,13900000022\n')
      await eventually(
        'what was guessed is said',
        async () =>
          /没有找到表头/.test(await window.text('import-why')) && /A 列按「姓名」/.test(await window.text('import-warnings')),
      )
      await window.screen('import-guessed')
      await window.drop('别的表.csv', '品名（规格）,数量\n口罩 3M 9501,20\n手套 L 号,5\n')
      await eventually('what is missing is said', async () => /没有找到人员名册的表头/.test(await window.text('import-why')))
      await window.screen('import-blocked')
      await window.click('import-leave')
      await window.find('screen-staff')
    },

    async 'a long import, stopped'() {
      const people = Array.from(
        { length: 40_000 },
        (_, at) => `王${String.fromCodePoint(0x4e00 + (at % 9000))},无证件,139${10_000_000 + at},专职,2021-03-01`,
      )
      // It may be there and gone between two looks.
      await window.script(
        "window.__worked = false; new MutationObserver(() => { window.__worked ||= document.querySelector('[data-test=work]') !== null }).observe(document.body, { childList: true, subtree: true })",
      )
      await window.drop('四万人.csv', ['姓名,证件类型,手机,人员类别,到岗日期', ...people].join('\n'))
      await eventually('how far it is', () => window.script('return window.__worked'))
      await checking()
      await figures('新增 40,000')
      await window.click('import-apply')
      // A quick machine may be through before there is a way to stop.
      const way = await eventually(
        'a way to stop, or the result',
        async () => ((await window.shows('work-stop')) ? 'stop' : (await window.shows('import-undo')) ? 'done' : null),
        120_000,
      )
      if (way === 'stop') {
        await window.script("document.querySelector('[data-test=work-stop]')?.click()")
        await window.shot('import-stopping')
        await eventually(
          'nothing was written',
          () =>
            window.script(
              "return document.querySelector('[data-test=notice-warn]')?.innerText.includes('什么都没有写入') || document.querySelector('[data-test=import-undo]') !== null",
            ),
          120_000,
        )
      }
      if (await window.shows('import-undo')) {
        await window.click('import-undo')
        await sentence('已撤销')
        await window.click('import-back')
      } else await window.click('import-leave')
      await window.find('screen-staff')
      await eventually('the list is as before', () => window.says('total', '共 1 条'))
    },

    async 'a lock while a sheet is being checked'() {
      const text = '姓名,证件类型,人员类别\n赵六,无证件,正式工\n'
      await window.drop('三季度.csv', text)
      await checking()
      await window.pick('question-word-正式工', 'word-正式工-full_time')
      await figures('待定 1')
      await window.click('answer-joined_on-none')
      await figures('新增 1')
      await window.keys(Key.chord(Key.CONTROL, 'l'))
      await window.find('unlock-password')
      assert.ok(!(await window.script('return document.body.innerText')).includes('赵六'), 'nothing of the sheet stays')
      await window.type('unlock-password', password)
      await window.click('unlock-submit')
      await eventually('what became of it', async () => /三季度\.csv/.test(await window.text('import-left')))
      await window.screen('import-locked')
      await window.drop('三季度.csv', text)
      await checking()
      await eventually('what was answered stays answered', async () => (await window.shown('question-word-正式工')) === '专职')
      await figures('新增 1')
      await leave()
    },
  }
}
