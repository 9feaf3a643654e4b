// The records the guideline asks for besides people and rounds, in the sample: each has its screen, and what an inspection
// found is a to-do until it is put right.
import assert from 'node:assert/strict'
import { eventually } from './driver.js'
import { drawerClosed, go, openRow, pageDrawn, takeBack } from './screens.js'

const LEDGERS = [
  ['people', 'leaves'],
  ['people', 'incidents'],
  ['people', 'incident_reports'],
  ['people', 'incident_contacts'],
  ['people', 'quarantines'],
  ['people', 'tests'],
  ['places', 'health_plans'],
  ['places', 'health_checks'],
  ['places', 'visitors'],
  ['activities', 'drills'],
  ['activities', 'gatherings'],
  ['activities', 'attendances'],
  ['activities', 'supply_moves'],
  ['activities', 'donations'],
  ['activities', 'grants'],
  ['services', 'publicity'],
  ['services', 'dossiers'],
  ['services', 'services'],
  ['inspection', 'plans'],
  ['inspection', 'notices'],
  ['inspection', 'inspections'],
  ['inspection', 'submissions'],
  ['inspection', 'statements'],
  ['data', 'attachments'],
  ['data', 'destructions'],
]

export function chapters(window) {
  const nav = (group, name) => go(window, group, name)

  return {
    async 'every record of the guideline has its screen'() {
      await window.size(1366, 768)
      for (const [group, name] of LEDGERS) {
        await nav(group, name)
        await eventually(`records of ${name}`, async () => /共 [1-9]/.test(await window.text('total')))
        await window.screen(`list-${name}`)
        assert.deepEqual(await window.overflowing(), [], name)
        await window.click('row-0')
        await window.find('drawer')
        await window.screen(`record-${name}`)
        await window.click('drawer-close')
        await drawerClosed(window)
      }
      await window.size(1440, 900)
    },

    async 'a notice, who signed it and who has not'() {
      await window.size(1366, 768)
      await nav('inspection', 'notices')
      await openRow(window, '151号')
      await window.find('drawer')
      await window.click('notice-open')
      await window.find('screen-notice')
      const signed = await eventually('how many signed', async () => window.text('notice-signed'))
      await window.screen('notice')
      assert.deepEqual(await window.overflowing(), [])
      await window.script("[...document.querySelectorAll('[data-test^=notice-mark-]')].slice(0, 2).forEach((one) => one.click())")
      await eventually('nothing is filled in for her', async () => (await window.shown('field-signed_on')) === '')
      await window.click('notice-save')
      await eventually('what is missing is said', () => window.says('notice-state', '一个人也没有登记'))
      await window.type('field-signed_on', '8-30', { leave: true })
      await window.pick('field-way', 'option-way-wechat')
      await eventually('how the day is read', () => window.says('screen-notice', '2021-08-30'))
      await window.screen('notice-signing')
      await window.click('notice-save')
      await eventually('two more have signed', async () => (await window.text('notice-signed')) !== signed)
      await takeBack(window)
      await eventually('one undo takes both back', async () => (await window.text('notice-signed')) === signed)
      await window.click('notice-print')
      await pageDrawn(window)
      await window.screen('notice-sign-sheet')
      await window.click('print-back')
      await window.find('screen-notice')
      await nav('inspection', 'notices')
      await openRow(window, '每周')
      await window.click('notice-open')
      await window.find('notice-slots')
      await window.screen('notice-reports')
      await window.size(1440, 900)
    },

    async 'what an inspection found stays a to-do until it is put right'() {
      await nav('inspection', 'inspections')
      await openRow(window, '本单位')
      await window.find('drawer')
      await window.click('child-new-findings')
      await window.type('field-item', '登记台没有放额温枪')
      await window.type('field-responsible', '单守诚', { leave: true })
      await window.type('field-due_on', '2021-08-30', { leave: true })
      await window.click('save')
      await eventually('it stands below the inspection', () => window.says('drawer', '登记台没有放额温枪'))
      await window.screen('inspection-finding')
      await window.click('drawer-close')
      await drawerClosed(window)
      await window.click('nav-home')
      await window.find('screen-home')
      await eventually('it is a to-do', () => window.says('screen-home', '登记台没有放额温枪：超期 1 天'))
      await window.screen('home-finding')
    },
  }
}
