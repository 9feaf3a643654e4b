//! `status`: how things stand on a day: the articles of the guideline, doses and coverage, open trips, places behind plan.

mod articles;

use crate::failure::Result;
use crate::output::{Said, table};
use crate::{arguments, reading, secrets};
use chrono::NaiveDate;
use serde_json::{Value as Json, json};
use taizhang::articles as guideline;
use taizhang::file::open::Access;
use taizhang::home::holidays;
use taizhang::rules::rounds::Asked;
use taizhang::rules::schedule::{BoosterState, DoseState};
use taizhang::store::Book;
use taizhang::topics::rounds::standing::{self as rounds, Behind, Line};
use taizhang::topics::rounds::{LOGS, Log};
use taizhang::topics::travel::standing::{self as trips, Next, Stop, level_label};
use taizhang::topics::vaccination::standing::{self as doses, Coverage, Person, Scope};

/// Everything `status` says.
struct Standing {
    on: NaiveDate,
    judged: guideline::Judged,
    people: Vec<Person>,
    coverage: Coverage,
    stops: Vec<Stop>,
    behind: Vec<Behind>,
    today: Vec<(&'static Log, Vec<Line>)>,
    /// Years whose holidays the tables do not name.
    years: Vec<i32>,
}

/// `status`.
pub fn status(options: &arguments::Status) -> Result<Said> {
    let book = secrets::open(&options.file, Access::Read)?;
    let standing = book.reading(|book| standing(book, options));
    let closed = book.close();
    let standing = standing?;
    closed?;
    Ok(Said::new(&standing.json(), standing.lines()))
}

fn standing(book: &Book, options: &arguments::Status) -> Result<Standing> {
    let today = book.today();
    let day = |field: &str, given: &Option<String>| reading::day(field, given.as_ref(), today);
    let on = day("on", &options.on)?.unwrap_or(today);
    let judged = guideline::judge(book, day("from", &options.from)?, day("to", &options.to)?.unwrap_or(on), on)?;
    let people = doses::people(book, on)?;
    let scope = Scope { clients: options.clients };
    let coverage = Coverage::of(people.iter().filter(|person| scope.clients || person.own()));
    let stops = trips::stops(book, on)?.into_iter().filter(|stop| stop.next(on) != Next::Nothing).collect();
    let mut behind = Vec::new();
    let mut lines = Vec::new();
    for log in LOGS {
        behind.extend(rounds::behind(book, log, on)?);
        lines.push((log, rounds::day(book, log, on)?));
    }
    let years = holidays::missing(book, on)?;
    Ok(Standing { on, judged, people, coverage, stops, behind, today: lines, years })
}

fn day(day: Option<NaiveDate>) -> Json {
    day.map_or(Json::Null, |day| day.to_string().into())
}

impl Standing {
    fn json(&self) -> Json {
        json!({
            "on": self.on.to_string(),
            "from": self.judged.period.from.to_string(),
            "to": self.judged.period.to.to_string(),
            "began": self.judged.began.to_string(),
            "articles": self.judged.articles.iter().map(articles::article).collect::<Vec<_>>(),
            "doses": self.people.iter().map(dose).collect::<Vec<_>>(),
            "coverage": {
                "people": self.coverage.people,
                "eligible": self.coverage.eligible,
                "vaccinated": self.coverage.vaccinated,
                "complete": self.coverage.complete,
                "booster": self.coverage.booster,
                "booster_due": self.coverage.booster_due,
                "due": self.coverage.due,
                "overdue": self.coverage.overdue,
                "too_early": self.coverage.too_early,
                "deferred": self.coverage.deferred,
                "exempt": self.coverage.exempt,
                "no_schedule": self.coverage.unscheduled,
                "unknown": self.coverage.unknown,
                "of_people": self.coverage.of_people(),
                "of_eligible": self.coverage.of_eligible(),
            },
            "overdue": self.overdue(),
            "exposures": self.stops.iter().map(|stop| trip(stop, self.on)).collect::<Vec<_>>(),
            "holidays_missing": self.years,
            "behind": self.behind.iter().map(behind).collect::<Vec<_>>(),
            "rounds": self.today.iter().flat_map(|(log, lines)| lines.iter().map(move |line| round(log, line))).collect::<Vec<_>>(),
        })
    }

    /// Everything past its last day, each with what, who or where, and since when.
    fn overdue(&self) -> Vec<Json> {
        let late = self.people.iter().filter(|person| person.standing.state == DoseState::Overdue);
        let doses = late.map(|person| {
            json!({
                "kind": "dose",
                "ledger": "vaccinations",
                "staff": person.staff,
                "name": person.name,
                "since": day(person.standing.last_on),
                "rule": rule(person),
            })
        });
        let unreleased = self.stops.iter().filter(|stop| stop.next(self.on) == Next::Release).map(|stop| {
            json!({
                "kind": "release",
                "ledger": "travels",
                "id": stop.record.id,
                "name": stop.name,
                "since": day(stop.record.date("required_until_on")),
            })
        });
        doses.chain(unreleased).collect()
    }

    fn lines(&self) -> String {
        let coverage = &self.coverage;
        let mut parts = vec![
            articles::lines(&self.judged),
            format!(
                "{}：{} 人，应接种 {} 人，已接种 {} 人，全程 {} 人（占总数 {}，占应接 {}），已加强 {} 人；超期 {}，到期 {}，未到期 {}，暂缓 {}，禁忌或未到年龄 {}，无程序 {}，未登记 {}。",
                self.on,
                coverage.people,
                coverage.eligible,
                coverage.vaccinated,
                coverage.complete,
                coverage.of_people(),
                coverage.of_eligible(),
                coverage.booster,
                coverage.overdue,
                coverage.due,
                coverage.too_early,
                coverage.deferred,
                coverage.exempt,
                coverage.unscheduled,
                coverage.unknown,
            ),
        ];
        let wanted = |person: &&Person| {
            !matches!(person.standing.state, DoseState::Done | DoseState::Exempt | DoseState::Deferred)
                || person.standing.booster.state == BoosterState::Due
        };
        let rows: Vec<Vec<String>> = self
            .people
            .iter()
            .filter(wanted)
            .map(|person| vec![person.name.clone(), person.told.0.clone(), doses::explained(person, self.on)])
            .collect();
        if !rows.is_empty() {
            parts.push(format!("疫苗接种：\n{}", table(&["姓名", "状态", "说明"], &rows)));
        }
        let rows: Vec<Vec<String>> = self
            .stops
            .iter()
            .map(|stop| {
                vec![
                    stop.name.clone(),
                    stop.place.clone(),
                    stop.record.date("arrived_on").map(|day| day.to_string()).unwrap_or_default(),
                    todo(stop, self.on),
                ]
            })
            .collect();
        if !rows.is_empty() {
            parts.push(format!("旅居史：\n{}", table(&["姓名", "到访地", "到达", "要做的"], &rows)));
        }
        let rows: Vec<Vec<String>> = self
            .today
            .iter()
            .flat_map(|(log, lines)| lines.iter().filter(|line| line.missing() > 0).map(move |line| (log, line)))
            .map(|(log, line)| {
                vec![line.name.clone(), log.label.to_owned(), format!("今天 {}/{} 次", line.made.times, line.asked.times())]
            })
            .chain(self.behind.iter().map(|place| {
                let days: Vec<String> = place.gaps.iter().map(|gap| gap.day.format("%m-%d").to_string()).collect();
                vec![place.name.clone(), place.log.label.to_owned(), format!("缺 {} 天：{}", days.len(), days.join("、"))]
            }))
            .collect();
        if !rows.is_empty() {
            parts.push(format!("消毒通风：\n{}", table(&["场所", "任务", "缺记"], &rows)));
        }
        if !self.years.is_empty() {
            let years: Vec<String> = self.years.iter().map(ToString::to_string).collect();
            parts.push(format!("节假日：规则表里没有 {} 年的放假安排。{}", years.join("、"), holidays::MEANS));
        }
        parts.join("\n\n")
    }
}

/// How a stop stands, with the measure asked for or running: a table has no room for the sentence the window shows.
fn todo(stop: &Stop, on: NaiveDate) -> String {
    let more = match (stop.next(on), stop.record.date("required_until_on")) {
        (Next::Verify | Next::Measure, _) => stop.asked(),
        (Next::Running, Some(until)) => format!("措施到 {until}。"),
        _ => String::new(),
    };
    let (state, _) = stop.state(on);
    if more.is_empty() { state } else { format!("{state}：{more}") }
}

fn rule(person: &Person) -> Json {
    person.standing.rule.as_ref().map_or(Json::Null, |rule| rule.name().into())
}

fn dose(person: &Person) -> Json {
    let standing = &person.standing;
    let booster = &standing.booster;
    json!({
        "staff": person.staff,
        "name": person.name,
        "category": person.category,
        "state": standing.state.code(),
        "next_on": day(standing.next_on),
        "last_on": day(standing.last_on),
        "rule": rule(person),
        "source": standing.rule.as_ref().map(|rule| rule.source.clone()),
        "doses": standing.doses,
        "needed": standing.needed,
        "complete_on": day(standing.complete_on),
        "reason": standing.reason,
        "booster": {
            "state": booster.state.code(),
            "next_on": day(booster.next_on),
            "rule": booster.rule.as_ref().map(|rule| rule.name()),
            "given": booster.given,
        },
    })
}

fn trip(stop: &Stop, on: NaiveDate) -> Json {
    let required = stop.exposure.required.as_ref();
    json!({
        "id": stop.record.id,
        "staff": stop.record.reference("staff"),
        "name": stop.name,
        "division_code": stop.record.text("division_code"),
        "place": stop.place,
        "arrived_on": day(stop.record.date("arrived_on")),
        "departed_on": day(stop.record.date("departed_on")),
        "returned_on": day(stop.record.date("returned_on")),
        "next": stop.next(on).code(),
        "exposure": stop.record.code("exposure"),
        "outside": stop.exposure.outside,
        "hits": stop.exposure.hits.iter().map(|hit| json!({
            "risk_area": hit.area,
            "level": hit.level,
            "level_label": level_label(&hit.level),
            "relation": hit.relation,
            "from_on": hit.from_on.to_string(),
            "to_on": hit.to_on.to_string(),
        })).collect::<Vec<_>>(),
        "required_measure": required.map(|required| required.measure.clone()),
        "required_text": required.map(|required| required.text.clone()),
        "required_until_on": day(required.and_then(|required| required.until_on)),
        "test_days": required.map(|required| required.test_on.iter().map(ToString::to_string).collect::<Vec<_>>()).unwrap_or_default(),
        "rule": required.map(|required| required.rule.name()),
        "source": required.map(|required| required.rule.source.clone()),
    })
}

fn behind(place: &Behind) -> Json {
    json!({
        "place": place.place,
        "name": place.name,
        "task": place.log.task,
        "days": place.gaps.iter().map(|gap| json!({ "day": gap.day.to_string(), "made": gap.made, "asked": gap.asked })).collect::<Vec<_>>(),
    })
}

fn round(log: &Log, line: &Line) -> Json {
    let why = match &line.asked {
        Asked::Rounds { .. } => Json::Null,
        Asked::NotPlanned => "not_planned".into(),
        Asked::Holiday(name) => format!("holiday: {name}").into(),
        Asked::Closed(reason) => format!("closed: {reason}").into(),
    };
    json!({
        "place": line.place,
        "name": line.name,
        "task": log.task,
        "asked": line.asked.times(),
        "made": line.made.times,
        "missing": line.missing(),
        "why_not": why,
    })
}
