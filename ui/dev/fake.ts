/// Development only: answers every command from invented data, so that screens can be seen without the core.
import type { AppState, Checked, ColumnInfo, Commands, Form, LedgerInfo, Problem, Row } from '../src/bindings'

const column = (name: string, label: string, more: Partial<ColumnInfo> = {}): ColumnInfo => ({
  name, label, kind: 'text', choices: [], refers: null, required: false, not_future: false, sensitive: false, computed: false, child: false,
  listed: false, filter: false, sortable: false, width: 0, half: true, help: '', max: null, ...more,
})
const pick = (text: string): { code: string; label: string }[] => text.split(' ').map((part) => ({ code: part.split('=')[0] ?? '', label: part.split('=')[1] ?? '' }))
const CATEGORIES = pick('full_time=专职 part_time=兼职 leader=负责人 volunteer=志愿者 client=服务对象')
const LEDGERS: LedgerInfo[] = [
  {
    name: 'staff', label: '人员名册', group: 'people', single: false, parent: null, log: false, record_date: null,
    empty_title: '名册里还没有人', empty_text: '先登记本单位的人员；疫苗、旅居史、体温等台账都从名册里选人。检查时首先要看花名册（一人一档）。',
    columns: [
      column('name', '姓名', { required: true, listed: true, sortable: true, width: 130, help: '与证件一致。' }),
      column('category', '人员类别', { kind: 'choice', choices: CATEGORIES, computed: true, child: true, listed: true, filter: true, width: 90 }),
      column('id_type', '证件类型', { kind: 'choice', choices: pick('resident_id=居民身份证 passport=护照 none=无证件') }),
      column('id_number', '证件号', { sensitive: true, listed: true, width: 180, half: false, help: '居民身份证会校验最后一位。' }),
      column('sex', '性别', { kind: 'choice', choices: pick('male=男 female=女'), listed: true, filter: true, width: 60 }),
      column('born_on', '出生日期', { kind: 'date', listed: true, sortable: true, width: 104 }),
      column('mobile', '手机', { sensitive: true, listed: true, width: 120 }),
      column('department', '部门', { computed: true, child: true, listed: true, width: 120 }),
      column('post', '岗位', { computed: true, child: true, listed: true, width: 110 }),
      column('joined_on', '到岗日期', { kind: 'date', computed: true, child: true }),
      column('presence', '在岗状态', { kind: 'choice', choices: pick('present=在岗 left=离岗'), computed: true, listed: true, filter: true, width: 90 }),
      column('party_member', '党员', { kind: 'flag' }),
      column('address', '现居住地', { sensitive: true, half: false, help: '到门牌；印出时只到街道。' }),
      column('note', '备注', { kind: 'long_text', half: false }),
    ],
  },
  {
    name: 'postings', label: '任职', group: 'people', single: false, parent: 'staff', log: false, record_date: 'joined_on', empty_title: '还没有任职记录', empty_text: '登记人员时一并登记。',
    columns: [
      column('staff', '人员', { kind: 'reference', refers: 'staff', required: true, listed: true, width: 120, half: false }),
      column('category', '人员类别', { kind: 'choice', choices: CATEGORIES, required: true, listed: true, filter: true, width: 100 }),
      column('joined_on', '到岗日期', { kind: 'date', listed: true, width: 110 }),
    ],
  },
  {
    name: 'organisation', label: '单位信息', group: 'data', single: true, parent: null, log: false, record_date: null, empty_title: '', empty_text: '单位名称印在每一页记录上；组织类型决定二十条中哪些适用。',
    columns: [
      column('name', '单位名称', { required: true, listed: true, half: false, width: 260 }),
      column('form', '组织类型', { kind: 'choice', required: true, choices: pick('association=社会团体 service_body=社会服务机构') }),
      column('traits', '组织特征', { kind: 'choices', half: false, choices: pick('industry=行业协会商会 charity=慈善组织 social_work=社会工作') }),
      column('contact', '经办人'),
    ],
  },
]
const NAMES = '王䶮 李翚 张𬭎 刘颋 陈轮 尉迟文 单晓云 周敏 买买提·艾力 曾国强 欧阳芷晴 黄建国'.split(' ')
type Store = Record<string, string>[]
const count = Number(new URLSearchParams(location.search).get('people') ?? '40')
const people: Store = Array.from({ length: count }, (_, at) => ({
  id: String(at + 1), name: (NAMES[at % NAMES.length] ?? '') + (at >= NAMES.length ? String(at) : ''), category: CATEGORIES[at % 5]?.code ?? '', id_type: 'resident_id', id_number: '5001**********0728', sex: at % 2 ? 'male' : 'female', born_on: '1990-03-07', mobile: '138****8001', department: '项目部', post: '社工', joined_on: '2019-03-01', presence: at % 9 ? 'present' : 'left', address: '重庆市大足区棠香街道***', note: '',
}))
let state: AppState['state'] = new URLSearchParams(location.search).has('open') ? 'open' : 'closed'
let found: Store = people
let draft: Parameters<Commands['lock']>[0]['draft'] = null
const voided = new Map<string, string>()
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 297 210"><defs><path id="g1" d="M0 0h4v4h-4z"/></defs><rect x="15" y="25" width="267" height="160" fill="none" stroke="#000" stroke-width=".3"/><use href="#g1" x="20" y="30"/><script>1</script></svg>'
const info = (): AppState => ({
  state, file: state === 'closed' ? null : { name: '青禾社工.taizhang', folder: 'C:\\Users\\办公室\\防疫台账', encrypted: true, fingerprint: '3F9A 17C2', read_only: null },
  recent: [{ handle: 'r', name: '青禾社工.taizhang', folder: 'C:\\Users\\办公室\\防疫台账', opened_at: '昨天 17:20', missing: false }],
  organisation: state === 'closed' ? null : '青禾社会工作服务中心', form_label: '社会服务机构', today: '2026-11-24', weekday: '星期二', version: '0.1.0', idle_minutes: 10, warnings: [], first_run: !new URLSearchParams(location.search).has('known'),
})
const to = (next: AppState['state']): AppState => { state = next; return info() }
const refuse = (field: string, message: string): never => { throw { code: 'invalid', problems: [{ field, rule: 'x', value: '', message }], detail: '' } }
const label = (ledger: LedgerInfo, row: Record<string, string>): Record<string, string> => Object.fromEntries(ledger.columns.map((info) => [info.name, info.choices.find((choice) => choice.code === row[info.name])?.label ?? row[info.name] ?? '']))
const ledgerOf = (name: string): LedgerInfo => LEDGERS.find((entry) => entry.name === name) as LedgerInfo
const row = (ledger: LedgerInfo, values: Record<string, string>): Row => ({ id: values.id ?? '', state: voided.has(values.id ?? '') ? 'voided' : 'valid', void_reason: voided.get(values.id ?? '') ?? null, late: values.id === '3', cells: label(ledger, values), tones: { presence: values.presence === 'left' ? 'mute' : 'good' } })
const form = (ledger: string, id: string | null, open = false): Form => {
  const values = ledger === 'organisation' ? { name: '青禾社会工作服务中心', form: 'service_body', traits: 'social_work', contact: '周敏' } : { ...(people.find((person) => person.id === id) ?? { id_type: 'resident_id' }) }
  Reflect.deleteProperty(values, 'id')
  if (open) Object.assign(values, { id_number: '500101199003070728', mobile: '13800008001', address: '重庆市大足区棠香街道 1 号' })
  const child = { id: 'p1', state: 'valid' as const, void_reason: null, late: false, cells: { category: '专职', joined_on: '2019-03-01' }, tones: {} }
  return { ledger, id: ledger === 'organisation' ? '1' : id, step: 3, title: (values as Record<string, string>).name ?? '', state: voided.has(id ?? '') ? 'voided' : 'valid', void_reason: voided.get(id ?? '') ?? null, late_reason: null, values, masked: id === null || open || ledger !== 'staff' ? [] : ['id_number', 'mobile', 'address'], entered_at: id === null ? null : '2026-11-20 09:12', recorder: '周敏', children: id !== null && ledger === 'staff' ? [{ ledger: 'postings', label: '任职', rows: [child] }] : [] }
}
const check = (ledger: string, values: Record<string, string>, fresh: boolean): Checked => {
  const problems: Problem[] = []
  if (ledger === 'staff' && (fresh ? !values.name : values.name === '')) problems.push({ field: 'name', rule: 'required', value: '', message: '请填写姓名。' })
  const id = values.id_number
  if (id !== undefined && id !== '' && !id.endsWith('X')) problems.push({ field: 'id_number', rule: 'check_digit', value: id, message: '最后一位应为 X。请对照证件核对第 1 至 17 位后再改。' })
  return { problems, warnings: [], derived: id?.endsWith('X') ? { sex: { text: '男', value: 'male', source: '由证件号得出' }, born_on: { text: '1992-09-13', value: '1992-09-13', source: '由证件号得出' } } : {}, echo: values.joined_on === '8-12' ? { joined_on: '2026-08-12' } : {} }
}
const prepared = { fingerprint: '3F9A 17C2', groups: 'K7QM4 9TX2P HW0ZD 5JN8R C3VKA Y6EGB 1FSTW M2PXH D8ZQJ R4NK5 A9WC7 V0TYE 6BGHS'.split(' '), ask: [3, 9], kept: null }
const safety = { state: 'good' as const, word: '正常', light: '今天 09:12 已备份并校验', lines: [{ label: '最近备份', value: '今天 09:12，已重新打开校验' }, { label: 'U盘副本', value: '3 天前（KINGSTON）' }, { label: '记录', value: '12,486 条，修改痕迹完整' }] }
const answers: { [K in keyof Commands]: (a: Parameters<Commands[K]>[0]) => ReturnType<Commands[K]> } = {
  app_state: () => info(), choose_place: () => ({ handle: 'x', shown: 'D:\\台账\\青禾.taizhang' }), choose_file: () => ({ handle: 'x', shown: '' }),
  file_prepare: () => prepared, recovery_preview: () => [SVG], recovery_print: () => 'D:\\恢复单.pdf',
  file_confirm: (a) => (a.answers[0]?.toUpperCase() === 'HW0ZD' ? to('open') : refuse('group_3', '第 3 组不对，请对照恢复单。')),
  file_sample: () => to('open'), file_open: () => to('locked'), file_close: () => to('closed'),
  unlock: (a) => { if (a.password === 'x') throw { code: 'wrong_password', problems: [], detail: '' }; return to('open') },
  recover: () => prepared, password_change: () => prepared, recovery_confirm: () => to('open') && null,
  lock: (a) => { draft = a.draft; return to('locked') }, draft_take: () => { const kept = draft; draft = null; return kept },
  ledgers: () => LEDGERS,
  records_list: ({ query }) => {
    found = query.ledger === 'staff' ? people.filter((person) => (person.name ?? '').includes(query.text) && Object.entries(query.filters).every(([name, value]) => person[name] === value)) : query.ledger === 'organisation' ? [{ id: '1' }] : []
    if (query.descending) found = [...found].reverse()
    return { ticket: query.ledger, total: found.length, figures: query.ledger === 'staff' ? [{ label: '在册', value: '36 人' }, { label: '在岗', value: '31 人' }] : [] }
  },
  records_window: (a) => found.slice(a.from, a.from + a.count).map((values) => row(ledgerOf(a.ticket), values)),
  record_index: (a) => { const at = found.findIndex((values) => values.id === a.id); return at < 0 ? null : at },
  record_get: (a) => form(a.ledger, a.id), record_blank: (a) => form(a.ledger, null), record_unmask: (a) => form(a.ledger, a.id, true),
  record_check: (a) => check(a.ledger, a.values, a.id === null),
  record_save: (a) => { let id = a.id; if (id === null) { id = String(people.length + 1); people.push({ id }) } Object.assign(people.find((person) => person.id === id) ?? {}, a.values); return { id, step: 9, warnings: [] } },
  record_void: (a) => { voided.set(a.id, a.reason); return { id: a.id, step: 9, warnings: [] } },
  record_history: () => [{ step: 8, at: '2026-11-20 09:12', who: '周敏', op: '修改', changes: [{ label: '部门', before: '行政部', after: '项目部' }] }],
  reference_options: () => people.slice(0, 5).map((person) => ({ id: person.id ?? '', label: person.name ?? '', detail: '项目部' })),
  undo: () => ({ step: 9, text: '新增「陈轮」', ledgers: ['staff'] }), undo_peek: () => '新增「陈轮」',
  search: (a) => people.filter((person) => (person.name ?? '').includes(a.text)).slice(0, 8).map((person) => ({ ledger: 'staff', ledger_label: '人员名册', id: person.id ?? '', title: person.name ?? '', detail: '专职 项目部' })),
  print_forms: () => [{ form: 'list', label: '名册', per_record: false, period: false }, { form: 'sheet', label: '一人一档', per_record: true, period: false }, { form: 'month', label: '月表', per_record: false, period: true }],
  print_preview: () => ({ ticket: 'p', title: '人员名册', pages: 3, rows: 40, missing_glyphs: ['𬭎 U+2CB4E'], landscape: true }), print_page: () => SVG, print_save: () => 'D:\\人员名册.pdf',
  home: () => ({ title: '11 月 24 日　星期二', sentence: '今天有 2 件事要做。', tasks: [{ label: '人员名册', title: '尉迟文 没有证件号', detail: '请补上证件号', tone: 'warn', ledger: 'staff', id: '6', action: 'record' }, { label: '备份', title: 'U盘副本已 8 天没有更新', detail: '插上U盘，点一次备份', tone: 'bad', ledger: '', id: null, action: 'backup' }], people: [{ label: '在册', value: '36' }, { label: '在岗', value: '31' }, { label: '离岗', value: '5' }], safety, has_records: true }),
  backup_run: () => ({ shown: 'E:\\备份\\青禾社工_20261124.taizhang', bytes: 1234567, sha256: 'ab'.repeat(32), at: '2026-11-24 09:12', sentence: '备份已写入并重新打开校验，40 条记录与现在一致，可以拔出U盘。' }),
  backup_targets: () => [{ handle: 'a', shown: 'C:\\Users\\办公室\\防疫台账\\备份', automatic: true, off_disk: false, reachable: true, last_at: '今天 09:12', tone: 'good' }, { handle: 'b', shown: 'E:\\备份（KINGSTON）', automatic: false, off_disk: true, reachable: false, last_at: '8 天前', tone: 'bad' }],
  backup_forget: () => [], restore_choose: () => ({ handle: 'x', shown: 'E:\\备份\\青禾社工_20261120.taizhang', encrypted: true, same_key: true }),
  restore_backups: () => [{ handle: 'x', name: 'x', folder: 'E:\\备份', at: '2026-11-20 09:12', size: '1.2 MB', same_key: true }],
  restore_preview: () => ({ organisation: '青禾社会工作服务中心', at: '2026-11-20 09:12', records: 36, people: 36, last_change: '2026-11-20 09:02', compare: [{ label: '人员名册', value: '现有 40 条，恢复后 36 条' }] }), restore_apply: () => to('open'),
  check_file: () => ({ ok: true, records: 12486, steps: 15002, head: '3f9a 17c2 88d0 41be', sentence: '数据文件完好，修改痕迹完整。' }),
  settings_get: () => ({ operator: '周敏', grace_hours: 24, idle_minutes: 10, retention_note: '', automatic_backup: true }), settings_save: (a) => a.settings,
  open_shown: () => null, open_log_folder: () => null,
}

export async function invoke<T>(name: keyof Commands, args: never): Promise<T> {
  await new Promise((resolve) => setTimeout(resolve, 5))
  return structuredClone(answers[name](args)) as T
}
