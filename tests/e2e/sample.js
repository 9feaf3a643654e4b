// The sample organisation on its last evening: doses, trips, rounds and rules, and every screen at the sizes it must fit.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Key } from 'selenium-webdriver'
import { eventually } from './driver.js'
import { SHEETS } from './importing.js'
import { allFields, drawerClosed, go, holding, openRow, pageDrawn, unfolded, takeBack } from './screens.js'

/** Where the window keeps the sample, below its home folder. */
const SAMPLE = join('防疫台账', '示例机构.taizhang')

const TODAY = '2021-08-31'
/** A day on which the sample has a plan for the office and no record. */
const GAP = { place: '综合办公室', day: '2021-08-20', short: '08-20' }
const PACK = {
  title: '某市来返人员措施',
  region: '500111',
  source: '某市指挥部 2021-09-01 通告',
  measures: [
    {
      key: 'city.high',
      label: '高风险地区来返',
      valid_from: '2021-09-01',
      rule: { relation: 'place', levels: ['high'], measure: 'central', days: 21, tests: [1, 7, 14, 21], text: '集中隔离 21 天' },
    },
  ],
}

/** Text of a PDF as it stands on paper. */
export function paper(file) {
  return execFileSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' })
}

/** The manuals below `folder`. */
function manuals(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('用户手册.pdf'))
    .map((name) => join(folder, name))
}

/** Enters a trip of 杨欣怡 into a risk area and opens it; the list of trips is there. */
export async function tripIntoRiskArea(
  window,
  { area = ['瑞丽', '瑞丽市'], days = ['8-20', '8-22', '8-23'], arrived = '2021-08-20' } = {},
) {
  await window.click('ledger-new')
  await window.seek('field-staff', 'yxy', '杨欣怡')
  await window.seek('field-division_code', ...area)
  for (const [place, field] of ['arrived_on', 'departed_on', 'returned_on'].entries())
    await window.type(`field-${field}`, days[place], { leave: true })
  await window.click('save')
  await drawerClosed(window)
  await openRow(window, arrived)
  await window.find('trip')
}

/** How some of the articles stand on the sample's last day. */
const STANDING = [
  [1, '部分'],
  [7, '有据'],
  [9, '不适用'],
  [19, '缺'],
]

/**
 * Puts the shorter history in the place of the sample, half a year up to 2021-08-31: on its very days the other chapters rest.
 * The sample is open, and so is the shorter one afterwards.
 */
export async function endOfSummer(window, at) {
  await go(window, 'data', 'settings')
  await window.click('file-close')
  await window.find('setup-sample')
  rmSync(at(SAMPLE))
  execFileSync(`${window.begun.program}-cli`, ['sample', at(SAMPLE), '--plain', '--days', '180', '--end', TODAY])
  await window.click('setup-sample')
  await window.find('screen-home')
}

export function chapters(window, at) {
  const nav = (group, name) => go(window, group, name)
  const tab = async (name) => window.click(`tab-${name}`)
  const print = async (file) => {
    await pageDrawn(window)
    window.answer(at(file))
    await window.click('print-save')
    await eventually(file, () => existsSync(at(`${file}.pdf`)))
    return paper(at(`${file}.pdf`))
  }
  const row = (text) => openRow(window, text)
  const closed = () => drawerClosed(window)

  return {
    async 'the sample opens and nothing scrolls that should not'() {
      await window.find('setup-sample')
      await window.size(1366, 768)
      await window.click('setup-sample')
      await window.find('screen-home')
      await window.screen('sample-home')
      const still = await window.script(
        "return ['#main', '.side'].every((s) => { const e = document.querySelector(s); return e.scrollHeight <= e.clientHeight + 1 })",
      )
      assert.ok(still, 'home and navigation fit 768 px')
      assert.match(await window.text('nav-vaccinations'), /\d$/, 'what needs action is counted in the navigation')
      await eventually('the articles are counted', () => window.says('screen-home', '20 条中'))
      for (const [number, word] of STANDING) {
        const lamp = await window.text(`lamp-${number}`)
        assert.ok(lamp.includes(word), `article ${number}: ${lamp}`)
      }
      await nav('inspection', 'notices')
      await window.find('screen-notices')
      await eventually('what came in the last days', () => window.says('table', '2022-06-29'))
      await window.screen('sample-notices')
      await nav('places', 'health_checks')
      await window.find('screen-health_checks')
      await window.screen('sample-temperatures')
    },

    async 'the same organisation at the end of its summer'() {
      await endOfSummer(window, at)
      await window.screen('summer-home')
    },

    async 'a dose changes where somebody stands'() {
      await nav('people', 'vaccinations')
      await window.find('screen-vaccinations')
      const figures = await window.text('figures')
      assert.match(figures, /占总数\s*[\d.]+%[\s\S]*占应接\s*[\d.]+%/, 'both rates stand side by side')
      await window.screen('vaccinations')
      await row('今天到期')
      await eventually('her state', async () => /1 剂 · 今天到期/.test(await window.text('person-state')))
      assert.match(await window.text('person-explained'), /第 2 剂 2021-08-31 起可以接种/)
      const name = (await window.text('person-doses')).split('\n')[0].split('　')[0].trim()
      await window.screen('person-doses')
      await window.click('rule-link')
      await window.find('rule-dialog')
      assert.match(await window.text('rule-source'), /新冠病毒疫苗接种技术指南/, 'the rule opens to its source')
      assert.match(await window.text('rule-said'), /至少 21 天/)
      await window.screen('rule')
      await window.keys(Key.ESCAPE)
      await eventually('the rule is gone', async () => !(await window.shows('rule-source')))
      assert.ok(await window.shows('person-doses'), 'Escape closes one thing at a time')
      await window.click('person-dose')
      await eventually('her name stands in the form, not her number', async () => (await window.shown('field-staff')) === name)
      await eventually(
        'the first empty field that must be filled has the focus',
        async () => (await window.focused()) === 'field-given_on',
      )
      await window.seek('field-product', '北京生物', '国药北京')
      await window.type('field-given_on', '今天', { leave: true })
      await eventually('how the day was understood', () =>
        window.script("return document.querySelector('#echo-given_on')?.innerText.includes(arguments[0])", TODAY),
      )
      await window.screen('new-dose')
      await window.click('save')
      await window.find('person-doses')
      await eventually('the new state', async () => /^2 剂/.test(await window.text('person-state')))
      assert.notEqual(await window.text('figures'), figures, 'the rates moved')
      await window.click('drawer-close')
      await closed()
      await tab('records')
      await window.find('list-vaccinations')
      await eventually('the dose in the list', () => window.says('table', name))
      await window.screen('dose-list')
      await window.click('nav-home')
      const task = await holding(window, '.tasks li', '剂到期')
      const who = (await window.script("return arguments[0].querySelector('strong').innerText", task)).split(' ')[0]
      await window.click((await task.getAttribute('data-test')).replace('task-', 'task-go-'))
      await eventually('a task about somebody opens her', async () => (await window.text('person-doses')).startsWith(who))
      await window.click('drawer-close')
      await closed()
      await nav('people', 'staff')
      await window.find('screen-staff')
      assert.match(
        await window.text('undo'),
        new RegExp(`疫苗接种：新增「${name} ${TODAY}」`),
        'undo says what it would take back',
      )
      await window.keys(Key.chord(Key.CONTROL, 'z'))
      await window.find('screen-vaccinations')
      await eventually('the rates are as before', async () => (await window.text('figures')) === figures)
      await window.screen('dose-taken-back')
      await window.keys(Key.chord(Key.CONTROL, 'y'))
      await eventually('and again as after', async () => (await window.text('figures')) !== figures)
    },

    async 'a trip into a risk area is verified, measured and released'() {
      await nav('people', 'travels')
      await window.find('screen-travels')
      await tripIntoRiskArea(window)
      const state = () => window.text('stop-state')
      assert.equal(await state(), '待核实')
      await window.screen('trip-to-verify')
      await window.click(await test('confirm-'))
      await window.find('ask-reason')
      const who = await window.shown('ask-reason')
      assert.notEqual(who, '', 'who verified is offered')
      await window.screen('verify')
      await window.click('ask-yes')
      await eventually('待采取措施', async () => (await state()) === '待采取措施')
      await eventually('the form was read again', async () => (await window.shown('field-verified_by')) === who)
      await window.click(await test('measure-'))
      await eventually('the measure', async () => (await state()) === '集中隔离')
      await eventually('the form shows it', async () => (await window.shown('field-measure')) === '集中隔离')
      await window.screen('trip-measured')

      // An earlier stop of the same trip, its measure over.
      await window.click('trip-another')
      await eventually('the same person', async () => (await window.shown('field-staff')) === '杨欣怡')
      assert.match(await window.shown('field-trip'), /^2021-08-20-\d+$/, 'the trip got a number')
      await window.seek('field-division_code', '瑞丽', '瑞丽市')
      for (const [field, day] of [
        ['arrived_on', '8-5'],
        ['departed_on', '8-6'],
        ['returned_on', '8-6'],
      ])
        await window.type(`field-${field}`, day, { leave: true })
      await allFields(window)
      await window.pick('field-verified', 'option-verified-confirmed')
      await window.type('field-verified_by', '单守诚', { leave: true })
      await window.pick('field-measure', 'option-measure-central')
      await window.click('save')
      await eventually(
        'both stops of the trip',
        async () => (await window.script("return document.querySelectorAll('.stop').length")) === 2,
      )
      await window.click(await test('release-'))
      await eventually('released today', () => window.says('trip', `${TODAY} 解除`))
      await window.screen('trip-released')
      await window.click('drawer-close')
      await closed()
      await nav('people', 'risk_areas')
      await window.find('screen-risk_areas')
      await window.screen('risk-areas')
    },

    async 'too strong a disinfectant is warned of and kept'() {
      await nav('places', 'disinfections')
      await window.find('round-places')
      await window.screen('round')
      const first = await window.script(
        "return document.querySelector('[data-test=round-places] .el-button--primary').dataset.test",
      )
      await window.click(first)
      await window.find('calculator')
      await eventually('times are never copied', async () => (await window.shown('field-started_at')) === '')
      await window.type('field-started_at', '1600', { leave: true })
      await window.type('field-ended_at', '1630', { leave: true })
      await window.type('mix-target', '500')
      await window.type('mix-volume', '5')
      await eventually('how to mix', async () => /原液 50 毫升，加水 4950 毫升，约 1:100/.test(await window.text('mix-text')))
      assert.match(await window.text('mix-range'), /mg\/L，作用 \d+ 分钟/)
      await window.click('mix-fill')
      await eventually(
        'the form is filled',
        async () => (await window.shown('field-concentration')) === '500' && (await window.shown('field-dilution')) === '1:100',
      )
      await window.type('field-concentration', '600', { leave: true })
      await eventually('a warning at the field', async () =>
        /600高于.*250 至 500 mg\/L/.test(await window.text('warning-concentration')),
      )
      await window.screen('too-strong')
      await window.click('save')
      await window.find('notice-warn')
      await closed()
      await eventually('the focus is on a place that waits', async () => (await window.focused()).startsWith('round-'))
      await tab('records')
      await eventually('600 is kept', () => window.says('table', '600'))
      await window.screen('disinfections')
      await window.seek('filter-place', GAP.place)
      await eventually('one place alone', () =>
        window.script(
          `const cells = [...document.querySelectorAll('.el-table-v2__row')]; return cells.length > 0 && cells.every((cell) => cell.innerText.includes('${GAP.place}'))`,
        ),
      )
      await window.click('filter-clear')
    },

    async 'a day without a record stays a gap'() {
      await tab('month')
      await window.find('month')
      const flat = await window.script(
        "const box = document.querySelector('.month-box'); return box.scrollWidth <= box.clientWidth",
      )
      assert.ok(flat, 'the month fits without scrolling sideways')
      await window.screen('month')
      const gap = await window.script(
        "return [...document.querySelectorAll('[data-test^=cell-]')].find((cell) => cell.dataset.test.endsWith(arguments[0]) && cell.innerText === '缺').dataset.test",
        GAP.day,
      )
      await window.click(gap)
      await window.type('field-started_at', '0900', { leave: true })
      await window.click('save')
      await window.find('problem-late_reason')
      await window.screen('late')
      await window.click('cancel')
      await window.click('ask-yes')
      await closed()
      assert.equal(await window.text(gap), '缺', 'a gap stays a gap')
      await window.click('print')
      await window.find('print-first-month')
      const month = await print('消毒月表')
      assert.match(month, /2021年8月/)
      assert.match(month, new RegExp(`${GAP.place}.*缺`), 'the gap stands on paper')
      await window.pick('print-form', 'print-form-list')
      await window.type('print-from', '2021-08-16', { leave: true })
      await window.screen('print-list')
      const list = await print('消毒记录')
      assert.match(list, /缺记日期/)
      assert.match(list, new RegExp(`${GAP.place}：共 \\d+ 天[^\\n]*${GAP.short}`))
      await window.click('print-back')
      await nav('places', 'ventilations')
      await window.find('round-places')
      await window.screen('airing')
    },

    async 'a rule is opened, added, imported and withdrawn'() {
      await nav('data', 'rules')
      await window.find('screen-rules')
      for (const table of ['reasons', 'uses', 'measures', 'holidays', 'schedules']) {
        await window.click(`table-${table}`)
        await eventually(table, () => window.script("return document.querySelector('.plain-table tbody tr') !== null"))
        assert.doesNotMatch(
          await window.script("return document.querySelector('.rule-box').innerText"),
          /[a-z_]{4,}/,
          `${table} is told in Chinese`,
        )
      }
      await window.screen('rules')
      await (await holding(window, '.rule-name', '灭活')).click()
      await window.find('rule-source')
      assert.ok((await window.text('rule-source')).length > 5)
      await window.click('rule-close')
      await eventually('the rule is gone', async () => !(await window.shows('rule-source')))
      await window.click('table-recipients')
      await window.click('row-new')
      await window.type('field-label', '红星社区')
      await window.click('save')
      await window.find('problem-source')
      await window.screen('rule-problem')
      await window.type('field-source', '社区公示栏')
      await window.type('field-phone', '023-43722222')
      await window.click('save')
      await closed()
      await holding(window, '.plain-table', '红星社区')
      await takeBack(window)
      await eventually(
        'taken back',
        async () => !(await window.script("return document.querySelector('.rule-box').innerText.includes('红星社区')")),
      )
      await tab('packs')
      writeFileSync(at('措施.json'), JSON.stringify(PACK))
      window.answer(at('措施.json'))
      await window.click('pack-choose')
      await window.find('pack-preview')
      assert.match(await window.text('differences'), /集中隔离 21 天/)
      await window.screen('pack-preview')
      await window.click('pack-take')
      const taken = await eventually('the pack', () =>
        window.script(
          "return [...document.querySelectorAll('.pack')].find((pack) => pack.innerText.includes(arguments[0]))?.dataset.test",
          PACK.title,
        ),
      )
      const id = taken.replace('pack-', '')
      window.answer(at('另存的规则包'))
      await window.click(`pack-export-${id}`)
      await eventually('the exported pack', () => existsSync(at('另存的规则包.json')))
      assert.equal(JSON.parse(readFileSync(at('另存的规则包.json'), 'utf8')).title, PACK.title)
      await window.click(`pack-compare-${id}`)
      await window.click('compare-with')
      await window.click(await test('compare-with-'))
      await window.find('differences')
      assert.doesNotMatch(await window.text('differences'), /[{}"]/, 'differences are told in words')
      await window.screen('pack-compare')
      await window.click('compare-close')
      await eventually('the comparison is gone', async () => !(await window.shows('differences')))
      await window.click(`pack-withdraw-${id}`)
      await window.type('ask-reason', '文号有误')
      await window.click('ask-yes')
      await eventually('withdrawn with its reason', async () => (await window.text(taken)).includes('撤回原因：文号有误'))
      await window.screen('packs')
    },

    async 'every record on a sheet of its own'() {
      await nav('people', 'vaccine_exemptions')
      await window.find('screen-vaccine_exemptions')
      await window.screen('exemptions')
      await window.click('print')
      await window.pick('print-form', 'print-form-sheet')
      const sheets = await print('未接种原因')
      assert.ok(sheets.split('未接种原因登记表').length > 2, 'more than one sheet')
      await window.click('print-back')
    },

    async 'the manual opens from the help'() {
      await window.keys(Key.F1)
      await window.find('help-dialog')
      await window.screen('help')
      await window.click('help-manual')
      await eventually('the manual lies where the viewer finds it', () => manuals(at('.config')).length === 1)
      assert.ok(paper(manuals(at('.config'))[0]).includes('忘记密码'), 'it can be read')
      assert.ok(!(await window.shows('notice-bad')), 'and was opened')
      await window.click('help-close')
      await eventually('the help is gone', async () => !(await window.shows('help-dialog')))
    },

    async 'any record is found from anywhere'() {
      await window.keys(Key.chord(Key.CONTROL, 'k'))
      await eventually('the box waits for typing', async () => (await window.focused()) === 'search-text')
      await window.keys('勐卯')
      await eventually('a trip and a risk area', async () => /旅居史|风险地区/.test(await window.text('hit-0')))
      await window.screen('search')
      await window.keys(Key.ENTER)
      await window.find('drawer')
      await window.click('drawer-close')
      await closed()
      await nav('people', 'staff')
      await window.type('ledger-search', 'wy')
      await row('王')
      await window.find('drawer')
      await window.script("document.querySelector('.record-body').scrollTo(0, 100000)")
      await window.find('child-new-vaccinations')
      await window.screen('what-belongs-to-her')
      await window.click('drawer-close')
      await closed()
      await window.click('filter-clear')
    },

    async 'every screen at the smallest window and at 150 %'() {
      for (const [size, width, height, zoom] of [
        ['small', 1024, 680, 1],
        ['zoomed', 1366, 768, 1.5],
      ]) {
        await window.size(width, height)
        await window.script('document.body.style.zoom = arguments[0]', String(zoom))
        // The driver does not know where things lie on a zoomed page, so they are pressed from within it.
        const press = (name) =>
          eventually(`[${name}]`, () =>
            window.script(
              'const e = document.querySelector(`[data-test="${arguments[0]}"]`); e?.click(); return e !== null',
              name,
            ),
          )
        const visit = async (group, name) => {
          await unfolded(window, group, name, press)
          await press(`nav-${name}`)
          await window.find(`screen-${name}`)
        }
        const look = async (name) => {
          await window.screen(`${size}-${name}`)
          assert.deepEqual(await window.overflowing(), [], `${size} ${name} scrolls sideways`)
        }
        await press('nav-home')
        await window.find('screen-home')
        await look('home')
        for (const name of ['staff', 'postings', 'travels', 'risk_areas', 'vaccine_exemptions']) {
          await visit('people', name)
          await eventually('rows', () => window.shows('row-0'))
          await look(name)
        }
        await visit('people', 'staff')
        await press('row-0')
        await window.find('drawer')
        await look('form')
        await press('drawer-close')
        await closed()
        await press('ledger-import')
        await window.find('import-file')
        await look('import-choose')
        await window.drop('花名册.xlsx', readFileSync(`${SHEETS}roster-openpyxl.xlsx`))
        await eventually('rows of the sheet', () => window.shows('sheet-row-0'))
        await look('import-check')
        await press('sheet-row-1')
        await window.find('import-row')
        await look('import-row')
        await press('row-close')
        await press('tab-columns')
        await look('import-columns')
        await press('import-leave')
        await window.find('screen-staff')
        await visit('people', 'vaccinations')
        await press('tab-people')
        await look('vaccinations')
        await press('row-0')
        await window.find('person-explained')
        await look('person')
        await press('drawer-close')
        await closed()
        for (const name of ['places', 'cleaning_plans', 'closures', 'ventilations']) {
          await visit('places', name)
          await look(name)
        }
        await visit('places', 'disinfections')
        for (const name of ['today', 'records', 'month']) {
          await press(`tab-${name}`)
          await look(`round-${name}`)
        }
        await press('print')
        await pageDrawn(window)
        await look('print')
        await press('print-back')
        await visit('data', 'rules')
        await press('tab-tables')
        await press('table-uses')
        await look('rules')
        await visit('data', 'organisation')
        await look('organisation')
        for (const name of ['backup', 'restore', 'password', 'settings']) {
          await visit('data', name)
          await look(name)
        }
      }
      await window.script("document.body.style.zoom = ''")
      await window.size(1366, 768)
    },
  }

  /** The full name of the one control whose name begins so. */
  function test(begins) {
    return eventually(`[${begins}…]`, () =>
      window.script(
        'return [...document.querySelectorAll(`[data-test^="${arguments[0]}"]`)].find((e) => e.offsetParent !== null)?.dataset.test',
        begins,
      ),
    )
  }
}
