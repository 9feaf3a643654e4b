/// The shell over a made-up file: what it answers. Imports nothing of the page, so that it can stand in for the shell.
import type { AppState, ColumnInfo, Commands, Form, LedgerInfo } from '../src/bindings'

const column = (name: string, more: Partial<ColumnInfo> = {}): ColumnInfo => ({
  name,
  label: name,
  kind: 'text',
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
  width: 100,
  half: false,
  state: false,
  section: '',
  rare: false,
  help: '',
  helped: null,
  max: null,
  ...more,
})
const ledger = (name: string, label: string, group: LedgerInfo['group'], more: Partial<LedgerInfo> = {}): LedgerInfo => ({
  name,
  label,
  group,
  single: false,
  parent: null,
  person: false,
  log: false,
  record_date: null,
  columns: [column('name', { required: true })],
  acts: [{ name: 'void', label: '作废', asks: [{ column: column('reason', { required: true }), ledger: '', begins: '' }] }],
  empty_title: '还没有记录',
  empty_text: '',
  ...more,
})
export const LEDGERS = [
  ledger('organisation', '单位信息', 'data', { single: true }),
  ledger('staff', '人员名册', 'people', { person: true }),
  ledger('vaccinations', '疫苗接种', 'people', { columns: [column('staff', { kind: 'reference', refers: 'staff' })] }),
  ledger('vaccine_exemptions', '未接种原因', 'people'),
  ledger('disinfections', '消毒', 'places'),
  ledger('ventilations', '通风', 'places'),
  ledger('cleaning_plans', '消毒通风计划', 'places'),
  ledger('rule_packs', '规则包', 'data'),
]
export const opened: AppState = {
  state: 'open',
  file: { name: '台账', folder: '', encrypted: true, fingerprint: null, read_only: null },
  recent: [],
  organisation: '青禾社会工作服务中心',
  form_label: null,
  today: '2021-08-31',
  weekday: '星期二',
  version: '0.1.0',
  idle_minutes: 0,
  warnings: [],
  first_run: false,
  new_folder: '',
}
const form = (given: { ledger: string; id?: string }): Form => ({
  ledger: given.ledger,
  id: given.id ?? null,
  step: given.id ? 1 : null,
  title: given.id ? '陈轮' : '',
  state: 'valid',
  void_reason: null,
  late_reason: null,
  values: {},
  labels: {},
  masked: [],
  carried: {},
  entered_at: null,
  recorder: null,
  children: [],
})

type Answers = { [N in keyof Commands]?: (given: never) => ReturnType<Commands[N]> }
const answers: Answers = {
  app_state: () => opened,
  ledgers: () => LEDGERS,
  drafts: () => [],
  health: () => null,
  home: () => ({
    title: '首页',
    sentence: '',
    tasks: [],
    people: [],
    safety: { state: 'good', word: '安全', light: '备份正常', lines: [] },
    has_records: true,
  }),
  steps: () => ({ undo: '人员名册：新增「陈轮」', redo: null }),
  undo: () => ({ step: 1, text: '人员名册：新增「陈轮」', ledger: 'staff', id: null, moved: { lists: ['staff'], tasks: true } }),
  redo: () => null,
  backup_targets: () => [],
  restore_backups: () => [],
  settings_get: () => ({ operator: '', grace_hours: 24, idle_minutes: 10, retention_note: '', automatic_backup: true }),
  lock: () => ({ ...opened, state: 'locked' }),
  records_list: () => ({ ticket: 't', total: 0, tallies: [], rows: [] }),
  records_window: () => [],
  records_ids: () => [],
  act_answers: () => ({ problems: [], echo: {} }),
  person_page: () => ({
    title: '陈轮',
    row: { id: '1', state: 'valid', void_reason: null, late: false, cells: { name: '陈轮' }, tones: {} },
    tabs: [{ ledger: 'vaccinations', columns: ['staff'], rows: [] }],
  }),
  record_index: () => null,
  record_blank: form,
  record_get: form,
  record_check: () => ({ problems: [], warnings: [], derived: {}, echo: {} }),
  records_check: (given: { records: unknown[] }) =>
    given.records.map(() => ({ problems: [], warnings: [], derived: {}, echo: {} })),
  records_add: (given: { records: unknown[] }) => ({
    records: given.records.map(() => ({ problems: [], warnings: [], derived: {}, echo: {} })),
    moved: { lists: ['disinfections'], tasks: true },
  }),
  record_save: () => ({ id: '1', step: 2, warnings: [], moved: { lists: ['staff'], tasks: true } }),
  vaccination_person: () => ({
    staff: '1',
    name: '陈轮',
    detail: '',
    state: '未接种',
    tone: 'warn',
    explained: '',
    rule: null,
    booster_rule: null,
    next_on: null,
    last_on: null,
    next_label: '',
    doses: [],
    reasons: [],
    today: '2021-08-31',
  }),
  round_day: () => ({ day: '2021-08-31', title: '8 月 31 日', places: [], figures: [], behind: [] }),
  health_day: () => ({
    day: '2021-08-31',
    title: '8 月 31 日',
    planned: true,
    second: false,
    people: [],
    figures: [],
    fever: null,
    rule: null,
  }),
  round_month: () => ({
    first: '2021-08-01',
    title: '2021 年 8 月',
    weekdays: [],
    places: [],
    before: '2021-07-01',
    after: null,
  }),
  rules_list: () => ({
    on: '2021-08-31',
    tables: [{ name: 'recipients', label: '报送对象', editable: true, rows: [] }],
    packs: [],
  }),
  row_blank: () => ({ table: 'recipients', label: '报送对象', fields: [], values: {} }),
  row_save: () => ({ id: '1', step: 2, warnings: [], moved: { lists: ['staff'], tasks: true } }),
  print_forms: () => [
    { form: 'list', label: '名册', per_record: false, period: false, months: false, of_records: true },
    { form: 'blank', label: '空白表', per_record: false, period: false, months: false, of_records: false },
  ],
  print_preview: () => ({ ticket: 't', title: '名册', pages: 1, rows: 0, missing_glyphs: [], landscape: false }),
  print_page: () => '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 1"><path d="M0 0"/></svg>',
  print_save: () => null,
  print_open: () => '打印件/名册_20210831.pdf',
  list_views: () => ({}),
}

/** The commands asked for, in their order. */
export const asked: string[] = []
/** What a test answers otherwise than the made-up file. */
export const instead: Answers = {}

export function invoke(name: keyof Commands, given: unknown): Promise<unknown> {
  asked.push(name)
  const answer = (instead[name] ?? answers[name]) as ((given: unknown) => unknown) | undefined
  return Promise.resolve(answer ? answer(given) : null).then((answered) => structuredClone(answered))
}
