// The guideline in the sample: twenty lamps at home, each with its article; what proves it opens the list of just those rows,
// what is missing the form that closes it; who answers for something is named.
import assert from 'node:assert/strict'
import { eventually } from './driver.js'
import { drawerClosed } from './screens.js'

export function chapters(window) {
  const article = async (number) => {
    await window.click('nav-home')
    await window.find('screen-home')
    await window.click(`lamp-${number}`)
    await window.find('screen-articles')
    await eventually(`article ${number} is in view`, () => window.says('screen-articles', `第 ${number} 条`))
  }

  return {
    async 'twenty lamps say how the articles stand, and each opens its article'() {
      await window.size(1366, 768)
      await window.click('nav-home')
      await window.find('screen-home')
      await window.find('lamp-20')
      await eventually('the sentence counts them', () => window.says('screen-home', '20 条中'))
      assert.deepEqual(await window.overflowing(), [])
      await window.screen('cockpit')
      await window.size(1024, 680)
      await window.screen('cockpit-small')
      assert.deepEqual(await window.overflowing(), [])
      await window.size(1366, 768)
      await article(19)
      await eventually('somebody answers for it', () => window.says('screen-articles', '曾令仪认定'))
      await window.screen('article-attested')
      await window.click('lamp-9')
      await eventually('it says why it does not apply', () => window.says('article-reason', '只对行业协会商会提出'))
    },

    async 'what proves a requirement opens just those rows'() {
      await article(20)
      await window.find('requirement-20.due')
      await window.screen('article-reports')
      await window.click('evidence-20.due-submissions')
      await window.find('screen-submissions')
      await eventually('seven reports went', async () => /共 7/.test(await window.text('total')))
      await window.screen('article-evidence')
      await window.click('filter-clear')
    },

    async 'a gap opens the form that closes it, begun'() {
      await article(18)
      await window.click('gap-18.deeds-0')
      await window.find('drawer')
      await eventually('the kind is chosen', () => window.says('drawer', '典型事迹'))
      await window.screen('article-gap')
      await window.type('field-title', '守在门口的志愿者')
      await window.type('field-made_on', '2021-08-31', { leave: true })
      await window.click('save')
      await drawerClosed(window)
      await article(18)
      await eventually('the lamp is green', () => window.says('article-word', '有据'))
      await window.screen('article-closed')
      await window.keys('\uE009', 'z', '\uE000')
    },

    async 'a gap becomes a finding of an inspection of her own, once'() {
      await article(18)
      await window.click('rectify-18.deeds-0')
      await window.find('rectify-dialog')
      await eventually('the gap is offered', () => window.says('rectify-dialog', '典型'))
      await window.click('rectify-save')
      await eventually('who looked and who puts it right are asked for', () => window.says('rectify-problems', '检查人'))
      await window.screen('rectify-asked')
      await window.type('rectify-inspectors', '曾令仪')
      await window.type('rectify-responsible', '单守诚')
      await window.click('rectify-save')
      await eventually('it is told', () => window.says('notice-good', '已登记一次自查和 1 个问题'))
      await window.click('rectify')
      await window.find('rectify-dialog')
      await eventually('it is open already', () => window.says('rectify-dialog', '整改中，第'))
      await window.screen('rectify-all')
      assert.deepEqual(await window.overflowing(), [])
      await window.click('rectify-cancel')
      await eventually('the dialog is gone', async () => !(await window.shows('rectify-dialog')))
      await window.keys('\uE009', 'z', '\uE000')
      await eventually('one step is taken back', () => window.says('notice-good', '撤销'))
    },

    async 'a threshold of her own says what it changes before it is kept'() {
      await article(7)
      await window.click('least-7.disinfect')
      await window.type('least-input', '100')
      await eventually('what would change', async () => (await window.text('least-effect')) !== '')
      await window.screen('article-threshold')
      await window.click('least-save')
      await eventually('her own beside the default', () => window.says('requirement-7.disinfect', '单位自定，默认 95%'))
      await window.click('least-7.disinfect')
      await window.click('least-usual')
      await eventually('the default again', async () => !(await window.says('requirement-7.disinfect', '单位自定')))
      await window.click('print')
      await eventually('a page', () =>
        window.script("return document.querySelector('[data-test=print-preview] svg path') !== null"),
      )
      await window.screen('article-paper')
      await window.click('print-back')
      await window.find('screen-articles')
      await window.size(1440, 900)
    },
  }
}
