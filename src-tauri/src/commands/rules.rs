//! Rule tables and packs: looked at, opened to their source, imported, compared, exported, changed row by row.

use crate::desktop::Kind;
use crate::shapes;
use crate::state::Shell;
use crate::wire::records::{Choice, Figure, KindName, Saved, Texts};
use crate::wire::rules::{Difference, RowField, RowForm, RuleDetail, RulePackInfo, RulePackPreview, RuleRow, RuleTable, Rules};
use chrono::NaiveDate;
use serde_json::{Map, Value as Json};
use taizhang::base::error::{Error, Result};
use taizhang::file::output;
use taizhang::rules::divisions;
use taizhang::rules::fields::{self, FieldKind};
use taizhang::rules::rulebook::{self, RowState, Rulebook};
use taizhang::rules::tables::{AnyRow, RulePack, TABLES};
use taizhang::schema::{Ledger, State, Table, Tone};
use taizhang::store::listing::Query;
use taizhang::store::{Book, RULE_PACKS, rules};

fn region_name(code: &str) -> String {
    if code.is_empty() { "全国".to_owned() } else { divisions::name(code) }
}

fn validity(row: &dyn AnyRow) -> String {
    match row.valid_to() {
        Some(to) => format!("{} 至 {to}", row.valid_from()),
        None => format!("{} 起", row.valid_from()),
    }
}

fn state(state: RowState) -> (&'static str, Tone) {
    match state {
        RowState::InForce => ("有效", Tone::Good),
        RowState::ToCome => ("尚未生效", Tone::Warn),
        RowState::Ended => ("已失效", Tone::Mute),
        RowState::Superseded => ("已被取代", Tone::Mute),
        RowState::Elsewhere => ("其他地区", Tone::Mute),
        RowState::Withdrawn => ("已撤回", Tone::Bad),
    }
}

/// What a row says as labels with values, in the words of its fields.
fn said(rules: &Rulebook, table: &str, row: &dyn AnyRow) -> Vec<Figure> {
    let whole = row.said();
    let Some(known) = fields::fields(table) else {
        return match table {
            "schedules" => schedule_said(rules, row.valid_from(), &whole),
            _ => guideline_said(rules, row),
        };
    };
    known
        .iter()
        .filter_map(|field| {
            let value = whole.get(field.name)?;
            let label = |code: &str| match field.kind {
                FieldKind::Choice(choices) | FieldKind::Choices(choices) => {
                    choices.iter().find(|(known, _)| *known == code).map_or(code.to_owned(), |(_, label)| (*label).to_owned())
                }
                _ => code.to_owned(),
            };
            let text = match value {
                Json::Array(items) => items.iter().map(|item| label(&fields::shown(item))).collect::<Vec<_>>().join("、"),
                other => label(&fields::shown(other)),
            };
            let empty = text.is_empty() || text == "0" || text == "0.0";
            (!empty).then(|| Figure { label: field.label.to_owned(), value: text.strip_suffix(".0").unwrap_or(&text).to_owned() })
        })
        .collect()
}

/// An article or what it asks for in words.
fn guideline_said(rules: &Rulebook, row: &dyn AnyRow) -> Vec<Figure> {
    let asks = row.said().get("asks").and_then(Json::as_str).map(str::to_owned);
    let least = rules.requirement(row.key(), row.valid_from()).map(|row| row.rule.in_words()).filter(|words| !words.is_empty());
    let figure = |label: &str, value: String| Figure { label: label.to_owned(), value };
    asks.map(|asks| figure("要求", asks)).into_iter().chain(least.map(|least| figure("标准", least))).collect()
}

/// A dose schedule in words, its products by their names on its first day.
fn schedule_said(rules: &Rulebook, day: NaiveDate, whole: &Json) -> Vec<Figure> {
    let list = |name: &str| whole.get(name).map(fields::shown).unwrap_or_default();
    let products = |name: &str| {
        let named = |key: &str| rules.entry_label(Table::Vaccines, key, day);
        list(name).split('、').filter(|key| !key.is_empty()).map(named).collect::<Vec<_>>().join("、")
    };
    let gap = |span: Option<&Json>| -> String {
        let number = |name: &str| span.and_then(|span| span.get(name)).and_then(Json::as_u64).unwrap_or_default();
        match (number("days"), number("months")) {
            (0, 0) => String::new(),
            (days, 0) => format!("{days} 天"),
            (0, months) => format!("{months} 个月"),
            (days, months) => format!("{months} 个月零 {days} 天"),
        }
    };
    let mut figures = Vec::new();
    let mut push = |label: &str, value: String| {
        if !value.is_empty() && value != "0" {
            figures.push(Figure { label: label.to_owned(), value });
        }
    };
    push(
        "技术路线",
        list("technologies").split('、').map(taizhang::rules::tables::technology_label).collect::<Vec<_>>().join("、"),
    );
    push("只适用于", products("products"));
    push("剂次", list("doses"));
    for entry in whole.get("gaps").and_then(Json::as_array).into_iter().flatten() {
        let dose = entry.get("dose").and_then(Json::as_u64).unwrap_or_default();
        push(&format!("第 {dose} 剂离上一剂"), format!("至少 {}", gap(entry.get("min"))));
        if let Some(max) = entry.get("max") {
            push(&format!("第 {dose} 剂离第 1 剂"), format!("不超过 {}", gap(Some(max))));
        }
    }
    push("年满", list("least_age"));
    push("可用疫苗", products("with"));
    figures
}

fn told(figures: &[Figure]) -> String {
    figures.iter().map(|figure| format!("{} {}", figure.label, figure.value)).collect::<Vec<_>>().join("；")
}

pub fn rules_list(shell: &Shell, on: Option<String>) -> Result<Rules> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let today = book.today();
    let on = shapes::day("on", on.as_deref(), today)?.unwrap_or(today);
    let rulebook = book.rules()?;
    let standing = rulebook.standing(on);
    let tables = TABLES.iter().map(|(name, label)| RuleTable {
        name: (*name).to_owned(),
        label: (*label).to_owned(),
        editable: fields::fields(name).is_some(),
        rows: standing
            .iter()
            .filter(|row| row.table == *name)
            .map(|standing| {
                let (word, tone) = state(standing.state);
                let row = standing.row;
                let source = if row.source().is_empty() { standing.taken.pack.source.as_str() } else { row.source() };
                RuleRow {
                    name: format!("{}@{}", row.key(), row.valid_from()),
                    label: row.label().to_owned(),
                    validity: validity(row),
                    state: word.to_owned(),
                    tone,
                    in_force: standing.state == RowState::InForce,
                    source: source.to_owned(),
                    pack: standing.taken.pack.title.clone(),
                    said: told(&said(&rulebook, name, row)),
                }
            })
            .collect(),
    });
    Ok(Rules { on: on.to_string(), tables: tables.collect(), packs: packs(book, &rulebook)? })
}

fn packs(book: &Book, rulebook: &Rulebook) -> Result<Vec<RulePackInfo>> {
    let ids = book.ids(&Query { voided: true, ..Query::all(Ledger(&RULE_PACKS), book.today()) })?;
    let mut records = book.window(Ledger(&RULE_PACKS), &ids, book.today())?;
    records.sort_by_key(|record| std::cmp::Reverse(record.id));
    Ok(records
        .into_iter()
        .map(|record| {
            let taken = rulebook.packs().iter().find(|taken| taken.order == record.id);
            RulePackInfo {
                id: record.id.to_string(),
                step: record.step,
                title: record.text("title").unwrap_or_default().to_owned(),
                region: region_name(record.text("region").unwrap_or_default()),
                source: record.text("source").unwrap_or_default().to_owned(),
                rows: taken.map_or(0, |taken| taken.pack.rows()),
                digest: record.text("digest").unwrap_or_default().chars().take(16).collect(),
                taken: format!("{} {}", shapes::instant(record.entered_at), record.recorder),
                withdrawn: record.void_reason.clone().filter(|_| record.state == State::Voided),
            }
        })
        .collect())
}

pub fn rule_get(shell: &Shell, name: String) -> Result<RuleDetail> {
    let mut session = shell.session();
    let rulebook = session.open()?.book.rules()?;
    let (table, row, taken) = rulebook.row(&name).ok_or_else(|| Error::NotFound(format!("规则「{name}」")))?;
    let source = if row.source().is_empty() { taken.pack.source.as_str() } else { row.source() };
    Ok(RuleDetail {
        name,
        table: TABLES.iter().find(|(known, _)| *known == table).map_or(table, |(_, label)| label).to_owned(),
        label: row.label().to_owned(),
        validity: validity(row),
        source: source.to_owned(),
        pack: format!("{}（{}）", taken.pack.title, region_name(&taken.pack.region)),
        withdrawn: taken.withdrawn.clone(),
        said: said(&rulebook, table, row),
    })
}

/// Largest pack file.
const MOST_BYTES: u64 = 2 * 1024 * 1024;

pub fn rule_pack_choose(shell: &Shell) -> Result<Option<RulePackPreview>> {
    let Some(path) = shell.desktop.choose_file(Kind::RulePack, None) else { return Ok(None) };
    let length = std::fs::metadata(&path).map_err(Error::io("读取规则包", &path))?.len();
    if length > MOST_BYTES {
        return Err(Error::invalid("file", "too_large", length.to_string(), "文件太大，不像是规则包。请核对选的文件。"));
    }
    let text = std::fs::read_to_string(&path).map_err(Error::io("读取规则包", &path))?;
    let chosen = RulePack::read(text.trim_start_matches('\u{feff}'))
        .map_err(|why| Error::invalid("content", "pack", "", format!("规则包有误：{why}。请改好文件后再导入。")))?;
    let mut session = shell.session();
    let open = session.open()?;
    let rulebook = open.book.rules()?;
    let digest = chosen.digest();
    let known = rulebook.packs().iter().any(|taken| taken.withdrawn.is_none() && taken.pack.digest() == digest);
    let differences = against(&rulebook, &chosen);
    let preview = RulePackPreview {
        ticket: String::new(),
        title: chosen.title.clone(),
        region: region_name(&chosen.region),
        source: chosen.source.clone(),
        rows: chosen.rows(),
        differences,
        known,
    };
    Ok(Some(RulePackPreview { ticket: open.packs.keep(chosen), ..preview }))
}

/// What a pack says otherwise than the newest row of each of its keys in the file.
fn against(rulebook: &Rulebook, chosen: &RulePack) -> Vec<Difference> {
    let mut differences = Vec::new();
    for (table, rows) in chosen.tables() {
        let label = TABLES.iter().find(|(name, _)| *name == table).map_or(table, |(_, label)| label);
        for row in rows {
            let same_key = rulebook
                .packs()
                .iter()
                .filter(|taken| taken.withdrawn.is_none())
                .flat_map(|taken| taken.pack.tables().into_iter().filter(|(known, _)| *known == table).flat_map(|(_, rows)| rows))
                .filter(|held| held.key() == row.key())
                .max_by_key(|held| held.valid_from());
            let before =
                same_key.map(|held| format!("{}；{}", validity(held), told(&said(rulebook, table, held)))).unwrap_or_default();
            let after = format!("{}；{}", validity(row), told(&said(rulebook, table, row)));
            if before != after {
                let kind = if same_key.is_some() { "改变" } else { "新增" };
                differences.push(Difference {
                    table: label.to_owned(),
                    label: row.label().to_owned(),
                    kind: kind.to_owned(),
                    before,
                    after,
                });
            }
        }
    }
    differences
}

fn take(book: &mut Book, pack: &RulePack) -> Result<Saved> {
    let mut row = Map::new();
    row.insert("content".to_owned(), serde_json::to_string(pack).unwrap_or_default().into());
    let values = rules::values(pack);
    for column in ["title", "source", "region"] {
        row.extend(values.get(column).map(|value| (column.to_owned(), value.to_json())));
    }
    let saved = book.add(Ledger(&RULE_PACKS), &row)?;
    Ok(shapes::saved(saved))
}

pub fn rule_pack_take(shell: &Shell, ticket: String) -> Result<Saved> {
    let mut session = shell.session();
    let open = session.open()?;
    let chosen = open.packs.get(&ticket)?.clone();
    take(&mut open.book, &chosen)
}

/// The pack of the record `id`.
fn pack_of(book: &Book, id: &str) -> Result<RulePack> {
    let record = book.get(Ledger(&RULE_PACKS), shapes::id(id)?, book.today())?;
    RulePack::read(record.text("content").unwrap_or_default()).map_err(Error::FileDamaged)
}

pub fn rule_pack_export(shell: &Shell, id: String) -> Result<Option<String>> {
    let (bytes, suggested) = {
        let mut session = shell.session();
        let wanted = pack_of(&session.open()?.book, &id)?;
        let text = serde_json::to_string_pretty(&wanted).map_err(|error| Error::Bug(error.to_string()))?;
        (text.into_bytes(), format!("{}.json", wanted.title.replace(['/', '\\', ':', '：'], "-")))
    };
    let Some(path) = shell.desktop.choose_place(Kind::RulePack, &suggested, None) else { return Ok(None) };
    output::write(&path, output::Kind::Json, shell.session().path(), &bytes)?;
    Ok(Some(shapes::shown(&path)))
}

pub fn rule_pack_compare(shell: &Shell, id: String, with: String) -> Result<Vec<Difference>> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let (before, after) = (pack_of(book, &id)?, pack_of(book, &with)?);
    let rules = book.rules()?;
    let label =
        |table: &str| TABLES.iter().find(|(name, _)| *name == table).map_or(table.to_owned(), |(_, label)| (*label).to_owned());
    Ok(rulebook::compare(&before, &after)
        .into_iter()
        .map(|difference| Difference {
            table: label(difference.table),
            label: difference.label,
            kind: match (&difference.before, &difference.after) {
                (None, _) => "新增",
                (_, None) => "没有",
                _ => "改变",
            }
            .to_owned(),
            before: row_told(&rules, &before, difference.table, &difference.name),
            after: row_told(&rules, &after, difference.table, &difference.name),
        })
        .collect())
}

/// What the row `name` of a table of `pack` says, in words; empty when it is not there.
fn row_told(rules: &Rulebook, pack: &RulePack, table: &str, name: &str) -> String {
    let rows = pack.tables().into_iter().filter(|(known, _)| *known == table).flat_map(|(_, rows)| rows);
    let found = rows.into_iter().find(|row| format!("{}@{}", row.key(), row.valid_from()) == name);
    found.map(|row| format!("{}；{}", validity(row), told(&said(rules, table, row)))).unwrap_or_default()
}

fn kind(kind: FieldKind) -> (KindName, &'static [(&'static str, &'static str)]) {
    match kind {
        FieldKind::Text | FieldKind::Texts | FieldKind::Dates | FieldKind::Wholes => (KindName::Text, &[]),
        FieldKind::Number => (KindName::Decimal, &[]),
        FieldKind::Whole => (KindName::Integer, &[]),
        FieldKind::Date => (KindName::Date, &[]),
        FieldKind::Time => (KindName::Time, &[]),
        FieldKind::Choice(choices) => (KindName::Choice, choices),
        FieldKind::Choices(choices) => (KindName::Choices, choices),
    }
}

pub fn row_blank(shell: &Shell, table: String, name: Option<String>) -> Result<RowForm> {
    let mut session = shell.session();
    let book = &session.open()?.book;
    let own = fields::fields(&table).ok_or_else(|| Error::NotFound(format!("规则表「{table}」")))?;
    let rulebook = book.rules()?;
    let mut values = Texts::from([("valid_from".to_owned(), book.today().to_string())]);
    if let Some(name) = name {
        let (_, row, _) = rulebook.row(&name).ok_or_else(|| Error::NotFound(format!("规则「{name}」")))?;
        values.insert("key".to_owned(), row.key().to_owned());
        values.insert("label".to_owned(), row.label().to_owned());
        let said = row.said();
        for field in own {
            values.extend(said.get(field.name).map(|value| (field.name.to_owned(), fields::shown(value))));
        }
    }
    let fields = fields::COMMON.iter().chain(own).map(|field| {
        let (kind, choices) = kind(field.kind);
        RowField {
            name: field.name.to_owned(),
            label: field.label.to_owned(),
            kind,
            choices: choices
                .iter()
                .map(|(code, label)| Choice { code: (*code).to_owned(), label: (*label).to_owned() })
                .collect(),
            help: field.help.to_owned(),
            required: ["label", "valid_from", "source"].contains(&field.name),
        }
    });
    let label = TABLES.iter().find(|(known, _)| *known == table).map_or(table.clone(), |(_, label)| (*label).to_owned());
    Ok(RowForm { label, fields: fields.collect(), values, table })
}

pub fn row_save(shell: &Shell, table: String, values: Texts) -> Result<Saved> {
    let mut session = shell.session();
    let book = &mut session.open()?.book;
    let today: NaiveDate = book.today();
    let region = book.organisation()?.text("division_code").unwrap_or_default().to_owned();
    let key = values.get("key").filter(|key| !key.is_empty()).cloned();
    let made = fields::pack(&table, key.as_deref(), &values, &region, today).map_err(Error::Invalid)?;
    take(book, &made)
}
