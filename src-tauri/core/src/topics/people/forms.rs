//! People on paper besides their list and sheets: what each is told of the data kept of her, and what she agrees to (告知同意书).
//!
//! Owns the words of that paper. They follow the 个人信息保护法 (主席令第九十一号, passed 2021-08-20, in force from 2021-11-01): what
//! is told, article 17; on what ground, 13; consent and its withdrawal, 14 to 16; sensitive data, 28 to 30; children under 14, 31;
//! how long, 19; what she may ask for, 44 to 48. How long it is kept the organisation decides, and writes by hand.

use super::STAFF;
use crate::base::error::Result;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::sheet::{Block, Field};
use crate::rules::schedule::birthday;
use crate::schema::{Ledger, Record, State};
use crate::store::Book;
use chrono::NaiveDate;

/// Forms of the ledger.
pub const ALL: &[Printable] = &[
    Printable::of(Ledger(&STAFF), "consent", "告知同意书", TITLE, Heeds::Record, consent),
    Printable::of(Ledger(&STAFF), "consent_blank", "告知同意书（空白）", TITLE, Heeds::Day, consent_blank),
];

const TITLE: &str = "个人信息处理告知同意书";
const LAW: &str = "《中华人民共和国个人信息保护法》（2021 年 8 月 20 日公布，主席令第九十一号，自 2021 年 11 月 1 日起施行）";
/// Below this age a parent or guardian consents (article 31).
const GUARDED: u32 = 14;
const SIGNERS: &[&str] = &["告知人", "本人（监护人）"];

fn consent(book: &Book, job: &PrintJob) -> Result<Gathered> {
    job.id.map_or_else(|| forms::sheets(book, job, of), |id| of(book, job, id))
}

fn consent_blank(book: &Book, job: &PrintJob) -> Result<Gathered> {
    paper(book, job, None).map(|content| Gathered { content, rows: 0 })
}

fn of(book: &Book, job: &PrintJob, id: i64) -> Result<Gathered> {
    let record = book.get(Ledger(&STAFF), id, job.query.on)?;
    paper(book, job, Some(&record)).map(|content| Gathered { content, rows: 1 })
}

/// Whether somebody born on a day is a child to the law on another; `None`: nobody knows.
fn guarded(person: Option<&Record>, on: NaiveDate) -> Option<bool> {
    person.and_then(|person| person.date("born_on")).map(|born| on < birthday(born, GUARDED))
}

fn paper(book: &Book, job: &PrintJob, person: Option<&Record>) -> Result<Content> {
    let organisation = book.organisation()?;
    let of = |name: &str| organisation.text(name).unwrap_or_default().to_owned();
    let guarded = guarded(person, job.query.on);
    let mut form = forms::bare_sheet(book, job, TITLE)?;
    form.blocks.push(Block { title: "一、本人".to_owned(), fields: own(book, job, person, guarded)? });
    let contact = [of("contact"), of("contact_phone")].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("，");
    let told = [
        ("谁来处理", format!("{}。联系人：{contact}", of("name"))),
        (
            "登记哪些",
            "姓名、性别、出生日期、证件类型和号码、手机、住址、紧急联系人、任职；疫苗接种，体温、健康码和症状，核酸检测，外出和旅居史，与疑似、密接有关的情况。"
                .to_owned(),
        ),
        ("为什么、怎么用", "只用于本单位的疫情防控：看谁该接种、该测温、该隔离，疑似情况向有关部门报告，接受检查时证明做过。登记在本单位的电脑里，程序不联网，不用来做别的决定。".to_owned()),
        (
            "凭什么",
            "传染病防治的法定义务、应对突发公共卫生事件必须登记的，依第十三条第一款第三、四项，不以同意为前提，但照样告知；其余的凭您的同意。"
                .to_owned(),
        ),
        ("保存多久", "只保存到用完为止（第十九条）。本单位定为：　　　　　　　　，到期销毁并登记。".to_owned()),
        (
            "给谁看",
            "本单位负责防疫的人；依法来检查或要求报送的民政、卫生健康、疾控部门和街道社区。打印、导出默认遮住证件号、电话和住址；不公开，不卖，不给别人。"
                .to_owned(),
        ),
        (
            "您可以",
            "查看、复制、更正、补充自己的信息，要求解释；不再需要或撤回同意时要求删除（第四十四至四十八条）。随时可以撤回同意，撤回以前做过的仍然有效（第十五条）；不同意不影响与此无关的服务（第十六条）。"
                .to_owned(),
        ),
    ];
    form.blocks.push(Block {
        title: "二、告知（第十七条）".to_owned(),
        fields: told.into_iter().map(|(label, value)| wide(label, value)).collect(),
    });
    form.blocks.push(Block {
        title: "三、同意（第十四条）".to_owned(),
        fields: vec![
            wide("一般信息", "□ 同意　□ 不同意　　签字：　　　　　　　　日期：　　　　　"),
            wide(
                "敏感信息，单独同意（第二十八至三十条）",
                "健康和接种情况、旅居史和行踪、证件号码，泄露了可能伤害您的人身和财产，所以单独问您；只登记防疫必需的。\n□ 同意　□ 不同意　　签字：　　　　　　　　日期：　　　　　",
            ),
        ],
    });
    if guarded != Some(false) {
        let says = if guarded == Some(true) {
            "不满 14 周岁，由父母或其他监护人同意（第三十一条）。"
        } else {
            "本人不满 14 周岁的，由父母或其他监护人同意（第三十一条）；已满的不填。"
        };
        form.blocks.push(Block {
            title: "四、监护人".to_owned(),
            fields: vec![
                wide("说明", says),
                narrow("监护人姓名", ""),
                narrow("与本人的关系", ""),
                wide("监护人同意", "□ 同意　□ 不同意　　签字：　　　　　　　　日期：　　　　　"),
            ],
        });
    }
    form.notes.push(format!("条文指{LAW}。"));
    form.notes.push("一式两份，本人和单位各留一份；签完把「告知与同意」和告知日期登记到名册。".to_owned());
    if let Some(person) = person.filter(|person| person.state == State::Voided) {
        form.notes.extend(forms::void_note(person));
    }
    form.signers = SIGNERS;
    Ok(Content::Sheet(form))
}

/// Who she is; of nobody in particular, room to write it.
fn own(book: &Book, job: &PrintJob, person: Option<&Record>, guarded: Option<bool>) -> Result<Vec<Field>> {
    let names: &[&str] = if guarded == Some(true) {
        &["name", "id_number", "born_on", "mobile"]
    } else {
        &["name", "id_number", "mobile", "department"]
    };
    let columns = names.iter().filter_map(|name| Ledger(&STAFF).column(name));
    match person {
        Some(person) => columns.map(|column| forms::field(book, job, person, column)).collect(),
        None => Ok(columns.map(|column| narrow(column.label, "")).collect()),
    }
}

fn wide(label: &str, value: impl Into<String>) -> Field {
    Field { label: label.to_owned(), value: value.into(), wide: true }
}

fn narrow(label: &str, value: &str) -> Field {
    Field { label: label.to_owned(), value: value.to_owned(), wide: false }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::schema::Value;

    #[test]
    fn a_guardian_signs_until_the_day_before_the_fourteenth_birthday() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let mut person = Record::empty(Ledger(&STAFF));
        assert_eq!(guarded(Some(&person), day("2021-08-12")), None, "nobody knows when she was born");
        assert_eq!(guarded(None, day("2021-08-12")), None);
        person.values.insert("born_on", Value::Date(day("2007-08-12")));
        assert_eq!(guarded(Some(&person), day("2021-08-11")), Some(true));
        assert_eq!(guarded(Some(&person), day("2021-08-12")), Some(false));
    }
}
