//! The committed TypeScript of the border is what the Rust types say. `TAIZHANG_BLESS=1` writes it anew.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::{
    acts, articles, attachments, exchange, files, inspection, lists, merging, overview, records, reporting, rules, signatures,
    stats, vault,
};
use std::fmt::Write;
use std::path::PathBuf;
use taizhang::base::error;
use taizhang::program;
use taizhang::schema::Group;
use ts_rs::{Config, TS};

fn declared<T: TS>(config: &Config) -> String {
    let docs = T::docs().unwrap_or_default();
    format!("{docs}export {}\n", T::decl(config))
}

fn typescript() -> String {
    let config = Config::new().with_large_int("number");
    let mut text = "/// Generated from the Rust types by `cargo test -p taizhang-app --features bindings`; TAIZHANG_BLESS=1 writes it anew.\n\n".to_owned();
    macro_rules! declare {
        ($($type:ty),+ $(,)?) => { $(text.push_str(&declared::<$type>(&config));)+ };
    }
    declare![
        error::Code,
        error::Problem,
        files::Failure,
        files::SystemFailure,
        files::FileState,
        files::FileInfo,
        files::RecentFile,
        files::AppState,
        files::Chosen,
        files::NewFile,
        files::Prepared,
        files::Draft,
        files::WaitingDraft,
        files::PasswordStrength,
        files::Shown,
        records::KindName,
        records::Choice,
        records::Helped,
        records::ColumnInfo,
        Group,
        acts::ActInfo,
        acts::AskedInfo,
        acts::Answered,
        acts::Acted,
        acts::ActedRow,
        acts::PersonPage,
        acts::PersonTab,
        attachments::Attachment,
        attachments::TakenFile,
        attachments::ToAttach,
        attachments::Attached,
        attachments::Counted,
        attachments::ErasureView,
        attachments::ErasureGrounds,
        attachments::ErasedView,
        merging::MergeView,
        merging::MergeEntry,
        merging::MergeField,
        merging::MergeClash,
        merging::MergeChoices,
        merging::MergedView,
        records::LedgerInfo,
        records::Query,
        records::Figure,
        lists::Tally,
        lists::ListView,
        lists::SavedView,
        records::Listing,
        records::RecordState,
        taizhang::schema::Tone,
        records::Row,
        records::Form,
        records::ChildList,
        records::Derived,
        records::Checked,
        records::Moved,
        records::Saved,
        records::ColumnChange,
        records::NewRecord,
        records::Added,
        records::HistoryEntry,
        records::ReferenceOption,
        records::TakenBack,
        records::Steps,
        records::Hit,
        taizhang::exchange::layout::How,
        taizhang::exchange::plan::Fate,
        taizhang::exchange::plan::Counts,
        taizhang::exchange::filling::Rows,
        taizhang::exchange::filling::Filling,
        exchange::ImportColumn,
        exchange::ImportCounts,
        exchange::UnknownWord,
        exchange::ImportQuestion,
        exchange::SkippedRow,
        exchange::WholeSheet,
        exchange::Choices,
        exchange::ImportView,
        exchange::Decision,
        exchange::ImportOptions,
        exchange::Candidate,
        exchange::CellFinding,
        exchange::CellChange,
        exchange::ImportRow,
        exchange::ImportDone,
        exchange::ExportAsked,
        exchange::Exported,
        exchange::WorkProgress,
        exchange::SheetCell,
        exchange::SheetFitting,
        exchange::Verdict,
        exchange::FillingView,
        exchange::FillingAsked,
        taizhang::answers::Rule,
        taizhang::topics::vaccination::card::DoseLine,
        taizhang::articles::card::Lamp,
        taizhang::articles::card::AttestedCard,
        taizhang::articles::card::GapCard,
        taizhang::articles::card::EvidenceCard,
        taizhang::articles::card::RequirementCard,
        taizhang::articles::card::ArticleCard,
        articles::ArticlesPage,
        articles::FirstStep,
        articles::ArticleSettings,
        articles::RectifyLine,
        articles::RectifyOffer,
        articles::RectifyChosen,
        overview::PersonDoses,
        taizhang::topics::travel::card::Bar,
        taizhang::topics::travel::card::TripStop,
        overview::Trip,
        taizhang::topics::rounds::card::RoundPlace,
        overview::Round,
        taizhang::topics::rounds::card::MonthCell,
        taizhang::topics::rounds::card::MonthLine,
        overview::Month,
        taizhang::topics::health::card::SheetPerson,
        overview::HealthDay,
        taizhang::topics::health::pasted::PastedReading,
        overview::Pasted,
        taizhang::topics::health::card::StripDay,
        overview::HealthStrip,
        overview::Mixture,
        taizhang::topics::gatherings::card::GatheringStep,
        taizhang::topics::gatherings::card::Attended,
        overview::Gathering,
        taizhang::topics::correspondence::card::Addressed,
        taizhang::topics::correspondence::card::Wanted,
        overview::Notice,
        taizhang::topics::incidents::card::IncidentDuty,
        overview::IncidentCard,
        taizhang::topics::supplies::card::StockLot,
        taizhang::topics::supplies::card::StockLine,
        overview::Stock,
        overview::CalendarEntry,
        overview::CalendarDay,
        overview::CalendarMonth,
        reporting::ReportAsked,
        reporting::ReportFigure,
        reporting::ReportDraft,
        reporting::ReportFiling,
        reporting::ReportChange,
        reporting::ReportFiled,
        reporting::ReportEntry,
        reporting::ReportSlot,
        reporting::ReportPage,
        reporting::PackageWritten,
        stats::Back,
        taizhang::answers::series::ChartKind,
        stats::ChartName,
        taizhang::reports::stats::ChartPoint,
        taizhang::reports::stats::ChartLine,
        stats::Chart,
        stats::StatsPeriod,
        rules::RuleRow,
        rules::RuleTable,
        rules::RulePackInfo,
        rules::Rules,
        rules::RuleDetail,
        rules::Difference,
        rules::RulePackPreview,
        rules::RowField,
        rules::RowForm,
        vault::PrintForm,
        vault::Unmasked,
        vault::PrintAsked,
        vault::Preview,
        inspection::PackAsked,
        inspection::PackPart,
        inspection::PackMade,
        inspection::PackFolder,
        inspection::KeptPack,
        inspection::PackDifference,
        inspection::PackComparison,
        vault::Action,
        vault::Task,
        vault::Home,
        vault::Safety,
        vault::Health,
        vault::SavedCopy,
        vault::Backup,
        vault::Target,
        vault::BackupFile,
        vault::RestoreSource,
        vault::RestorePreview,
        vault::CheckResult,
        vault::Settings,
    ];
    let names: Vec<String> = program::ledgers().map(|ledger| format!("\"{}\"", ledger.name())).collect();
    writeln!(text, "\n/** Every ledger there is. */\nexport type LedgerName = {};", names.join(" | ")).unwrap();
    text.push_str("\n/** Every command of the program; a refusal is a `Failure`. */\nexport interface Commands {\n");
    for signature in signatures(&config) {
        writeln!(text, "  {signature}").unwrap();
    }
    text.push_str("}\n");
    text
}

/// What topics give a ledger is in the window's lists as the ledger's own columns are.
#[test]
fn the_window_knows_every_column() {
    for ledger in program::ledgers() {
        let known: Vec<String> = crate::shapes::ledger(ledger).columns.into_iter().map(|column| column.name).collect();
        let all: Vec<&str> = program::registry().columns(ledger).iter().map(|column| column.name).collect();
        assert_eq!(known, all, "{}", ledger.name());
    }
}

#[test]
fn the_bindings_are_fresh() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../ui/src/bindings/index.ts");
    let fresh = typescript();
    if std::env::var_os("TAIZHANG_BLESS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let first = fresh.lines().zip(committed.lines()).find(|(new, old)| new != old);
    assert!(
        committed == fresh,
        "ui/src/bindings/index.ts is stale (first difference: {first:?}); run again with TAIZHANG_BLESS=1"
    );
}
