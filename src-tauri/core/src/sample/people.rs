//! Invented people: names, documents, telephones and addresses that belong to nobody.
//!
//! Owns the lists they are drawn from. Resident IDs bear a division code that was never issued and telephone numbers
//! a range that is not in use, so that no figure can be a living person's; every check digit holds.

use crate::base::clock::{Random, SeededRandom};
use crate::base::error::{Error, Result};
use crate::rules::identifiers;
use chrono::{Days, NaiveDate};
use std::collections::HashSet;

const PEOPLE: &str = include_str!("../../../../assets/sample/people.tsv");
const SURNAMES: &str = include_str!("../../../../assets/sample/surnames.txt");
const GIVEN_MEN: &str = include_str!("../../../../assets/sample/given-men.txt");
const GIVEN_WOMEN: &str = include_str!("../../../../assets/sample/given-women.txt");
const STREETS: &str = include_str!("../../../../assets/sample/streets.txt");

/// Beginning of invented resident IDs.
const DIVISION: &str = "500199";
/// Beginning of invented mobile numbers.
const MOBILE: &str = "142";

/// Throws that depend on the seed alone.
pub struct Dice(SeededRandom);

impl Dice {
    /// The throws that belong to `seed`.
    pub fn new(seed: u64) -> Self {
        Self(SeededRandom::new(seed))
    }

    /// A number from 0 to `sides` − 1.
    pub fn below(&self, sides: u64) -> u64 {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        u64::from_le_bytes(bytes) % sides.max(1)
    }

    fn one<'a>(&self, of: &[&'a str]) -> &'a str {
        let index = usize::try_from(self.below(of.len() as u64)).unwrap_or_default();
        of.get(index).copied().unwrap_or_default()
    }
}

/// One invented person and what becomes of her. Shares of the history are in thousandths.
#[derive(Debug, Clone)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Code of the sex.
    pub sex: &'static str,
    /// Code of the category.
    pub category: String,
    /// Department.
    pub department: String,
    /// Post.
    pub post: String,
    /// Code of the document's type.
    pub id_type: String,
    /// Its number; `None` without document.
    pub id_number: Option<String>,
    /// A number with a slip in it, where it was first entered so.
    pub slip: Option<String>,
    /// Day of birth.
    pub born_on: NaiveDate,
    /// Mobile number.
    pub mobile: String,
    /// Home address.
    pub address: String,
    /// Whom to call.
    pub emergency_contact: String,
    /// Their number.
    pub emergency_phone: String,
    /// Whether she is a member of the party.
    pub party_member: bool,
    /// Code of the consent.
    pub consent: String,
    /// Days in post before the history begins; 0 for those who come later.
    pub days_before: u64,
    /// Share of the history after which she comes.
    pub joins: Option<u32>,
    /// … leaves.
    pub leaves: Option<u32>,
    /// … comes back.
    pub returns: Option<u32>,
    /// Was entered twice by mistake.
    pub twice: bool,
}

/// Draws people and sees that no document is drawn twice.
pub struct Crowd {
    dice: Dice,
    numbers: HashSet<String>,
    surnames: Vec<&'static str>,
    given: [Vec<&'static str>; 2],
    streets: Vec<&'static str>,
}

impl Crowd {
    /// The crowd that belongs to `seed`.
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::new(seed),
            numbers: HashSet::new(),
            surnames: SURNAMES.lines().collect(),
            given: [GIVEN_MEN.lines().collect(), GIVEN_WOMEN.lines().collect()],
            streets: STREETS.lines().collect(),
        }
    }

    /// The first `count` of the people whose story is written down.
    ///
    /// # Errors
    /// `Bug` when the list does not read.
    pub fn written(&mut self, count: usize) -> Result<Vec<Person>> {
        PEOPLE.lines().skip(1).take(count).map(|line| self.written_down(line)).collect()
    }

    fn written_down(&mut self, line: &str) -> Result<Person> {
        let bad = || Error::Bug(format!("示例人员读不懂：{line}"));
        let fields: Vec<&str> = line.split('\t').collect();
        let [name, sex, category, department, post, id_type, born, consent, joins, leaves, returns, event] = fields.as_slice()
        else {
            return Err(bad());
        };
        let year: i32 = born.parse().map_err(|_| bad())?;
        let share = |text: &str| text.parse::<u32>().ok();
        let mut person = self.person(name, if *sex == "m" { "male" } else { "female" }, year, id_type);
        person.category = (*category).to_owned();
        person.department = (*department).to_owned();
        person.post = (*post).to_owned();
        person.consent = (*consent).to_owned();
        (person.joins, person.leaves, person.returns) = (share(joins), share(leaves), share(returns));
        person.twice = *event == "duplicate";
        if *event == "corrected" {
            person.slip = person.id_number.as_deref().and_then(|number| self.slipped(number));
        }
        Ok(person)
    }

    /// A person of no story.
    pub fn drawn(&mut self) -> Person {
        const KINDS: [(&str, &str, &str, u64); 5] = [
            ("volunteer", "志愿服务队", "志愿者", 40),
            ("client", "社区服务站", "服务对象", 30),
            ("full_time", "社工服务部", "社工", 15),
            ("part_time", "社区服务站", "服务人员", 10),
            ("dispatched", "综合办公室", "后勤", 5),
        ];
        const CONSENTS: [&str; 5] = ["consented", "consented", "consented", "informed", "none"];
        let woman = self.dice.below(2);
        let given = self.given.get(usize::try_from(woman).unwrap_or_default()).cloned().unwrap_or_default();
        let mut name = self.dice.one(&self.surnames).to_owned();
        name.push_str(self.dice.one(&given));
        if self.dice.below(4) > 0 {
            name.push_str(self.dice.one(&given));
        }
        let year = 1945 + i32::try_from(self.dice.below(57)).unwrap_or_default();
        let mut person = self.person(&name, if woman == 1 { "female" } else { "male" }, year, "resident_id");
        let mut throw = self.dice.below(KINDS.iter().map(|kind| kind.3).sum());
        for (category, department, post, weight) in KINDS {
            if throw < weight {
                person.category = category.to_owned();
                person.department = department.to_owned();
                person.post = post.to_owned();
                break;
            }
            throw -= weight;
        }
        person.consent = self.dice.one(&CONSENTS).to_owned();
        person
    }

    fn person(&mut self, name: &str, sex: &'static str, year: i32, id_type: &str) -> Person {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
        let born_on = first + Days::new(self.dice.below(365));
        let id_number = match id_type {
            "resident_id" => Some(self.resident_id(born_on, sex)),
            "hk_macau_permit" => Some(format!("H{:08}", self.dice.below(100_000_000))),
            "passport" => Some(format!("C{:08}", self.dice.below(100_000_000))),
            _ => None,
        };
        let relative = format!("{}{}", self.dice.one(&self.surnames), self.dice.one(&self.given.concat()));
        Person {
            name: name.to_owned(),
            sex,
            category: String::new(),
            department: String::new(),
            post: String::new(),
            id_type: id_type.to_owned(),
            id_number,
            slip: None,
            born_on,
            mobile: self.mobile(),
            address: self.address(),
            emergency_contact: relative,
            emergency_phone: self.mobile(),
            party_member: self.dice.below(6) == 0,
            consent: String::new(),
            days_before: 30 + self.dice.below(1500),
            joins: None,
            leaves: None,
            returns: None,
            twice: false,
        }
    }

    fn resident_id(&mut self, born_on: NaiveDate, sex: &str) -> String {
        loop {
            let order = self.dice.below(499) * 2 + if sex == "male" { 1 } else { 2 };
            let number = with_check(&format!("{DIVISION}{}{order:03}", born_on.format("%Y%m%d")));
            if self.numbers.insert(number.clone()) {
                return number;
            }
        }
    }

    /// The same number with the order misread, and a check digit that holds nevertheless.
    fn slipped(&mut self, number: &str) -> Option<String> {
        let (head, order) = (number.get(..14)?, number.get(14..17)?.parse::<u32>().ok()?);
        let other = if order > 500 { order - 200 } else { order + 200 };
        let slip = with_check(&format!("{head}{other:03}"));
        self.numbers.insert(slip.clone()).then_some(slip)
    }

    fn mobile(&self) -> String {
        format!("{MOBILE}{:08}", self.dice.below(100_000_000))
    }

    fn address(&self) -> String {
        let street = self.dice.one(&self.streets);
        let (house, block) = (1 + self.dice.below(180), 1 + self.dice.below(12));
        let (floor, door) = (1 + self.dice.below(18), 1 + self.dice.below(4));
        format!("{street}{house}号{block}幢{floor}-{door}")
    }
}

fn with_check(first_17: &str) -> String {
    let check = identifiers::check_character(first_17).unwrap_or('?');
    format!("{first_17}{check}")
}
