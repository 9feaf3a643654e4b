// One day with the window: a new file, a person, a printed roster, a lock, a backup, and the same data from the backup.
// Usage: node story.js PROGRAM. Screenshots go to out/e2e. Ends non-zero at the first thing that is not as told.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Window, eventually } from './driver.js'

const PROGRAM = resolve(process.argv[2] ?? 'target/debug/taizhang')
const OUT = fileURLToPath(new URL('../../out/e2e', import.meta.url))
const PASSWORD = '测试-密码-2021'
const NAME = '李䶮'
const ORGANISATION = '青禾社会工作服务中心'
const RIGHT_ID = '11010519491231002X'
const WRONG_ID = '110105194912310021'

const home = mkdtempSync(join(tmpdir(), 'taizhang-e2e-'))
const at = (name) => join(home, name)
rmSync(OUT, { recursive: true, force: true })
let window

const chapters = {
  async 'a new file with a recovery sheet'() {
    await window.find('setup-create')
    await window.screen('start')
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
    const groups = await eventually('the recovery code', async () => {
      const shown = []
      for (let group = 1; group <= 13; group += 1) shown.push(await window.text(`recovery-group-${group}`))
      return shown
    })
    assert.ok(!existsSync(at('台账.taizhang')), 'no file before the sheet is confirmed')
    window.answer(at('恢复单'))
    await window.click('recovery-print')
    await window.find('recovery-saved')
    const sheet = execFileSync('pdftotext', ['-layout', at('恢复单.pdf'), '-'], { encoding: 'utf8' })
    for (const group of groups) assert.ok(sheet.includes(group), `the sheet shows ${group}`)
    await window.screen('recovery-sheet')
    await window.click('setup-next')
    const asked = await window.script("return [...document.querySelectorAll('label')].map((l) => l.textContent.match(/第\\s*(\\d+)\\s*组/)?.[1]).filter(Boolean).map(Number)")
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

  async 'the roster on paper'() {
    await window.click('print')
    await eventually('a page', () => window.script("return document.querySelector('[data-test=print-preview] svg path') !== null"))
    await window.screen('print')
    window.answer(at('花名册'))
    await window.click('print-save')
    await eventually('the PDF', () => existsSync(at('花名册.pdf')))
    const paper = execFileSync('pdftotext', ['-layout', at('花名册.pdf'), '-'], { encoding: 'utf8' })
    assert.ok(paper.includes(NAME), `${NAME} stands whole in the PDF`)
    assert.ok(paper.includes(ORGANISATION))
    assert.ok(!paper.includes(RIGHT_ID), 'the number is masked on paper')
    await window.click('print-back')
  },

  async 'a lock'() {
    await window.click('lock')
    await window.find('unlock-password')
    assert.ok(!(await window.script('return document.body.innerText')).includes(NAME), 'no name stays on the locked screen')
    await window.screen('locked')
    await window.type('unlock-password', '不对的密码')
    await window.click('unlock-submit')
    await eventually('a refusal', async () => (await window.text('unlock-problem')) !== '')
    await window.screen('wrong-password')
    await window.type('unlock-password', PASSWORD)
    await window.click('unlock-submit')
    await window.find('organisation')
  },

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
}

let failed = null
try {
  window = await Window.start(PROGRAM, { home, out: OUT })
  for (const [title, tell] of Object.entries(chapters)) {
    process.stdout.write(`- ${title} … `)
    await tell()
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
  rmSync(home, { recursive: true, force: true })
}
if (failed) {
  console.error(failed)
  for (const finding of window?.findings ?? []) console.error(finding)
  process.exitCode = 1
} else {
  console.log(`window: ${Object.keys(chapters).length} chapters, ${window.shots} screenshots in out/e2e, 0 CSP violations, 0 serious findings`)
}
