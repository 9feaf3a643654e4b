//! An organisation that has everything the guideline asks for, written down on its days.

use crate::attachments::picture;
use crate::desk::{Office, object, surroundings};
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value as Json, json};
use std::sync::Arc;
use taizhang::base::clock::SetClock;
use taizhang::program;
use taizhang::rules::rulebook::SHIPPED;
use taizhang::rules::tables::RulePack;
use taizhang::schema::{Ledger, Value};
use taizhang::store::journal::Op;
use taizhang::store::listing::Query;
use taizhang::store::{Book, RULE_PACKS, rules};
use taizhang::topics::STATEMENTS;

/// The day judged, and the day on which it is.
pub const LAST: &str = "2022-06-30";
const BEGAN: &str = "2021-07-01";

/// What is to be made.
pub struct Perfect {
    form: &'static str,
    traits: Vec<&'static str>,
    donation: bool,
    silent: bool,
}

impl Perfect {
    /// An organisation of this form with these traits.
    pub fn of(form: &'static str, traits: &[&'static str]) -> Self {
        Self { form, traits: traits.to_vec(), donation: false, silent: false }
    }

    /// One donation in its last quarter.
    pub fn with_donation(self, donation: bool) -> Self {
        Self { donation, ..self }
    }

    /// No trips, incidents, visitors, gatherings, donations, reports asked for.
    pub fn silent(self) -> Self {
        Self { silent: true, ..self }
    }

    /// With nothing but its name.
    pub fn empty(&self) -> Office {
        let bare = json!({ "name": "空白协会", "form": self.form, "traits": self.traits });
        self.office(bare, BEGAN)
    }

    /// Perfect, from its first day on.
    pub fn made(&self) -> Office {
        self.made_from(BEGAN)
    }

    /// The same with a file that began on `began`.
    pub fn made_from(&self, began: &str) -> Office {
        let whole = json!({ "name": "完备协会", "form": self.form, "traits": self.traits, "leader": "曾令仪", "epidemic_lead": "单守诚",
            "party_branch": "党支部", "division_code": "500111", "contact": "周敏" });
        let mut office = self.office(whole, began);
        let mut told = self.rows();
        told.sort_by_key(|(at, ..)| *at);
        for (when, ledger, row) in told {
            // What was there before the file is written down when it begins.
            office.clock.set(when.max(at(began, 10)));
            let ledger = program::ledger(ledger).unwrap();
            let added = office.book.add(ledger, &object(row.clone()));
            added.unwrap_or_else(|error| panic!("{} {row}: {error:?}", ledger.name()));
        }
        office.clock.set(at(LAST, 18));
        let mut turn = 0;
        for ledger in ["plans", "publicity", "services"] {
            for (ledger, id) in rows(&office.book, ledger, "", "") {
                turn += 1;
                office.book.attach(ledger, id, vec![picture("凭证.jpg", turn)]).unwrap();
            }
        }
        office
    }

    fn office(&self, organisation: Json, began: &str) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(SetClock::at(at(began, 9)));
        let path = folder.path().join("本单位.taizhang");
        let (mut book, _) = program::create(&path, &object(organisation), None, surroundings(&clock)).unwrap();
        if let Some(pack) = without_to_come() {
            book.transact(Op::Rules, json!({}), |change| change.insert(Ledger(&RULE_PACKS), rules::values(&pack), None)).unwrap();
        }
        clock.set(at(LAST, 18));
        Office { folder, clock, book }
    }

    fn rows(&self) -> Vec<(DateTime<Utc>, &'static str, Json)> {
        let mut all: Vec<(DateTime<Utc>, &'static str, Json)> = Vec::new();
        let mut add = |day: &str, hour: u32, ledger: &'static str, row: Json| all.push((at(day, hour), ledger, row));
        let person = json!({ "name": "陈轮", "id_type": "none", "mobile": "13812345678", "consent": "consented", "category": "专职",
            "joined_on": "2021-01-01", "party_member": true, "born_on": "1980-01-01" });
        add(BEGAN, 10, "staff", person);
        for (given, number) in [("2021-06-01", 1), ("2021-06-29", 2)] {
            add(
                BEGAN,
                11,
                "vaccinations",
                json!({ "staff": "陈轮", "product": "科兴", "given_on": given, "dose_number": number }),
            );
        }
        for (kind, title) in [("plan", "防控方案"), ("emergency", "应急预案"), ("group", "领导小组")] {
            add(
                BEGAN,
                12,
                "plans",
                json!({ "kind": kind, "title": title, "version": "第 1 版", "from_on": BEGAN, "approved_by": "曾令仪" }),
            );
        }
        add(BEGAN, 13, "places", json!({ "name": "办公室", "kind": "office" }));
        add(BEGAN, 13, "supplies", json!({ "name": "口罩", "kind": "口罩", "unit": "只", "minimum": 100 }));
        let stocked = json!({ "supply": "口罩", "moved_on": "2022-06-15", "kind": "入库", "quantity": 500, "source": "自购", "handler": "周敏" });
        add("2022-06-15", 14, "supply_moves", stocked);
        add("2022-04-01", 9, "health_plans", json!({ "categories": ["专职"], "times_per_day": 1, "from_on": "2022-04-01" }));
        for task in ["disinfect", "ventilate"] {
            let plan = json!({ "place": "办公室", "task": task, "times_per_day": 1, "weekdays": ["mon", "thu"], "from_on": "2022-04-01" });
            add("2022-04-01", 9, "cleaning_plans", plan);
        }
        let first: NaiveDate = "2022-04-01".parse().unwrap();
        for day in first.iter_days().take_while(|day| day.to_string().as_str() < LAST) {
            // Days worked for a holiday are asked for like any workday.
            let measured = json!({ "staff": "陈轮", "checked_on": day.to_string(), "morning": 36.4, "presence": "在岗" });
            add(&day.to_string(), 15, "health_checks", measured);
            let worked = ["2022-04-02", "2022-04-24", "2022-05-07"].contains(&day.to_string().as_str());
            if !worked && !["Mon", "Thu"].contains(&day.format("%a").to_string().as_str()) {
                continue;
            }
            let day = day.to_string();
            add(
                &day,
                16,
                "disinfections",
                json!({ "place": "办公室", "done_on": day, "objects": "桌面", "agent": "84消毒液", "concentration": 500,
                "unit": "mg/L", "contact_minutes": 30, "operator": "单守诚" }),
            );
            add(
                &day,
                16,
                "ventilations",
                json!({ "place": "办公室", "done_on": day, "method": "自然通风", "operator": "单守诚" }),
            );
        }
        add(
            "2022-01-10",
            16,
            "drills",
            json!({ "title": "发热处置", "held_on": "2022-01-10", "kind": "实操", "led_by": "单守诚", "participants": 5 }),
        );
        let publicity = |day: &str, kind: &str, themes: &[&str], audience: &str| {
            json!({ "done_on": day, "kind": kind, "topic": "防疫", "themes": themes, "audience": audience, "speaker": "曾令仪", "reach": 20,
                "source": "市疾控中心", "source_checked": true })
        };
        add("2022-04-11", 16, "publicity", publicity("2022-04-11", "meeting", &["policy"], "staff"));
        add(
            "2022-04-15",
            16,
            "publicity",
            publicity("2022-04-15", "poster", &["party", "vaccine", "rumours", "science", "deeds"], "public"),
        );
        add("2022-05-15", 16, "publicity", publicity("2022-05-15", "leaflet", &["protection"], "public"));
        add("2022-06-15", 16, "publicity", publicity("2022-06-15", "poster", &["protection"], "public"));
        if self.traits.contains(&"online") {
            for day in ["2022-04-16", "2022-05-16", "2022-06-16"] {
                add(day, 16, "publicity", publicity(day, "media", &["policy"], "public"));
            }
        }
        add(
            "2022-05-10",
            16,
            "services",
            json!({ "served_on": "2022-05-10", "kind": "volunteer", "title": "秩序维护", "requested_by": "红星社区", "insured": true }),
        );
        if self.traits.contains(&"industry") {
            add("2022-05-11", 16, "services", json!({ "served_on": "2022-05-11", "kind": "members", "title": "稳价倡议落实" }));
            add(
                "2022-05-11",
                17,
                "dossiers",
                json!({ "kind": "pledge", "title": "倡议书", "made_on": "2022-05-11", "published_on": "2022-05-11" }),
            );
        }
        for (kind, title) in [("survey", "调研"), ("deed", "好人好事"), ("lesson", "经验")] {
            add(
                "2022-03-02",
                16,
                "dossiers",
                json!({ "kind": kind, "title": title, "made_on": "2022-03-01", "sent_to": "民政局", "sent_on": "2022-03-02" }),
            );
        }
        let read = json!({ "title": "传阅通知", "issuer": "民政部门", "received_on": "2022-04-11", "asks": "传达学习", "for_whom": ["专职"] });
        add("2022-04-11", 10, "notices", read);
        add(
            "2022-04-12",
            10,
            "acknowledgements",
            json!({ "notice": "传阅通知", "staff": "陈轮", "signed_on": "2022-04-12", "way": "签字" }),
        );
        if !self.silent {
            self.happened(&mut add);
        }
        all
    }

    fn happened(&self, add: &mut impl FnMut(&str, u32, &'static str, Json)) {
        add(
            "2022-05-09",
            10,
            "notices",
            json!({ "title": "报送通知", "issuer": "民政部门", "received_on": "2022-05-09", "asks": "报送", "due_at": "2022-05-20 17:00" }),
        );
        add(
            "2022-05-20",
            11,
            "submissions",
            json!({ "kind": "专题", "period_from": "2022-05-01", "period_to": "2022-05-20", "recipient": "民政部门",
            "due_at": "2022-05-20 17:00", "sent_at": "2022-05-20 10:00", "way": "邮件", "receipt": true, "notice": "报送通知", "filled_by": "周敏" }),
        );
        add(
            "2022-04-22",
            17,
            "leaves",
            json!({ "staff": "陈轮", "reason": "公务", "division_code": "510100", "leave_on": "2022-04-20", "return_on": "2022-04-22",
            "approval": "同意", "approved_by": "曾令仪", "approved_on": "2022-04-19", "returned_on": "2022-04-22" }),
        );
        add(
            "2022-04-22",
            17,
            "travels",
            json!({ "staff": "陈轮", "division_code": "510100", "arrived_on": "2022-04-20", "departed_on": "2022-04-22", "returned_on": "2022-04-22" }),
        );
        add("2022-05-05", 10, "incidents", json!({ "found_at": "2022-05-05 09:00", "category": "密接", "staff": "陈轮" }));
        add(
            "2022-05-05",
            12,
            "incident_reports",
            json!({ "incident": 1, "kind": "首报", "recipient": "疾控机构", "told_at": "2022-05-05 09:30", "way": "电话" }),
        );
        add(
            "2022-05-06",
            16,
            "gatherings",
            json!({ "title": "会员大会", "kind": "会员大会", "held_on": "2022-05-06", "planned": 80, "decision": "暂缓" }),
        );
        add(
            "2022-05-07",
            16,
            "visitors",
            json!({ "name": "赵天明", "visited_on": "2022-05-07", "arrived_time": "09:05", "left_time": "10:00", "phone": "13900001111",
            "temperature": 36.5, "health_code": "绿码", "admitted": "准入" }),
        );
        if self.donation {
            add(
                "2022-05-08",
                16,
                "donations",
                json!({ "donor": "爱心市民", "received_on": "2022-05-08", "kind": "款", "amount": 800, "via": "接受捐赠",
                "receipt_no": "1", "checked_by": "单守诚、周敏", "published_on": "2022-05-08" }),
            );
        }
    }
}

/// The instant at which the office's clock shows this hour.
fn at(day: &str, hour: u32) -> DateTime<Utc> {
    format!("{day}T{hour:02}:00:00+08:00").parse::<DateTime<chrono::FixedOffset>>().unwrap().to_utc()
}

/// States that nothing happened in the quarter up to `to`.
pub fn state_nothing(office: &mut Office, to: &str) {
    for topic in ["travel", "incident", "gathering", "donation", "visitor", "report"] {
        office.add(
            Ledger(&STATEMENTS),
            json!({ "kind": "nothing", "topic": topic, "from_on": "2022-04-01", "to_on": to, "stated_by": "曾令仪", "basis": "期间没有发生。" }),
        );
    }
}

/// The valid rows of a ledger that have `code` in `column`, all with an empty one.
pub fn rows(book: &Book, ledger: &str, column: &str, code: &str) -> Vec<(Ledger, i64)> {
    let ledger = program::ledger(ledger).unwrap();
    let ids = book.ids(&Query::all(ledger, book.today())).unwrap();
    let records = book.window(ledger, &ids, book.today()).unwrap();
    let has = |value: Option<&Value>| match value {
        Some(Value::Choices(codes)) => codes.contains(&code),
        Some(value) => value.as_code() == Some(code),
        None => false,
    };
    let wanted = records.iter().filter(|record| column.is_empty() || has(record.values.get(column)));
    wanted.map(|record| (ledger, record.id)).collect()
}

/// Requirements that look at ledgers which are still to come.
pub fn to_come() -> Vec<String> {
    let pack = guideline();
    let lacks = |row: &&taizhang::rules::tables::Row<taizhang::rules::guideline::Requirement>| {
        let known = |rows: &taizhang::rules::guideline::Rows| {
            program::ledger(&rows.ledger).is_ok() && (!rows.file || program::ledger("attachments").is_ok())
        };
        let named = row.rule.test.parts().iter().all(|part| match part {
            taizhang::rules::guideline::Test::Rate { of, .. } | taizhang::rules::guideline::Test::Closed { of } => {
                taizhang::articles::evidence(of).is_some()
                    && (of != "publicity.pictured" || program::ledger("attachments").is_ok())
            }
            _ => true,
        });
        !(named && row.rule.test.rows().into_iter().all(known))
    };
    pack.requirements.iter().filter(lacks).map(|row| row.key.clone()).collect()
}

fn guideline() -> RulePack {
    let packs = SHIPPED.iter().map(|text| RulePack::read(text).unwrap());
    packs.into_iter().find(|pack| !pack.articles.is_empty()).unwrap()
}

/// The guideline without what no ledger can prove yet, for the organisation's own county; none where there is nothing of the kind.
fn without_to_come() -> Option<RulePack> {
    let gone = to_come();
    let mut pack = guideline();
    pack.requirements.retain(|row| !gone.contains(&row.key));
    pack.region = "500111".to_owned();
    (!gone.is_empty()).then_some(pack)
}
