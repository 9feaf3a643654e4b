//! `new` and `sample`: files that were not there before.

use crate::failure::{Failure, Result};
use crate::output::Said;
use crate::{arguments, secrets};
use serde_json::{Map, Value as Json, json};
use std::path::Path;
use taizhang::base::error::Error;
use taizhang::file::key;
use taizhang::schema::{Choice, input};
use taizhang::store::book::Secret;
use taizhang::store::{Book, FORMS, TRAITS};
use taizhang::{program, sample};

/// `new`.
pub fn new(options: &arguments::New) -> Result<Said> {
    refuse_existing(&options.file)?;
    let organisation = organisation(&options.org, options.kind.as_deref())?;
    let secret = secret(options.plain)?;
    let (book, warnings) = program::create(&options.file, &organisation, secret, secrets::surroundings())?;
    let mut said = created(book, "已新建")?;
    if options.kind.is_none() {
        said.lines.push_str("\n没有写明组织类型，暂记为社会服务机构；可以用 change 修改单位信息。");
    }
    for warning in warnings {
        said.lines.push_str(&format!("\n请留意：{}", warning.message));
    }
    Ok(said)
}

/// `sample`.
pub fn sample(options: &arguments::Sample) -> Result<Said> {
    refuse_existing(&options.file)?;
    let today = secrets::surroundings().today();
    let end = input::date(&options.end, today).map_err(|(rule, message)| Failure::refused("end", rule, &options.end, message))?;
    let secret = secret(options.plain)?;
    let wanted = sample::Options { people: options.people, days: options.days, end, seed: options.seed };
    created(sample::create(&options.file, secret, &wanted)?, "已新建示例文件")
}

fn refuse_existing(path: &Path) -> Result<()> {
    if path.exists() { Err(Error::TargetExists(path.to_owned()).into()) } else { Ok(()) }
}

fn secret(plain: bool) -> Result<Option<Secret>> {
    if plain { Ok(None) } else { secrets::new_secret(secrets::PASSWORD).map(Some) }
}

/// The organisation's first values: its name, one form, any traits.
fn organisation(name: &str, kind: Option<&str>) -> Result<Map<String, Json>> {
    let (mut forms, mut traits) = (Vec::new(), Vec::new());
    for part in kind.unwrap_or("service_body").split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty()) {
        if let Some(form) = known(FORMS, part) {
            forms.push(form);
        } else if let Some(known) = known(TRAITS, part) {
            traits.push(known);
        } else {
            let labels: Vec<_> = FORMS.iter().chain(TRAITS).map(|choice| choice.label).collect();
            let message = format!("没有「{part}」这种类型或特征。可选：{}。", labels.join("、"));
            return Err(Failure::refused("type", "choice", part, message));
        }
    }
    let [form] = forms.as_slice() else {
        let message = "组织类型要写明一种：社会团体、社会服务机构、基金会或社区社会组织。";
        return Err(Failure::refused("type", "one_form", kind.unwrap_or_default(), message));
    };
    let mut map = Map::new();
    map.insert("name".to_owned(), name.into());
    map.insert("form".to_owned(), (*form).into());
    map.insert("traits".to_owned(), traits.into());
    Ok(map)
}

fn known(choices: &'static [Choice], text: &str) -> Option<&'static str> {
    let found = choices.iter().find(|choice| choice.code.eq_ignore_ascii_case(text) || choice.label == text);
    found.map(|choice| choice.code)
}

fn created(book: Book, done: &str) -> Result<Said> {
    let path = book.path().display().to_string();
    let code = book.secret().map(|(key, _)| key::recovery_code(key).join("-"));
    let fingerprint = book.secret().map(|(key, _)| key::fingerprint(key));
    let records: u64 = book.counts()?.iter().map(|(_, count)| count).sum();
    book.close()?;
    let lines = match (&code, &fingerprint) {
        (Some(code), Some(fingerprint)) => format!("{done}：{path}（{records} 条记录）\n{}", recovery_lines(code, fingerprint)),
        _ => format!("{done}：{path}（{records} 条记录）\n这个文件没有密码，谁拿到都能看。"),
    };
    Ok(Said::new(&json!({ "path": path, "recovery_code": code, "fingerprint": fingerprint, "records": records }), lines))
}

/// What people are told of a recovery code, which is shown this once.
pub fn recovery_lines(code: &str, fingerprint: &str) -> String {
    format!("恢复码（只显示这一次，请抄下或打印后锁好）：\n  {code}\n密钥指纹：{fingerprint}")
}
