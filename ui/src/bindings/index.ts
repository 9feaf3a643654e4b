export type Code = 'invalid'|'not_found'|'changed_meanwhile'|'locked'|'wrong_password'|'not_our_file'|'target_exists'|'file_damaged'|'file_too_new'|'chain_broken'|'file_in_use'|'read_only'|'io'|'cancelled'|'bug'
export interface Problem { field: string; rule: string; value: string; message: string }
export interface Failure { code: Code; problems: Problem[]; detail: string }        // every rejected promise is this
// ---- app and file
export interface FileInfo { name: string; folder: string; encrypted: boolean; fingerprint: string|null; read_only: string|null /* who holds it, in Chinese */ }
export interface RecentFile { handle: string; name: string; folder: string; opened_at: string; missing: boolean }
export interface AppState { state: 'closed'|'locked'|'open'; file: FileInfo|null; recent: RecentFile[]; organisation: string|null; form_label: string|null; today: string; weekday: string; version: string; idle_minutes: number; warnings: string[]; first_run: boolean }
export interface Chosen { handle: string; shown: string }                         // an opaque handle for a path that stays in Rust
export interface NewFile { place: string|null /* handle; null = default folder */; organisation: Record<string,string>; password: string|null /* null = no password, chosen explicitly */ }
export interface Prepared { fingerprint: string|null; groups: string[]; ask: number[] /* two group numbers, 1-based, to retype */; kept: string|null }
export interface Commands {
  app_state(): AppState
  choose_place(a:{suggested:string}): Chosen|null            // save dialog for a new data file (.taizhang)
  choose_file(): Chosen|null                                 // open dialog
  file_prepare(a:{file:NewFile}): Prepared                   // derives the key; nothing on disk yet
  recovery_preview(): string[]                               // SVG pages of the 恢复单 of what is prepared (or after password change)
  recovery_print(): string|null                              // save dialog + open in the viewer; returns where, null = cancelled
  file_confirm(a:{answers:string[]}): AppState               // checks the retyped groups (Failure invalid, field group_3 …), creates and opens
  file_sample(): AppState                                    // makes 示例机构.taizhang (plain) in the default folder (or opens it) and opens it
  file_open(a:{handle:string}): AppState                     // → locked, or open when it has no password
  file_close(): AppState
  unlock(a:{password:string}): AppState
  recover(a:{code:string; new_password:string}): Prepared    // opens with the recovery code and sets a new password; then recovery_confirm
  password_change(a:{old:string; new:string}): Prepared      // then recovery sheet again
  recovery_confirm(a:{answers:string[]}): null               // after recover/password_change
  lock(a:{draft:Draft|null}): AppState                       // unsaved form is kept in the encrypted file
  draft_take(): Draft|null                                   // once after unlock
  // ---- ledgers and records
  ledgers(): LedgerInfo[]
  records_list(a:{query:Query}): Listing
  records_window(a:{ticket:string; from:number; count:number}): Row[]
  record_index(a:{ticket:string; id:string}): number|null
  record_get(a:{ledger:string; id:string}): Form
  record_blank(a:{ledger:string}): Form                      // defaults for a new record
  record_unmask(a:{ledger:string; id:string; purpose:string; recipient:string}): Form   // journalled
  record_check(a:{ledger:string; id:string|null; values:Record<string,string>}): Checked
  record_save(a:{ledger:string; id:string|null; step:number|null; values:Record<string,string>}): Saved   // values: only what differs from the form as read
  record_void(a:{ledger:string; id:string; step:number; reason:string}): Saved
  record_history(a:{ledger:string; id:string}): HistoryEntry[]
  reference_options(a:{ledger:string; text:string}): Option[] // people, places … by Chinese, pinyin, initials, ID tail
  undo(): Undone|null
  undo_peek(): string|null                                   // e.g. 新增「陈轮」
  search(a:{text:string}): Hit[]
  // ---- paper
  print_forms(a:{ledger:string}): PrintForm[]
  print_preview(a:{job:PrintJob}): Preview
  print_page(a:{ticket:string; page:number}): string         // SVG
  print_save(a:{ticket:string; open:boolean}): string|null   // save dialog; open=true 打印 (opens the viewer), false 另存为; returns the path shown
  // ---- vault
  home(): Home
  backup_run(a:{target:string|null}): Backup|null            // null = ask for a folder; result null = cancelled
  backup_targets(): Target[]
  backup_forget(a:{target:string}): Target[]
  restore_choose(a:{from_list:string|null}): RestoreSource|null  // null = file dialog
  restore_backups(): BackupFile[]
  restore_preview(a:{handle:string; password:string|null; code:string|null}): RestorePreview
  restore_apply(a:{handle:string; elsewhere:boolean}): AppState // elsewhere: save dialog for a new file; else replaces this one, the old is kept
  check_file(): CheckResult
  settings_get(): Settings
  settings_save(a:{settings:Settings}): Settings
  open_shown(a:{what:'data_folder'|'backup_folder'|'last_output'}): null
  open_log_folder(): null
}
export interface Draft { ledger: string; id: string|null; values: Record<string,string> }
export type KindName = 'text'|'long_text'|'integer'|'decimal'|'date'|'instant'|'flag'|'choice'|'choices'|'reference'
export interface Choice { code: string; label: string }
export interface ColumnInfo { name: string; label: string; kind: KindName; choices: Choice[]; refers: string|null; required: boolean; not_future: boolean; sensitive: boolean; computed: boolean; child: boolean /* belongs to the first/current child record, e.g. posting columns in the staff form */; listed: boolean; filter: boolean; sortable: boolean; width: number /* px in the table */; half: boolean /* half width in the form */; help: string; max: number|null }
export interface LedgerInfo { name: string; label: string; group: 'people'|'places'|'activities'|'services'|'inspection'|'data'; single: boolean /* one record, e.g. organisation */; parent: string|null; log: boolean; record_date: string|null; columns: ColumnInfo[]; empty_title: string; empty_text: string }
export interface Query { ledger: string; text: string; filters: Record<string,string>; from: string|null; to: string|null; on: string|null; sort: string|null; descending: boolean; voided: boolean }
export interface Listing { ticket: string; total: number; figures: Figure[] }
export interface Figure { label: string; value: string }
export interface Row { id: string; state: 'valid'|'voided'; void_reason: string|null; late: boolean; cells: Record<string,string> /* as shown, masked */; tones: Record<string,'good'|'warn'|'bad'|'mute'> }
export interface Form { ledger: string; id: string|null; step: number|null; title: string; state: 'valid'|'voided'; void_reason: string|null; late_reason: string|null; values: Record<string,string> /* input text; choice = code; masked where listed */; masked: string[]; entered_at: string|null; recorder: string|null; children: ChildList[] }
export interface ChildList { ledger: string; label: string; rows: Row[] }
export interface Checked { problems: Problem[]; warnings: Problem[]; derived: Record<string,{text:string; value:string; source:string}> /* e.g. sex, born_on: 由证件号得出 */; echo: Record<string,string> /* how a date or number was understood, when typed differently */ }
export interface Saved { id: string; step: number; warnings: Problem[] }
export interface HistoryEntry { step: number; at: string; who: string; op: string /* shown, e.g. 修改 */; changes: { label: string; before: string; after: string }[] }
export interface Option { id: string; label: string; detail: string }
export interface Undone { step: number; text: string; ledgers: string[] }
export interface Hit { ledger: string; ledger_label: string; id: string; title: string; detail: string }
export interface PrintForm { form: 'list'|'blank'|'sheet'|'summary'|'month'; label: string; per_record: boolean; period: boolean }
export interface Unmasked { purpose: string; recipient: string }
export interface PrintJob { ledger: string; form: string; id: string|null; from: string|null; to: string|null; on: string|null; unmasked: Unmasked|null; query: Query|null /* print the list as filtered */ }
export interface Preview { ticket: string; title: string; pages: number; rows: number; missing_glyphs: string[]; landscape: boolean }
export interface Task { label: string; title: string; detail: string; tone: 'bad'|'warn'|'mute'; ledger: string; id: string|null; action: 'record'|'ledger'|'backup'|'recovery'|'settings' }
export interface Home { title: string /* 11 月 24 日 星期二 */; sentence: string; tasks: Task[]; people: Figure[]; safety: Safety; has_records: boolean }
export interface Safety { state: 'good'|'warn'|'bad'; word: string; light: string /* 今天 09:12 已备份并校验 */; lines: Figure[] }
export interface Backup { shown: string; bytes: number; sha256: string; at: string; sentence: string /* 备份已写入并重新打开校验…可以拔出U盘。 */ }
export interface Target { handle: string; shown: string; automatic: boolean; off_disk: boolean; reachable: boolean; last_at: string|null; tone: 'good'|'warn'|'bad' }
export interface BackupFile { handle: string; name: string; folder: string; at: string; size: string; same_key: boolean }
export interface RestoreSource { handle: string; shown: string; encrypted: boolean; same_key: boolean }
export interface RestorePreview { organisation: string; at: string; records: number; people: number; last_change: string; compare: Figure[] /* against the open file: 现有 40 条 → 恢复后 36 条 … */ }
export interface CheckResult { ok: boolean; records: number; steps: number; head: string; sentence: string }
export interface Settings { operator: string; grace_hours: number; idle_minutes: number; retention_note: string; automatic_backup: boolean }
