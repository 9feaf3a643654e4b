// Statistics of the sample: each chart with its numbers, a number that opens just its records, one that opens its article.
import assert from 'node:assert/strict'
import { eventually } from './driver.js'
import { go } from './screens.js'

const CHARTS = [
  'vaccination.coverage',
  'vaccination.states',
  'rounds.disinfect',
  'rounds.ventilate',
  'health.readings',
  'articles.gaps',
]

export function chapters(window) {
  /** The newest point of a line that has anything behind it: its name and how many it says. */
  const newest = (chart, line) =>
    window.script(
      `const cell = [...document.querySelectorAll('[data-test^="stat-' + arguments[0] + '-' + arguments[1] + '-"]')].find((one) => one.classList.contains('opens'))
       return cell ? [cell.dataset.test, cell.innerText.trim()] : null`,
      chart,
      line,
    )

  return {
    async 'statistics are drawn beside their numbers, and a number opens just its records'() {
      await window.size(1366, 768)
      await go(window, 'inspection', 'stats')
      for (const chart of CHARTS) {
        await window.find(`stats-${chart}`)
        await eventually(`${chart} is drawn`, () =>
          window.script("return document.querySelector('[data-test=\"stats-' + arguments[0] + '\"] svg path') !== null", chart),
        )
      }
      await window.screen('stats')
      assert.deepEqual(await window.overflowing(), [])
      await window.script('document.querySelector(\'[data-test="stats-articles.gaps"]\').scrollIntoView()')
      await window.screen('stats-gaps')
      await window.size(1024, 680)
      await window.screen('stats-small')
      assert.deepEqual(await window.overflowing(), [])
      await window.size(1366, 768)
      assert.deepEqual(await window.violations(), [])
      const [cell, overdue] = await newest('vaccination.states', 'done')
      await window.click(cell)
      await window.find('screen-staff')
      await eventually(`as many people as the number says: ${overdue}`, async () =>
        (await window.text('total')).includes(`共 ${overdue} 条`),
      )
      await window.click('filter-clear')
      await go(window, 'inspection', 'stats')
      await window.find('stats-articles.gaps')
      const [gap] = (await newest('articles.gaps', '16')) ?? (await newest('articles.gaps', '5'))
      await window.click(gap)
      await window.find('screen-articles')
      await window.click('articles-usual')
      await window.size(1440, 900)
    },
  }
}
