import { describe, expect, it } from 'vitest'
import type { ColumnInfo } from '../src/bindings'
import { asFailure } from '../src/backend'
import { difference } from '../src/ledger/form'
import { fit } from '../src/ledger/fit'
import { LEDGERS } from '../src/topics'
import { count, size, tsv } from '../src/shared/format'
import { pageNode } from '../src/shared/svg'
import { FAILURES, describe as tell } from '../src/shared/text/failures'

describe('texts', () => {
  it('say what happened and what to do, without our jargon', () => {
    for (const text of Object.values(FAILURES)) {
      expect(text.title.length).toBeGreaterThan(2)
      expect(text.advice).toMatch(/。$/)
      expect(text.title + text.advice).not.toMatch(/实体|对象|同步|提交失败|未知错误|null|undefined/)
    }
  })
  it('show the messages of problems, and technical detail only for faults, and what the system refused in her words', () => {
    const failure = {
      code: 'invalid' as const,
      problems: [{ field: 'name', rule: 'required', value: '', message: '请填写姓名。' }],
      detail: 'technical',
      system: null,
    }
    expect(tell(failure).detail).toBe('请填写姓名。')
    expect(tell({ code: 'not_found', problems: [], detail: 'technical', system: null }).detail).toBe('')
    const system = { title: '写入备份没有成功：U盘已满', place: 'E:\\', advice: '请换一个U盘。', raw: 'os error 28' }
    expect(tell({ code: 'io', problems: [], detail: '写入备份失败', system })).toEqual({
      title: system.title,
      detail: system.place,
      advice: system.advice,
      raw: system.raw,
    })
  })
  it('name every ledger', () => {
    for (const part of Object.values(LEDGERS)) expect(part.record).toMatch(/^\p{Script=Han}+$/u)
  })
  it('turn whatever was thrown into a failure', () => {
    expect(asFailure(new Error('x'))).toEqual({ code: 'bug', problems: [], detail: 'x', system: null })
    expect(asFailure({ code: 'io', problems: [], detail: 'y' }).code).toBe('io')
  })
})

describe('figures and copies', () => {
  it('separates thousands and writes sizes', () => {
    expect(count(12486)).toBe('12,486')
    expect(size(1536)).toBe('1.5 KB')
  })
  it('keeps a cell in its place', () => {
    expect(
      tsv([
        ['姓名', '备注'],
        ['王䶮', 'a\tb\nc'],
      ]),
    ).toBe('姓名\t备注\r\n王䶮\ta b c')
  })
})

describe('forms and tables', () => {
  it('send only what differs, and everything filled in for a new record', () => {
    expect(difference({ name: '陈轮', mobile: '1' }, { name: '陈轮', mobile: '' }, false)).toEqual({ mobile: '' })
    expect(difference({ id_type: 'resident_id' }, { id_type: 'resident_id', name: '陈轮', note: '' }, true)).toEqual({
      id_type: 'resident_id',
      name: '陈轮',
    })
  })
  it('leave out plain text columns first and never the name', () => {
    const column = (name: string, kind: ColumnInfo['kind'], width: number): ColumnInfo => ({
      name,
      label: name,
      kind,
      choices: [],
      refers: null,
      required: false,
      not_future: false,
      sensitive: false,
      computed: false,
      child: false,
      listed: true,
      filter: false,
      sortable: false,
      width,
      half: true,
      state: false,
      section: '',
      rare: false,
      help: '',
      helped: null,
      max: null,
    })
    const all = [column('name', 'text', 130), column('post', 'text', 120), column('state', 'choice', 90)]
    expect(fit(all, 500).left).toEqual([])
    expect(fit(all, 300).left.map((entry) => entry.name)).toEqual(['post'])
    expect(fit(all, 10).columns.map((entry) => entry.column.name)).toEqual(['name'])
    expect(fit(all, 680).columns.reduce((sum, entry) => sum + entry.width, 0)).toBeLessThanOrEqual(680)
  })
})

describe('paper', () => {
  it('keeps drawing and drops everything that could act', () => {
    const node = pageNode(
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1" onload="x()"><path id="g" d="M0 0"/><use href="#g"/><use href="http://x/y"/><foreignObject/><script>1</script></svg>',
    )
    expect(node?.querySelectorAll('script, foreignObject').length).toBe(0)
    expect(node?.hasAttribute('onload')).toBe(false)
    const [first, second] = [...(node?.querySelectorAll('use') ?? [])]
    expect(first?.getAttribute('href')).toBe(`#${node?.querySelector('path')?.id ?? '?'}`)
    expect(second?.hasAttribute('href')).toBe(false)
  })
})
