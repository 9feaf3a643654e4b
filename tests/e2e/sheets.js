// The sample's lists as sheets: exported and read back, masked or for somebody; an authority's sheet filled in and known
// again; long work told of.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import JSZip from 'jszip'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { go } from './screens.js'

const TEMPLATE = fileURLToPath(new URL('../sheets/template-libreoffice.xlsx', import.meta.url))
/** As a program writes it: its formula has no result yet. */
const UNCALCULATED = fileURLToPath(new URL('../sheets/template-openpyxl.xlsx', import.meta.url))
const MASKED = /^\d{4}\*{10}\w{4}$/
const WHOLE = /^\d{17}[\dX]$/

/** The cells of the first sheet of a workbook by their names, with what kind of cell each is. */
async function cells(file) {
  const pack = await JSZip.loadAsync(readFileSync(file))
  const part = (name) => pack.file(name)?.async('string') ?? ''
  const bare = (xml) =>
    [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)]
      .map((found) => found[1])
      .join('')
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, '&')
  const shared = [...(await part('xl/sharedStrings.xml')).matchAll(/<si>(.*?)<\/si>/gs)].map((found) => bare(found[1]))
  const found = {}
  for (const [, attributes, inner] of (await part('xl/worksheets/sheet1.xml')).matchAll(/<c ([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
    const kind = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n'
    const value = /<v>([^<]*)<\/v>/.exec(inner ?? '')?.[1] ?? ''
    found[/\br="(\w+)"/.exec(attributes)[1]] = {
      text: kind === 's' ? shared[Number(value)] : kind === 'inlineStr' ? bare(inner) : value,
      words: kind === 's' || kind === 'inlineStr',
    }
  }
  return found
}

/** The column of `all` whose heading, in the first row, is `heading`. */
function column(all, heading) {
  const [name] = Object.entries(all).find(([name, cell]) => /^[A-Z]+1$/.test(name) && cell.text.startsWith(heading)) ?? []
  assert.ok(name, `a column ${heading}`)
  return name.slice(0, -1)
}

export function chapters(window, at) {
  const nav = (group, name) => go(window, group, name)
  const closed = () => eventually('the dialog is gone', async () => !(await window.shows('export')))
  const save = async (name) => {
    window.answer(at(name))
    await window.click('export-save')
    await eventually('the sentence', () => window.shows('export-done'))
    assert.equal(await window.text('export-path'), at(name))
    assert.ok(existsSync(at(name)))
    return window.text('export-done')
  }
  /** Chooses a figure for the cell in view, whatever becomes of it. */
  const figure = async (typed, label) => {
    await window.click('filling-figure')
    await window.keys(typed)
    // Before it is down to what was typed the list moves under the pointer.
    const option = await eventually(label, () =>
      window.script(
        "const all = [...document.querySelectorAll('.el-select__popper[aria-hidden=false] [role=option]')]; return all.every((option) => option.innerText.includes(arguments[0])) && all.find((option) => option.innerText === arguments[1])",
        typed,
        label,
      ),
    )
    await option.click()
  }
  let people = 0

  return {
    async 'a list is exported as it is filtered, and masked'() {
      await nav('people', 'staff')
      await window.pick('filter-sex', 'filter-sex-female')
      await eventually(
        'fewer people',
        async () => (people = Number(/共 (\d+) 条/.exec(await window.text('total'))?.[1])) > 0 && people < 36,
      )
      await window.click('ledger-export')
      await eventually('how many', async () => (await window.text('export-found')) === `现在筛出的 ${people} 条`)
      await window.screen('export')
      assert.equal(await save('女性.xlsx'), `已导出 ${people} 条，证件号等已脱敏。`)
      await window.screen('export-done')
      await window.click('export-folder')
      await window.click('export-close')
      await closed()
      assert.ok(!(await window.shows('notice-bad')), 'the folder opens')
      const all = await cells(at('女性.xlsx'))
      const [id, uid] = [column(all, '证件号'), column(all, '记录编号')]
      const sheet = Array.from({ length: people }, (_, row) => row + 2)
      assert.ok(all[`${uid}${people + 1}`] && !all[`${uid}${people + 2}`], 'one row a record')
      const numbers = sheet.map((row) => all[`${id}${row}`]).filter((cell) => cell?.text)
      assert.ok(numbers.length > 0 && numbers.every((cell) => cell.words), 'numbers of documents are text')
      assert.ok(numbers.some((cell) => MASKED.test(cell.text)) && !numbers.some((cell) => WHOLE.test(cell.text)), 'masked')
      assert.equal(new Set(sheet.map((row) => all[`${uid}${row}`].text)).size, people, 'every record has a number of its own')
    },

    async 'as text, all of them, chosen once'() {
      await window.click('ledger-export')
      await window.click('export-csv')
      await window.click('export-all')
      const said = await save('全部.csv')
      await window.click('export-close')
      await closed()
      const text = readFileSync(at('全部.csv'), 'utf8')
      const lines = text.trimEnd().split('\r\n')
      assert.equal(said, `已导出 ${lines.length - 1} 条，证件号等已脱敏。`)
      assert.ok(lines.length - 1 > people && text.startsWith('\uFEFF') && lines[0].includes('记录编号'))
      assert.match(text, /\d{4}\*{10}/)
      await window.click('ledger-export')
      const checked = await window.script(
        "return [...document.querySelectorAll('[data-test=export] .el-radio.is-checked')].map((e) => e.dataset.test)",
      )
      assert.deepEqual(checked, ['export-csv', 'export-all', 'export-masked'], 'the choice of before')
    },

    async 'whole values want a purpose and a recipient'() {
      await window.click('export-xlsx')
      await window.click('export-found')
      await window.click('export-whole')
      await eventually('the box of the purpose', async () => (await window.focused()) === 'export-purpose')
      assert.equal(await (await window.find('export-save')).isEnabled(), false)
      await window.keys('报街道', Key.TAB, ' ')
      assert.equal(await (await window.find('export-save')).isEnabled(), false, 'blanks are nobody')
      await window.keys('街道办')
      await window.screen('export-whole')
      assert.equal(await save('不脱敏.xlsx'), `已导出 ${people} 条，没有脱敏，已记入修改痕迹。`)
      await window.click('export-close')
      await closed()
      const all = await cells(at('不脱敏.xlsx'))
      const id = column(all, '证件号')
      assert.ok(
        Object.entries(all).some(([name, cell]) => name.startsWith(id) && WHOLE.test(cell.text) && cell.words),
        'whole, and text',
      )
      await window.click('ledger-export')
      assert.ok(!(await window.shows('export-purpose')), 'masked again the next time')
      window.answer(at('空白表'))
      await window.click('export-blank')
      await closed()
      assert.ok((await cells(at('空白表.xlsx'))).A2.text.startsWith('示例：'))
      await window.click('filter-clear')
    },

    async 'an authority’s sheet is filled in'() {
      await nav('inspection', 'filling')
      await window.screen('filling-empty')
      copyFileSync(TEMPLATE, at('统计表.xlsx'))
      window.answer(at('统计表.xlsx'))
      await window.click('filling-choose')
      await window.find('grid')
      assert.equal(await (await window.find('filling-check')).isEnabled(), false, 'nothing to fill in yet')
      await window.click('cell-A3')
      await window.keys(Key.ARROW_DOWN)
      assert.equal(await window.focused(), 'cell-A4')
      await figure('在岗', '在岗人数')
      await eventually('what it says now', async () => /现在填出来是：\d+/.test(await window.text('filling-value')))
      await window.click('cell-E2')
      await figure('填报日期', '填报日期（年月日）')
      await eventually('the day', () => window.says('filling-value', '2021年8月31日'))
      await window.screen('filling-cell')
      await window.click('cell-D4')
      await figure('在岗', '在岗人数')
      await eventually('the formula stays', () => window.says('filling-refused', 'D4 里有公式'))
      await window.screen('filling-formula')
      await window.click('cell-A7')
      await window.click('tab-rows')
      await window.pick('filling-ledger', 'filling-ledger-staff')
      await eventually('columns by their headings', async () => (await window.text('cell-B7')) === '姓名 ↓')
      await window.screen('filling-rows')
      await window.click('filling-check')
      await eventually('the names', () => window.says('cell-A8', '2'))
      await window.screen('filling-check')
      window.answer(at('填好'))
      await window.click('filling-save')
      await eventually('it says that it is remembered', () => window.says('filling-saved', '下次选这张表会自动填好'))
      await window.screen('filling-saved')
      const all = await cells(at('填好.xlsx'))
      assert.match(all.A4.text, /^\d+$/)
      assert.equal(all.E2.text, '2021年8月31日')
      assert.ok(all.B7.text.length > 1 && all.A8.text === '2')
    },

    async 'and known again the next time'() {
      await nav('people', 'staff')
      await nav('inspection', 'filling')
      window.answer(at('统计表.xlsx'))
      await window.click('filling-choose')
      await window.find('filling-known')
      assert.equal(await window.text('cell-A4'), '在岗人数')
      assert.equal(await window.text('cell-B7'), '姓名 ↓')
      await window.screen('filling-known')
      await window.click('cell-A4')
      await figure('应接种', '应接种人数')
      await eventually('changed', async () => (await window.text('cell-A4')) === '应接种人数')
      await window.click('nav-home')
      await window.find('ask-yes')
      await window.click('ask-no')
      assert.ok(await window.shows('screen-filling'), 'what is not saved is not lost by a slip')
      await window.click('nav-home')
      await window.click('ask-yes')
      await window.find('screen-home')
    },

    async 'long work says how far it is and is stopped'() {
      const many = 40_000
      const rows = Array.from(
        { length: many },
        (_, at) =>
          `甲${String.fromCharCode(0x4e00 + (at % 200), 0x4e00 + Math.floor(at / 200))}\t无证件\t1990-01-1${at % 9}\t志愿者\t2021-03-01`,
      )
      const text = ['姓名\t证件类型\t出生日期\t人员类别\t到岗日期', ...rows].join('\n')
      const told = await window.command('import_pasted', { ledger: 'staff', text })
      assert.equal(told.counts[0].counts.added, many)
      await window.command('import_apply')
      await nav('people', 'staff')
      await window.click('ledger-export')
      await window.click('export-xlsx')
      window.answer(at('太多.xlsx'))
      await window.click('export-save')
      // The button comes after two seconds, when a faster program is done; it is driven in the chapter on a long import.
      await eventually('how far it is, in figures', () =>
        window.script(
          "return /正在导出[\\s\\S]*[\\d,]+ \\/ [\\d,]+/.test(document.querySelector('[data-test=work]')?.innerText ?? '')",
        ),
      )
      await window.command('work_stop')
      await eventually('it is over', async () => !(await window.shows('work')))
      assert.ok(!(await window.shows('export-done')), 'it was stopped, not done')
      assert.ok(!existsSync(at('太多.xlsx')), 'nothing half written')
      await window.screen('stopped')
      // What takes long goes on at the foot of the window: the dialog has gone by itself.
      await closed()
      await window.click('undo')
      await eventually('taken back', async () => /共 \d{2} 条/.test(await window.text('total')))
    },

    async 'a list that begins below the last row, and a formula nobody calculated'() {
      copyFileSync(UNCALCULATED, at('没算过.xlsx'))
      await nav('inspection', 'filling')
      window.answer(at('没算过.xlsx'))
      await window.click('filling-choose')
      await eventually('the formula is said to be one', () => window.says('cell-D4', '公式，未算'))
      await window.click('cell-A60')
      await window.click('tab-rows')
      await window.pick('filling-ledger', 'filling-ledger-staff')
      await eventually('from there', () => window.says('filling-first', '从第 60 行起'))
      await window.pick('filling-field-B', 'filling-field-B-姓名')
      await window.click('filling-check')
      await window.find('filling-save')
      await eventually('what was filled is marked', () => window.says('cell-B60', '填'))
      assert.ok(!(await window.says('cell-D4', '填')) && (await window.says('cell-D4', '公式，未算')), 'nothing else is')
      await window.click('cell-B60')
      await window.screen('filling-below')
      await window.click('nav-home')
      await window.click('ask-yes')
      await window.find('screen-home')
    },

    async 'sheets fit the smallest window'() {
      await window.size(1024, 680)
      await nav('inspection', 'filling')
      window.answer(at('统计表.xlsx'))
      await window.click('filling-choose')
      await window.click('cell-A4')
      await window.screen('small-filling')
      assert.deepEqual(await window.overflowing(), [])
      await window.click('tab-rows')
      await window.screen('small-filling-rows')
      await window.click('filling-check')
      await window.screen('small-filling-check')
      assert.deepEqual(await window.overflowing(), [])
      await nav('people', 'staff')
      await window.click('ledger-export')
      await window.click('export-whole')
      await window.screen('small-export')
      await window.click('export-cancel')
      await closed()
      await window.size(1366, 768)
    },
  }
}
