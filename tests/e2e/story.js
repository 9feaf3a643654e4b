// One day with the window: a new file, a person, a printed roster, a lock, a backup, and the same data from the backup;
// between them what must not be lost, see safety.js, and sheets imported, see importing.js; then the sample organisation, see
// sample.js, guideline.js, articles.js, rounds.js and temperatures.js, its lists as sheets, see sheets.js, and as she has them, see views.js,
// what is in store and due, see stock.js, pictures kept with records and a person erased, see attachments.js, what it all came to, see
// stats.js, and the screen shown to an inspector, see showing.js.
// Usage: node story.js PROGRAM [WORD …]. Screenshots go to out/e2e. Ends non-zero at the first thing that is not as told.
// With words only chapters of the sample whose titles hold one of them are told, after those that open the sample.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Key } from 'selenium-webdriver'
import { Window, eventually, removed } from './driver.js'
import { chapters as ofAttachments } from './attachments.js'
import { chapters as ofPacking } from './packing.js'
import { chapters as ofForms } from './forms.js'
import { chapters as ofArticles } from './articles.js'
import { chapters as ofTheGuideline } from './guideline.js'
import { chapters as ofImporting } from './importing.js'
import { chapters as ofPeople } from './people.js'
import { chapters as ofReporting } from './reporting.js'
import { chapters as ofRounds } from './rounds.js'
import { chapters as ofTheSample, paper } from './sample.js'
import { allFields, confirmRecovery, groupsAskedFor, recoveryGroups } from './screens.js'
import { chapters as ofSafety } from './safety.js'
import { chapters as ofSheets } from './sheets.js'
import { chapters as ofShowing } from './showing.js'
import { chapters as ofStatistics } from './stats.js'
import { chapters as ofStock } from './stock.js'
import { chapters as ofTemperatures } from './temperatures.js'
import { chapters as ofViews } from './views.js'

const PROGRAM = resolve(process.argv[2] ?? 'target/debug/taizhang')
const WORDS = process.argv.slice(3)
const OUT = fileURLToPath(new URL('../../out/e2e', import.meta.url))
const PASSWORD = '测试-密码-2021'
const OTHER_PASSWORD = '另一个-密码-2021'
const NAME = '李䶮'
const ORGANISATION = '青禾社会工作服务中心'
const RIGHT_ID = '11010519491231002X'
const WRONG_ID = '110105194912310021'

const home = mkdtempSync(join(tmpdir(), 'taizhang-e2e-'))
const at = (name) => join(home, name)
rmSync(OUT, { recursive: true, force: true })
let window

const beginning = {
  async 'a new file with a recovery sheet'() {
    await window.find('setup-create')
    await window.screen('start')
    await window.click('help')
    await window.click('help-close')
    await eventually('the help is gone', async () => !(await window.shows('help-dialog')))
    await window.click('setup-create')
    await window.type('setup-org-name', ORGANISATION)
    await window.pick('setup-org-form', 'setup-org-form-service_body')
    window.answer(at('台账'))
    await window.click('setup-place')
    await window.screen('organisation')
    await window.click('setup-next')
    await window.type('setup-password', PASSWORD)
    await window.type('setup-password-again', PASSWORD)
    await window.screen('password')
    await window.click('setup-next')
    const groups = await recoveryGroups(window)
    assert.ok(!existsSync(at('台账.taizhang')), 'no file before the sheet is confirmed')
    window.answer(at('恢复单'))
    await window.click('recovery-print')
    await window.find('recovery-saved')
    const sheet = paper(at('恢复单.pdf'))
    for (const group of groups) assert.ok(sheet.includes(group), `the sheet shows ${group}`)
    await window.screen('recovery-sheet')
    await window.click('setup-next')
    const asked = await groupsAskedFor(window)
    assert.equal(asked.length, 2, 'two groups are asked for')
    await window.type('setup-group-1', 'AAAAA')
    await window.type('setup-group-2', groups[asked[1] - 1])
    await window.click('setup-finish')
    await window.find('problem-group-1')
    await window.screen('recovery-retype')
    await window.type('setup-group-1', groups[asked[0] - 1])
    await window.click('setup-finish')
    await window.find('setup-done')
    assert.ok(existsSync(at('台账.taizhang')), 'the file is made')
  },

  async 'a person, first with a wrong ID number'() {
    await window.click('setup-first-person')
    await window.type('field-name', NAME)
    await window.type('field-id_number', WRONG_ID, { leave: true })
    await eventually('the problem at its field', async () => /X/.test(await window.text('problem-id_number')))
    await window.pick('field-category', 'option-category-full_time')
    await window.screen('person-wrong')
    await window.type('field-id_number', RIGHT_ID, { leave: true })
    await eventually('the problem goes', async () => !(await window.shows('problem-id_number')))
    await window.click('save')
    await eventually('the row in the table', () => window.says('table', NAME))
    const table = await window.text('table')
    assert.ok(!table.includes(RIGHT_ID), 'the number is masked in the table')
    await window.screen('roster')
    await window.type('ledger-search', '002X')
    await eventually('found by the ID tail', () => window.says('table', NAME))
    await window.type('ledger-search', 'zzzz')
    await eventually('nothing found', async () => !(await window.says('table', NAME)))
    await window.type('ledger-search', ' ')
    await eventually('found again', () => window.says('table', NAME))
  },

  async 'a name typed with an input method'() {
    await window.click('ledger-new')
    await eventually('the name waits for typing', async () => (await window.focused()) === 'field-name')
    const compose = (steps) =>
      window.script(
        `const input = document.activeElement
       const key = (init) => input.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
       const set = (text) => { Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, text); input.dispatchEvent(new InputEvent('input', { bubbles: true, isComposing: true, inputType: 'insertCompositionText', data: text })) }
       for (const [what, text] of arguments[0]) {
         if (what === 'start' || what === 'update' || what === 'end') input.dispatchEvent(new CompositionEvent('composition' + what, { bubbles: true, data: text }))
         else if (what === 'text') set(text)
         else key({ key: text, keyCode: 229, isComposing: true })
       }
       return [document.activeElement === input, input.value]`,
        steps,
      )
    // The first key opens the composition; Enter takes the letters as they are, and neither moves nor saves.
    assert.deepEqual(
      await compose([
        ['key', 'w'],
        ['start', ''],
        ['text', 'w'],
        ['update', 'w'],
        ['text', 'wang'],
        ['update', 'wang'],
        ['key', 'Enter'],
        ['key', 'Process'],
      ]),
      [true, 'wang'],
    )
    assert.ok(await window.shows('drawer'), 'nothing was saved')
    assert.deepEqual(
      await compose([
        ['text', '王'],
        ['end', '王'],
      ]),
      [true, '王'],
    )
    await window.keys('䶮', Key.ENTER)
    await eventually('Enter goes on once nothing is composed', async () => (await window.focused()) !== 'field-name')
    assert.equal(await window.shown('field-name'), '王䶮', 'no key was lost')
    await window.screen('composed')
    await window.click('cancel')
    await window.click('ask-yes')
    await eventually('the drawer is gone', async () => !(await window.shows('drawer')))
  },

  async 'a correction, its trace, a voided record, and both taken back'() {
    await window.click('row-0')
    await window.find('drawer')
    await window.find('form-more')
    await allFields(window)
    await window.type('field-emergency_contact', '李兰', { leave: true })
    await window.click('save')
    await eventually('saved', async () => !(await window.shows('drawer')))
    await window.click('row-0')
    await window.click('history')
    await eventually('the trace names the column and both values', async () =>
      /紧急联系人[\s\S]*李兰/.test(await window.text('history-panel')),
    )
    await window.screen('history')
    await window.click('history-close')
    await window.click('void')
    await window.find('ask-reason')
    assert.ok(!(await (await window.find('ask-yes')).isEnabled()), 'no voiding without a reason')
    await window.type('ask-reason', '登记错了人')
    await window.screen('void')
    await window.click('ask-yes')
    await eventually('gone from the list', async () => !(await window.says('table', NAME)))
    await window.click('filter-voided')
    await eventually('struck through, with its word', () => window.says('table', '作废'))
    await window.click('row-0')
    await eventually('the reason', async () => (await window.text('voided')).includes('登记错了人'))
    await window.screen('voided')
    await window.click('unvoid')
    await eventually('the drawer is gone', async () => !(await window.shows('drawer')))
    const valid = async () => (await window.says('table', NAME)) && !(await window.says('table', '作废'))
    const voided = () => window.says('table', '作废')
    await eventually('restored', valid)
    for (const [key, what, holds] of [
      ['z', 'the restoring is taken back', voided],
      ['z', 'the voiding is taken back', valid],
      ['y', 'the voiding is done again', voided],
      ['y', 'the restoring is done again', valid],
      ['z', 'taken back once more', voided],
      ['z', 'and the voiding', valid],
    ]) {
      await window.keys(Key.chord(Key.CONTROL, key))
      await eventually(what, holds)
    }
    assert.match(await window.text('redo'), /人员名册：作废/, 'redo says of which ledger and record')
    await window.screen('taken-back')
    await window.keys(Key.chord(Key.CONTROL, 'z'))
    await window.click('row-0')
    await window.find('form-more')
    await allFields(window)
    await eventually('the correction is taken back', async () => (await window.shown('field-emergency_contact')) === '')
    // Ctrl+Z inside a field is the field's, which the engine sees to: it takes back no record.
    await window.type('field-emergency_contact', '李')
    await window.keys(Key.chord(Key.CONTROL, 'z'))
    assert.ok(await window.says('table', NAME), 'no record is taken back from within a field')
    await window.click('drawer-close')
    await eventually('the drawer is gone, asked about or not', async () => {
      if (await window.shows('ask-yes')) await window.click('ask-yes')
      return !(await window.shows('drawer'))
    })
    await window.click('filter-voided')
  },

  async 'the roster on paper'() {
    await window.click('print')
    await eventually('a page', () =>
      window.script("return document.querySelector('[data-test=print-preview] svg path') !== null"),
    )
    await window.screen('print')
    window.answer(at('花名册'))
    await window.click('print-save')
    await eventually('the PDF', () => existsSync(at('花名册.pdf')))
    const roster = paper(at('花名册.pdf'))
    assert.ok(roster.includes(NAME), `${NAME} stands whole in the PDF`)
    assert.ok(roster.includes(ORGANISATION))
    assert.ok(!roster.includes(RIGHT_ID), 'the number is masked on paper')
    await window.click('print-back')
  },

  async 'a lock'() {
    await window.click('lock')
    await window.find('unlock-password')
    assert.ok(!(await window.script('return document.body.innerText')).includes(NAME), 'no name stays on the locked screen')
    await window.screen('locked')
    await window.keys(Key.F1)
    await window.find('help-manual')
    await window.screen('help-locked')
    await window.click('help-close')
    await eventually('the help is gone', async () => !(await window.shows('help-dialog')))
    await window.type('unlock-password', '不对的密码')
    await window.click('unlock-submit')
    await eventually('a refusal', async () => (await window.text('unlock-problem')) !== '')
    await window.screen('wrong-password')
    await window.type('unlock-password', PASSWORD)
    await window.click('unlock-submit')
    await window.find('organisation')
  },

  async 'a lock when nobody is there, and what was being typed'() {
    await window.click('nav-group-people')
    await window.click('nav-staff')
    await window.click('ledger-new')
    await window.type('field-name', '赵雩', { leave: true })
    // The page's clock goes ten minutes and more ahead; the timer of the idle lock does the rest.
    await window.script('const now = Date.now; Date.now = () => now() + 11 * 60_000')
    await window.find('unlock-password')
    assert.ok(
      !(await window.script('return document.body.innerText')).includes('赵雩'),
      'nothing typed stays on the locked screen',
    )
    await window.type('unlock-password', PASSWORD)
    await window.click('unlock-submit')
    await window.find('drawer')
    await eventually('what was typed is back', async () => (await window.shown('field-name')) === '赵雩')
    await window.screen('draft')
    await window.click('cancel')
    await window.click('ask-yes')
    await eventually('the drawer is gone', async () => !(await window.shows('drawer')))
    await window.click('nav-group-data')
    await window.click('nav-rules')
    await window.click('table-recipients')
    await window.click('row-new')
    await window.type('field-label', '红星社区')
    await window.keys(Key.chord(Key.CONTROL, 'l'))
    await window.type('unlock-password', PASSWORD)
    await window.click('unlock-submit')
    await window.find('row-drawer')
    await eventually('a row of a rule table is back too', async () => (await window.shown('field-label')) === '红星社区')
    await window.click('cancel')
    await window.click('ask-yes')
    await eventually('the drawer is gone', async () => !(await window.shows('row-drawer')))
  },
}

const ending = {
  async 'a verified backup'() {
    await window.click('nav-home')
    await window.find('screen-home')
    await window.screen('home')
    await window.click('safety-light')
    mkdirSync(at('U盘'))
    window.answer(at('U盘'))
    await window.click('backup-run')
    await eventually('the sentence', async () => (await window.text('backup-sentence')).includes('校验'))
    assert.equal(readdirSync(at('U盘')).filter((name) => name.endsWith('.taizhang')).length, 1)
    await window.click('check-run')
    await eventually('the check', async () => (await window.text('check-result')) !== '')
    await window.screen('backup')
  },

  async 'the same data from the backup'() {
    await window.click('nav-group-data')
    await window.click('nav-restore')
    await window.find('screen-restore')
    window.answer(join(at('U盘'), readdirSync(at('U盘'))[0]))
    await window.click('restore-file')
    await window.find('restore-source')
    if (await window.shows('restore-password')) {
      await window.type('restore-password', PASSWORD)
      await window.click('restore-look')
    }
    await window.find('restore-preview')
    await window.screen('restore')
    window.answer(at('恢复后'))
    await window.click('restore-elsewhere')
    await eventually('the restored file', () => existsSync(at('恢复后.taizhang')))
    await eventually('the restored file is open', async () => (await window.text('organisation')).includes(ORGANISATION))
    await window.click('nav-group-people')
    await window.click('nav-staff')
    await eventually('the same person', () => window.says('table', NAME))
    assert.ok(existsSync(at('台账.taizhang')), 'the former file stays')
    await window.screen('restored')
  },

  async 'settings and password'() {
    await window.click('nav-group-data')
    await window.click('nav-settings')
    await window.find('screen-settings')
    await window.screen('settings')
    await window.click('nav-password')
    await window.find('screen-password')
    await window.screen('change-password')
  },

  async 'another password'() {
    const before = await window.text('fingerprint')
    await window.type('password-old', '不对的密码')
    await window.type('password-new-password', OTHER_PASSWORD)
    await window.type('password-new-password-again', OTHER_PASSWORD)
    await window.click('password-change')
    await eventually('a refusal', async () => (await window.text('password-problem')) !== '')
    await window.type('password-old', PASSWORD)
    await window.click('password-change')
    const groups = await recoveryGroups(window)
    await window.screen('new-recovery-sheet')
    await window.click('setup-next')
    await confirmRecovery(window, groups)
    await window.find('screen-home')
    await window.click('lock')
    await window.type('unlock-password', PASSWORD)
    await window.click('unlock-submit')
    await eventually('the old one no longer opens it', async () => (await window.text('unlock-problem')) !== '')
    await window.type('unlock-password', OTHER_PASSWORD)
    await window.click('unlock-submit')
    await window.find('organisation')
    await window.click('nav-group-data')
    await window.click('nav-password')
    assert.notEqual(await window.text('fingerprint'), before, 'another key')
    await window.click('nav-settings')
    await window.click('file-close')
    await window.find('setup-sample')
  },
}

let failed = null
let told = 0
try {
  window = await Window.start(PROGRAM, { home, out: OUT })
  const ofOneFile = { ...beginning, ...ofSafety(window, at, PASSWORD), ...ofImporting(window, at, PASSWORD), ...ending }
  const ofTheSampleFile = {
    ...ofTheSample(window, at),
    ...ofForms(window),
    ...ofTheGuideline(window),
    ...ofArticles(window),
    ...ofPeople(window, at),
    ...ofRounds(window, at),
    ...ofTemperatures(window),
    ...ofSheets(window, at),
    ...ofStock(window),
    ...ofAttachments(window, at),
    ...ofPacking(window, at),
    ...ofReporting(window, at, PROGRAM),
    ...ofStatistics(window),
    ...ofShowing(window),
    // Its last chapter opens another file.
    ...ofViews(window, at),
  }
  const [opening, summer, ...others] = Object.entries(ofTheSampleFile)
  const chapters =
    WORDS.length === 0
      ? [...Object.entries(ofOneFile), opening, summer, ...others]
      : [opening, summer, ...others.filter(([title]) => WORDS.some((word) => title.includes(word)))]
  for (const [title, tell] of chapters) {
    process.stdout.write(`- ${title} … `)
    await tell()
    told += 1
    process.stdout.write('ok\n')
  }
  assert.deepEqual(await window.violations(), [], 'content security policy')
  assert.deepEqual(window.findings, [], 'accessibility')
} catch (error) {
  failed = error
  try {
    await window?.shot('failed')
  } catch {
    // The window is gone; the error below says more.
  }
} finally {
  await window?.stop()
  removed(home)
}
if (failed) {
  console.error(failed)
  for (const finding of window?.findings ?? []) console.error(finding)
  process.exitCode = 1
} else {
  console.log(`window: ${told} chapters, ${window.shots} screenshots in out/e2e, 0 CSP violations, 0 serious findings`)
}
