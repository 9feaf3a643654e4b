// Starts the built window under WebDriver and drives it by its data-test names.
// Owns processes and waiting. Knows nothing of what a story tells.
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Capabilities, Key, WebDriver } from 'selenium-webdriver'
import { Executor, HttpClient } from 'selenium-webdriver/http/index.js'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const PATIENCE_MS = 90_000
/** As often a key is sent anew to whatever has the focus by then. */
const STALE_TURNS = 20
/** Sends the windows of a process what a window manager sends when their ✕ is pressed. */
const ASK_TO_CLOSE = `
import ctypes, subprocess, sys
X = ctypes.CDLL('libX11.so.6')
X.XOpenDisplay.restype = ctypes.c_void_p
X.XInternAtom.restype = ctypes.c_ulong
class Message(ctypes.Structure):
    _fields_ = [('type', ctypes.c_int), ('serial', ctypes.c_ulong), ('sent', ctypes.c_int), ('display', ctypes.c_void_p),
                ('window', ctypes.c_ulong), ('kind', ctypes.c_ulong), ('format', ctypes.c_int), ('data', ctypes.c_long * 5)]
display = ctypes.c_void_p(X.XOpenDisplay(None))
atom = lambda name: X.XInternAtom(display, name, 0)
tree = subprocess.run(['xwininfo', '-root', '-tree'], capture_output=True, text=True).stdout
for line in tree.splitlines():
    number = line.split()[0] if line.split() else ''
    if not number.startswith('0x'): continue
    owner = subprocess.run(['xprop', '-id', number, '_NET_WM_PID', 'WM_PROTOCOLS'], capture_output=True, text=True).stdout
    if not ('= ' + sys.argv[1] + chr(10) in owner and 'WM_DELETE_WINDOW' in owner): continue
    message = Message(33, 0, 1, display, int(number, 16), atom(b'WM_PROTOCOLS'), 32)
    message.data[0] = atom(b'WM_DELETE_WINDOW')
    X.XSendEvent(display, ctypes.c_ulong(int(number, 16)), 0, ctypes.c_long(0), ctypes.byref(ctypes.create_string_buffer(bytes(message), 192)))
X.XSync(display, 0)
`

/** A port that is free now. */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Takes a folder away; what the ended window's helpers still write there is waited for. */
export function removed(folder) {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
  } catch (error) {
    console.error(`${folder} stays behind: ${error.message}`)
  }
}

/** Tries `work` until it returns something true; says `what` when it never does. */
export async function eventually(what, work, patience = PATIENCE_MS) {
  const end = Date.now() + patience
  let last
  for (;;) {
    try {
      const result = await work()
      if (result) return result
    } catch (error) {
      last = error
    }
    if (Date.now() > end) throw new Error(`${what}: not within ${patience / 1000} s${last ? ` (${last.message})` : ''}`)
    await pause(100)
  }
}

/** Whether it is in view; what left the page since it was found is not. */
async function displayed(element) {
  try {
    return await element.isDisplayed()
  } catch (error) {
    if (error.name === 'StaleElementReferenceError') return false
    throw error
  }
}

/** The running window. */
export class Window {
  /** Starts `program` with `args` and a home folder of its own; `out` gets the screenshots. */
  static async start(program, { home, out, args = [] }) {
    const choices = join(home, 'choices.txt')
    writeFileSync(choices, '')
    mkdirSync(out, { recursive: true })
    const env = {
      ...process.env,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.local'),
      TAIZHANG_TEST_CHOICES: choices,
    }
    const window = new Window({ program, env, args }, choices, out)
    await window.begin()
    return window
  }

  constructor(begun, choices, out) {
    this.begun = begun
    this.choices = choices
    this.out = out
    this.shots = 0
    this.findings = []
  }

  async begin() {
    const { program, env, args } = this.begun
    const [port, nativePort] = [await freePort(), await freePort()]
    this.server = spawn('tauri-driver', ['--port', String(port), '--native-port', String(nativePort)], {
      env,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    try {
      const url = `http://127.0.0.1:${port}`
      await eventually('tauri-driver answers', async () => (await fetch(`${url}/status`)).ok)
      const executor = new Executor(new HttpClient(url))
      const wanted = new Capabilities().set('tauri:options', { application: program, args })
      this.driver = await WebDriver.createSession(executor, wanted)
      await this.driver.getSession()
      await this.driver.manage().setTimeouts({ script: 60_000 })
      await this.listen()
    } catch (error) {
      await this.stop()
      throw error
    }
  }

  /** Asks the window to close as its ✕ does, and waits until the program has ended when it is to. */
  async close({ ends = true } = {}) {
    const ids = () =>
      execFileSync('pgrep', ['-f', '-x', `${this.begun.program}( .*)?`], { encoding: 'utf8' })
        .trim()
        .split('\n')
    const [id] = ids()
    execFileSync('python3', ['-c', ASK_TO_CLOSE, id])
    if (!ends) return
    await eventually('the program ends', () => {
      try {
        return !ids().includes(id)
      } catch {
        return true
      }
    })
  }

  /** Starts the program again after it was closed. */
  async again() {
    await this.stop()
    // It reads the answers to dialogs from their beginning.
    writeFileSync(this.choices, '')
    await this.begin()
  }

  async stop() {
    try {
      await this.driver?.quit()
    } catch {
      // The window may be gone already; the server goes in any case.
    }
    if (this.server.exitCode === null) {
      const gone = new Promise((resolve) => this.server.once('exit', resolve))
      this.server.kill('SIGTERM')
      await gone
    }
  }

  /** Collects violations of the content security policy from now on. */
  async listen() {
    await eventually('the page', () => this.script("return document.readyState === 'complete'"))
    await this.script(`if (!window.__violations) {
      window.__violations = []
      document.addEventListener('securitypolicyviolation', (e) => window.__violations.push(e.violatedDirective + ' ' + e.blockedURI))
    }`)
  }

  script(text, ...values) {
    return this.driver.executeScript(text, ...values)
  }

  /** Drags a file over the window, or the part of it that `into` selects, and lets it fall unless it is only `held`. */
  drop(name, content, held = false, into = 'body') {
    return this.script(
      `const data = new DataTransfer()
       data.items.add(new File([Uint8Array.from(atob(arguments[1]), (c) => c.charCodeAt(0))], arguments[0]))
       for (const what of arguments[2] ? ['dragover'] : ['dragover', 'drop']) document.querySelector(arguments[3]).dispatchEvent(new DragEvent(what, { bubbles: true, cancelable: true, dataTransfer: data }))`,
      name,
      Buffer.from(content).toString('base64'),
      held,
      into,
    )
  }

  /** The next dialog is answered with `path`. */
  answer(path) {
    writeFileSync(this.choices, `${readFileSync(this.choices, 'utf8')}${path}\n`)
  }

  /** What the command `name` brings, called past the screens: for what would take too long by hand. */
  async command(name, given) {
    const [result, failure] = await this.driver.executeAsyncScript(
      'const done = arguments[2]; window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1] ?? {}).then((result) => done([result]), (failure) => done([null, failure]))',
      name,
      given,
    )
    if (failure) throw new Error(`${name}: ${JSON.stringify(failure)}`)
    return result
  }

  async all(name) {
    return this.driver.findElements({ css: `[data-test="${name}"]` })
  }

  /** The visible element called `name`. */
  find(name) {
    return eventually(`[${name}]`, async () => {
      for (const element of await this.all(name)) if (await displayed(element)) return element
      return null
    })
  }

  async shows(name) {
    for (const element of await this.all(name)) if (await displayed(element)) return true
    return false
  }

  async click(name) {
    await eventually(`[${name}] takes a click`, async () => {
      const element = await this.find(name)
      if (!(await element.isEnabled()) || !(await this.rests(element))) return false
      // What is half in view takes no click in its middle.
      await this.script("arguments[0].scrollIntoView({ block: 'nearest' })", element)
      await element.click()
      return true
    })
  }

  /** Whether `element` and all it lies in stand still, so that a click falls where it was aimed. */
  rests(element) {
    return this.script(
      "return !document.getAnimations().some((a) => a.playState === 'running' && a.effect?.target?.contains(arguments[0]))",
      element,
    )
  }

  async text(name) {
    // The driver's own getText leaves out what lies in scrolled parts of the virtual table.
    return this.script('return arguments[0].innerText.trim()', await this.find(name))
  }

  /** Whether the element called `name` is there now and says `text`. */
  says(name, text) {
    return this.script(
      'return document.querySelector(`[data-test=${CSS.escape(arguments[0])}]`)?.innerText.includes(arguments[1]) ?? false',
      name,
      text,
    )
  }

  /** Replaces what a field holds; leaves it when `leave` is set. */
  async type(name, text, { leave = false } = {}) {
    // A list of choices that is still closing may lie over it.
    await this.click(name)
    const element = await this.find(name)
    await element.sendKeys(Key.chord(Key.CONTROL, 'a'), Key.BACK_SPACE)
    await element.sendKeys(text)
    if (leave) await element.sendKeys(Key.TAB)
  }

  /** Types into whatever has the focus. What left the page before a key fell has heard none: whatever has the focus now is typed into. */
  async keys(...keys) {
    for (let turn = 0; ; turn += 1) {
      const focused = await this.driver.switchTo().activeElement()
      try {
        return await focused.sendKeys(...keys)
      } catch (error) {
        if (error.name !== 'StaleElementReferenceError' || turn === STALE_TURNS) throw error
      }
    }
  }

  /** What has the focus, by its data-test name or that of what it lies in. */
  focused() {
    return this.script("return document.activeElement?.closest('[data-test]')?.dataset.test ?? ''")
  }

  /** Finds `text` in a searchable choice and takes the option that says `label`. */
  async seek(name, text, label = text) {
    await this.click(name)
    await this.keys(text)
    await eventually(`${label} in [${name}] takes a click`, async () => {
      const option = await this.script(
        "return [...document.querySelectorAll('.el-select__popper[aria-hidden=false] [role=option]')].find((option) => option.innerText.includes(arguments[0]))",
        label,
      )
      if (!option || !(await this.rests(option))) return false
      await option.click()
      return true
    })
    await eventually(`[${name}] says ${label}`, async () => (await this.shown(name)).includes(label))
  }

  /** What a searchable choice or field shows: words, never a code. */
  shown(name) {
    return this.script(
      `const host = document.querySelector('[data-test="' + arguments[0] + '"]')
       const input = host?.matches('input, textarea') ? host : host?.querySelector('input, textarea')
       return (host?.querySelector('.el-select__selected-item:not(.is-hidden) span')?.innerText || input?.value || host?.innerText || '').trim()`,
      name,
    )
  }

  /** The window as large as this, in pixels of the page. */
  async size(width, height) {
    await this.driver.manage().window().setRect({ width, height })
    await eventually(`${width} × ${height}`, () =>
      this.script('return innerWidth === arguments[0] && innerHeight === arguments[1]', width, height),
    )
  }

  /** Parts of the page that scroll although they must not; empty when all is well. */
  overflowing() {
    return this.script(
      `const wide = (element) => element.scrollWidth > element.clientWidth + 1
       return ['html', 'body', '#app', '.frame', '#main', '.side', '.drawer', '.record-body', '.start'].filter((selector) => {
         const element = document.querySelector(selector)
         return element !== null && wide(element)
       })`,
    )
  }

  /** Opens a choice and takes an option; the choice then says it and has the focus. */
  async pick(name, option) {
    await this.click(name)
    const label = await this.text(option)
    await this.click(option)
    await eventually(`[${name}] says ${label}`, async () => {
      const shown = await this.shown(name)
      return shown !== '' && label.includes(shown)
    })
    await eventually(`the choices of [${name}] are gone`, () =>
      this.script("return document.querySelector('.el-select__popper[aria-hidden=false]') === null"),
    )
  }

  /** Takes a picture of the whole display; returns its file. */
  async shot(name) {
    this.shots += 1
    const file = join(this.out, `${String(this.shots).padStart(2, '0')}-${name}.png`)
    // The driver's own screenshot never returns while compositing is off, so the whole display is taken.
    execFileSync('import', ['-window', 'root', file])
    return file
  }

  /** A screen is what `name` says: screenshot, and no serious finding on it. */
  async screen(name) {
    await pause(250)
    // What fades has its colours when it has come to rest; what turns for ever or stands still is not waited for.
    await this.script(
      `const ends = (one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? 0)
       const rest = Promise.all(document.getAnimations().filter(ends).map((one) => one.finished.catch(() => null)))
       return Promise.race([rest, new Promise((done) => setTimeout(done, 1500))]).then(() => null)`,
    )
    await this.shot(name)
    await this.script(`if (!window.axe) { ${AXE}; window.axe = axe }`)
    const found = await this.driver.executeAsyncScript(
      `const done = arguments[arguments.length - 1]
       axe.run(document, { resultTypes: ['violations'] }).then(
         (r) => done(r.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.target.join(' ') + ': ' + (n.any[0]?.message ?? n.all[0]?.message ?? '')).slice(0, 4)])),
         (e) => done([['serious', 'axe failed: ' + e.message, []]]))`,
    )
    for (const [impact, id, nodes] of found) {
      if (impact === 'serious' || impact === 'critical')
        this.findings.push(`${name}: ${impact} ${id}\n    ${nodes.join('\n    ')}`)
    }
  }

  violations() {
    return this.script('return window.__violations')
  }
}
