//! The border: every command by name, and the shapes of what crosses it.
//!
//! Owns the list of commands. Decides nothing: a command's body lies in `commands`.

pub mod acts;
pub mod articles;
pub mod attachments;
pub mod exchange;
pub mod files;
pub mod inspection;
pub mod lists;
pub mod merging;
pub mod overview;
pub mod records;
pub mod reporting;
pub mod rules;
pub mod stats;
pub mod vault;

use crate::state::Shell;
use crate::{commands, showing};
use files::Failure;
use std::path::Path;
use taizhang::base::error::{Code, Error, Result};
use tauri::{AppHandle, Manager};

/// Makes the window's commands and, for the tests, their TypeScript signatures from one line each.
///
/// `commands! { records::save(id: String) -> Saved; }` makes a command `save` that calls
/// `commands::records::save(&Shell, String) -> taizhang::base::error::Result<Saved>` away from the window's thread.
macro_rules! commands {
    ($($module:ident :: $name:ident ( $($argument:ident : $type:ty),* ) -> $result:ty;)+) => {
        $(
            #[tauri::command(rename_all = "snake_case")]
            async fn $name(app: AppHandle, $($argument: $type),*) -> std::result::Result<$result, Failure> {
                aside(app, stringify!($name), move |shell| commands::$module::$name(shell, $($argument),*)).await
            }
        )+

        /// Every command by name.
        #[cfg(test)]
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        /// What answers the window.
        pub fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($name),+]
        }

        /// Name, arguments and result of every command, as TypeScript.
        #[cfg(all(test, feature = "bindings"))]
        pub fn signatures(config: &ts_rs::Config) -> Vec<String> {
            vec![$({
                let arguments: Vec<String> = vec![$(format!("{}: {}", stringify!($argument), <$type as ts_rs::TS>::name(config))),*];
                let arguments = if arguments.is_empty() { String::new() } else { format!("a: {{ {} }}", arguments.join("; ")) };
                format!("{}({arguments}): {}", stringify!($name), <$result as ts_rs::TS>::name(config))
            }),+]
        }
    };
}

commands! {
    files::app_state() -> files::AppState;
    files::choose_place(suggested: String) -> Option<files::Chosen>;
    files::choose_file() -> Option<files::Chosen>;
    files::file_prepare(file: files::NewFile) -> files::Prepared;
    files::recovery_preview() -> Vec<String>;
    files::recovery_print() -> Option<String>;
    files::file_confirm(answers: Vec<String>) -> files::AppState;
    files::file_sample() -> files::AppState;
    files::file_open(handle: String) -> files::AppState;
    files::file_close() -> files::AppState;
    files::showing_begin() -> files::AppState;
    files::showing_end(answer: String) -> files::AppState;
    keys::unlock(password: String) -> files::AppState;
    keys::recover(code: String, new_password: String) -> files::Prepared;
    keys::password_change(old: String, new: String) -> files::Prepared;
    keys::recovery_confirm(answers: Vec<String>) -> ();
    keys::lock() -> files::AppState;
    keys::awake() -> ();
    keys::password_strength(password: String, known: Vec<String>) -> files::PasswordStrength;
    leaving::draft_keep(draft: files::Draft) -> ();
    leaving::draft_drop(ledger: String, id: Option<String>) -> ();
    leaving::drafts() -> Vec<files::WaitingDraft>;
    leaving::closing_heard() -> ();
    leaving::leave(anyway: bool) -> ();
    records::ledgers() -> Vec<records::LedgerInfo>;
    lists::list_views() -> lists::ListViews;
    lists::list_view_keep(list: String, view: lists::ListView) -> ();
    records::records_list(query: records::Query, first: usize) -> records::Listing;
    records::records_window(ticket: String, from: usize, count: usize) -> Vec<records::Row>;
    records::records_ready(ledger: String) -> ();
    records::record_index(ticket: String, id: String) -> Option<usize>;
    records::record_get(ledger: String, id: String) -> records::Form;
    records::record_blank(ledger: String) -> records::Form;
    records::record_unmask(ledger: String, id: String, purpose: String, recipient: String) -> records::Form;
    records::record_check(ledger: String, id: Option<String>, values: records::Texts) -> records::Checked;
    records::record_save(ledger: String, id: Option<String>, step: Option<i64>, values: records::Texts) -> records::Saved;
    records::records_check(records: Vec<records::NewRecord>) -> Vec<records::Checked>;
    records::records_add(records: Vec<records::NewRecord>) -> records::Added;
    records::record_void(ledger: String, id: String, step: i64, reason: String) -> records::Saved;
    records::record_history(ledger: String, id: String) -> Vec<records::HistoryEntry>;
    records::options(ledger: String, column: String, text: String) -> Vec<records::ReferenceOption>;
    records::record_unvoid(ledger: String, id: String, step: i64) -> records::Saved;
    acts::records_ids(ticket: String, from: usize, count: usize) -> Vec<String>;
    acts::records_act(ledger: String, act: String, ids: Vec<String>, answers: records::Texts, heard: Option<i64>) -> acts::Acted;
    acts::act_answers(ledger: String, act: String, answers: records::Texts) -> acts::Answered;
    merging::merge_weigh(ledger: String, keep: String, lose: String) -> merging::MergeView;
    merging::merge(ledger: String, keep: String, lose: String, step: i64, choices: merging::MergeChoices) -> merging::MergedView;
    acts::person_page(ledger: String, id: String) -> acts::PersonPage;
    attachments::attachments_of(ledger: String, id: String) -> Vec<attachments::Attachment>;
    attachments::attachment_picture(id: String, whole: bool) -> String;
    attachments::attachment_save(id: String) -> Option<String>;
    attachments::attach_choose() -> Vec<attachments::TakenFile>;
    attachments::attach_given(name: String, base64: String) -> attachments::TakenFile;
    attachments::attach_save(ledger: String, id: String, files: Vec<attachments::ToAttach>) -> attachments::Attached;
    attachments::attach_drop() -> ();
    attachments::erase_weigh(ledger: String, id: String) -> attachments::ErasureView;
    attachments::erase(ledger: String, id: String, step: i64, grounds: attachments::ErasureGrounds) -> attachments::ErasedView;
    records::undo() -> Option<records::TakenBack>;
    records::redo() -> Option<records::TakenBack>;
    records::steps() -> records::Steps;
    records::search(text: String) -> Vec<records::Hit>;
    overview::vaccination_person(staff: String) -> overview::PersonDoses;
    overview::travel_trip(id: String) -> overview::Trip;
    overview::round_day(task: String, day: Option<String>) -> overview::Round;
    overview::round_month(task: String, month: Option<String>) -> overview::Month;
    overview::calendar_month(month: Option<String>) -> overview::CalendarMonth;
    overview::gathering_steps(id: String) -> overview::Gathering;
    overview::notice_page(id: String) -> overview::Notice;
    overview::incident_duties(id: String) -> overview::IncidentCard;
    overview::stock_day(day: Option<String>) -> overview::Stock;
    overview::health_day(day: Option<String>) -> overview::HealthDay;
    overview::health_pasted(day: String, text: String, shown: Vec<String>, column: String) -> overview::Pasted;
    overview::health_person(staff: String) -> overview::HealthStrip;
    overview::mixture(agent: String, objects: String, place: Option<String>, target: String, volume: String) -> overview::Mixture;
    articles::articles_page(from: Option<String>, to: Option<String>) -> articles::ArticlesPage;
    articles::article_trial(id: String, least: u32, from: Option<String>, to: Option<String>) -> Vec<String>;
    articles::article_least(id: String, least: Option<u32>) -> records::Moved;
    articles::rectify_offer(from: Option<String>, to: Option<String>) -> articles::RectifyOffer;
    articles::rectify(from: Option<String>, to: Option<String>, inspectors: String, chosen: Vec<articles::RectifyChosen>) -> records::Added;
    articles::article_settings(asked: articles::ArticleSettings) -> records::Moved;
    reporting::report_page() -> reporting::ReportPage;
    reporting::report_draft(job: reporting::ReportAsked) -> reporting::ReportDraft;
    reporting::report_freeze(job: reporting::ReportAsked, filing: reporting::ReportFiling) -> reporting::ReportFiled;
    reporting::report_workbook(id: String) -> Option<String>;
    reporting::report_package(id: String) -> Option<reporting::PackageWritten>;
    stats::stats_period(from: Option<String>, to: Option<String>) -> stats::StatsPeriod;
    stats::stats_chart(name: String, from: Option<String>, to: Option<String>) -> stats::Chart;
    rules::rules_list(on: Option<String>) -> rules::Rules;
    rules::rule_get(name: String) -> rules::RuleDetail;
    rules::rule_pack_choose() -> Option<rules::RulePackPreview>;
    rules::rule_pack_take(ticket: String) -> records::Saved;
    rules::rule_pack_export(id: String) -> Option<String>;
    rules::rule_pack_compare(id: String, with: String) -> Vec<rules::Difference>;
    rules::row_blank(table: String, name: Option<String>) -> rules::RowForm;
    rules::row_save(table: String, values: records::Texts) -> records::Saved;
    printing::print_forms(ledger: String) -> Vec<vault::PrintForm>;
    printing::print_preview(job: vault::PrintAsked) -> vault::Preview;
    printing::print_page(ticket: String, page: usize) -> String;
    printing::print_save(ticket: String) -> Option<String>;
    printing::print_open(ticket: String) -> String;
    inspection::pack_make(job: inspection::PackAsked) -> inspection::PackMade;
    inspection::pack_folder(ticket: String) -> Option<inspection::PackFolder>;
    inspection::packs_kept() -> Vec<inspection::KeptPack>;
    inspection::packs_compared(one: String, two: String) -> inspection::PackComparison;
    inspection::packs_retire(ids: Vec<String>, grounds: attachments::ErasureGrounds) -> attachments::ErasedView;
    inspection::pack_again(id: String, unmasked: Option<taizhang::store::disclosure::Unmasked>) -> String;
    exchange::import_choose(ledger: String) -> Option<exchange::ImportView>;
    exchange::import_dropped(ledger: String, name: String, base64: String) -> exchange::ImportView;
    exchange::import_pasted(ledger: String, text: String) -> exchange::ImportView;
    exchange::import_plan(ledger: String, options: exchange::ImportOptions) -> exchange::ImportView;
    exchange::import_rows(fate: Option<taizhang::exchange::plan::Fate>, from: usize, count: usize) -> Vec<exchange::ImportRow>;
    exchange::import_apply() -> exchange::ImportDone;
    exchange::import_rejects() -> Option<String>;
    exchange::import_close() -> ();
    exchange::import_template(ledger: String) -> Option<String>;
    exchange::export_list(job: exchange::ExportAsked) -> Option<exchange::Exported>;
    exchange::filling_choose() -> Option<exchange::FillingView>;
    exchange::filling_sheet(sheet: String) -> exchange::FillingView;
    exchange::filling_preview(job: exchange::FillingAsked) -> Vec<(u32, Vec<exchange::SheetCell>)>;
    exchange::filling_save(job: exchange::FillingAsked) -> Option<String>;
    exchange::work_progress() -> Option<exchange::WorkProgress>;
    exchange::work_stop() -> ();
    vault::home() -> vault::Home;
    vault::clock_wrong() -> ();
    vault::health() -> Option<vault::Health>;
    vault::copy_save() -> Option<vault::SavedCopy>;
    vault::copy_open(handle: String) -> files::AppState;
    vault::backup_run(target: Option<String>, anew: bool) -> Option<vault::Backup>;
    vault::backup_targets() -> Vec<vault::Target>;
    vault::backup_forget(target: String) -> Vec<vault::Target>;
    restore::restore_choose(from_list: Option<String>) -> Option<vault::RestoreSource>;
    restore::restore_backups() -> Vec<vault::BackupFile>;
    restore::restore_preview(handle: String, password: Option<String>, code: Option<String>) -> vault::RestorePreview;
    restore::restore_apply(handle: String, elsewhere: bool) -> files::AppState;
    vault::check_file() -> vault::CheckResult;
    vault::settings_get() -> vault::Settings;
    vault::settings_save(settings: vault::Settings) -> vault::Settings;
    vault::open_shown(what: files::Shown) -> ();
    vault::open_log_folder() -> ();
    vault::manual_open() -> ();
}

/// What the command `name` answers, where it may be answered now.
pub(crate) fn answered<T>(shell: &Shell, name: &str, work: impl FnOnce(&Shell) -> Result<T>) -> Result<T> {
    showing::admits(shell, name)?;
    work(shell)
}

/// Runs `work` on a thread where it may block. The log gets the command and the code, nothing typed or stored.
async fn aside<T, F>(app: AppHandle, name: &'static str, work: F) -> std::result::Result<T, Failure>
where
    T: Send + 'static,
    F: FnOnce(&Shell) -> Result<T> + Send + 'static,
{
    let done = tauri::async_runtime::spawn_blocking(move || {
        let shell = app.state::<Shell>();
        answered(&shell, name, work).map_err(|error| failure(&shell, error))
    })
    .await;
    let result = done.unwrap_or_else(|_| Err(Error::Bug(format!("{name} 中断")).into()));
    result.inspect_err(|failure| log::warn!("{name}: {:?}", failure.code))
}

/// What `error` is for the window. Where the system refused something the data file is looked at anew: when it is gone,
/// that is what is told.
pub(crate) fn failure(shell: &Shell, error: Error) -> Failure {
    let data = shell.session().path().map(Path::to_owned);
    // SQLite's errors name no file: it is the one that is open.
    let error = match &data {
        Some(path) => error.of(path),
        None => error,
    };
    let failure = Failure::of(&error, data.as_deref());
    if !matches!(failure.code, Code::Io | Code::ReadOnly | Code::FileInUse | Code::FileDamaged) {
        return failure;
    }
    shell.watch.look();
    shell.watch.soon();
    match shell.watch.told().filter(|health| health.lost) {
        Some(health) => failure.of_file(health),
        None => failure,
    }
}

#[cfg(all(test, feature = "bindings"))]
mod tests;
