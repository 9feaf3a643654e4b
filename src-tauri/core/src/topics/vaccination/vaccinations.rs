//! 疫苗接种: one record per dose. What follows from the doses is `rules::schedule`'s.

use super::queries;
use crate::rules::schedule::{Dose, birthday, standing};
use crate::schema::Table;
use crate::schema::{
    Choice, Column, Declaration, Group, Kind, Ledger, NOTE, Record, Repeats, Search, Tone, Value, choice, state,
};
use crate::store::draft::Draft;
use crate::topics::people::STAFF;
use chrono::NaiveDate;

/// 凭证: how the dose is proved.
pub const EVIDENCES: &[Choice] =
    &[choice("certificate", "接种凭证"), choice("app_screenshot", "健康码截图"), choice("self_report", "本人申报")];

/// 性质: the part of the series a dose belongs to.
pub const STAGES: &[Choice] = &[
    choice("primary", "基础免疫"),
    choice("booster1", "第一次加强"),
    choice("booster2", "第二次加强"),
    state("to_verify", "待核实", Tone::Warn),
];

/// 技术路线
pub const TECHNOLOGIES: &[Choice] = &[
    choice("inactivated", "灭活"),
    choice("viral_vector", "腺病毒载体"),
    choice("protein_subunit", "重组亚单位"),
    choice("mrna", "mRNA"),
    choice("other", "其他"),
];

/// 核对: what the rule of its day says of a dose.
pub const JUDGEMENTS: &[Choice] =
    &[choice("fine", "正常"), state("early", "间隔偏短", Tone::Warn), state("to_verify", "待核实", Tone::Warn)];

/// States of a person's primary series.
pub const DOSE_STATES: &[Choice] = &[
    state("overdue", "超期", Tone::Bad),
    state("due", "到期", Tone::Warn),
    state("too_early", "未到期", Tone::Mute),
    state("done", "全程", Tone::Good),
    state("deferred", "暂缓", Tone::Mute),
    state("exempt", "禁忌", Tone::Mute),
    state("no_schedule", "无程序", Tone::Warn),
    state("unknown", "未登记", Tone::Mute),
];

/// States of a person's next booster.
pub const BOOSTER_STATES: &[Choice] = &[
    state("none", "没有要求", Tone::Mute),
    state("too_early", "未到期", Tone::Mute),
    state("due", "可加强", Tone::Warn),
    state("done", "已加强", Tone::Good),
];

/// Words by which sheets with the doses side by side tell them apart.
const DOSE_WORDS: &[(&str, u8, bool)] = &[
    ("第一剂次", 1, true),
    ("第一剂", 1, true),
    ("第1剂", 1, true),
    ("首剂", 1, true),
    ("第一针", 1, true),
    ("第1针", 1, true),
    ("首针", 1, true),
    ("1剂", 1, true),
    ("1针", 1, true),
    ("第二剂次", 2, true),
    ("第二剂", 2, true),
    ("第2剂", 2, true),
    ("第二针", 2, true),
    ("第2针", 2, true),
    ("2剂", 2, true),
    ("2针", 2, true),
    ("第三剂次", 3, true),
    ("第三剂", 3, true),
    ("第3剂", 3, true),
    ("第三针", 3, true),
    ("第3针", 3, true),
    ("3剂", 3, true),
    ("3针", 3, true),
    // After a series of one dose a booster is the second: only its day tells.
    ("加强免疫", 3, false),
    ("加强针", 3, false),
    ("加强剂", 3, false),
    ("第一次加强", 3, false),
    ("第四剂次", 4, true),
    ("第四剂", 4, true),
    ("第4剂", 4, true),
    ("第四针", 4, true),
    ("第4针", 4, true),
    ("4剂", 4, true),
    ("4针", 4, true),
    ("第二次加强", 4, false),
];

/// What the roster shows of vaccination.
pub const OF_PEOPLE: &[Column] = &[
    Column::choice("dose_state", "疫苗接种", DOSE_STATES)
        .computed()
        .printed(30.0)
        .listed(130)
        .filter()
        .section("接种")
        .rare()
        .help("按接种记录、暂缓和禁忌、当天有效的接种程序得出。"),
    Column::date("next_dose_on", "下一剂日期").computed().section("接种").rare().help("最早可以接种的日子。"),
    Column::choice("booster_state", "加强免疫", BOOSTER_STATES)
        .computed()
        .filter()
        .section("接种")
        .rare()
        .help("全程接种以后，按当天有效的安排得出。"),
];

/// See the module.
pub static VACCINATIONS: Declaration = Declaration {
    columns: &[
        Column::reference("staff", "姓名", &STAFF).required().aliases(&["人员", "接种人"]).printed(24.0).listed(120),
        Column::new("dose_number", "剂次", Kind::Integer { min: 1, max: 9 })
            .or_computed("dose")
            .aliases(&["第几剂", "针次", "接种剂次"])
            .printed(14.0)
            .listed(70)
            .help("不填时按接种日期排定。"),
        Column::new("dose", "按日期的剂次", Kind::Integer { min: 1, max: 99 })
            .computed()
            .rare()
            .help("按接种日期排出来的第几剂。"),
        Column::entry("product", "疫苗", Table::Vaccines)
            .required()
            .wide()
            .aliases(&["疫苗名称", "疫苗产品", "生产企业", "生产厂家", "生产厂商", "疫苗厂家", "疫苗生产企业", "厂家", "厂商"])
            .printed(46.0)
            .listed(180)
            .carried()
            .help("填厂家简称也可以，例如 科兴、北京生物。"),
        Column::date("given_on", "接种日期").required().not_future().aliases(&["接种时间", "日期"]).printed(24.0).listed(110),
        Column::text("lot", "批号").aliases(&["疫苗批号"]).searched(Search::Digits).printed(26.0),
        Column::text("site", "接种单位")
            .searched(Search::Pinyin)
            .aliases(&["接种地点", "接种点"])
            .printed(40.0)
            .listed(140)
            .carried(),
        Column::choice("evidence", "凭证", EVIDENCES)
            .aliases(&["核验方式"])
            .printed(24.0)
            .listed(100)
            .filter()
            .help("本人申报的以后要补凭证。"),
        Column::choice("stage", "性质", STAGES)
            .computed()
            .printed(24.0)
            .listed(110)
            .filter()
            .rare()
            .help("按接种程序得出：基础免疫或加强。"),
        Column::choice("technology", "技术路线", TECHNOLOGIES).computed().printed(24.0).rare().help("由疫苗产品得出。"),
        Column::text("manufacturer", "生产企业").computed().wide().rare().help("由疫苗产品得出。"),
        Column::choice("judgement", "核对", JUDGEMENTS)
            .computed()
            .printed(24.0)
            .listed(110)
            .filter()
            .rare()
            .help("按接种当天的程序核对间隔和产品；提前的照样算数。"),
        NOTE,
    ],
    record_date: Some("given_on"),
    kin: Some("staff"),
    repeats: Some(Repeats {
        within: Ledger(&STAFF),
        column: "staff",
        number: "dose_number",
        words: DOSE_WORDS,
        bare: "given_on",
    }),
    unit: "剂次",
    title: "staff",
    unique: &[&["staff", "given_on"]],
    sheet_title: "疫苗接种登记表",
    empty_title: "还没有接种记录",
    empty_text: "每打一剂记一条；每个人到期、超期、暂缓由程序按接种程序算出。检查时要看接种率和未接种的原因（二十条第六条）。",
    ..Declaration::of("vaccinations", "疫苗接种", Group::People)
};

/// No vaccine against the disease was given to anybody before this day.
const FIRST_DAY: (i32, u32, u32) = (2020, 1, 1);

pub fn check(draft: &mut Draft<'_>) {
    let Some(given_on) = draft.date("given_on") else { return };
    let number_of = |record: &Record| record.values.get("dose_number").and_then(Value::as_integer);
    let number = draft.values.get("dose_number").and_then(Value::as_integer);
    let twin = draft.siblings.iter().find(|other| number.is_some() && number_of(other) == number);
    if let (Some(twin), Some(number)) = (twin, number) {
        let on = twin.date("given_on").map(|day| day.to_string()).unwrap_or_default();
        draft.refuse("dose_number", "duplicate", format!("第 {number} 剂已经登记过（{on}）。请核对剂次或日期。"));
        return;
    }
    let born_on = draft.referred.get("staff").and_then(|person| person.date("born_on"));
    if let Some(born) = born_on.filter(|born| given_on < *born) {
        draft.refuse("given_on", "birth", format!("接种日期早于出生日期（{born}）。请对照凭证和证件核对。"));
        return;
    }
    let crossed = number.and_then(|number| {
        let crosses = |other: &&Record| match (number_of(other), other.date("given_on")) {
            (Some(theirs), Some(on)) => (theirs < number && on > given_on) || (theirs > number && on < given_on),
            _ => false,
        };
        let other = draft.siblings.iter().find(crosses)?;
        Some((number, number_of(other)?, other.date("given_on")?))
    });
    if let Some((number, theirs, on)) = crossed {
        let (earlier, later) = if theirs < number { ("早于", theirs) } else { ("晚于", theirs) };
        let message = format!("第 {number} 剂（{given_on}）{earlier}第 {later} 剂（{on}）。请对照凭证核对剂次和日期。");
        // What already stands so may be changed in other columns.
        let stands =
            draft.before.is_some_and(|before| number_of(before) == Some(number) && before.date("given_on") == Some(given_on));
        if stands {
            draft.warn("dose_number", "order", message);
        } else {
            draft.refuse("dose_number", "order", message);
            return;
        }
    }
    let Some(product) = draft.text("product").map(str::to_owned) else { return };
    check_day(draft, given_on, &product, born_on);
    let own = Dose { id: 0, given_on, number: number.and_then(|number| u32::try_from(number).ok()), product };
    let doses: Vec<Dose> = draft.siblings.iter().filter_map(queries::dose).chain([own]).collect();
    let on = draft.today().max(given_on);
    let standing = standing(draft.rules, born_on, &doses, &[], on);
    if standing.any && standing.needed == 0 {
        let message = "没有第一剂这种疫苗的接种程序：算已接种一剂，但算不出是否全程、下一剂哪天。请对照凭证核对。";
        draft.warn("product", "no_schedule", message);
    }
    let Some(judged) = standing.judged.iter().find(|judged| judged.id == 0) else { return };
    if let Some(number) =
        number.filter(|number| crossed.is_none() && *number != i64::from(judged.number) && judged.stage.is_some())
    {
        let message = format!(
            "写的是第 {number} 剂，按接种日期是第 {} 剂；到期和加强按日期算。请对照凭证核对剂次，前面漏登的请补上。",
            judged.number
        );
        draft.warn("dose_number", "number", message);
    }
    // An earlier dose moves those after it on; the numbers typed for them stay.
    let moved = draft.siblings.iter().find_map(|other| {
        let place = standing.judged.iter().find(|judged| judged.id == other.id && judged.stage.is_some())?;
        let (theirs, on) = (number_of(other)?, other.date("given_on")?);
        (on > given_on && theirs != i64::from(place.number)).then_some((theirs, on, place.number))
    });
    if let (None, Some((theirs, on, place))) = (crossed, moved) {
        let message =
            format!("{on} 那一剂登记的是第 {theirs} 剂，补上这一剂后按日期是第 {place} 剂，记为待核实。请对照凭证改剂次。");
        draft.warn("given_on", "others_number", message);
    }
    if let Some(days) = judged.early_by {
        draft.warn("given_on", "early", format!("离上一剂不够规定的间隔，早了 {days} 天。请对照凭证核对；这一剂照样算数。"));
    }
    if judged.to_verify {
        draft.warn("product", "to_verify", "与前面几剂的技术路线或现行安排不同，记为待核实。请对照凭证核对。");
    }
}

/// What is odd about the day of a dose: earlier than the product or any vaccine, or than the age it was for.
fn check_day(draft: &mut Draft<'_>, given_on: NaiveDate, product: &str, born_on: Option<NaiveDate>) {
    let (year, month, day) = FIRST_DAY;
    let none_yet = NaiveDate::from_ymd_opt(year, month, day).is_some_and(|first| given_on < first);
    let known = draft.rules.vaccine(product, given_on).map(|known| known.row);
    let begun = known.map(|row| (row.label.clone(), row.valid_from)).filter(|(_, from)| given_on < *from);
    let age = known.and_then(|row| row.rule.least_age.iter().filter(|age| age.from <= given_on).max_by_key(|age| age.from));
    let years = age.map(|age| age.years).filter(|years| born_on.is_some_and(|born| given_on < birthday(born, *years)));
    if let Some((label, from)) = begun {
        let message = format!("{label}从 {from} 起才有，接种日期更早。请对照凭证核对。");
        draft.warn("given_on", "before_product", message);
    } else if none_yet {
        let message = format!("{year} 年以前还没有新冠疫苗。请对照凭证核对年份。");
        draft.warn("given_on", "before_product", message);
    }
    if let Some(years) = years {
        let message = format!("接种那天还不满 {years} 岁，当时这种疫苗满 {years} 岁才能接种。请对照凭证和出生日期核对。");
        draft.warn("given_on", "under_age", message);
    }
}
