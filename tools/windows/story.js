// The command line on Windows, told under wine: first the same data file read and printed as on Linux, then a whole story
// in every place that must do.
// Usage: node story.js LINUX_PROGRAM WINDOWS_PROGRAM HOLD_PROGRAM DRIVE_C. Ends non-zero at the first thing not as told.
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [LINUX, WINDOWS, HOLD, DRIVE_C] = process.argv.slice(2)
const PASSWORD = '测试-密码-2021'
const NEW_PASSWORD = '第二个 密码'
const DAY = '2021-08-31'
const HOME = ['Users', '办公室 电脑 (2)']
const LONG = [...HOME, ...Array.from({ length: 6 }, (_, at) => `${at}${'很长的文件夹名字，'.repeat(6)}`)]

/** A folder of drive C by its parts, made anew, as Linux names it. */
function folder(parts) {
  const here = join(DRIVE_C, ...parts)
  rmSync(here, { recursive: true, force: true })
  mkdirSync(here, { recursive: true })
  return here
}

/** The same as Windows names it. */
const windowsPath = (parts) => ['C:', ...parts].join('\\')

const surroundings = (environment) => ({ ...process.env, TAIZHANG_PASSWORD: PASSWORD, TAIZHANG_OPERATOR: '办公室', ...environment })

function run(program, given, environment) {
  const ran = spawnSync(program, given, { env: surroundings(environment), encoding: 'utf8', maxBuffer: 1 << 28 })
  assert.equal(ran.error, undefined)
  return ran
}

/** What a run with `--json` said; it must end with `exit`. */
function said(ran, exit = 0) {
  assert.equal(ran.status, exit, ran.stdout + ran.stderr)
  return JSON.parse(ran.stdout)
}

const linux = (given, environment) => said(run(LINUX, [...given, '--json'], environment))
const wine = (given, environment, exit) => said(run('wine', [WINDOWS, ...given, '--json'], environment), exit)
const held = (file, milliseconds, given, exit) =>
  said(run('wine', [HOLD, file, `${milliseconds}`, WINDOWS, ...given, '--json']), exit)

/** Every byte of a file; of a workbook all but the part that says when it was made. */
function content(file) {
  if (!file.endsWith('.xlsx')) return readFileSync(file)
  const unpacked = spawnSync('unzip', ['-p', file, '-x', 'docProps/core.xml'], { maxBuffer: 1 << 28 })
  assert.equal(unpacked.status, 0, file)
  return unpacked.stdout
}

const chapters = {
  'the same file reads and prints as on Linux'() {
    const place = folder([...HOME, '同一个文件'])
    const shown = windowsPath([...HOME, '同一个文件'])
    const onLinux = (name) => join(place, name)
    const onWindows = (name) => `${shown}\\${name}`
    linux(['sample', onLinux('样本.taizhang')])
    copyFileSync(onLinux('样本.taizhang'), onLinux('linux.taizhang'))
    copyFileSync(onLinux('样本.taizhang'), onLinux('windows.taizhang'))
    const both = (verb, ...rest) => {
      const here = linux([verb, onLinux('linux.taizhang'), ...rest])
      assert.deepEqual(wine([verb, onWindows('windows.taizhang'), ...rest]), here, `${verb} ${rest.join(' ')}`)
      return here
    }
    const { ledgers } = linux(['ledgers'])
    assert.deepEqual(wine(['ledgers']).ledgers, ledgers)
    let files = 0
    /** A file made by both, or refused by both. */
    const made = (extension, verb, ledger, ...rest) => {
      files += 1
      const [ours, theirs] = [`linux${files}.${extension}`, `windows${files}.${extension}`]
      const what = `${verb} ${ledger} ${rest.join(' ')}`
      const here = run(LINUX, [verb, onLinux('linux.taizhang'), ledger, onLinux(ours), ...rest, '--json'])
      const there = run('wine', [WINDOWS, verb, onWindows('windows.taizhang'), ledger, onWindows(theirs), ...rest, '--json'])
      assert.equal(there.status, here.status, `${what}: ${here.stdout}${there.stdout}`)
      if (here.status === 0) assert.ok(content(onLinux(ours)).equals(content(onLinux(theirs))), what)
      else assert.equal(JSON.parse(there.stdout).code, JSON.parse(here.stdout).code, what)
    }
    for (const ledger of ledgers) {
      both('list', ledger.name, '--on', DAY, '--limit', '0')
      for (const form of ledger.forms) made('pdf', 'print', ledger.name, '--form', form.code, '--from', '2021-08-01', '--to', DAY, '--on', DAY)
      made('xlsx', 'export', ledger.name, '--on', DAY)
      made('csv', 'export', ledger.name, '--on', DAY)
    }
    both('status', '--on', DAY)
    both('check')
    console.log(`  ${ledgers.length} lists as JSON and ${files} files are equal`)
  },

  'one day with a new file, at home'() {
    day([...HOME, '防疫台账'])
  },

  'the same in a path longer than 260'() {
    assert.ok(windowsPath(LONG).length > 260)
    day(LONG)
  },

  'a file that can only be read is read and never written'() {
    const place = folder([...HOME, '只读'])
    const file = `${windowsPath([...HOME, '只读'])}\\台账.taizhang`
    wine(['new', file, '--org', '青禾社会工作服务中心'])
    const before = readFileSync(join(place, '台账.taizhang'))
    chmodSync(join(place, '台账.taizhang'), 0o444)
    // Rights do not bind root, this does.
    const bind = (how) => spawnSync('chattr', [how, join(place, '台账.taizhang')])
    bind('+i')
    try {
      assert.equal(wine(['list', file, 'staff']).total, 0)
      assert.equal(wine(['add', file, 'staff', '--json-row', '{"name":"张三","category":"专职"}'], {}, 4).code, 'read_only')
    } finally {
      bind('-i')
    }
    assert.ok(readFileSync(join(place, '台账.taizhang')).equals(before))
  },

  'a file that another program holds is waited for'() {
    const place = folder([...HOME, '被占用'])
    const at = (name) => `${windowsPath([...HOME, '被占用'])}\\${name}`
    const file = at('台账.taizhang')
    wine(['new', file, '--org', '青禾社会工作服务中心'])
    const add = ['add', file, 'staff', '--json-row', '{"name":"张三","category":"专职"}']
    const print = ['print', file, 'staff', at('名册.pdf')]
    wine(print)
    for (const milliseconds of [200, 2000]) {
      held(file, milliseconds, ['list', file, 'staff'])
      held(file, milliseconds, add)
      held(at('名册.pdf'), milliseconds, print)
    }
    const before = [readFileSync(join(place, '台账.taizhang')), readFileSync(join(place, '名册.pdf'))]
    assert.equal(held(file, -1, ['list', file, 'staff'], 4).code, 'file_in_use')
    assert.equal(held(file, -1, add, 4).code, 'file_in_use')
    assert.equal(held(at('名册.pdf'), -1, print, 4).code, 'file_in_use')
    assert.deepEqual([readFileSync(join(place, '台账.taizhang')), readFileSync(join(place, '名册.pdf'))], before)
    assert.deepEqual(readdirSync(place).sort(), ['台账.taizhang', '名册.pdf'], 'nothing is left beside')
    assert.equal(wine(['list', file, 'staff']).total, 2)
  },

  async 'beside a program that writes, others read and back up; a second writer is told who it is'() {
    const place = folder([...HOME, '两个程序'])
    const at = (name) => `${windowsPath([...HOME, '两个程序'])}\\${name}`
    const file = at('台账.taizhang')
    const rows = 20_000
    wine(['new', file, '--org', '青禾社会工作服务中心'])
    const people = Array.from({ length: rows }, (_, number) => `第${number}人,139${`${number}`.padStart(8, '0')},专职`)
    writeFileSync(join(place, '名册.csv'), ['姓名,手机,人员类别', ...people].join('\n'))
    const writer = spawn('wine', [WINDOWS, 'import', file, 'staff', at('名册.csv'), '--answer', 'joined_on=none', '--json'], { env: surroundings(), stdio: ['ignore', 'pipe', 'inherit'] })
    const told = []
    writer.stdout.on('data', (part) => told.push(part))
    const ended = once(writer, 'close')
    try {
      const note = join(place, '台账.taizhang.holder')
      const holds = () => existsSync(note) && statSync(note).size > 0
      while (!holds() && writer.exitCode === null) await pause(20)
      // Stopped while it holds the file and has written nothing, as a window does that somebody looks at.
      writer.kill('SIGSTOP')
      assert.ok(holds() && writer.exitCode === null && !existsSync(join(place, '备份')), 'the writer is stopped in time')
      const add = ['add', file, 'staff', '--json-row', '{"name":"张三","category":"专职"}']
      const refused = wine(add, {}, 4)
      assert.equal(refused.code, 'file_in_use')
      assert.match(refused.detail, /taizhang-cli/)
      assert.equal(wine(['list', file, 'staff']).total, 0)
      assert.equal(wine(['backup', file, at('别处')]).verified, true)
    } finally {
      writer.kill('SIGCONT')
    }
    assert.deepEqual(await ended, [0, null])
    assert.equal(JSON.parse(Buffer.concat(told).toString()).added, rows)
    assert.equal(wine(['list', file, 'staff', '--limit', '1']).total, rows)
    wine(['check', file])
  },
}

/** New, add, list, print, backup, check, restore, a forgotten password; in the end Linux reads the same. */
function day(parts) {
  const place = folder(parts)
  const at = (name) => `${windowsPath(parts)}\\${name}`
  const file = at('本单位.taizhang')
  const code = wine(['new', file, '--org', '青禾社会工作服务中心', '--type', '社会服务机构,社会工作']).recovery_code
  assert.equal(wine(['new', file, '--org', '乙'], {}, 1).code, 'target_exists')
  assert.equal(wine(['list', file, 'staff'], { TAIZHANG_PASSWORD: '不对' }, 3).code, 'wrong_password')
  wine(['add', file, 'staff', '--json-row', '{"name":"李㛃","category":"专职"}'])
  wine(['add', file, 'staff', '--json-row', '{"name":"陈䶮","category":"志愿者"}'])
  wine(['undo', file])
  assert.equal(wine(['list', file, 'staff']).rows[0].name, '李㛃')
  wine(['print', file, 'staff', at('名册 (2021).pdf')])
  wine(['print', file, 'staff', at('名册 (2021).pdf')])
  assert.equal(readFileSync(join(place, '名册 (2021).pdf')).subarray(0, 5).toString(), '%PDF-')
  const backup = wine(['backup', file, at('备份 文件夹')])
  assert.equal(backup.verified, true)
  assert.ok(existsSync(join(place, '备份 文件夹', backup.path.split('\\').at(-1))))
  const { head } = wine(['check', file])
  wine(['restore', backup.path, at('恢复的.taizhang')])
  assert.equal(wine(['check', at('恢复的.taizhang')]).head, head)
  assert.ok(wine(['restore', backup.path, at('恢复的.taizhang'), '--keep-old']).kept)
  const recovered = wine(['recover', file], { TAIZHANG_PASSWORD: undefined, TAIZHANG_RECOVERY: code, TAIZHANG_NEW_PASSWORD: NEW_PASSWORD })
  assert.notEqual(recovered.recovery_code, code)
  assert.equal(wine(['check', file], { TAIZHANG_PASSWORD: NEW_PASSWORD }).head, head)
  assert.deepEqual(readdirSync(place).filter((name) => /\.(lock|holder|part)$|-journal$/.test(name)), [])
  // What Windows wrote, Linux reads; SQLite there takes names of 512 bytes at most.
  const near = (name) => join(DRIVE_C, name)
  for (const name of ['本单位.taizhang', '恢复的.taizhang']) copyFileSync(join(place, name), near(name))
  const list = ['staff', '--on', DAY]
  const here = linux(['list', near('本单位.taizhang'), ...list], { TAIZHANG_PASSWORD: NEW_PASSWORD })
  assert.deepEqual(wine(['list', file, ...list], { TAIZHANG_PASSWORD: NEW_PASSWORD }), here)
  assert.equal(linux(['check', near('恢复的.taizhang')]).head, head)
}

for (const [name, tell] of Object.entries(chapters)) {
  console.log(name)
  await tell()
}
