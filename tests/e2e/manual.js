// Makes the pictures of the user's manual: the built window on the sample organisation, and on a new file for its first day.
// Usage: node manual.js PROGRAM. Pictures go to assets/docs/images, each with few colours, at most WIDE pixels wide.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Key } from 'selenium-webdriver'
import { Window, eventually, removed } from './driver.js'
import { SHEETS } from './importing.js'
import { tripIntoRiskArea } from './sample.js'
import { confirmRecovery, drawerClosed, go, openRow, pageDrawn, recoveryGroups } from './screens.js'

const PROGRAM = resolve(process.argv[2] ?? 'target/debug/taizhang')
const IMAGES = fileURLToPath(new URL('../../assets/docs/images', import.meta.url))
/** Size of the window in pixels of the page: small, so that its type is legible on paper. */
const SIZE = [1100, 700]
/** Of the sharpness of the screen this much is kept, and this many colours. */
const KEPT = 0.65
const COLOURS = 16

const home = mkdtempSync(join(tmpdir(), 'taizhang-manual-'))
const at = (name) => join(home, name)
const shots = at('shots')
const made = new Set()
let window

/** Saves what is seen: the whole window, or the smallest part that holds everything matching `of`, with `pad` around it. */
async function picture(name, { of = [], pad = 12, below = null } = {}) {
  await window.script('document.activeElement?.blur()')
  await new Promise((done) => setTimeout(done, 400))
  const [ratio, box] = await window.script(
    `const [selectors, pad, below] = arguments
     const found = selectors.flatMap((s) => [...document.querySelectorAll(s)]).filter((e) => e.offsetParent !== null || getComputedStyle(e).position === 'fixed')
     const boxes = selectors.length === 0 ? [document.documentElement.getBoundingClientRect()] : found.map((e) => e.getBoundingClientRect())
     if (boxes.length === 0) throw new Error('nothing to show of ' + selectors.join(', '))
     const room = selectors.length === 0 ? 0 : pad
     const left = Math.max(0, Math.min(...boxes.map((b) => b.left)) - room)
     const top = Math.max(0, Math.min(...boxes.map((b) => b.top)) - room)
     const right = Math.min(innerWidth, Math.max(...boxes.map((b) => b.right)) + room)
     const bottom = Math.min(innerHeight, below ?? Infinity, Math.max(...boxes.map((b) => b.bottom)) + room)
     return [devicePixelRatio, [left, top, right - left, bottom - top]]`,
    of,
    pad,
    below,
  )
  const [left, top, width, height] = box.map((value) => Math.round(value * ratio))
  const shot = await window.shot(name)
  // Around the window the display is black.
  const inside = ['-bordercolor', 'black', '-border', '1', '-trim', '+repage']
  execFileSync('convert', [
    shot,
    ...inside,
    '-crop',
    `${width}x${height}+${left}+${top}`,
    '+repage',
    '-resize',
    `${KEPT * 100}%`,
    '+dither',
    '-colors',
    String(COLOURS),
    '-strip',
    '-define',
    'png:exclude-chunks=date,time',
    '-define',
    'png:compression-level=9',
    `PNG8:${join(IMAGES, `${name}.png`)}`,
  ])
  made.add(`${name}.png`)
}

/** Waits until no notice lies over the screen. */
const quiet = () =>
  eventually('no notice', () => window.script("return document.querySelector('[data-test^=notice]') === null"), 40_000)
async function cancel() {
  await window.click('cancel')
  if (await window.shows('ask-yes')) await window.click('ask-yes')
  await drawerClosed(window)
}

async function firstDay() {
  await window.find('setup-create')
  await window.size(...SIZE)
  await picture('start', { of: ['.start-card'] })
  await window.click('setup-create')
  await window.type('setup-org-name', '青禾社会工作服务中心')
  await window.pick('setup-org-form', 'setup-org-form-service_body')
  window.answer(at('本单位'))
  await window.click('setup-place')
  await window.click('setup-next')
  await window.type('setup-password', '手册-示例-2022')
  await window.type('setup-password-again', '手册-示例-2022')
  await window.click('setup-next')
  const groups = await recoveryGroups(window)
  await picture('recovery', { of: ['.start-card'] })
  await window.click('setup-next')
  await confirmRecovery(window, groups)
  await window.find('setup-done')
  await window.click('setup-first-person')
  await window.type('field-name', '李䶮')
  await window.type('field-id_number', '110105194912310021', { leave: true })
  await eventually('the problem at its field', async () => /X/.test(await window.text('problem-id_number')))
  await picture('person', { of: ['[data-test=drawer]'], pad: 0 })
  await cancel()
  await window.click('lock')
  await window.find('unlock-password')
  await picture('lock', { of: ['.start-card'] })
  await window.click('unlock-other')
}

async function people() {
  await window.click('setup-sample')
  await window.find('screen-home')
  await picture('home')
  await go(window, 'people', 'staff')
  await eventually('rows', () => window.shows('row-0'))
  await picture('staff')
  await go(window, 'people', 'vaccinations')
  await eventually('rows', () => window.shows('row-0'))
  await picture('vaccinations')
  await openRow(window, '今天到期')
  await window.find('person-explained')
  await picture('doses', { of: ['[data-test=person-doses]'], pad: 0 })
  await window.click('drawer-close')
  await drawerClosed(window)
  await go(window, 'people', 'travels')
  const days = ['6-24', '6-27', '6-28']
  await tripIntoRiskArea(window, { area: ['泗县', '泗县'], days, arrived: '2022-06-24' })
  await quiet()
  await picture('trip', { of: ['[data-test=drawer]'], pad: 0 })
  await window.click('drawer-close')
  await drawerClosed(window)
  await window.keys(Key.chord(Key.CONTROL, 'z'))
}

async function places() {
  await go(window, 'places', 'disinfections')
  await window.find('round-places')
  await quiet()
  await picture('round')
  await window.click(
    await window.script("return document.querySelector('[data-test=round-places] .el-button--primary').dataset.test"),
  )
  await window.find('calculator')
  await window.type('mix-target', '500')
  await window.type('mix-volume', '5')
  await eventually('how to mix', async () => /原液/.test(await window.text('mix-text')))
  await window.script("document.querySelector('[data-test=calculator]').scrollIntoView({ block: 'center' })")
  await picture('calculator', { of: ['[data-test=calculator]'], pad: 0 })
  await cancel()
  await window.click('tab-month')
  await window.find('month')
  await picture('month', { of: ['.day-steps', '.month-table'], pad: 8 })
  await window.click('print')
  await pageDrawn(window)
  await window.click('zoom-out')
  await picture('print')
  await window.click('print-back')
  await go(window, 'data', 'rules')
  await window.click('table-uses')
  await picture('rules')
}

async function sheets() {
  await go(window, 'people', 'staff')
  await window.drop('花名册.xlsx', readFileSync(`${SHEETS}roster-libreoffice.xlsx`))
  await eventually('rows of the sheet', () => window.shows('sheet-row-0'))
  await picture('import')
  await window.click('import-leave')
  await eventually('the list', async () => {
    if (await window.shows('ask-yes')) await window.click('ask-yes')
    return window.shows('screen-staff')
  })
  await window.click('ledger-export')
  await eventually('how many', async () => /\d/.test(await window.text('export-count')))
  await picture('export', { of: ['.el-dialog'], pad: -6 })
  await window.click('export-cancel')
  await go(window, 'inspection', 'filling')
  copyFileSync(join(SHEETS, 'template-libreoffice.xlsx'), at('统计表.xlsx'))
  window.answer(at('统计表.xlsx'))
  await window.click('filling-choose')
  await window.find('filling-cell')
  await window.click('cell-A4')
  await window.click('filling-figure')
  await window.keys('在岗人数')
  await (
    await eventually('the figure', () =>
      window.script(
        "return [...document.querySelectorAll('.el-select__popper[aria-hidden=false] [role=option]')].find((option) => option.innerText === '在岗人数')",
      ),
    )
  ).click()
  await eventually('what it comes to', async () => /现在填出来是/.test(await window.text('filling-value')))
  await picture('filling')
}

async function safety() {
  await window.click('safety-light')
  await eventually('the backups', async () => {
    if (await window.shows('ask-yes')) await window.click('ask-yes')
    return window.shows('screen-backup')
  })
  const stick = mkdtempSync('/dev/shm/taizhang-manual-')
  try {
    window.answer(stick)
    await window.click('backup-run')
    await eventually('the sentence', async () => /可以拔出/.test(await window.text('backup-sentence')))
  } finally {
    rmSync(stick, { recursive: true, force: true })
  }
  const below = await window.script(
    "return document.querySelector('[data-test=backup-sentence]').getBoundingClientRect().bottom + 4",
  )
  await picture('backup', { of: ['[data-test=screen-backup] .screen-head', '[data-test=backup-done]'], pad: 8, below })
}

mkdirSync(shots)
mkdirSync(IMAGES, { recursive: true })
try {
  window = await Window.start(PROGRAM, { home, out: shots })
  for (const chapter of [firstDay, people, places, sheets, safety]) {
    process.stdout.write(`- ${chapter.name}\n`)
    await chapter()
  }
  assert.deepEqual(await window.violations(), [], 'content security policy')
  for (const name of readdirSync(IMAGES)) if (!made.has(name)) rmSync(join(IMAGES, name))
} catch (error) {
  if (window && existsSync(shots)) await window.shot('failed').catch(() => {})
  if (window)
    copyFileSync(
      join(shots, readdirSync(shots).find((name) => name.endsWith('failed.png')) ?? ''),
      join(tmpdir(), 'taizhang-manual-failed.png'),
    )
  process.exitCode = 1
  console.error(error)
} finally {
  await window?.stop()
  removed(home)
}
