// Start, memory and keystrokes of the built window against an empty one; prints the bench's table rows.
//
//   node measure.js PROGRAM EMPTY FILE_OF_10,000 FILE_OF_100,000     (both files plain)
// Owns no goal but those it prints beside the figures.
import { mkdtempSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Key } from 'selenium-webdriver'
import { Window, eventually, removed } from './driver.js'

const ROUNDS = 5
const [program, empty, tenThousand, hundredThousand] = process.argv.slice(2)

const middle = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
const line = (work, size, value, spread, goal) => console.log(`| ${work} | ${size} | ${value} | ${spread} | ${goal} |`)
const spread = (values) => `${Math.min(...values).toFixed(0)}–${Math.max(...values).toFixed(0)}`

/** Numbers of the processes below the one that runs `file`, itself first. */
function family(file) {
  const parents = new Map()
  let root = 0
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    try {
      parents.set(
        pid,
        Number(
          readFileSync(`/proc/${pid}/stat`, 'utf8')
            .replace(/^.*\) /s, '')
            .split(' ')[1],
        ),
      )
      if (readlinkSync(`/proc/${pid}/exe`) === file) root = pid
    } catch {
      // Gone between listing and reading.
    }
  }
  const below = (pid) => [pid, ...[...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => below(child))]
  return below(root)
}

/** Memory of all processes of `file` in MB, what they share counted once. */
function memory(file) {
  const pss = (pid) => Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
  return family(file).reduce((sum, pid) => sum + pss(pid), 0) / 1024
}

/** Runs `work` with a fresh window of `file`. */
async function within(file, args, work) {
  const home = mkdtempSync(join(tmpdir(), 'taizhang-measure-'))
  const begun = performance.now()
  const window = await Window.start(file, { home, out: join(home, 'shots'), args })
  try {
    return await work(window, begun)
  } finally {
    await window.stop()
    removed(home)
  }
}

/** Milliseconds from the start until `name` is there, and the memory a moment later. */
const started = (file, args, name) =>
  within(file, args, async (window, begun) => {
    await eventually(
      name,
      () => window.script('return document.querySelector(arguments[0]) !== null', `[data-test=${name}]`),
      60_000,
    )
    const time = performance.now() - begun
    await new Promise((resolve) => setTimeout(resolve, 1500))
    return { time, memory: memory(file) }
  })

const [ours, bare] = [[], []]
for (let round = 0; round < ROUNDS; round += 1) {
  bare.push(await started(empty, [], 'ready'))
  ours.push(await started(program, [tenThousand], 'screen-home'))
}
const ratio = (key) => `${(middle(ours.map((one) => one[key])) / middle(bare.map((one) => one[key]))).toFixed(2)}×`
for (const [name, figures] of [
  ['an empty Tauri window', bare],
  ['our window, a file of 10,000 people on its home screen', ours],
]) {
  const times = figures.map((one) => one.time)
  line(`start: ${name}`, 'to usable, driver included', `${middle(times).toFixed(0)} ms`, spread(times), '')
  const sizes = figures.map((one) => one.memory)
  line(`memory of all processes: ${name}`, 'PSS', `${middle(sizes).toFixed(0)} MB`, spread(sizes), '')
}
line('start against an empty window', '', ratio('time'), '', '≤ 1.3×')
line('memory against an empty window', '', ratio('memory'), '', '≤ 1.25×')

await within(program, [hundredThousand], async (window) => {
  await window.find('screen-home')
  await window.click('nav-group-people').catch(() => {})
  await window.click('nav-staff')
  await window.find('ledger-search')
  await eventually(
    'the list is drawn',
    async () =>
      (await window.says('total', '100,000')) && window.script("return document.querySelector('.el-table-v2') !== null"),
    60_000,
  )
  // From the key's own event to the frame after the one in which the list said something new.
  await window.script(`
    window.__keys = []
    let pressed = 0
    document.addEventListener('keydown', (event) => { pressed = event.timeStamp }, true)
    const total = document.querySelector('[data-test=total]')
    const table = document.querySelector('.el-table-v2')
    const seen = () => {
      if (pressed === 0) return
      const began = pressed
      pressed = 0
      requestAnimationFrame(() => requestAnimationFrame(() => window.__keys.push(performance.now() - began)))
    }
    for (const part of [total, table]) new MutationObserver(seen).observe(part, { childList: true, characterData: true, subtree: true })`)
  const search = await window.find('ledger-search')
  const input = (await search.getTagName()) === 'input' ? search : await search.findElement({ css: 'input' })
  let wanted = 0
  for (const text of ['zw', 'lm', 'chen', '1390', '张', '500101']) {
    await input.click()
    for (const key of text) {
      wanted += 1
      await input.sendKeys(key)
      await eventually(
        `the list after ${key}`,
        () => window.script('return window.__keys.length >= arguments[0]', wanted),
        3000,
      ).catch(() => {
        wanted = 0
      })
      wanted = await window.script('return window.__keys.length')
    }
    await input.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.BACK_SPACE)
    await eventually('all of them again', () => window.says('total', '100,000'))
    wanted = await window.script('return window.__keys.length')
  }
  const times = await window.script('return window.__keys')
  const sorted = [...times].sort((a, b) => a - b)
  line(
    'search as you type: key to painted list',
    `100,000 people, ${times.length} keys`,
    `${middle(times).toFixed(0)} ms, p95 ${sorted[Math.floor(sorted.length * 0.95)].toFixed(0)} ms`,
    spread(times),
    'p95 ≤ 50 ms',
  )
})
