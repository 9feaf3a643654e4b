/// Generated from the Rust types by `cargo test -p taizhang-app --features bindings`; TAIZHANG_BLESS=1 writes it anew.

/**
 * The stable code of an [`Error`], as it goes over every border.
 */
export type Code = "invalid" | "not_found" | "changed_meanwhile" | "locked" | "wrong_password" | "not_our_file" | "target_exists" | "file_damaged" | "file_too_new" | "chain_broken" | "file_in_use" | "read_only" | "io" | "cancelled" | "bug";
/**
 * One thing wrong with one field of a form, a row or a sheet.
 */
export type Problem = { 
/**
 * Column name; empty when the record as a whole is refused.
 */
field: string, 
/**
 * Stable code of the rule that was broken, such as `check_digit`.
 */
rule: string, 
/**
 * The value as it was given.
 */
value: string, 
/**
 * What happened and what to do, in Chinese.
 */
message: string, };
/**
 * Every refused command.
 */
export type Failure = { 
/**
 * What kind of failure.
 */
code: Code, 
/**
 * What is wrong with which field; empty unless the input was refused.
 */
problems: Array<Problem>, 
/**
 * One technical line in Chinese.
 */
detail: string, 
/**
 * What the system refused, in her words; `None` when it was not the system that did.
 */
system: SystemFailure | null, };
/**
 * A refusal of the system.
 */
export type SystemFailure = { 
/**
 * What happened.
 */
title: string, 
/**
 * On which file; empty where nobody knows.
 */
place: string, 
/**
 * What to do now.
 */
advice: string, 
/**
 * What the system itself says; may be empty.
 */
raw: string, };
/**
 * Whether a data file is open.
 */
export type FileState = "closed" | "locked" | "open";
/**
 * The data file chosen.
 */
export type FileInfo = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its folder, to be shown.
 */
folder: string, 
/**
 * Whether it has a password.
 */
encrypted: boolean, 
/**
 * Fingerprint of its key, while open.
 */
fingerprint: string | null, 
/**
 * Why it can only be read, such as who holds it.
 */
read_only: string | null, };
/**
 * A data file opened before.
 */
export type RecentFile = { 
/**
 * To open it.
 */
handle: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its folder, to be shown.
 */
folder: string, 
/**
 * When it was last opened.
 */
opened_at: string, 
/**
 * Whether it is no longer there.
 */
missing: boolean, };
/**
 * What the frame of the window shows.
 */
export type AppState = { 
/**
 * Whether a file is open.
 */
state: FileState, 
/**
 * Which one.
 */
file: FileInfo | null, 
/**
 * Those opened before, newest first.
 */
recent: Array<RecentFile>, 
/**
 * The organisation's name, while open.
 */
organisation: string | null, 
/**
 * Its legal form, while open.
 */
form_label: string | null, 
/**
 * Today's business day.
 */
today: string, 
/**
 * Its name.
 */
weekday: string, 
/**
 * Version of the program.
 */
version: string, 
/**
 * Idle minutes until the window locks; 0: never.
 */
idle_minutes: number, 
/**
 * What to say of the place of the file and of the clock.
 */
warnings: Array<string>, 
/**
 * It is shown to somebody from outside (迎检模式): nothing is written, nothing shown whole.
 */
showing: boolean, 
/**
 * Whether no file has been made or opened on this machine yet.
 */
first_run: boolean, 
/**
 * Where a new file goes unless another place is chosen.
 */
new_folder: string, };
/**
 * A place somebody chose in a dialog.
 */
export type Chosen = { 
/**
 * Stands for the path.
 */
handle: string, 
/**
 * To be shown.
 */
shown: string, };
/**
 * A data file to be made. Holds a password: neither kept nor logged.
 */
export type NewFile = { 
/**
 * Handle of the place; `None`: the default folder.
 */
place: string | null, 
/**
 * The organisation's values by column.
 */
organisation: Record<string, string>, 
/**
 * `None`: no password, chosen explicitly.
 */
password: string | null, };
/**
 * A new key whose recovery sheet is to be printed and two of whose groups retyped. Holds the recovery code.
 */
export type Prepared = { 
/**
 * Fingerprint of the key; `None` without password.
 */
fingerprint: string | null, 
/**
 * The recovery code.
 */
groups: Array<string>, 
/**
 * The two groups to retype, counted from 1.
 */
ask: Array<number>, 
/**
 * Name of the former file kept beside, after a change of password.
 */
kept: string | null, };
/**
 * A form that was not saved.
 */
export type Draft = { 
/**
 * Of which ledger, or which page with a form of its own.
 */
ledger: string, 
/**
 * Of which record; `None`: a new one.
 */
id: string | null, 
/**
 * The step that had changed the record last when it was read.
 */
step: number | null, 
/**
 * What the form is called.
 */
title: string, 
/**
 * What was typed.
 */
values: Record<string, string>, };
/**
 * A form that was not saved and waits to be gone on with.
 */
export type WaitingDraft = { 
/**
 * It.
 */
draft: Draft, 
/**
 * What became of its record meanwhile, as a sentence; empty: nothing.
 */
meanwhile: string, 
/**
 * Whether it can be put back into its form.
 */
fits: boolean, };
/**
 * How easily a password is guessed.
 */
export type PasswordStrength = "weak" | "fair" | "strong";
/**
 * Something the program may open in the system.
 */
export type Shown = "data_folder" | "backup_folder" | "last_output" | "output_folder";
/**
 * What a column holds.
 */
export type KindName = "text" | "long_text" | "integer" | "decimal" | "date" | "time" | "instant" | "flag" | "choice" | "choices" | "reference" | "entry" | "division";
/**
 * One allowed value.
 */
export type Choice = { 
/**
 * Stored.
 */
code: string, 
/**
 * Shown.
 */
label: string, };
/**
 * Help that follows from what is chosen in another column.
 */
export type Helped = { 
/**
 * The other column.
 */
by: string, 
/**
 * Sentences by its codes.
 */
of: Record<string, string>, };
/**
 * One column of a ledger.
 */
export type ColumnInfo = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * What it holds.
 */
kind: KindName, 
/**
 * Allowed values of a choice.
 */
choices: Array<Choice>, 
/**
 * The ledger it refers to.
 */
refers: string | null, 
/**
 * Must be given.
 */
required: boolean, 
/**
 * May not lie in the future.
 */
not_future: boolean, 
/**
 * Masked unless asked for with a purpose.
 */
sensitive: boolean, 
/**
 * Shown, never typed.
 */
computed: boolean, 
/**
 * Belongs to the first child record: typed with a new record, shown with an existing one.
 */
child: boolean, 
/**
 * Stands in the table.
 */
listed: boolean, 
/**
 * Offered as a filter.
 */
filter: boolean, 
/**
 * The table can be sorted by it.
 */
sortable: boolean, 
/**
 * Width in the table, in CSS pixels.
 */
width: number, 
/**
 * Takes half of the form's width.
 */
half: boolean, 
/**
 * It says how something stands: what a narrow table keeps longest.
 */
state: boolean, 
/**
 * The part of the form it stands in; empty: the first.
 */
section: string, 
/**
 * Seldom filled: under 更多.
 */
rare: boolean, 
/**
 * One sentence of what the label cannot say, or nothing.
 */
help: string, 
/**
 * What helps instead while another column has a certain code.
 */
helped: Helped | null, 
/**
 * Longest text or largest number.
 */
max: number | null, };
/**
 * Group of the navigation.
 */
export type Group = "people" | "places" | "activities" | "services" | "inspection" | "data";
/**
 * Something that can be done to several records of a ledger at once.
 */
export type ActInfo = { 
/**
 * Its name.
 */
name: string, 
/**
 * The verb on its button.
 */
label: string, 
/**
 * What is asked once for all.
 */
asks: Array<AskedInfo>, };
/**
 * Something asked once for all.
 */
export type AskedInfo = { 
/**
 * What it is.
 */
column: ColumnInfo, 
/**
 * The ledger of which it is a column; empty: of none.
 */
ledger: string, 
/**
 * What stands there at first.
 */
begins: string, };
/**
 * How answers were understood.
 */
export type Answered = { 
/**
 * What is wrong with them.
 */
problems: Array<Problem>, 
/**
 * How a day or number was understood, when typed differently.
 */
echo: Record<string, string>, };
/**
 * What became of an act, or would.
 */
export type Acted = { 
/**
 * To how many records it was done; `None`: to none yet, what is said here is to be heard first.
 */
done: number | null, 
/**
 * To how many it can be done.
 */
ready: number, 
/**
 * The newest step when it was weighed.
 */
step: number, 
/**
 * What is wrong with the answers.
 */
problems: Array<Problem>, 
/**
 * What is odd for all of them alike.
 */
warnings: Array<Problem>, 
/**
 * The records of which something is to be said.
 */
rows: Array<ActedRow>, 
/**
 * What says something else now.
 */
moved: Moved, };
/**
 * One record of which something is to be said.
 */
export type ActedRow = { 
/**
 * The record.
 */
id: string, 
/**
 * What people call it.
 */
title: string, 
/**
 * Why nothing is written for it.
 */
problems: Array<Problem>, 
/**
 * What is odd but written.
 */
warnings: Array<Problem>, };
/**
 * The page of one person.
 */
export type PersonPage = { 
/**
 * What people call her.
 */
title: string, 
/**
 * Her line in the roster, every column of it.
 */
row: Row, 
/**
 * The ledgers whose records name her, in their order.
 */
tabs: Array<PersonTab>, };
/**
 * The records of one ledger that name a person.
 */
export type PersonTab = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * The columns that name her.
 */
columns: Array<string>, 
/**
 * Voided ones too, by their days.
 */
rows: Array<Row>, };
/**
 * An attachment of a record.
 */
export type Attachment = { 
/**
 * Its number.
 */
id: string, 
/**
 * The step that changed it last.
 */
step: number, 
/**
 * What the file was called.
 */
file_name: string, 
/**
 * A picture, or else a PDF.
 */
picture: boolean, 
/**
 * When it was taken.
 */
taken_on: string, 
/**
 * What stands below it.
 */
caption: string, 
/**
 * Its length in words, such as 128 KB.
 */
size: string, };
/**
 * A file that was read and is not kept yet, or why it is not taken.
 */
export type TakenFile = { 
/**
 * Its ticket; empty: it was refused.
 */
ticket: string, 
/**
 * What it is called.
 */
file_name: string, 
/**
 * When the camera says that it was taken; empty: nobody says.
 */
taken_on: string, 
/**
 * A small picture of it; empty: a PDF.
 */
thumbnail: string, 
/**
 * Why it is not taken.
 */
problem: string, };
/**
 * A file to be kept.
 */
export type ToAttach = { 
/**
 * Its ticket.
 */
ticket: string, 
/**
 * When it was taken, as typed.
 */
taken_on: string, 
/**
 * What stands below it.
 */
caption: string, };
/**
 * What keeping files did.
 */
export type Attached = { 
/**
 * How many are kept.
 */
count: number, 
/**
 * What is odd but kept.
 */
warnings: Array<Problem>, 
/**
 * What says something else now.
 */
moved: Moved, };
/**
 * How many there are of something.
 */
export type Counted = { 
/**
 * Of what.
 */
label: string, 
/**
 * How many, with their unit.
 */
count: string, };
/**
 * What erasing a record would do.
 */
export type ErasureView = { 
/**
 * What people call it.
 */
title: string, 
/**
 * What goes.
 */
gone: Array<Counted>, 
/**
 * What stays, and names it no longer.
 */
freed: Array<Counted>, 
/**
 * Where the name stands in words of others, which stay.
 */
written: Array<Counted>, 
/**
 * Copies that still hold it.
 */
copies_left: string, 
/**
 * The newest step when this was told.
 */
step: number, };
/**
 * On what ground something is erased.
 */
export type ErasureGrounds = { 
/**
 * 销毁依据
 */
basis: string, 
/**
 * 批准人
 */
approved_by: string, 
/**
 * 监销人
 */
witness: string, 
/**
 * The time for keeping is over; else somebody asked for it.
 */
expired: boolean, };
/**
 * What was erased.
 */
export type ErasedView = { 
/**
 * Number of the 销毁记录.
 */
destruction: string, 
/**
 * What is to be said of it.
 */
warnings: Array<Problem>, 
/**
 * What says something else now.
 */
moved: Moved, };
/**
 * What making two entries one would do.
 */
export type MergeView = { 
/**
 * The entry that stays.
 */
keep: MergeEntry, 
/**
 * The entry that goes.
 */
lose: MergeEntry, 
/**
 * Every column in which one of them says something.
 */
fields: Array<MergeField>, 
/**
 * Records that cannot both stand.
 */
clashes: Array<MergeClash>, 
/**
 * What names the one that stays instead.
 */
moved: Array<Counted>, 
/**
 * Both have a number of a document, and not the same.
 */
numbers_differ: boolean, 
/**
 * Why it cannot be done whatever is chosen.
 */
problems: Array<Problem>, 
/**
 * The newest step when this was told.
 */
step: number, };
/**
 * One of the two entries.
 */
export type MergeEntry = { 
/**
 * The record.
 */
id: string, 
/**
 * What people call it.
 */
title: string, 
/**
 * When it was entered, in business time.
 */
entered_at: string, 
/**
 * How many records name it.
 */
named: number, };
/**
 * What the two say in one column.
 */
export type MergeField = { 
/**
 * Its name.
 */
name: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * What the one that stays says, masked.
 */
keep: string, 
/**
 * What the one that goes says, masked.
 */
lose: string, 
/**
 * Whether they say the same: then nothing is asked.
 */
same: boolean, 
/**
 * Whether it is masked.
 */
masked: boolean, };
/**
 * Records of which only those of one side can stand.
 */
export type MergeClash = { 
/**
 * What names it when it is decided.
 */
key: string, 
/**
 * Their ledger.
 */
ledger: string, 
/**
 * What would be said of them.
 */
why: string, 
/**
 * Those of the person that stays.
 */
keep: Array<Row>, 
/**
 * Those of the person that goes.
 */
lose: Array<Row>, };
/**
 * What was chosen.
 */
export type MergeChoices = { 
/**
 * Whose value stands, by column: keep or lose.
 */
fields: Record<string, string>, 
/**
 * Whose records stand, by the key of the clash: keep or lose.
 */
clashes: Record<string, string>, 
/**
 * That it is the same person although the numbers of the documents differ.
 */
same_person: boolean, };
/**
 * What was done.
 */
export type MergedView = { 
/**
 * Records that name the one that stays instead.
 */
records: number, 
/**
 * Records voided besides the entry that went.
 */
voided: number, 
/**
 * What is odd but kept.
 */
warnings: Array<Problem>, 
/**
 * What says something else now.
 */
moved: Moved, };
/**
 * One ledger.
 */
export type LedgerInfo = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * Where it stands in the navigation.
 */
group: Group, 
/**
 * There is exactly one record.
 */
single: boolean, 
/**
 * People type its records; those of others are made by an act of the program's own.
 */
typed: boolean, 
/**
 * Once written, a record is neither changed nor voided.
 */
lasting: boolean, 
/**
 * The ledger whose records it belongs to.
 */
parent: string | null, 
/**
 * Its records are people, each with a page of her own.
 */
person: boolean, 
/**
 * Evidence of a day's work.
 */
log: boolean, 
/**
 * The column whose day a record is evidence of.
 */
record_date: string | null, 
/**
 * Its columns in the order of the paper.
 */
columns: Array<ColumnInfo>, 
/**
 * What can be done to several of its records at once.
 */
acts: Array<ActInfo>, 
/**
 * Heading of the empty screen.
 */
empty_title: string, 
/**
 * What belongs there.
 */
empty_text: string, };
/**
 * Which records, in which order.
 */
export type Query = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * What stands in the search box.
 */
text: string, 
/**
 * Column name to code.
 */
filters: Record<string, string>, 
/**
 * First record date.
 */
from: string | null, 
/**
 * Last record date.
 */
to: string | null, 
/**
 * The day computed columns are of; `None`: today.
 */
on: string | null, 
/**
 * Column to sort by.
 */
sort: string | null, 
/**
 * Largest first.
 */
descending: boolean, 
/**
 * Voided records too.
 */
voided: boolean, 
/**
 * Only these records.
 */
only?: Array<string>, 
/**
 * Only the rows that this tally counts.
 */
tally: string | null, };
/**
 * A label with a value.
 */
export type Figure = { 
/**
 * What it is of.
 */
label: string, 
/**
 * With its unit.
 */
value: string, };
/**
 * What is counted in a list: a figure above it, or a chip beside its filters.
 */
export type Tally = { 
/**
 * By which a query asks for its rows.
 */
name: string, 
/**
 * What it is of.
 */
label: string, 
/**
 * The number in words.
 */
value: string, 
/**
 * The number.
 */
count: number, 
/**
 * Stands with the figures above the list; else it is a chip.
 */
above: boolean, };
/**
 * How she has a list: which of its columns in which order, and the views she named.
 */
export type ListView = { 
/**
 * Names of the columns shown, in order; `None`: as the program has them.
 */
columns: Array<string> | null, 
/**
 * Her views.
 */
saved: Array<SavedView>, };
/**
 * A view of a list under a name.
 */
export type SavedView = { 
/**
 * Her name for it.
 */
name: string, 
/**
 * What it shows.
 */
query: Query, };
/**
 * The answer to a query: windows of it are fetched by the ticket.
 */
export type Listing = { 
/**
 * Stands for the sorted ids.
 */
ticket: string, 
/**
 * How many records.
 */
total: number, 
/**
 * What is counted in the list of the ledger.
 */
tallies: Array<Tally>, 
/**
 * The first of them, as many as were asked for.
 */
rows: Array<Row>, };
/**
 * Whether a record counts.
 */
export type RecordState = "valid" | "voided";
/**
 * How a state is coloured, always beside its word.
 */
export type Tone = "good" | "warn" | "bad" | "mute";
/**
 * One line of a table.
 */
export type Row = { 
/**
 * The record.
 */
id: string, 
/**
 * Whether it counts.
 */
state: RecordState, 
/**
 * Why it was voided.
 */
void_reason: string | null, 
/**
 * Entered after the grace (补录).
 */
late: boolean, 
/**
 * As shown, masked.
 */
cells: Record<string, string>, 
/**
 * Coloured cells.
 */
tones: Record<string, Tone>, };
/**
 * One record as its form shows it.
 */
export type Form = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * `None`: a new record.
 */
id: string | null, 
/**
 * The step that changed it last.
 */
step: number | null, 
/**
 * What people call it.
 */
title: string, 
/**
 * Whether it counts.
 */
state: RecordState, 
/**
 * Why it was voided.
 */
void_reason: string | null, 
/**
 * Why it was entered late.
 */
late_reason: string | null, 
/**
 * Texts of the inputs.
 */
values: Record<string, string>, 
/**
 * What people read in place of a text that is a code.
 */
labels: Record<string, string>, 
/**
 * Columns whose text is a mask.
 */
masked: Array<string>, 
/**
 * What usually repeats, for a new record to take or to change: shown with its mark, saved as it stands there.
 */
carried: Record<string, string>, 
/**
 * When it was entered.
 */
entered_at: string | null, 
/**
 * Who entered it.
 */
recorder: string | null, 
/**
 * What belongs to it.
 */
children: Array<ChildList>, };
/**
 * Records that belong to another.
 */
export type ChildList = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * Voided ones too.
 */
rows: Array<Row>, };
/**
 * A value that follows from another.
 */
export type Derived = { 
/**
 * As shown.
 */
text: string, 
/**
 * As an input holds it.
 */
value: string, 
/**
 * From what it follows.
 */
source: string, };
/**
 * What the rules say of what was typed.
 */
export type Checked = { 
/**
 * Why it may not be saved.
 */
problems: Array<Problem>, 
/**
 * What is odd but kept.
 */
warnings: Array<Problem>, 
/**
 * What follows.
 */
derived: Record<string, Derived>, 
/**
 * How a day or number was understood, when typed differently.
 */
echo: Record<string, string>, };
/**
 * What says something else after a step.
 */
export type Moved = { 
/**
 * Ledgers whose lists do.
 */
lists: Array<string>, 
/**
 * Whether what is to do may.
 */
tasks: boolean, };
/**
 * What saving did.
 */
export type Saved = { 
/**
 * The record.
 */
id: string, 
/**
 * The step that changed it last.
 */
step: number, 
/**
 * What is odd but kept.
 */
warnings: Array<Problem>, 
/**
 * What says something else now.
 */
moved: Moved, };
/**
 * One column before and after a step.
 */
export type ColumnChange = { 
/**
 * Which column.
 */
label: string, 
/**
 * Empty: there was nothing.
 */
before: string, 
/**
 * Empty: there is nothing.
 */
after: string, };
/**
 * A record among several that are saved together.
 */
export type NewRecord = { 
/**
 * Its ledger.
 */
ledger: string, 
/**
 * Its number, where it is there already and is changed.
 */
id?: string, 
/**
 * The step that changed it last when it was read.
 */
step?: number, 
/**
 * What was filled in.
 */
values: Record<string, string>, };
/**
 * What became of several records.
 */
export type Added = { 
/**
 * What is said of each, in their order.
 */
records: Array<Checked>, 
/**
 * What says something else now; nothing while one of them has a problem: then none was saved.
 */
moved: Moved | null, };
/**
 * One step of a record's history.
 */
export type HistoryEntry = { 
/**
 * Its number.
 */
step: number, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
who: string, 
/**
 * What, as shown.
 */
op: string, 
/**
 * Which columns.
 */
changes: Array<ColumnChange>, };
/**
 * A record that may be referred to.
 */
export type Option = { 
/**
 * The record.
 */
id: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * What tells it from others of the same name.
 */
detail: string, };
/**
 * A step undone or done again.
 */
export type TakenBack = { 
/**
 * The step.
 */
step: number, 
/**
 * Such as 疫苗接种：新增「陈轮 2021-08-01」.
 */
text: string, 
/**
 * The ledger in which to look at what changed.
 */
ledger: string, 
/**
 * The record, if it was one and is there.
 */
id: string | null, 
/**
 * What says something else now.
 */
moved: Moved, };
/**
 * What undo and redo would take back now, in words.
 */
export type Steps = { 
/**
 * The step that undo would.
 */
undo: string | null, 
/**
 * The step that redo would.
 */
redo: string | null, };
/**
 * A record found from anywhere.
 */
export type Hit = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * Its Chinese name.
 */
ledger_label: string, 
/**
 * The record.
 */
id: string, 
/**
 * What people call it.
 */
title: string, 
/**
 * What tells it from others.
 */
detail: string, };
/**
 * Why a column means what it does.
 */
export type How = "name" | "near" | "content" | "remembered" | "chosen" | "unknown";
/**
 * What becomes of a record.
 */
export type Fate = "add" | "change" | "unchanged" | "pending" | "reject" | "skip";
/**
 * How many records have which fate.
 */
export type Counts = { 
/**
 * See [`Fate::Add`].
 */
added: number, 
/**
 * See [`Fate::Change`].
 */
changed: number, 
/**
 * See [`Fate::Unchanged`].
 */
unchanged: number, 
/**
 * See [`Fate::Pending`].
 */
pending: number, 
/**
 * See [`Fate::Reject`].
 */
rejected: number, 
/**
 * See [`Fate::Skip`].
 */
skipped: number, };
/**
 * Records that fill rows.
 */
export type Rows = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * The first row to be filled, as Excel numbers it.
 */
first: number, 
/**
 * Columns of the ledger by Excel's name of the sheet's column; `#` is a running number.
 */
columns: { [key in string]: string }, };
/**
 * What goes where in one sheet.
 */
export type Filling = { 
/**
 * The sheet.
 */
sheet: string, 
/**
 * Figures by cell, such as `C4`.
 */
cells: { [key in string]: string }, 
/**
 * Records, one a row.
 */
rows: Rows | null, };
/**
 * A column of the sheet.
 */
export type ImportColumn = { 
/**
 * Excel's name of it.
 */
name: string, 
/**
 * Its header.
 */
label: string, 
/**
 * Code of what it means; `None`: nobody knows.
 */
target: string | null, 
/**
 * Why it means that.
 */
how: How, 
/**
 * What stands in its first rows.
 */
samples: Array<string>, 
/**
 * Whether it is read as days or times, which may be understood otherwise than they are written.
 */
moment: boolean, };
/**
 * How many records of a ledger have which fate.
 */
export type ImportCounts = { 
/**
 * The ledger.
 */
ledger: string, 
/**
 * Its name.
 */
label: string, 
/**
 * What its records are counted in.
 */
unit: string, 
/**
 * The figures.
 */
counts: Counts, };
/**
 * A word of the sheet that is none of a column's values.
 */
export type UnknownWord = { 
/**
 * The ledger's column.
 */
column: string, 
/**
 * Its name.
 */
label: string, 
/**
 * The word.
 */
word: string, 
/**
 * In how many rows it stands.
 */
rows: number, 
/**
 * What it may stand for.
 */
choices: Array<Choice>, };
/**
 * A question about the sheet as a whole.
 */
export type ImportQuestion = { 
/**
 * Names it.
 */
code: string, 
/**
 * What was found and what is asked.
 */
text: string, 
/**
 * The answers there are.
 */
choices: Array<Choice>, 
/**
 * An example of an answer in one's own words; empty: only the choices are answers.
 */
written: string, 
/**
 * The code of the one given, or the words as they were understood; empty: none.
 */
said: string, 
/**
 * What is wrong with the words given; empty: nothing.
 */
problem: string, };
/**
 * A row that is not data.
 */
export type SkippedRow = { 
/**
 * Its number.
 */
row: number, 
/**
 * What it is taken for.
 */
reason: string, };
/**
 * A column whose value is said of the whole sheet, because the sheet lacks it.
 */
export type WholeSheet = { 
/**
 * Code of the target.
 */
target: string, 
/**
 * Its name.
 */
label: string, 
/**
 * How it may be written, where it is written.
 */
hint: string, 
/**
 * What may be said, where it is one of a list.
 */
choices: Array<Choice>, 
/**
 * What is said, or assumed: the code of a choice, else as a form shows it.
 */
value: string, 
/**
 * Why that cannot be; empty when it can.
 */
problem: string, };
/**
 * Meanings a column can have, of one kind.
 */
export type Choices = { 
/**
 * What they have in common.
 */
label: string, 
/**
 * They.
 */
choices: Array<Choice>, };
/**
 * What would become of a sheet.
 */
export type ImportView = { 
/**
 * The ledger imported into.
 */
ledger: string, 
/**
 * Name of the file.
 */
source: string, 
/**
 * Its sheets; one without a name where it has none.
 */
sheets: Array<SheetFitting>, 
/**
 * The one read.
 */
sheet: string, 
/**
 * First and last row of the header.
 */
header: [number, number] | null, 
/**
 * Its columns.
 */
columns: Array<ImportColumn>, 
/**
 * What a column can mean.
 */
targets: Array<Choices>, 
/**
 * Why nothing can be imported yet.
 */
blocked: Problem | null, 
/**
 * Its first rows as they stand, numbered: the header is among them.
 */
top: Array<[number, Array<string>]>, 
/**
 * What the sheet as a whole is told; what is told of a column its `how` says.
 */
warnings: Array<string>, 
/**
 * Figures, the ledger's own first.
 */
counts: Array<ImportCounts>, 
/**
 * Rows of data by what needs somebody.
 */
fates: { [key in string]: number }, 
/**
 * Rows that are not data.
 */
skipped: Array<SkippedRow>, 
/**
 * Rows that need a reason for being entered late.
 */
late: number, 
/**
 * Blank cells over values that are there.
 */
blanks: boolean, 
/**
 * What is said of the whole sheet.
 */
whole: Array<WholeSheet>, 
/**
 * Words to be explained.
 */
words: Array<UnknownWord>, 
/**
 * What the sheet as a whole leaves open.
 */
questions: Array<ImportQuestion>, 
/**
 * What applying it would write, in words: 32 人、58 剂次; empty: nothing.
 */
writes: string, };
/**
 * What is decided about rows in doubt.
 */
export type Decision = "same" | "new" | "skip";
/**
 * What the person says of an import.
 */
export type ImportOptions = { 
/**
 * The sheet; `None`: the one that fits best.
 */
sheet: string | null, 
/**
 * First row of the header, 0: none; `None`: it is found.
 */
header_row: number | null, 
/**
 * Targets by Excel's name of the column, where the person chose one.
 */
map: { [key in string]: string }, 
/**
 * Values of columns the sheet lacks, by target.
 */
set: { [key in string]: string }, 
/**
 * What words stand for: column, word, value.
 */
words: Array<[string, string, string]>, 
/**
 * Answers by the code of their question.
 */
answers: { [key in string]: string }, 
/**
 * Why the rows are entered late.
 */
late_reason: string | null, 
/**
 * Blank cells take values away.
 */
clear: boolean, 
/**
 * By row.
 */
decisions: { [key in number]: Decision }, 
/**
 * Which of several records a row is, by row.
 */
meant: { [key in number]: number }, 
/**
 * For all other rows in doubt.
 */
decide: Decision | null, };
/**
 * A record that a row may be the same as.
 */
export type Candidate = { 
/**
 * Its number.
 */
id: number, 
/**
 * What tells it from others, masked.
 */
title: string, };
/**
 * Something to say of a cell or a row.
 */
export type CellFinding = { 
/**
 * Its place among the columns shown; `None`: the row's.
 */
column: number | null, 
/**
 * The header, or the ledger's column.
 */
label: string, 
/**
 * What happened and what to do.
 */
message: string, 
/**
 * Stable code.
 */
rule: string, };
/**
 * A value that would change.
 */
export type CellChange = { 
/**
 * Its place among the columns shown; `None`: it has none of its own.
 */
column: number | null, 
/**
 * Name of the column.
 */
label: string, 
/**
 * Before.
 */
before: string, 
/**
 * After.
 */
after: string, };
/**
 * One row of the sheet.
 */
export type ImportRow = { 
/**
 * Its number.
 */
row: number, 
/**
 * What becomes of it.
 */
fate: Fate, 
/**
 * What stands in its cells.
 */
cells: Array<string>, 
/**
 * What days and times among them were understood as, where they are written otherwise; else empty.
 */
understood: Array<string>, 
/**
 * Why it is not taken, or what is asked.
 */
problems: Array<CellFinding>, 
/**
 * What is odd but taken.
 */
warnings: Array<CellFinding>, 
/**
 * What would change.
 */
changes: Array<CellChange>, 
/**
 * The records it may be the same as.
 */
candidates: Array<Candidate>, 
/**
 * What can be decided about it while it is in doubt.
 */
asks: Array<Decision>, 
/**
 * What becomes of its records, ledger by ledger in the order of the figures.
 */
verdicts: Array<Verdict>, };
/**
 * What an import did.
 */
export type ImportDone = { 
/**
 * Whether anything was written.
 */
wrote: boolean, 
/**
 * What was written, in one sentence.
 */
sentence: string, 
/**
 * The copy made before, where it lies.
 */
backup: string | null, 
/**
 * Rows that were not taken.
 */
left: number, 
/**
 * What became of the records, the ledger's own first.
 */
counts: Array<ImportCounts>, };
/**
 * Why whole values are asked for.
 */
export type ExportAsked = { 
/**
 * Which records, in which order.
 */
query: Query, 
/**
 * As `.csv` instead of `.xlsx`.
 */
text: boolean, 
/**
 * Purpose and recipient when sensitive values are to be whole.
 */
unmasked: Unmasked | null, 
/**
 * Of the names of people only the first character.
 */
names_masked: boolean, };
/**
 * What was exported.
 */
export type Exported = { 
/**
 * Where it lies.
 */
shown: string, 
/**
 * How many records.
 */
rows: number, };
/**
 * How far long work is.
 */
export type WorkProgress = { 
/**
 * What is being done.
 */
doing: string, 
/**
 * Units done.
 */
done: number, 
/**
 * Units in all; 0 while nobody knows.
 */
total: number, 
/**
 * Whether it can be stopped.
 */
stoppable: boolean, };
/**
 * A cell of somebody else's sheet.
 */
export type SheetCell = { 
/**
 * Its column, from 0.
 */
column: number, 
/**
 * Columns it covers.
 */
width: number, 
/**
 * Rows it covers.
 */
height: number, 
/**
 * What stands there.
 */
text: string, 
/**
 * Whether it was filled in.
 */
filled: boolean, };
/**
 * A sheet of a workbook.
 */
export type SheetFitting = { 
/**
 * Its name.
 */
name: string, 
/**
 * The ledger its header fits; `None`: none.
 */
ledger: string | null, };
/**
 * What becomes of a row's records of one ledger.
 */
export type Verdict = { 
/**
 * The ledger.
 */
ledger: string, 
/**
 * How many of them have which fate, what needs somebody first.
 */
fates: Array<[Fate, number]>, };
/**
 * Somebody else's sheet to be filled in.
 */
export type FillingView = { 
/**
 * Name of the file.
 */
source: string, 
/**
 * Names of its sheets.
 */
sheets: Array<string>, 
/**
 * What goes where; as the last time, when the sheet is known.
 */
filling: Filling, 
/**
 * Whether it is known.
 */
known: boolean, 
/**
 * Names of its columns.
 */
columns: Array<string>, 
/**
 * Its first rows: number and cells.
 */
rows: Array<[number, Array<SheetCell>]>, 
/**
 * Figures that can stand in a cell.
 */
figures: Array<Choice>, 
/**
 * Columns that can stand in rows, by ledger.
 */
fields: { [key in string]: Array<Choice> }, };
/**
 * What a filled-in sheet is about.
 */
export type FillingAsked = { 
/**
 * What goes where.
 */
filling: Filling, 
/**
 * First day of the records.
 */
from: string | null, 
/**
 * Last day.
 */
to: string | null, 
/**
 * The day reported on.
 */
on: string | null, 
/**
 * Purpose and recipient when sensitive values are to be whole.
 */
unmasked: Unmasked | null, };
/**
 * Where a computed state comes from.
 */
export type Rule = { 
/**
 * Key with its first day, under which the row is found.
 */
name: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * Document and number.
 */
source: string, };
/**
 * One dose on the line of a person.
 */
export type DoseLine = { 
/**
 * Its record.
 */
id: string, 
/**
 * Day it was given.
 */
given_on: string, 
/**
 * Its number.
 */
number: number, 
/**
 * The product.
 */
product: string, 
/**
 * Such as 基础免疫.
 */
stage: string, 
/**
 * What is odd, or empty.
 */
odd: string, 
/**
 * Colour.
 */
tone: Tone, };
/**
 * An article as a lamp.
 */
export type Lamp = { 
/**
 * Its number.
 */
number: number, 
/**
 * Its short name.
 */
title: string, 
/**
 * Such as 有据.
 */
word: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * Somebody answers for something in it (认).
 */
attested: boolean, };
/**
 * Somebody who answers for a requirement.
 */
export type AttestedCard = { 
/**
 * In words: 经验总结：曾令仪认定，到 2021-09-10.
 */
text: string, 
/**
 * The statement.
 */
id: string, };
/**
 * A gap with the form that closes it.
 */
export type GapCard = { 
/**
 * In a sentence.
 */
text: string, 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * The record; `None`: a new one.
 */
id: string | null, 
/**
 * What a new one begins with.
 */
preset: Record<string, string>, 
/**
 * What to do, on the button.
 */
does: string, };
/**
 * Records of one ledger that prove something.
 */
export type EvidenceCard = { 
/**
 * Which ledger.
 */
ledger: string, 
/**
 * Such as 消毒记录 120 条.
 */
text: string, 
/**
 * By which a list asks for these rows.
 */
tally: string, };
/**
 * A requirement.
 */
export type RequirementCard = { 
/**
 * Its key.
 */
id: string, 
/**
 * What it is called.
 */
words: string, 
/**
 * ◎
 */
core: boolean, 
/**
 * Such as 做到.
 */
word: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * How much was made of what was asked, such as 消毒 95/100.
 */
made: string, 
/**
 * What is said beside it: why it is not asked, by which words it is met.
 */
because: string, 
/**
 * The threshold in words; empty: it has none.
 */
least: string, 
/**
 * The threshold that counts, as a number.
 */
least_number: number | null, 
/**
 * The guideline's, where the organisation has its own.
 */
usual: string | null, 
/**
 * It is a share of a hundred.
 */
share: boolean, 
/**
 * Somebody may answer for it.
 */
may_attest: boolean, 
/**
 * What proves it.
 */
evidence: Array<EvidenceCard>, 
/**
 * What is missing.
 */
gaps: Array<GapCard>, };
/**
 * An article.
 */
export type ArticleCard = { 
/**
 * As a lamp.
 */
lamp: Lamp, 
/**
 * What it asks.
 */
asks: string, 
/**
 * Why it does not apply, or what keeps it from being proven.
 */
reason: string, 
/**
 * Whether it is for the organisation.
 */
applies: boolean, 
/**
 * Who answers for what.
 */
attested: Array<AttestedCard>, 
/**
 * What it asks for.
 */
requirements: Array<RequirementCard>, };
/**
 * The page 二十条对照.
 */
export type ArticlesPage = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Since when ledgers are kept.
 */
began: string, 
/**
 * How many articles stand how.
 */
sentence: string, 
/**
 * What the guideline is called, and where it is laid down.
 */
source: string, 
/**
 * So many of a hundred records may be entered late.
 */
late_cap: number, 
/**
 * The articles.
 */
articles: Array<ArticleCard>, };
/**
 * One of the first things to do with a new file.
 */
export type FirstStep = { 
/**
 * What.
 */
title: string, 
/**
 * Why.
 */
detail: string, 
/**
 * Whether it is done.
 */
done: boolean, 
/**
 * Where it is done.
 */
to: GapCard, };
/**
 * What the organisation sets for itself about the articles; what is left out stays.
 */
export type ArticleSettings = { 
/**
 * So many of a hundred records may be entered late.
 */
late_cap: number | null, 
/**
 * Since when ledgers are kept.
 */
began: string | null, };
/**
 * A gap that may become a finding.
 */
export type RectifyLine = { 
/**
 * Key of its requirement.
 */
id: string, 
/**
 * What is asked.
 */
requirement: string, 
/**
 * The sentence of the gap.
 */
item: string, 
/**
 * The finding that is open for it; then none is made.
 */
open: string | null, };
/**
 * Gaps that may become findings, and what is proposed of them.
 */
export type RectifyOffer = { 
/**
 * The gaps in order.
 */
lines: Array<RectifyLine>, 
/**
 * The day proposed for putting them right.
 */
due_on: string, };
/**
 * A gap that was chosen.
 */
export type RectifyChosen = { 
/**
 * Key of its requirement.
 */
id: string, 
/**
 * The sentence of the gap, as it was offered.
 */
item: string, 
/**
 * Who puts it right.
 */
responsible: string, 
/**
 * By when, as typed.
 */
due_on: string, };
/**
 * A person's vaccination.
 */
export type PersonDoses = { 
/**
 * Her record.
 */
staff: string, 
/**
 * Her name.
 */
name: string, 
/**
 * Her department and category.
 */
detail: string, 
/**
 * The state in a few words.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * Why, in a sentence.
 */
explained: string, 
/**
 * The rule of the state.
 */
rule: Rule | null, 
/**
 * The rule of the booster.
 */
booster_rule: Rule | null, 
/**
 * First allowed day of the next dose or booster.
 */
next_on: string | null, 
/**
 * Last day for the next dose.
 */
last_on: string | null, 
/**
 * What comes next, such as 第 2 剂 or 加强.
 */
next_label: string, 
/**
 * Her doses by date.
 */
doses: Array<DoseLine>, 
/**
 * Reasons on file, each as one line.
 */
reasons: Array<Figure>, 
/**
 * Today.
 */
today: string, };
/**
 * A stretch of days on the bar of a trip.
 */
export type Bar = { 
/**
 * What it is.
 */
label: string, 
/**
 * More on it.
 */
detail: string, 
/**
 * First day.
 */
from_on: string, 
/**
 * Last day; `None`: open.
 */
to_on: string | null, 
/**
 * First day both hold, for an area.
 */
both_from: string | null, 
/**
 * Last day both hold.
 */
both_to: string | null, 
/**
 * Colour.
 */
tone: Tone, };
/**
 * What a stop comes to.
 */
export type TripStop = { 
/**
 * Its record.
 */
id: string, 
/**
 * The step that changed it last.
 */
step: number, 
/**
 * Where.
 */
place: string, 
/**
 * The days there.
 */
stay: Bar, 
/**
 * The areas it may have touched.
 */
areas: Array<Bar>, 
/**
 * verify, measure, release, running or nothing.
 */
next: string, 
/**
 * How it stands, such as 待核实.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * What is to be done, in a sentence.
 */
todo: string, 
/**
 * Code of the measure asked for.
 */
required: string | null, 
/**
 * What it asks, in a sentence.
 */
required_text: string | null, 
/**
 * Its last day.
 */
until_on: string | null, 
/**
 * Days on which to test.
 */
test_on: Array<string>, 
/**
 * Where it is laid down.
 */
rule: Rule | null, };
/**
 * A trip with all its stops.
 */
export type Trip = { 
/**
 * Who, by her record.
 */
staff: string, 
/**
 * Her name.
 */
name: string, 
/**
 * The number its stops share; empty: none.
 */
trip: string, 
/**
 * Her stops in the order of arrival.
 */
stops: Array<TripStop>, 
/**
 * First day of the bar.
 */
from_on: string, 
/**
 * Last day of the bar.
 */
to_on: string, 
/**
 * Today.
 */
today: string, 
/**
 * Who is recorded as having verified, unless another is named.
 */
operator: string, };
/**
 * A place on a day's round.
 */
export type RoundPlace = { 
/**
 * Its record.
 */
place: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Rounds asked for.
 */
asked: number, 
/**
 * Rounds made.
 */
made: number, 
/**
 * Such as 还差 1 次, 已完成, 法定节假日.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * What the newest record of the place says of what usually repeats, to be offered to the next one.
 */
last: Record<string, string>, 
/**
 * The same as people read it.
 */
said: Record<string, string>, };
/**
 * A day's round over all places.
 */
export type Round = { 
/**
 * The day.
 */
day: string, 
/**
 * In words, such as 8 月 31 日 星期二.
 */
title: string, 
/**
 * The places.
 */
places: Array<RoundPlace>, 
/**
 * The figures above.
 */
figures: Array<Figure>, 
/**
 * Places behind in the days before, one line each.
 */
behind: Array<Figure>, };
/**
 * A cell of a month.
 */
export type MonthCell = { 
/**
 * The day.
 */
day: string, 
/**
 * What stands in it.
 */
mark: string, 
/**
 * What it means.
 */
title: string, 
/**
 * Colour, if any.
 */
tone: Tone | null, 
/**
 * Rounds made.
 */
made: number, 
/**
 * Fewer than the plan asks, and the day is over.
 */
gap: boolean, 
/**
 * Fewer than the plan asks, and the day runs.
 */
today: boolean, };
/**
 * A place in a month.
 */
export type MonthLine = { 
/**
 * Its record.
 */
place: string, 
/**
 * Its name.
 */
name: string, 
/**
 * One per day.
 */
cells: Array<MonthCell>, 
/**
 * Made of asked.
 */
total: string, };
/**
 * A month of rounds.
 */
export type Month = { 
/**
 * First day.
 */
first: string, 
/**
 * In words, such as 2021 年 8 月.
 */
title: string, 
/**
 * Days of the week of its days, 0 Monday to 6 Sunday.
 */
weekdays: Array<number>, 
/**
 * Its places.
 */
places: Array<MonthLine>, 
/**
 * First day of the month before.
 */
before: string, 
/**
 * First day of the month after; `None` when it has not come.
 */
after: string | null, };
/**
 * A person on a day's sheet.
 */
export type SheetPerson = { 
/**
 * Her record on the roster.
 */
staff: string, 
/**
 * Her name.
 */
name: string, 
/**
 * Her department; may be empty.
 */
department: string, 
/**
 * The record of the day, if there is one.
 */
id: string | null, 
/**
 * The step that changed it last.
 */
step: number | null, 
/**
 * What is on file, as inputs hold it.
 */
morning: string, 
/**
 * The same.
 */
noon: string, 
/**
 * The same.
 */
recheck: string, 
/**
 * Code of where she was.
 */
presence: string, 
/**
 * Code of what was done.
 */
action: string, 
/**
 * Readings the day asks for.
 */
asked: number, 
/**
 * Readings that should be there by now and are not.
 */
due: number, 
/**
 * Such as 还没测, 正常, 外出.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * What is on file is hot and waits to be seen to, or was.
 */
hot: boolean, };
/**
 * A day's sheet.
 */
export type HealthDay = { 
/**
 * The day.
 */
day: string, 
/**
 * In words, such as 8 月 31 日 星期二.
 */
title: string, 
/**
 * Whether there is any plan.
 */
planned: boolean, 
/**
 * Whether the second reading of the day may be written: asked for and its hour come, or one is on file.
 */
second: boolean, 
/**
 * Everybody in post, those asked for readings first.
 */
people: Array<SheetPerson>, 
/**
 * The figures above.
 */
figures: Array<Figure>, 
/**
 * What a reading is measured against, in ℃.
 */
fever: number | null, 
/**
 * Where that is laid down.
 */
rule: Rule | null, };
/**
 * A reading that was pasted.
 */
export type PastedReading = { 
/**
 * Of whom.
 */
staff: string, 
/**
 * The column: morning or noon.
 */
column: string, 
/**
 * As an input holds it.
 */
text: string, };
/**
 * What was pasted.
 */
export type Pasted = { 
/**
 * What fits.
 */
readings: Array<PastedReading>, 
/**
 * What does not, each with its row.
 */
told: Array<string>, };
/**
 * A day of a person's strip.
 */
export type StripDay = { 
/**
 * The day.
 */
day: string, 
/**
 * The highest reading, the recheck where there is one.
 */
reading: number | null, 
/**
 * How the day stands, with its readings.
 */
title: string, 
/**
 * Its colour, if it says anything.
 */
tone: Tone | null, };
/**
 * A person's temperatures over the last weeks.
 */
export type HealthStrip = { 
/**
 * Day by day, oldest first.
 */
days: Array<StripDay>, 
/**
 * What a reading is measured against, in ℃.
 */
fever: number | null, 
/**
 * In one sentence.
 */
explained: string, };
/**
 * How to mix.
 */
export type Mixture = { 
/**
 * What to do, in one sentence.
 */
text: string, 
/**
 * 1:n, where it is a dilution.
 */
dilution: string | null, 
/**
 * The range the use asks for, in words.
 */
range: string | null, 
/**
 * Where the range is laid down.
 */
rule: Rule | null, };
/**
 * One step.
 */
export type GatheringStep = { 
/**
 * necessity, size, plan, filing, attendance, follow_up.
 */
code: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * How it stands.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * The column of the form that it is written in.
 */
field: string, };
/**
 * Somebody who came.
 */
export type Attended = { 
/**
 * The record.
 */
id: string, 
/**
 * Her number on the roster; `None`: from elsewhere.
 */
staff: string | null, 
/**
 * Her name.
 */
name: string, 
/**
 * Temperature and health code, where written down.
 */
detail: string, };
/**
 * A gathering.
 */
export type Gathering = { 
/**
 * The record.
 */
id: string, 
/**
 * The step that changed it last.
 */
step: number, 
/**
 * What it is called.
 */
title: string, 
/**
 * The day it is held.
 */
held_on: string, 
/**
 * Whether that day has come and it was held: then people sign.
 */
open: boolean, 
/**
 * Today.
 */
today: string, 
/**
 * The steps in order.
 */
steps: Array<GatheringStep>, 
/**
 * Who came.
 */
people: Array<Attended>, };
/**
 * Somebody a notice is for, or who signed it.
 */
export type Addressed = { 
/**
 * Her number on the roster.
 */
staff: string, 
/**
 * Her name.
 */
name: string, 
/**
 * Her department.
 */
department: string, 
/**
 * The record of her signature; `None`: she has not signed.
 */
signature: string | null, 
/**
 * When and how she signed; empty: she has not.
 */
signed: string, 
/**
 * She signed and the notice is not for her, or not any more.
 */
besides: boolean, };
/**
 * A report that a notice wants.
 */
export type Wanted = { 
/**
 * By when.
 */
due_at: string, 
/**
 * Of which days; empty: whichever the report says.
 */
period: string, 
/**
 * First of them.
 */
from: string | null, 
/**
 * Last of them.
 */
to: string | null, 
/**
 * How it stands, in words.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * The report that went first.
 */
report: string | null, };
/**
 * A notice.
 */
export type Notice = { 
/**
 * The record.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * Whether it was voided.
 */
voided: boolean, 
/**
 * What it says, as label and value.
 */
lines: Array<Figure>, 
/**
 * How it stands.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * By when everybody signs, in words; empty: nobody is asked to.
 */
sign_by: string, 
/**
 * Whom it is for, by name, and who signed besides.
 */
people: Array<Addressed>, 
/**
 * How many of those it is for have signed.
 */
signed: number, 
/**
 * How many it is for.
 */
asked: number, 
/**
 * The reports it wants, the newest first.
 */
slots: Array<Wanted>, 
/**
 * How many were in time, late and missing, in words; empty: it wants none.
 */
reported: string, };
/**
 * One thing to be done.
 */
export type IncidentDuty = { 
/**
 * apart, report, supervisor, contacts, disinfection, quarantine, final.
 */
code: string, 
/**
 * What it is called.
 */
label: string, 
/**
 * How it stands.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * It is the first that is not done.
 */
next: boolean, 
/**
 * The ledger in which it is written down; the incident's own: in its form.
 */
ledger: string, 
/**
 * The column of the form, and of a new record what is known already.
 */
field: string, 
/**
 * Values of a new record by column.
 */
preset: Record<string, string>, };
/**
 * An incident.
 */
export type IncidentCard = { 
/**
 * The record.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * When it was found.
 */
found_at: string, 
/**
 * Minutes since then; `None` once it is closed.
 */
minutes: number | null, 
/**
 * Minutes within which somebody outside is told, by the organisation's own rule.
 */
limit: number | null, 
/**
 * Whether the clock is still running: nobody outside was told.
 */
running: boolean, 
/**
 * The duties in order.
 */
duties: Array<IncidentDuty>, };
/**
 * What is left of a lot.
 */
export type StockLot = { 
/**
 * Its number; empty: none.
 */
lot: string, 
/**
 * The last day on which it may be used.
 */
expires_on: string | null, 
/**
 * How much.
 */
left: string, 
/**
 * Whether that day is over.
 */
expired: boolean, };
/**
 * A supply in store.
 */
export type StockLine = { 
/**
 * Its record.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * 类别
 */
kind: string, 
/**
 * 单位
 */
unit: string, 
/**
 * How much there is.
 */
stock: string, 
/**
 * How little is too little; may be empty.
 */
minimum: string, 
/**
 * When the first of it expires.
 */
next_expiry_on: string | null, 
/**
 * Code of its state.
 */
status: string, 
/**
 * Its state in words.
 */
state: string, 
/**
 * Its colour.
 */
tone: Tone, 
/**
 * When it was counted last.
 */
counted_on: string | null, 
/**
 * What is left of each lot, the first to expire first.
 */
lots: Array<StockLot>, };
/**
 * Everything in store.
 */
export type Stock = { 
/**
 * At the end of this day.
 */
day: string, 
/**
 * The supplies, by name.
 */
lines: Array<StockLine>, 
/**
 * The figures above.
 */
figures: Array<Figure>, };
/**
 * Something on the calendar.
 */
export type CalendarEntry = { 
/**
 * The day it falls on.
 */
day: string, 
/**
 * What it is.
 */
task: Task, };
/**
 * A day of the calendar.
 */
export type CalendarDay = { 
/**
 * Which.
 */
day: string, 
/**
 * Such as 8 月 31 日 星期二.
 */
title: string, 
/**
 * A holiday's name, or 班; may be empty.
 */
holiday: string, 
/**
 * Whether it is a day off.
 */
off: boolean, 
/**
 * What falls on it, most urgent first.
 */
entries: Array<CalendarEntry>, };
/**
 * A month of everything that is due.
 */
export type CalendarMonth = { 
/**
 * First day.
 */
first: string, 
/**
 * In words, such as 2021 年 8 月.
 */
title: string, 
/**
 * Its days.
 */
days: Array<CalendarDay>, 
/**
 * What fell on days before it and is not done.
 */
behind: Array<CalendarEntry>, 
/**
 * First day of the month before.
 */
before: string, 
/**
 * First day of the month after.
 */
after: string, };
/**
 * A report that is wanted.
 */
export type ReportAsked = { 
/**
 * Code of its kind.
 */
kind: string, 
/**
 * First day, as typed; `None`: that of its kind.
 */
from: string | null, 
/**
 * Last day, as typed; `None`: today.
 */
to: string | null, 
/**
 * Figures of a thematic one, in order.
 */
figures: Array<string>, };
/**
 * A figure of a report.
 */
export type ReportFigure = { 
/**
 * Its name.
 */
id: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * Its number, out of how much; — where nothing is known.
 */
shown: string, 
/**
 * What it is counted in.
 */
unit: string, 
/**
 * What is said beside it.
 */
note: string, 
/**
 * Nobody knows some of it.
 */
unknown: boolean, 
/**
 * The ledger whose rows it counts; `None` where it counts none.
 */
ledger: string | null, 
/**
 * Its rows, as the list of that ledger is asked for them.
 */
tally: string, };
/**
 * A report worked out.
 */
export type ReportDraft = { 
/**
 * What it is called.
 */
title: string, 
/**
 * Its days in words.
 */
period: string, 
/**
 * Its first day.
 */
from: string, 
/**
 * Its last day.
 */
to: string, 
/**
 * 零报告
 */
zero: boolean, 
/**
 * What the program says of it.
 */
sentence: string, 
/**
 * The figures.
 */
figures: Array<ReportFigure>, };
/**
 * What is told of a report besides its figures.
 */
export type ReportFiling = { 
/**
 * Code of whom it is for.
 */
recipient: string, 
/**
 * Who filled it in.
 */
filled_by: string, 
/**
 * Number of the notice that asks for it.
 */
notice: string | null, 
/**
 * Number of the submission it corrects.
 */
corrects: string | null, 
/**
 * What was wrong in it.
 */
correction: string, 
/**
 * Anything else.
 */
note: string, };
/**
 * A figure that is otherwise than it was reported.
 */
export type ReportChange = { 
/**
 * What people call it.
 */
label: string, 
/**
 * As it was reported.
 */
before: string, 
/**
 * As it is.
 */
after: string, };
/**
 * A report frozen and registered.
 */
export type ReportFiled = { 
/**
 * Its number.
 */
number: string, 
/**
 * What was saved of the register.
 */
saved: Saved, 
/**
 * What is otherwise than in the one it corrects.
 */
changed: Array<ReportChange>, };
/**
 * A report in the register.
 */
export type ReportEntry = { 
/**
 * Number of its record.
 */
id: string, 
/**
 * What people call its kind.
 */
kind: string, 
/**
 * Its days in words.
 */
period: string, 
/**
 * Whom it is for.
 */
recipient: string, 
/**
 * When it went; empty while it did not.
 */
sent: string, 
/**
 * How it stands.
 */
status: string, 
/**
 * Which version it is.
 */
version: string, 
/**
 * Number of what was frozen; empty where nothing was.
 */
number: string, 
/**
 * 零报告
 */
zero: boolean, };
/**
 * A report that a notice asks for.
 */
export type ReportSlot = { 
/**
 * Number of the notice.
 */
notice: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * By when.
 */
due: string, 
/**
 * Its first day; `None`: whichever days it says.
 */
from: string | null, 
/**
 * Its last day.
 */
to: string | null, 
/**
 * The kind of report whose days it names; empty where no kind has such days.
 */
kind: string, 
/**
 * How it stands: late, today, ahead.
 */
state: string, };
/**
 * What the page of reports shows.
 */
export type ReportPage = { 
/**
 * Kinds there are.
 */
kinds: Array<Choice>, 
/**
 * Whom one may report to.
 */
recipients: Array<Choice>, 
/**
 * The figures a thematic report may hold.
 */
figures: Array<Choice>, 
/**
 * Who fills in usually.
 */
filled_by: string, 
/**
 * What is asked for and has not gone, the most urgent first.
 */
slots: Array<ReportSlot>, 
/**
 * What is in the register, the newest first.
 */
entries: Array<ReportEntry>, 
/**
 * How many more there are.
 */
more: number, 
/**
 * Fingerprint of the public key; empty while there is none.
 */
fingerprint: string, };
/**
 * A package written.
 */
export type PackageWritten = { 
/**
 * Where it lies.
 */
shown: string, 
/**
 * Fingerprint of the key that signed it.
 */
fingerprint: string, };
/**
 * A period ending today that is often asked for.
 */
export type Back = { 
/**
 * So many months.
 */
months: number, 
/**
 * What people call it.
 */
label: string, 
/**
 * Its first day.
 */
from: string, };
/**
 * How the lines of a series are drawn.
 */
export type ChartKind = "share" | "parts" | "plan" | "field";
/**
 * Name and title of a chart.
 */
export type ChartName = { 
/**
 * By which it is asked for.
 */
name: string, 
/**
 * What people call it.
 */
title: string, };
/**
 * A day or a month of a chart.
 */
export type ChartPoint = { 
/**
 * What people call it: 2021-08-12, or 2021-08.
 */
label: string, 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, };
/**
 * A line of a chart.
 */
export type ChartLine = { 
/**
 * Names it within its chart.
 */
code: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * What one is counted as.
 */
unit: string, 
/**
 * Whose records it counts; `None`: it opens an article of the guideline.
 */
ledger: string | null, 
/**
 * The article it opens.
 */
article: number | null, 
/**
 * By point; `None` is not known.
 */
numbers: Array<number | null>, 
/**
 * By point, of a line that is shown as a share, in tenths of a percent; `None` is not known, or a share of nothing.
 */
shares: Array<number | null> | null, };
/**
 * How something went over a period.
 */
export type Chart = { 
/**
 * By which it is asked for.
 */
name: string, 
/**
 * What people call it.
 */
title: string, 
/**
 * What its numbers are of.
 */
note: string, 
/**
 * How it is drawn.
 */
kind: ChartKind, 
/**
 * Whether its points are days (`day`) or months (`month`).
 */
step: string, 
/**
 * Its points, in order.
 */
points: Array<ChartPoint>, 
/**
 * Its lines.
 */
lines: Array<ChartLine>, };
/**
 * A period with the charts there are of it.
 */
export type StatsPeriod = { 
/**
 * First day.
 */
from: string, 
/**
 * Last day.
 */
to: string, 
/**
 * Periods that are often asked for.
 */
back: Array<Back>, 
/**
 * The charts, in order.
 */
charts: Array<ChartName>, };
/**
 * One row of a rule table as it stands on a day.
 */
export type RuleRow = { 
/**
 * Key with its first day.
 */
name: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * From when to when.
 */
validity: string, 
/**
 * How it stands, such as 有效.
 */
state: string, 
/**
 * Colour of the state.
 */
tone: Tone, 
/**
 * It applies on the day.
 */
in_force: boolean, 
/**
 * Where it is laid down.
 */
source: string, 
/**
 * Its pack.
 */
pack: string, 
/**
 * What it says, in a few words.
 */
said: string, };
/**
 * A rule table.
 */
export type RuleTable = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * Its rows can be changed by hand.
 */
editable: boolean, 
/**
 * Its rows.
 */
rows: Array<RuleRow>, };
/**
 * A rule pack.
 */
export type RulePackInfo = { 
/**
 * Its record.
 */
id: string, 
/**
 * The step that changed it last.
 */
step: number, 
/**
 * What people call it.
 */
title: string, 
/**
 * The division it is for, in words.
 */
region: string, 
/**
 * Document and number.
 */
source: string, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * First digits of its digest.
 */
digest: string, 
/**
 * When it was taken in, and by whom.
 */
taken: string, 
/**
 * Why it was withdrawn, if it was.
 */
withdrawn: string | null, };
/**
 * All tables and packs.
 */
export type Rules = { 
/**
 * The day they stand at.
 */
on: string, 
/**
 * The tables.
 */
tables: Array<RuleTable>, 
/**
 * The packs, newest first.
 */
packs: Array<RulePackInfo>, };
/**
 * One rule opened to its source.
 */
export type RuleDetail = { 
/**
 * Key with its first day.
 */
name: string, 
/**
 * Its table.
 */
table: string, 
/**
 * What people call it.
 */
label: string, 
/**
 * From when to when.
 */
validity: string, 
/**
 * Where it is laid down.
 */
source: string, 
/**
 * Its pack, with region.
 */
pack: string, 
/**
 * Why the pack was withdrawn, if it was.
 */
withdrawn: string | null, 
/**
 * Label and value of what it says.
 */
said: Array<Figure>, };
/**
 * One difference between packs or between a pack and what is in force.
 */
export type Difference = { 
/**
 * Which table.
 */
table: string, 
/**
 * What people call the row.
 */
label: string, 
/**
 * 新增, 改变 or 没有.
 */
kind: string, 
/**
 * Before.
 */
before: string, 
/**
 * After.
 */
after: string, };
/**
 * A pack chosen and not yet taken in.
 */
export type RulePackPreview = { 
/**
 * Stands for it.
 */
ticket: string, 
/**
 * What people call it.
 */
title: string, 
/**
 * The division it is for, in words.
 */
region: string, 
/**
 * Document and number.
 */
source: string, 
/**
 * Rows in it.
 */
rows: number, 
/**
 * What it says otherwise than the packs in the file, by row.
 */
differences: Array<Difference>, 
/**
 * It is in the file already.
 */
known: boolean, };
/**
 * What a field of a row holds.
 */
export type RowField = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * text, choice or choices.
 */
kind: KindName, 
/**
 * Allowed values.
 */
choices: Array<Choice>, 
/**
 * One sentence of help.
 */
help: string, 
/**
 * Must be given.
 */
required: boolean, };
/**
 * A form for one row.
 */
export type RowForm = { 
/**
 * Its table.
 */
table: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * Its fields.
 */
fields: Array<RowField>, 
/**
 * Texts to start from.
 */
values: Record<string, string>, };
/**
 * A form a ledger can be printed as.
 */
export type PrintForm = { 
/**
 * Its code.
 */
form: string, 
/**
 * Its Chinese name.
 */
label: string, 
/**
 * It shows one record.
 */
per_record: boolean, 
/**
 * It can be limited to a period.
 */
period: boolean, 
/**
 * Heeds whole months from the first to the last date.
 */
months: boolean, 
/**
 * It shows just the records it is asked for.
 */
of_records: boolean, };
/**
 * What a person says who asks for whole values.
 */
export type Unmasked = { 
/**
 * What for.
 */
purpose: string, 
/**
 * For whom.
 */
recipient: string, };
/**
 * What is to be printed.
 */
export type PrintAsked = { 
/**
 * Of which ledger.
 */
ledger: string, 
/**
 * Codes of the forms, several as one document.
 */
forms: Array<string>, 
/**
 * Which record, for a sheet.
 */
id: string | null, 
/**
 * First record date.
 */
from: string | null, 
/**
 * Last record date.
 */
to: string | null, 
/**
 * The day the data stand at; `None`: today.
 */
on: string | null, 
/**
 * Sensitive values whole; journalled.
 */
unmasked: Unmasked | null, 
/**
 * Names of people masked as well.
 */
names_masked: boolean, 
/**
 * The list as filtered.
 */
query: Query | null, };
/**
 * A form made and waiting to be saved.
 */
export type Preview = { 
/**
 * Stands for it.
 */
ticket: string, 
/**
 * Its title.
 */
title: string, 
/**
 * How many pages.
 */
pages: number, 
/**
 * How many records.
 */
rows: number, 
/**
 * Characters no typeface has.
 */
missing_glyphs: Array<string>, 
/**
 * Whether the first page lies on its side.
 */
landscape: boolean, };
/**
 * A pack that is wanted.
 */
export type PackAsked = { 
/**
 * First day, as typed; `None`: three months back.
 */
from: string | null, 
/**
 * Last day, as typed; `None`: today.
 */
to: string | null, 
/**
 * Only how it stands and what is missing.
 */
summary: boolean, 
/**
 * Ledgers that are left out.
 */
without: Array<string>, 
/**
 * What is kept with the records goes along.
 */
attachments: boolean, 
/**
 * Purpose and recipient when whole values are wanted.
 */
unmasked: Unmasked | null, 
/**
 * Names of people masked as well.
 */
names_masked: boolean, };
/**
 * A part of a pack.
 */
export type PackPart = { 
/**
 * What it is called.
 */
title: string, 
/**
 * Its first page, from 1.
 */
page: number, };
/**
 * A pack made and kept.
 */
export type PackMade = { 
/**
 * It as a print.
 */
preview: Preview, 
/**
 * Its number.
 */
number: string, 
/**
 * Its days in words.
 */
period: string, 
/**
 * Its parts.
 */
parts: Array<PackPart>, 
/**
 * How the articles stand.
 */
words: string, 
/**
 * How many attachments its appendix has.
 */
attachments: number, 
/**
 * Whether it was kept, to be printed again.
 */
kept: boolean, };
/**
 * A folder written and read back.
 */
export type PackFolder = { 
/**
 * Where, as shown.
 */
shown: string, 
/**
 * How many files.
 */
files: number, 
/**
 * Their length.
 */
bytes: number, };
/**
 * A pack that was kept.
 */
export type KeptPack = { 
/**
 * Stands for it.
 */
id: string, 
/**
 * Its number.
 */
number: string, 
/**
 * Its days in words.
 */
period: string, 
/**
 * How many pages.
 */
pages: number, 
/**
 * How many articles stood how.
 */
words: string, 
/**
 * Whom it was made for, where it was not masked.
 */
recipient: string, 
/**
 * Whether whole values stand in it.
 */
whole: boolean, 
/**
 * Whether names of people are masked in it.
 */
names_masked: boolean, 
/**
 * Its content went, with somebody who was erased or when its time was over.
 */
emptied: boolean, 
/**
 * It was kept for its time.
 */
due: boolean, 
/**
 * When it was made.
 */
at: string, };
/**
 * Something that stands otherwise in another pack.
 */
export type PackDifference = { 
/**
 * What it is of.
 */
part: string, 
/**
 * Which.
 */
name: string, 
/**
 * In the first.
 */
before: string, 
/**
 * In the second.
 */
after: string, };
/**
 * Two packs beside each other.
 */
export type PackComparison = { 
/**
 * What stands otherwise.
 */
differences: Array<PackDifference>, 
/**
 * What could not be compared.
 */
told: Array<string>, };
/**
 * Where a task leads.
 */
export type Action = "record" | "person" | "ledger" | "several" | "backup" | "recovery" | "packs" | "settings" | "rules" | "clock";
/**
 * One line of 今天要做.
 */
export type Task = { 
/**
 * Short word before it.
 */
label: string, 
/**
 * What.
 */
title: string, 
/**
 * Why.
 */
detail: string, 
/**
 * How urgent.
 */
tone: Tone, 
/**
 * Where.
 */
ledger: string, 
/**
 * Which record.
 */
id: string | null, 
/**
 * Where it leads.
 */
action: Action, };
/**
 * 首页
 */
export type Home = { 
/**
 * Such as 11 月 24 日 星期二.
 */
title: string, 
/**
 * One sentence on the day.
 */
sentence: string, 
/**
 * What to do, most urgent first.
 */
tasks: Array<Task>, 
/**
 * Figures of the roster.
 */
people: Array<Figure>, 
/**
 * Whether the data is safe.
 */
safety: Safety, 
/**
 * Whether there is anything but the organisation.
 */
has_records: boolean, 
/**
 * How the articles of the guideline stand.
 */
lamps: Array<Lamp>, 
/**
 * The same in a sentence.
 */
articles: string, 
/**
 * What to begin with, while not all of it is done.
 */
first_steps: Array<FirstStep>, };
/**
 * 数据安全
 */
export type Safety = { 
/**
 * Colour of the light.
 */
state: Tone, 
/**
 * Its word.
 */
word: string, 
/**
 * Such as 今天 09:12 已备份并校验.
 */
light: string, 
/**
 * More lines.
 */
lines: Array<Figure>, };
/**
 * What is wrong with the open data file now.
 */
export type Health = { 
/**
 * Colour of the light.
 */
state: Tone, 
/**
 * What it is called in the light.
 */
word: string, 
/**
 * What happened.
 */
what: string, 
/**
 * What to do now.
 */
advice: string, 
/**
 * Where the file lies or lay.
 */
place: string, 
/**
 * Whether to write out what is still read is offered.
 */
rescue: boolean, 
/**
 * Under its name it cannot be read any more: once closed it is gone.
 */
lost: boolean, };
/**
 * A copy written out to go on with.
 */
export type SavedCopy = { 
/**
 * Stands for it.
 */
handle: string, 
/**
 * Where it lies, to be shown.
 */
shown: string, };
/**
 * A finished, verified backup.
 */
export type Backup = { 
/**
 * Where it lies, to be shown.
 */
shown: string, 
/**
 * Its length.
 */
bytes: number, 
/**
 * As read back, in hexadecimal.
 */
sha256: string, 
/**
 * When.
 */
at: string, 
/**
 * What to tell the person.
 */
sentence: string, };
/**
 * A folder that gets backups.
 */
export type Target = { 
/**
 * Stands for it.
 */
handle: string, 
/**
 * To be shown.
 */
shown: string, 
/**
 * The one beside the data file, filled by itself.
 */
automatic: boolean, 
/**
 * On another disk than the data file.
 */
off_disk: boolean, 
/**
 * Whether it is there now.
 */
reachable: boolean, 
/**
 * The newest backup in it.
 */
last_at: string | null, 
/**
 * How it stands.
 */
tone: Tone, };
/**
 * A backup by its name.
 */
export type BackupFile = { 
/**
 * Stands for it.
 */
handle: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its folder, to be shown.
 */
folder: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * Its length, to be shown.
 */
size: string, 
/**
 * Opens with the key of the file that is open.
 */
same_key: boolean, };
/**
 * A file chosen to be restored from.
 */
export type RestoreSource = { 
/**
 * Stands for it.
 */
handle: string, 
/**
 * To be shown.
 */
shown: string, 
/**
 * Whether it has a password.
 */
encrypted: boolean, 
/**
 * Opens with the key of the file that is open.
 */
same_key: boolean, };
/**
 * What a backup holds.
 */
export type RestorePreview = { 
/**
 * Whose it is.
 */
organisation: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * Valid and voided records.
 */
records: number, 
/**
 * People on the roster.
 */
people: number, 
/**
 * When the newest step in it was made.
 */
last_change: string, 
/**
 * Against the file that is open.
 */
compare: Array<Figure>, };
/**
 * What the full check found whole.
 */
export type CheckResult = { 
/**
 * Always true: what is not whole is a failure.
 */
ok: boolean, 
/**
 * Valid and voided records.
 */
records: number, 
/**
 * Steps of the journal.
 */
steps: number, 
/**
 * Where the data stands.
 */
head: string, 
/**
 * What to tell the person.
 */
sentence: string, };
/**
 * Settings kept in the file.
 */
export type Settings = { 
/**
 * Who is recorded; empty: the organisation's contact.
 */
operator: string, 
/**
 * Hours after which a log counts as 补录.
 */
grace_hours: number, 
/**
 * Idle minutes until the window locks; 0: never.
 */
idle_minutes: number, 
/**
 * Years that a pack is kept whole.
 */
pack_years: number, 
/**
 * How long records are kept, in the organisation's words.
 */
retention_note: string, 
/**
 * Backups on exit and every half hour when something changed.
 */
automatic_backup: boolean, };

/** Every ledger there is. */
export type LedgerName = "organisation" | "staff" | "postings" | "vaccinations" | "vaccine_exemptions" | "travels" | "leaves" | "risk_areas" | "places" | "cleaning_plans" | "closures" | "disinfections" | "ventilations" | "health_plans" | "health_checks" | "visitors" | "incidents" | "incident_reports" | "incident_contacts" | "quarantines" | "tests" | "gatherings" | "attendances" | "supplies" | "supply_moves" | "donations" | "grants" | "drills" | "publicity" | "dossiers" | "services" | "service_members" | "plans" | "notices" | "acknowledgements" | "submissions" | "inspections" | "findings" | "statements" | "attachments" | "destructions" | "rule_packs";

/** Every command of the program; a refusal is a `Failure`. */
export interface Commands {
  app_state(): AppState
  choose_place(a: { suggested: string }): Chosen | null
  choose_file(): Chosen | null
  file_prepare(a: { file: NewFile }): Prepared
  recovery_preview(): Array<string>
  recovery_print(): string | null
  file_confirm(a: { answers: Array<string> }): AppState
  file_sample(): AppState
  file_open(a: { handle: string }): AppState
  file_close(): AppState
  showing_begin(): AppState
  showing_end(a: { answer: string }): AppState
  unlock(a: { password: string }): AppState
  recover(a: { code: string; new_password: string }): Prepared
  password_change(a: { old: string; new: string }): Prepared
  recovery_confirm(a: { answers: Array<string> }): null
  lock(): AppState
  awake(): null
  password_strength(a: { password: string; known: Array<string> }): PasswordStrength
  draft_keep(a: { draft: Draft }): null
  draft_drop(a: { ledger: string; id: string | null }): null
  drafts(): Array<WaitingDraft>
  closing_heard(): null
  leave(a: { anyway: boolean }): null
  ledgers(): Array<LedgerInfo>
  list_views(): { [key in string]: ListView }
  list_view_keep(a: { list: string; view: ListView }): null
  records_list(a: { query: Query; first: number }): Listing
  records_window(a: { ticket: string; from: number; count: number }): Array<Row>
  records_ready(a: { ledger: string }): null
  record_index(a: { ticket: string; id: string }): number | null
  record_get(a: { ledger: string; id: string }): Form
  record_blank(a: { ledger: string }): Form
  record_unmask(a: { ledger: string; id: string; purpose: string; recipient: string }): Form
  record_check(a: { ledger: string; id: string | null; values: { [key in string]: string } }): Checked
  record_save(a: { ledger: string; id: string | null; step: number | null; values: { [key in string]: string } }): Saved
  records_check(a: { records: Array<NewRecord> }): Array<Checked>
  records_add(a: { records: Array<NewRecord> }): Added
  record_void(a: { ledger: string; id: string; step: number; reason: string }): Saved
  record_history(a: { ledger: string; id: string }): Array<HistoryEntry>
  options(a: { ledger: string; column: string; text: string }): Array<Option>
  record_unvoid(a: { ledger: string; id: string; step: number }): Saved
  records_ids(a: { ticket: string; from: number; count: number }): Array<string>
  records_act(a: { ledger: string; act: string; ids: Array<string>; answers: { [key in string]: string }; heard: number | null }): Acted
  act_answers(a: { ledger: string; act: string; answers: { [key in string]: string } }): Answered
  merge_weigh(a: { ledger: string; keep: string; lose: string }): MergeView
  merge(a: { ledger: string; keep: string; lose: string; step: number; choices: MergeChoices }): MergedView
  person_page(a: { ledger: string; id: string }): PersonPage
  attachments_of(a: { ledger: string; id: string }): Array<Attachment>
  attachment_picture(a: { id: string; whole: boolean }): string
  attachment_save(a: { id: string }): string | null
  attach_choose(): Array<TakenFile>
  attach_given(a: { name: string; base64: string }): TakenFile
  attach_save(a: { ledger: string; id: string; files: Array<ToAttach> }): Attached
  attach_drop(): null
  erase_weigh(a: { ledger: string; id: string }): ErasureView
  erase(a: { ledger: string; id: string; step: number; grounds: ErasureGrounds }): ErasedView
  undo(): TakenBack | null
  redo(): TakenBack | null
  steps(): Steps
  search(a: { text: string }): Array<Hit>
  vaccination_person(a: { staff: string }): PersonDoses
  travel_trip(a: { id: string }): Trip
  round_day(a: { task: string; day: string | null }): Round
  round_month(a: { task: string; month: string | null }): Month
  calendar_month(a: { month: string | null }): CalendarMonth
  gathering_steps(a: { id: string }): Gathering
  notice_page(a: { id: string }): Notice
  incident_duties(a: { id: string }): IncidentCard
  stock_day(a: { day: string | null }): Stock
  health_day(a: { day: string | null }): HealthDay
  health_pasted(a: { day: string; text: string; shown: Array<string>; column: string }): Pasted
  health_person(a: { staff: string }): HealthStrip
  mixture(a: { agent: string; objects: string; place: string | null; target: string; volume: string }): Mixture
  articles_page(a: { from: string | null; to: string | null }): ArticlesPage
  article_trial(a: { id: string; least: number; from: string | null; to: string | null }): Array<string>
  article_least(a: { id: string; least: number | null }): Moved
  rectify_offer(a: { from: string | null; to: string | null }): RectifyOffer
  rectify(a: { from: string | null; to: string | null; inspectors: string; chosen: Array<RectifyChosen> }): Added
  article_settings(a: { asked: ArticleSettings }): Moved
  report_page(): ReportPage
  report_draft(a: { job: ReportAsked }): ReportDraft
  report_freeze(a: { job: ReportAsked; filing: ReportFiling }): ReportFiled
  report_workbook(a: { id: string }): string | null
  report_package(a: { id: string }): PackageWritten | null
  stats_period(a: { from: string | null; to: string | null }): StatsPeriod
  stats_chart(a: { name: string; from: string | null; to: string | null }): Chart
  rules_list(a: { on: string | null }): Rules
  rule_get(a: { name: string }): RuleDetail
  rule_pack_choose(): RulePackPreview | null
  rule_pack_take(a: { ticket: string }): Saved
  rule_pack_export(a: { id: string }): string | null
  rule_pack_compare(a: { id: string; with: string }): Array<Difference>
  row_blank(a: { table: string; name: string | null }): RowForm
  row_save(a: { table: string; values: { [key in string]: string } }): Saved
  print_forms(a: { ledger: string }): Array<PrintForm>
  print_preview(a: { job: PrintAsked }): Preview
  print_page(a: { ticket: string; page: number }): string
  print_save(a: { ticket: string }): string | null
  print_open(a: { ticket: string }): string
  pack_make(a: { job: PackAsked }): PackMade
  pack_folder(a: { ticket: string }): PackFolder | null
  packs_kept(): Array<KeptPack>
  packs_compared(a: { one: string; two: string }): PackComparison
  packs_retire(a: { ids: Array<string>; grounds: ErasureGrounds }): ErasedView
  pack_again(a: { id: string; unmasked: Unmasked | null }): string
  import_choose(a: { ledger: string }): ImportView | null
  import_dropped(a: { ledger: string; name: string; base64: string }): ImportView
  import_pasted(a: { ledger: string; text: string }): ImportView
  import_plan(a: { ledger: string; options: ImportOptions }): ImportView
  import_rows(a: { fate: Fate | null; from: number; count: number }): Array<ImportRow>
  import_apply(): ImportDone
  import_rejects(): string | null
  import_close(): null
  import_template(a: { ledger: string }): string | null
  export_list(a: { job: ExportAsked }): Exported | null
  filling_choose(): FillingView | null
  filling_sheet(a: { sheet: string }): FillingView
  filling_preview(a: { job: FillingAsked }): Array<[number, Array<SheetCell>]>
  filling_save(a: { job: FillingAsked }): string | null
  work_progress(): WorkProgress | null
  work_stop(): null
  home(): Home
  clock_wrong(): null
  health(): Health | null
  copy_save(): SavedCopy | null
  copy_open(a: { handle: string }): AppState
  backup_run(a: { target: string | null; anew: boolean }): Backup | null
  backup_targets(): Array<Target>
  backup_forget(a: { target: string }): Array<Target>
  restore_choose(a: { from_list: string | null }): RestoreSource | null
  restore_backups(): Array<BackupFile>
  restore_preview(a: { handle: string; password: string | null; code: string | null }): RestorePreview
  restore_apply(a: { handle: string; elsewhere: boolean }): AppState
  check_file(): CheckResult
  settings_get(): Settings
  settings_save(a: { settings: Settings }): Settings
  open_shown(a: { what: Shown }): null
  open_log_folder(): null
  manual_open(): null
}
