//! What the records come to: a person's doses, a trip, a day's round, a month, a mixture.

use crate::pack;
use crate::state::Shell;
use crate::wire::overview::{
    Bar, DoseLine, Mixture, Month, MonthCell, MonthLine, PersonDoses, Round, RoundPlace, Rule, Trip, TripStop,
};
use crate::wire::records::{Figure, Texts};
use chrono::{Datelike, Days, Months, NaiveDate};
use taizhang::base::error::{Error, Result};
use taizhang::home::{day_in_words, weekday};
use taizhang::rules::dilution::{self, Asked as AskedMix, Mix, trimmed};
use taizhang::rules::divisions;
use taizhang::rules::rounds::Asked;
use taizhang::rules::rulebook::RuleRef;
use taizhang::rules::schedule::DoseState;
use taizhang::rules::tables::Stage;
use taizhang::schema::Ledger;
use taizhang::schema::Table;
use taizhang::schema::{Record, State, Tone, Value};
use taizhang::store::Book;
use taizhang::store::listing::Query;
use taizhang::store::present::{self, Masking};
use taizhang::store::rows;
use taizhang::topics::people::CATEGORIES;
use taizhang::topics::rounds::standing as rounds;
use taizhang::topics::rounds::standing::{Cell, Line};
use taizhang::topics::rounds::{LOGS, Log, forms::mark};
use taizhang::topics::travel::MEASURES;
use taizhang::topics::travel::standing as trips;
use taizhang::topics::travel::standing::{Next, Stop, level_label, relation_label};
use taizhang::topics::vaccination::STAGES;
use taizhang::topics::vaccination::standing as doses;
use taizhang::topics::{PLACES, RISK_AREAS, VACCINE_EXEMPTIONS};

fn rule(rule: &RuleRef) -> Rule {
    Rule { name: rule.name(), label: rule.label.clone(), source: rule.source.clone() }
}

fn text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

pub fn vaccination_person(shell: &Shell, staff: String) -> Result<PersonDoses> {
    shell.session().open()?.book.reading(|book| person_doses(book, staff))
}

fn person_doses(book: &Book, staff: String) -> Result<PersonDoses> {
    let on = book.today();
    let id = pack::id(&staff)?;
    let person = doses::person(book, id, on)?;
    let standing = &person.standing;
    let rules = book.rules()?;
    let stage_label =
        |code: &str| STAGES.iter().find(|choice| choice.code == code).map_or(String::new(), |choice| choice.label.to_owned());
    let lines = person.doses.iter().map(|dose| {
        let judged = standing.judged.iter().find(|judged| judged.id == dose.id);
        let stage = match judged.and_then(|judged| judged.stage) {
            Some(Stage::Primary) => stage_label("primary"),
            Some(Stage::Booster1) => stage_label("booster1"),
            Some(Stage::Booster2) => stage_label("booster2"),
            None => stage_label("to_verify"),
        };
        let (odd, tone) = match judged {
            Some(judged) if judged.to_verify => ("与前面几剂的技术路线或现行安排不同，待核实".to_owned(), Tone::Warn),
            Some(judged) => {
                judged.early_by.map_or((String::new(), Tone::Good), |days| (format!("间隔偏短，早 {days} 天"), Tone::Warn))
            }
            None => (String::new(), Tone::Good),
        };
        DoseLine {
            id: dose.id.to_string(),
            given_on: dose.given_on.to_string(),
            number: judged.map_or(0, |judged| judged.number),
            product: rules.entry_label(Table::Vaccines, &dose.product, dose.given_on),
            stage,
            odd,
            tone,
        }
    });
    let done = standing.state == DoseState::Done;
    let next_label = match standing.next_dose {
        _ if done && standing.booster.next_on.is_some() => "加强".to_owned(),
        Some(number) if !done => format!("第 {number} 剂"),
        _ => String::new(),
    };
    let category =
        person.category.and_then(|code| CATEGORIES.iter().find(|choice| choice.code == code)).map_or("", |choice| choice.label);
    let detail: Vec<&str> = [person.department.as_str(), category].into_iter().filter(|part| !part.is_empty()).collect();
    Ok(PersonDoses {
        staff,
        name: person.name.clone(),
        detail: detail.join(" · "),
        state: person.told.0.clone(),
        tone: person.told.1,
        explained: doses::explained(&person, on),
        rule: standing.rule.as_ref().map(rule),
        booster_rule: standing.booster.rule.as_ref().map(rule),
        next_on: text(if done { standing.booster.next_on } else { standing.next_on }),
        last_on: text(standing.last_on),
        next_label,
        doses: lines.collect(),
        reasons: reasons(book, id, on)?,
        today: on.to_string(),
    })
}

/// Reasons on file, each as a label with its days.
fn reasons(book: &Book, staff: i64, on: NaiveDate) -> Result<Vec<Figure>> {
    let records = book.with_facts(on, |facts| rows::belonging(facts, Ledger(&VACCINE_EXEMPTIONS), "staff", staff))?;
    let column = Ledger(&VACCINE_EXEMPTIONS).column("reason");
    records
        .iter()
        .filter(|record| record.state == State::Valid)
        .map(|record| {
            let label =
                column.map_or_else(|| Ok(String::new()), |column| present::shown(book, record, column, Masking::Masked))?;
            let day = |column| record.date(column).map(|day| day.to_string()).unwrap_or_default();
            let until = record.date("until_on").map_or_else(|| "一直有效".to_owned(), |day| format!("至 {day}"));
            Ok(Figure { label, value: format!("{} 起，{until}", day("from_on")) })
        })
        .collect()
}

pub fn travel_trip(shell: &Shell, id: String) -> Result<Trip> {
    shell.session().open()?.book.reading(|book| trip_of(book, id))
}

fn trip_of(book: &Book, id: String) -> Result<Trip> {
    let on = book.today();
    let stops = trips::trip(book, pack::id(&id)?, on)?;
    let packed: Vec<TripStop> = stops.iter().map(|stop| trip_stop(book, stop, on)).collect::<Result<_>>()?;
    let arrived = |stop: &Stop| stop.record.date("arrived_on");
    let first = stops.iter().filter_map(arrived).min().unwrap_or(on);
    let ends = stops.iter().flat_map(|stop| {
        ["departed_on", "returned_on", "required_until_on", "released_on"]
            .into_iter()
            .filter_map(|column| stop.record.date(column))
    });
    let last = ends.chain([first]).max().unwrap_or(first);
    let margin = Days::new(3);
    let one = stops.first().map(|stop| &stop.record);
    Ok(Trip {
        staff: one.and_then(|record| record.reference("staff")).map(|id| id.to_string()).unwrap_or_default(),
        trip: one.and_then(|record| record.text("trip")).unwrap_or_default().to_owned(),
        name: stops.first().map(|stop| stop.name.clone()).unwrap_or_default(),
        stops: packed,
        from_on: (first - margin).to_string(),
        to_on: (last + margin).to_string(),
        today: on.to_string(),
        operator: book.recorder()?,
    })
}

fn trip_stop(book: &Book, stop: &Stop, on: NaiveDate) -> Result<TripStop> {
    let record = &stop.record;
    let required = stop.exposure.required.as_ref().filter(|_| record.code("verified") != Some("ruled_out"));
    let next = stop.next(on);
    let (code, todo) = match next {
        Next::Verify if stop.exposure.outside => {
            ("verify", "境外、港澳台或船上，不在风险地区名单里，比对不了。请向本人问清楚，再写核实结论。".to_owned())
        }
        Next::Verify => ("verify", "与风险地区名单重叠，请向本人问清楚到没到过那里，再写核实结论。".to_owned()),
        Next::Measure => ("measure", required.map(|required| format!("应{}。", required.text)).unwrap_or_default()),
        Next::Release => ("release", "措施已经到期，核对检测结果后解除。".to_owned()),
        Next::Running => ("running", "正在采取措施。".to_owned()),
        Next::Nothing => ("nothing", String::new()),
    };
    let (state, tone) = stop_state(stop, next);
    let areas = stop
        .exposure
        .hits
        .iter()
        .map(|hit| {
            let area = book.get(Ledger(&RISK_AREAS), hit.area, on)?;
            let place =
                area.text("division_code").map(divisions::name).unwrap_or_default() + area.text("place_text").unwrap_or_default();
            Ok(Bar {
                label: format!("{} {place}", level_label(&hit.level)),
                detail: format!("{}；{}", relation_label(hit.relation), area.text("source").unwrap_or_default()),
                from_on: area.date("from_on").unwrap_or(hit.from_on).to_string(),
                to_on: text(area.date("to_on")),
                both_from: Some(hit.from_on.to_string()),
                both_to: Some(hit.to_on.to_string()),
                tone: if hit.level == "high" { Tone::Bad } else { Tone::Warn },
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(TripStop {
        id: record.id.to_string(),
        step: record.step,
        place: stop.place.clone() + record.text("place_text").map(|place| format!("（{place}）")).unwrap_or_default().as_str(),
        stay: Bar {
            label: stop.place.clone(),
            detail: record.text("place_text").unwrap_or_default().to_owned(),
            from_on: record.date("arrived_on").unwrap_or(on).to_string(),
            to_on: text(record.date("departed_on").or(record.date("returned_on"))),
            both_from: None,
            both_to: None,
            tone: Tone::Good,
        },
        areas,
        next: code.to_owned(),
        state,
        tone,
        todo,
        required: required.map(|required| required.measure.clone()),
        required_text: required.map(|required| required.text.clone()),
        until_on: required.and_then(|required| text(required.until_on)),
        test_on: required.map(|required| required.test_on.iter().map(ToString::to_string).collect()).unwrap_or_default(),
        rule: required.map(|required| rule(&required.rule)),
    })
}

/// How a stop stands, in a few words.
fn stop_state(stop: &Stop, next: Next) -> (String, Tone) {
    let record = &stop.record;
    let measure = || record.code("measure").and_then(|code| MEASURES.iter().find(|choice| choice.code == code));
    match next {
        _ if record.state == State::Voided => ("已作废".to_owned(), Tone::Mute),
        Next::Verify => ("待核实".to_owned(), Tone::Bad),
        Next::Measure => ("待采取措施".to_owned(), Tone::Bad),
        Next::Release => ("待解除".to_owned(), Tone::Warn),
        Next::Running => (measure().map_or("措施中", |choice| choice.label).to_owned(), Tone::Warn),
        Next::Nothing if record.code("verified") == Some("ruled_out") => ("已排除".to_owned(), Tone::Good),
        Next::Nothing => match record.date("released_on") {
            Some(day) => (format!("{day} 解除"), Tone::Good),
            None => ("不用处理".to_owned(), Tone::Mute),
        },
    }
}

/// The log of a task's rounds.
fn log_of(task: &str) -> Result<&'static Log> {
    LOGS.iter().find(|log| log.task == task).ok_or_else(|| Error::NotFound(format!("任务「{task}」")))
}

pub fn round_day(shell: &Shell, task: String, day: Option<String>) -> Result<Round> {
    shell.session().open()?.book.reading(|book| round_of(book, &task, day.as_deref()))
}

fn round_of(book: &Book, task: &str, day: Option<&str>) -> Result<Round> {
    let Log { task, ledger, .. } = *log_of(task)?;
    let today = book.today();
    let on = pack::day("day", day, today)?.unwrap_or(today).min(today);
    let lines = rounds::day(book, task, on)?;
    let (asked, made): (u32, u32) =
        (lines.iter().map(|line| line.asked.times()).sum(), lines.iter().map(|line| line.made.times).sum());
    let missing: u32 = lines.iter().map(Line::missing).sum();
    let figure = |label: &str, value: String| Figure { label: label.to_owned(), value };
    let behind = rounds::behind(book, task, today)?;
    Ok(Round {
        day: on.to_string(),
        title: format!("{} {}", day_in_words(on), weekday(on)),
        figures: vec![
            figure("应做", format!("{asked} 次")),
            figure("已做", format!("{made} 次")),
            figure("还差", format!("{missing} 次")),
        ],
        places: lines.iter().map(|line| round_place(book, ledger, line)).collect::<Result<_>>()?,
        behind: behind
            .iter()
            .map(|place| {
                let days: Vec<String> = place.gaps.iter().map(|gap| gap.day.format("%m-%d").to_string()).collect();
                figure(&place.name, format!("近 {} 天缺 {} 天：{}", rounds::BEHIND_DAYS, days.len(), days.join("、")))
            })
            .collect(),
    })
}

fn round_place(book: &Book, ledger: Ledger, line: &Line) -> Result<RoundPlace> {
    let (state, tone) = match &line.asked {
        Asked::Rounds { .. } if line.missing() > 0 => (format!("还差 {} 次", line.missing()), Tone::Warn),
        Asked::Rounds { .. } => ("已完成".to_owned(), Tone::Good),
        Asked::Holiday(name) => (name.clone(), Tone::Mute),
        Asked::Closed(reason) => (format!("停用：{reason}"), Tone::Mute),
        Asked::NotPlanned => ("今天没有计划".to_owned(), Tone::Mute),
    };
    Ok(RoundPlace {
        place: line.place.to_string(),
        name: line.name.clone(),
        asked: line.asked.times(),
        made: line.made.times,
        state,
        tone,
        last: last_values(book, ledger, line.place)?,
    })
}

/// What a new record of the place may start from: the substances, ways and people of its newest one, never its times.
fn last_values(book: &Book, ledger: Ledger, place: i64) -> Result<Texts> {
    const KEPT: [&str; 12] = [
        "objects",
        "kind",
        "agent",
        "concentration",
        "unit",
        "dilution",
        "method",
        "contact_minutes",
        "rinsed",
        "operator",
        "checker",
        "windows",
    ];
    let mut query = Query::all(ledger, book.today());
    query.filters.insert("place".to_owned(), place.to_string());
    let newest: Option<Record> = match book.ids(&query)?.first() {
        Some(id) => Some(book.get(ledger, *id, book.today())?),
        None => None,
    };
    let mut texts = Texts::from([("place".to_owned(), place.to_string())]);
    if let Some(record) = newest {
        texts.extend(KEPT.iter().filter_map(|name| Some(((*name).to_owned(), record.values.get(name).map(Value::to_input)?))));
    }
    Ok(texts)
}

pub fn round_month(shell: &Shell, task: String, month: Option<String>) -> Result<Month> {
    shell.session().open()?.book.reading(|book| month_of_rounds(book, &task, month.as_deref()))
}

fn month_of_rounds(book: &Book, task: &str, month: Option<&str>) -> Result<Month> {
    let task = log_of(task)?.task;
    let today = book.today();
    let day = pack::day("month", month, today)?.unwrap_or(today);
    let (first, last) = rounds::month_of(day);
    let places = rounds::month(book, task, first, today)?;
    let after = first.checked_add_months(Months::new(1)).filter(|next| *next <= today);
    Ok(Month {
        first: first.to_string(),
        title: format!("{} 年 {} 月", first.year(), first.month()),
        weekdays: first.iter_days().take_while(|day| *day <= last).map(|day| day.weekday().num_days_from_monday()).collect(),
        places: places
            .iter()
            .map(|row| {
                let past = || row.cells.iter().filter(|cell| !cell.to_come);
                let (made, asked): (u32, u32) =
                    (past().map(|cell| cell.made.times).sum(), past().map(|cell| cell.asked.times()).sum());
                MonthLine {
                    place: row.place.to_string(),
                    name: row.name.clone(),
                    cells: row.cells.iter().map(month_cell).collect(),
                    total: format!("{made}/{asked}"),
                }
            })
            .collect(),
        before: first.checked_sub_months(Months::new(1)).unwrap_or(first).to_string(),
        after: text(after),
    })
}

fn month_cell(cell: &Cell) -> MonthCell {
    let mark = mark(cell);
    let (tone, told) = match &cell.asked {
        _ if cell.to_come => (None, "还没有到".to_owned()),
        _ if cell.gap() && cell.made.times == 0 => (Some(Tone::Bad), "没有记录".to_owned()),
        _ if cell.gap() => (Some(Tone::Warn), format!("只做了 {} 次，计划 {} 次", cell.made.times, cell.asked.times())),
        _ if cell.made.late > 0 => (Some(Tone::Warn), "其中有补录".to_owned()),
        _ if cell.made.times > 0 => (Some(Tone::Good), format!("做了 {} 次", cell.made.times)),
        Asked::Holiday(name) => (Some(Tone::Mute), name.clone()),
        Asked::Closed(reason) => (Some(Tone::Mute), format!("停用：{reason}")),
        Asked::Rounds { .. } | Asked::NotPlanned => (None, "没有计划".to_owned()),
    };
    MonthCell {
        day: cell.day.to_string(),
        mark,
        title: format!("{} {told}", cell.day),
        tone,
        made: cell.made.times,
        gap: cell.gap(),
    }
}

pub fn mixture(
    shell: &Shell,
    agent: String,
    objects: String,
    place: Option<String>,
    target: String,
    volume: String,
) -> Result<Mixture> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let on = book.today();
    let rules = book.rules()?;
    let Some(known) = rules.agent(&agent, on) else { return Err(Error::NotFound(format!("消毒剂「{agent}」"))) };
    let kind = match place.as_deref().filter(|id| !id.is_empty()) {
        Some(id) => book.get(Ledger(&PLACES), pack::id(id)?, on)?.code("kind"),
        None => None,
    };
    let asked = AskedMix { objects: &objects, place_kind: kind, ..AskedMix::default() };
    let wanted = dilution::use_of(&rules, &known.row.rule.ingredient, &asked, on);
    let number = |text: &str| taizhang::base::characters::narrow(text).trim().parse::<f64>().ok().filter(|number| *number > 0.0);
    let mixed = number(&target)
        .zip(number(&volume))
        .map(|(target, litres)| (dilution::mix(&known.row.rule, target, litres), target, litres));
    let (said, parts) = match mixed {
        None => ("填上要配的浓度和水量，就算出原液的用量。".to_owned(), None),
        Some((None, ..)) if known.row.rule.stock_percent > 0.0 => (format!("{}原样使用，不用稀释。", known.row.label), None),
        Some((None, ..)) => (format!("{}配不出这个浓度，请核对。", known.row.label), None),
        Some((Some(mix), target, litres)) => told(mix, target, litres),
    };
    Ok(Mixture {
        text: said,
        dilution: parts,
        range: wanted.map(|ruled| {
            let use_rule = &ruled.row.rule;
            let unit = dilution::unit_label(&use_rule.unit);
            format!(
                "{}：{} 至 {} {unit}，作用 {} 分钟以上",
                ruled.row.label,
                trimmed(use_rule.least),
                trimmed(use_rule.greatest),
                use_rule.minutes
            )
        }),
        rule: wanted.map(|ruled| rule(&rules.reference(ruled))),
    })
}

fn told(mix: Mix, target: f64, litres: f64) -> (String, Option<String>) {
    let made = format!("配 {} 升 {} mg/L", trimmed(litres), trimmed(target));
    match mix {
        Mix::Liquid { stock_ml, water_ml, parts } => (
            format!(
                "{made}：原液 {} 毫升，加水 {} 毫升，约 1:{}。",
                trimmed(stock_ml),
                trimmed(water_ml),
                trimmed(parts.round())
            ),
            Some(format!("1:{}", trimmed(parts.round()))),
        ),
        Mix::Powder { grams } => (format!("{made}：消毒粉 {} 克，溶在 {} 升水里。", trimmed(grams), trimmed(litres)), None),
        Mix::Tablets { tablets } => (format!("{made}：泡腾片 {} 片，溶在 {} 升水里。", trimmed(tablets), trimmed(litres)), None),
    }
}
