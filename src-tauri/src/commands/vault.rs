//! 首页, backups, the full check, settings.

use super::files::state;
use crate::backups::{self, AUTOMATIC};
use crate::desktop::Kind;
use crate::shapes;
use crate::state::{Open, Session, Shell, machine};
use crate::wire::files::{AppState, Shown};
use crate::wire::records::Figure;
use crate::wire::vault::{Action, Backup, CheckResult, Health, Home, Safety, SavedCopy, Settings, Target, Task};
use crate::work::Told;
use taizhang::answers::{self, Leads, Urgency};
use taizhang::articles::card;
use taizhang::base::clock::{day_in_words, weekday};
use taizhang::base::error::{Error, Problem, Result};
use taizhang::file::open::Access;
use taizhang::file::{disk, output};
use taizhang::schema::{Ledger, Tone};
use taizhang::store::settings;
use taizhang::topics::STAFF;
use taizhang::vault::backup::EXTENSION;
use taizhang::{home, program};

const OPERATOR: &str = "operator";
const RETENTION: &str = "retention_note";

pub fn home(shell: &Shell) -> Result<Home> {
    let mut session = shell.session();
    let open = session.open()?;
    let copies = backups::copies(open)?;
    let Open { book, said, .. } = open;
    let (tasks, safety, people, has_records, judged, first_steps) = book.reading(|book| {
        let tasks: Vec<Task> = home::tasks(book, copies, said)?.into_iter().map(task).collect();
        let people = home::tallies(book, Ledger(&STAFF), said)?;
        let people = people.iter().filter(|tally| tally.above).map(|tally| Figure::new(tally.label, tally.value())).collect();
        let judged = home::judged(book, None, None, said)?;
        let has_records = home::has_records(book)?;
        Ok::<_, Error>((tasks, home::safety(book, copies)?, people, has_records, judged, card::first_steps(book)?))
    })?;
    let today = book.today();
    Ok(Home {
        title: format!("{} {}", day_in_words(today), weekday(today)),
        sentence: match (has_records, tasks.len()) {
            (false, _) => "先登记本单位的人员，其他台账都从名册里选人。".to_owned(),
            (true, 0) => "今天没有要补的事。".to_owned(),
            (true, count) => format!("有 {count} 件事要做。"),
        },
        tasks,
        people,
        safety: Safety {
            state: tone(safety.state),
            word: safety.word.to_owned(),
            light: safety.light,
            lines: safety.lines.into_iter().map(|(label, value)| Figure::new(label, value)).collect(),
        },
        has_records,
        lamps: card::lamps(&judged),
        articles: judged.in_words(),
        first_steps,
    })
}

pub(super) fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Bad => Tone::Bad,
        Urgency::Warn => Tone::Warn,
        Urgency::Mute => Tone::Mute,
        Urgency::Good => Tone::Good,
    }
}

pub(super) fn task(task: answers::Task) -> Task {
    let (ledger, id, action) = match task.leads {
        Leads::Record(ledger, id) => (ledger.name(), Some(id.to_string()), Action::Record),
        Leads::Person(ledger, id) => (ledger.name(), Some(id.to_string()), Action::Person),
        Leads::Ledger(ledger) => (ledger.name(), None, Action::Ledger),
        Leads::Several(ledger) => (ledger.name(), None, Action::Several),
        Leads::Backup => ("", None, Action::Backup),
        Leads::Recovery => ("", None, Action::Recovery),
        Leads::Packs => ("", None, Action::Packs),
        Leads::Settings => ("", None, Action::Settings),
        Leads::Rules => ("", None, Action::Rules),
        Leads::Clock => ("", None, Action::Clock),
    };
    Task {
        label: task.label.to_owned(),
        title: task.title,
        detail: task.detail,
        tone: tone(task.urgency),
        ledger: ledger.to_owned(),
        id,
        action,
    }
}

/// Says that the steps the task asks about were taken by a wrong clock.
pub fn clock_wrong(shell: &Shell) -> Result<()> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let question = book.clock_question()?.ok_or(Error::ChangedMeanwhile)?;
    book.answer_clock(&question).map(|_| ())
}

pub fn health(shell: &Shell) -> Result<Option<Health>> {
    Ok(shell.watch.told())
}

/// Writes out what the open file still reads, wherever it is now, to a place she chooses.
pub fn copy_save(shell: &Shell) -> Result<Option<SavedCopy>> {
    let suggested = {
        let session = shell.session();
        format!("{}-另存.{}", disk::stem(session.path().ok_or(Error::Locked)?), EXTENSION)
    };
    let Some(target) = shell.desktop.choose_place(Kind::Data, &suggested, None) else { return Ok(None) };
    let mut session = shell.session();
    let open = session.open()?;
    // What is being typed goes with it, where the file still takes it.
    if let Err(error) = open.drafts.write(&mut open.book) {
        log::warn!("drafts before a copy: {:?}", error.code());
    }
    let copy = |told: &Told<'_>| open.book.save_copy(&target, &|done, total| told.done(done, total));
    let done = shell.work.run("正在另存", true, copy)?;
    Ok(Some(SavedCopy { handle: session.handle(&done.path), shown: shapes::shown(&done.path) }))
}

/// Goes on with a copy that was written out: with the key of the open file, unsaved forms taken along. A copy in the place
/// of the file itself can be opened only once that is closed.
pub fn copy_open(shell: &Shell, handle: String) -> Result<AppState> {
    let mut session = shell.session();
    let path = session.behind(&handle)?;
    let open = session.open()?;
    let secret = open.book.secret().map(|(key, salt)| (key.clone(), *salt));
    let next = |secret| Ok::<_, Error>(Open::of(program::open_with(&path, secret, Access::Write, machine())?, None));
    if open.book.path() == path {
        session.lock();
        let next = next(secret)?;
        session.take(next);
    } else {
        let mut next = next(secret)?;
        next.drafts.join(std::mem::take(&mut open.drafts));
        session.close();
        session.take(next);
    }
    state(shell, &mut session)
}

pub fn backup_run(shell: &Shell, target: Option<String>, anew: bool) -> Result<Option<Backup>> {
    let known = target.map(|handle| shell.session().behind(&handle)).transpose()?;
    let fresh = known.is_none();
    let dir = match known {
        Some(dir) => dir,
        None => match shell.desktop.choose_folder("选择备份位置") {
            Some(dir) => dir,
            None => return Ok(None),
        },
    };
    let mut session = shell.session();
    let open = session.open()?;
    let make = |told: &Told<'_>| backups::into(open, &dir, anew || fresh, &|done, total| told.done(done, total));
    let done = shell.work.run("正在备份", true, make)?;
    let data = open.book.path().to_owned();
    let mut chosen = backups::chosen(open)?;
    if dir != backups::automatic_folder(&data) && open.book.writes() {
        chosen.retain(|known| known.dir != dir);
        chosen.push(backups::Chosen::now(&dir, &data));
        backups::choose(open, &chosen)?;
    }
    shell.watch.backups(backups::missed(open));
    shell.watch.soon();
    // Read back, and still there: only then may it be unplugged.
    let off_disk = done.path.is_file() && backups::targets(open)?.iter().any(|target| target.dir == dir && target.off_disk);
    let more = if off_disk {
        "可以拔出U盘。"
    } else {
        "这份备份和数据文件在同一块磁盘上，请另备一份到U盘。"
    };
    Ok(Some(Backup {
        shown: shapes::shown(&done.path),
        bytes: done.bytes,
        sha256: done.sha256,
        at: shapes::instant(machine().now()),
        sentence: format!("备份已写入，从那里读回并校验无误。{more}"),
    }))
}

pub fn backup_targets(shell: &Shell) -> Result<Vec<Target>> {
    listed(&mut shell.session())
}

fn listed(session: &mut Session) -> Result<Vec<Target>> {
    const STALE_DAYS: i64 = 7;
    let now = machine().now();
    let targets = backups::targets(session.open()?)?;
    Ok(targets
        .into_iter()
        .map(|target| Target {
            handle: session.handle(&target.dir),
            shown: shapes::shown(&target.dir),
            automatic: target.automatic,
            off_disk: target.off_disk,
            reachable: target.reachable,
            last_at: target.newest.map(shapes::instant),
            tone: match target.newest {
                Some(at) if (now - at).num_days() < STALE_DAYS => Tone::Good,
                _ if target.reachable => Tone::Warn,
                _ => Tone::Bad,
            },
        })
        .collect())
}

pub fn backup_forget(shell: &Shell, target: String) -> Result<Vec<Target>> {
    let mut session = shell.session();
    let dir = session.behind(&target)?;
    let open = session.open()?;
    let mut chosen = backups::chosen(open)?;
    chosen.retain(|known| known.dir != dir);
    backups::choose(open, &chosen)?;
    shell.watch.backups(backups::missed(open));
    shell.watch.soon();
    listed(&mut session)
}

/// The full check: of what is read, and that it is the file under its name that is read.
pub fn check_file(shell: &Shell) -> Result<CheckResult> {
    let mut session = shell.session();
    let open = session.open()?;
    in_place(shell, open)?;
    let checked = shell.work.run("正在检查", false, |_| open.book.check_all())?;
    in_place(shell, open)?;
    let whole = format!("文件完好：{} 条记录、{} 步修改痕迹逐一核对无误。", checked.records, checked.steps);
    let sentence = match checked.of_the_clock() {
        lines if lines.is_empty() => whole,
        lines => format!("{whole}时钟：{}。", lines.join("；")),
    };
    Ok(CheckResult { ok: true, records: checked.records, steps: checked.steps, head: checked.head.text, sentence })
}

/// Refuses what would be said of a file that is not there.
fn in_place(shell: &Shell, open: &Open) -> Result<()> {
    shell.watch.look();
    match shell.watch.found() {
        Some(fault) if fault.is_of_file() => Err(Error::io("检查", open.book.path())(std::io::ErrorKind::NotFound.into())),
        _ => Ok(()),
    }
}

pub fn settings_get(shell: &Shell) -> Result<Settings> {
    read_settings(&mut shell.session())
}

fn read_settings(session: &mut Session) -> Result<Settings> {
    let book = &session.open()?.book;
    Ok(Settings {
        operator: book.setting(OPERATOR)?.unwrap_or_default(),
        grace_hours: book.number(settings::GRACE_HOURS)?,
        idle_minutes: book.number(settings::IDLE_MINUTES)?,
        pack_years: book.number(settings::PACK_YEARS)?,
        retention_note: book.setting(RETENTION)?.unwrap_or_default(),
        automatic_backup: book.setting(AUTOMATIC)?.as_deref() != Some("false"),
    })
}

pub fn settings_save(shell: &Shell, settings: Settings) -> Result<Settings> {
    const MOST_HOURS: i64 = 24 * 31;
    const MOST_MINUTES: i64 = 120;
    const MOST_YEARS: i64 = 30;
    let mut problems = Vec::new();
    for (field, value, least, most, label) in [
        ("grace_hours", settings.grace_hours, 0, MOST_HOURS, "补录宽限小时数"),
        ("idle_minutes", settings.idle_minutes, 1, MOST_MINUTES, "自动锁定分钟数"),
        ("pack_years", settings.pack_years, 1, MOST_YEARS, "迎检包保存年数"),
    ] {
        if !(least..=most).contains(&value) {
            problems.push(Problem::new(
                field,
                "range",
                value.to_string(),
                format!("{label}应在 {least} 到 {most} 之间。请重新填写。"),
            ));
        }
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let mut session = shell.session();
    let before = read_settings(&mut session)?;
    let book = &mut session.open()?.book;
    let said = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let changes = [
        (OPERATOR, settings.operator.trim() != before.operator, said(&settings.operator)),
        (settings::GRACE_HOURS.0, settings.grace_hours != before.grace_hours, Some(settings.grace_hours.to_string())),
        (settings::IDLE_MINUTES.0, settings.idle_minutes != before.idle_minutes, Some(settings.idle_minutes.to_string())),
        (settings::PACK_YEARS.0, settings.pack_years != before.pack_years, Some(settings.pack_years.to_string())),
        (RETENTION, settings.retention_note.trim() != before.retention_note, said(&settings.retention_note)),
        (AUTOMATIC, settings.automatic_backup != before.automatic_backup, Some(settings.automatic_backup.to_string())),
    ];
    for (key, _, value) in changes.into_iter().filter(|(_, changed, _)| *changed) {
        book.set(key, value.as_deref())?;
    }
    read_settings(&mut session)
}

pub fn open_shown(shell: &Shell, what: Shown) -> Result<()> {
    let path = {
        let session = shell.session();
        let data = session.path().ok_or(Error::Locked)?;
        let written = || session.last_output.clone().ok_or_else(|| Error::NotFound("刚才写的文件".to_owned()));
        match what {
            Shown::DataFolder => disk::directory(data).to_owned(),
            Shown::BackupFolder => backups::automatic_folder(data),
            Shown::LastOutput => written()?,
            Shown::OutputFolder => disk::directory(&written()?).to_owned(),
        }
    };
    if !path.exists() {
        return Err(Error::NotFound(shapes::shown(&path)));
    }
    shell.desktop.show(&path)
}

pub fn open_log_folder(shell: &Shell) -> Result<()> {
    let folder = &shell.folders.log;
    std::fs::create_dir_all(folder).map_err(Error::io("新建文件夹", folder))?;
    shell.desktop.show(folder)
}

/// Opens the user's manual, which is in the program, in the system's viewer.
pub fn manual_open(shell: &Shell) -> Result<()> {
    const MANUAL: &[u8] = include_bytes!("../../../assets/docs/用户手册.pdf");
    let path = shell.folders.settings.join("用户手册.pdf");
    // A viewer that has it open may let nobody write it.
    if std::fs::read(&path).ok().as_deref() != Some(MANUAL) {
        output::write(&path, output::Kind::Own, None, MANUAL)?;
    }
    shell.desktop.show(&path)
}
