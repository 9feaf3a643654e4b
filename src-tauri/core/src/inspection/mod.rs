//! 迎检包: everything an inspector asks for, bound as one document: cover, contents, how the articles stand, the records that prove
//! it, figures by month, gaps, signatures.
//!
//! Owns which parts there are, in which order, and the number of a pack. What the articles come to is `articles`', which papers
//! prove them the guideline's, how a page looks `paper`'s. Reads no clock: the same records, job and program make the same bytes.

mod appendix;
mod compare;
pub mod folder;
mod job;
mod parts;
mod statistics;

use crate::articles::{self, Judged, State};
use crate::base::error::{Error, Result};
use crate::base::hash::Hash;
use crate::forms::{self, Content, Gathered, Heeds, PrintJob, Printable};
use crate::paper::binder::{self, Binder};
use crate::paper::page::Document;
use crate::paper::pdf;
use crate::schema::Ledger;
use crate::store::disclosure::Whole;
use crate::store::frozen::{self, Freezing, Frozen};
use crate::store::{Book, ORGANISATION};
pub use appendix::Piece;
pub use compare::{Comparison, Difference, compare};
pub use job::{Extent, PackJob, Wanted};
pub use parts::Count;
use parts::{Facts, Refs};
use serde_json::json;
use std::collections::BTreeMap;

/// Most pages of a pack.
pub const MOST_PAGES: usize = 1500;
/// Most rounds until the pages that are referred to stand still.
const MOST_ROUNDS: usize = 4;

/// A pack.
#[derive(Debug, Clone)]
pub struct Pack {
    /// Its pages.
    pub document: Document,
    /// Its number: eight hexadecimal digits on the cover and at the foot of every page.
    pub number: String,
    /// How many records its papers show.
    pub rows: usize,
    /// Its parts, each with its first page, from 1.
    pub parts: Vec<(String, usize)>,
    /// How the articles stand.
    pub judged: Judged,
    /// The head it was made at.
    pub head: String,
    /// The ledgers its papers are of, each once, in their order.
    pub ledgers: Vec<Ledger>,
    /// What is in its appendix, in order.
    pub pieces: Vec<Piece>,
    /// How many records of each ledger fall into its days.
    pub counts: Vec<Count>,
}

impl Pack {
    /// As a file.
    ///
    /// # Errors
    /// `Invalid` when it is too large; as [`pdf::write`].
    pub fn pdf(&self) -> Result<Vec<u8>> {
        let bytes = pdf::write(&self.document)?;
        if bytes.len() as u64 > appendix::MOST_BYTES {
            return Err(self.too_large(bytes.len() as u64));
        }
        Ok(bytes)
    }

    fn too_large(&self, bytes: u64) -> Error {
        let mut counts: Vec<&Count> = self.counts.iter().filter(|count| self.ledgers.contains(&count.ledger)).collect();
        counts.sort_by_key(|count| std::cmp::Reverse(count.valid));
        let told = counts.iter().take(3).map(|count| format!("{} {} 条", count.ledger.declaration().label, count.valid));
        let message = format!(
            "全册有 {} MB，最多 {} MB，没有生成。最大的是：{}。请缩短期间、按月分开做，不选这些台账，不带附件，或只做目录版。",
            megabytes(bytes),
            megabytes(appendix::MOST_BYTES),
            told.collect::<Vec<_>>().join("、")
        );
        Error::invalid("from", "range", "", message)
    }
}

/// Megabytes, a part of one counted whole.
const fn megabytes(bytes: u64) -> u64 {
    bytes.div_ceil(1024 * 1024)
}

/// A paper that proves an article.
struct Paper {
    ledger: Ledger,
    /// The code of its form.
    form: &'static str,
    title: String,
    rows: usize,
    content: Content,
}

/// Makes the pack of `job`; `catalogue` are the forms there are. `progress` gets how much of it is done, of how much, and what
/// is done next; it stops the work by saying no.
///
/// # Errors
/// `Invalid` for days out of order, or a pack of too many pages; `Cancelled`; what the forms say.
pub fn make(book: &Book, job: &PackJob, catalogue: &[Printable], progress: &dyn Fn(usize, usize, &str) -> bool) -> Result<Pack> {
    let (facts, papers) = book.reading(|book| gather(book, job, catalogue, progress))?;
    bound(job, &facts, &papers, progress)
}

/// Everything a pack says, of one state of the file; the papers by their article.
fn gather(
    book: &Book,
    job: &PackJob,
    catalogue: &[Printable],
    progress: &dyn Fn(usize, usize, &str) -> bool,
) -> Result<(Facts, BTreeMap<u8, Vec<Paper>>)> {
    let go_on = |done: usize, all: usize, what: &str| if progress(done, all, what) { Ok(()) } else { Err(Error::Cancelled) };
    go_on(0, 1, "对照二十条")?;
    let judged = articles::judge(book, Some(job.from), job.to, job.on)?;
    let mut facts = Facts::gather(book, job, judged)?;
    let mut papers: BTreeMap<u8, Vec<Paper>> = BTreeMap::new();
    if job.extent == Extent::Summary {
        return Ok((facts, papers));
    }
    let wanted = wanted(book, job, &facts.judged, catalogue)?;
    if job.attachments {
        go_on(0, wanted.len(), "读取附件")?;
        let mut ledgers: Vec<(u8, Ledger)> = Vec::new();
        for Evidence { number, print } in &wanted {
            let ledger = &print.query.ledger;
            if !ledgers.iter().any(|(_, known)| known == ledger) {
                ledgers.push((*number, *ledger));
            }
        }
        facts.attach(book, job, &ledgers)?;
    }
    for (place, Evidence { number, print }) in wanted.iter().enumerate() {
        let title = print.form.title();
        go_on(place, wanted.len(), &title)?;
        let gathered =
            if print.form.heeds == Heeds::Record { forms::gather_each(book, print)? } else { Some(forms::gather(book, print)?) };
        if let Some(Gathered { content, rows }) = gathered.filter(|gathered| gathered.rows > 0) {
            let (ledger, form) = (print.query.ledger, print.form.code);
            papers.entry(*number).or_default().push(Paper { ledger, form, title, rows, content });
        }
    }
    Ok((facts, papers))
}

/// A paper of an article.
struct Evidence {
    number: u8,
    print: PrintJob,
}

/// The papers of the articles that are for the organisation, each once.
fn wanted(book: &Book, job: &PackJob, judged: &Judged, catalogue: &[Printable]) -> Result<Vec<Evidence>> {
    let mut wanted: Vec<Evidence> = Vec::new();
    for article in judged.articles.iter().filter(|article| article.state != State::NotApplicable) {
        for paper in &article.papers {
            let ledger = book.registry().named(&paper.ledger)?;
            let code = if paper.form.is_empty() { forms::LIST } else { &paper.form };
            let form = catalogue.iter().find(|form| form.owner == forms::Owner::Ledger(ledger) && form.code == code);
            let Some(form) = form else { continue };
            let there = wanted.iter().any(|Evidence { print, .. }| print.query.ledger == ledger && print.form.code == form.code);
            if !there && !job.without.contains(&ledger) {
                let mut print = job.print(*form, ledger);
                print.query.filters.extend(paper.having.iter().cloned());
                wanted.push(Evidence { number: article.number, print });
            }
        }
    }
    Ok(wanted)
}

/// Lays all of it out and binds it.
fn bound(
    job: &PackJob,
    facts: &Facts,
    papers: &BTreeMap<u8, Vec<Paper>>,
    progress: &dyn Fn(usize, usize, &str) -> bool,
) -> Result<Pack> {
    let all: usize = papers.values().map(Vec::len).sum();
    let mut laid: BTreeMap<u8, Vec<Document>> = BTreeMap::new();
    let (mut done, mut pages) = (0, 0);
    for (number, of) in papers {
        for paper in of {
            if !progress(done, all, &format!("排版：{}", paper.title)) {
                return Err(Error::Cancelled);
            }
            let document = paper.content.lay_out();
            pages += document.pages.len();
            if pages > MOST_PAGES {
                return Err(too_long(papers));
            }
            laid.entry(*number).or_default().push(document);
            done += 1;
        }
    }
    let appendix = parts::appendix(job, facts);
    pages += appendix.as_ref().map_or(0, |document| document.pages.len());
    if pages > MOST_PAGES {
        return Err(too_long(papers));
    }
    let said = facts.cover(job, "");
    let mask = facts.mask();
    let binder = Binder { title: TITLE, organisation: &facts.organisation, on: job.to, lines: &said, foot: "", mask };
    let mut refs = Refs::default();
    let (mut bound, mut settled) = (Vec::new(), false);
    for _ in 0..MOST_ROUNDS {
        bound = parts::compose(job, facts, (papers, &laid, appendix.as_ref()), &refs);
        let found = Refs::of(&bound, &binder::places(&binder, bound.iter().map(|part| &part.document)));
        settled = found == refs;
        if settled {
            break;
        }
        refs = found;
    }
    if !settled {
        return Err(Error::Bug("迎检包的页码没有排定".to_owned()));
    }
    let number = number(job, facts, &bound)?;
    let lines = facts.cover(job, &number);
    let foot = format!("迎检包编号 {number}");
    let binder = Binder { lines: &lines, foot: &foot, ..binder };
    let documents: Vec<Document> = bound.into_iter().map(|part| part.document).collect();
    let places = binder::places(&binder, documents.iter());
    if places.pages > MOST_PAGES {
        return Err(too_long(papers));
    }
    let parts = documents.iter().map(|document| document.title.clone()).zip(places.parts).collect();
    let document = binder::bind(&binder, documents);
    let rows = papers.values().flatten().map(|paper| paper.rows).sum();
    let ledgers = folder::ledgers(papers.values().flatten().map(|paper| paper.ledger));
    let (judged, head, pieces, counts) = (facts.judged.clone(), facts.head.clone(), facts.pieces.clone(), facts.counts.clone());
    Ok(Pack { document, number, rows, parts, judged, head, ledgers, pieces, counts })
}

const TITLE: &str = "疫情防控迎检资料";

fn too_long(papers: &BTreeMap<u8, Vec<Paper>>) -> Error {
    let mut largest: Vec<&Paper> = papers.values().flatten().collect();
    largest.sort_by_key(|paper| std::cmp::Reverse(paper.rows));
    let told: Vec<String> = largest.iter().take(3).map(|paper| format!("{} {} 条", paper.title, paper.rows)).collect();
    let message = format!(
        "超过 {MOST_PAGES} 页，没有生成。最大的是：{}。请缩短期间、按月分开做，不选这些台账，或只做目录版。",
        told.join("、")
    );
    Error::invalid("from", "range", "", message)
}

/// The number of a pack: of what was asked, the head, and everything on its pages but the number itself.
fn number(job: &PackJob, facts: &Facts, parts: &[parts::Part]) -> Result<String> {
    let mut hash = Hash::default();
    hash.update(job.said().as_bytes());
    hash.update(facts.head.as_bytes());
    for part in parts {
        serde_json::to_writer(&mut hash, &part.document).map_err(|error| Error::Bug(error.to_string()))?;
    }
    Ok(hash.finish().1.chars().take(8).collect())
}

/// What packs are frozen as.
pub const KIND: &str = frozen::PACK;

/// Freezes `pack` as the bytes of its file, so that it can be given out again as it was.
///
/// # Errors
/// As [`Book::freeze`].
pub fn freeze(book: &mut Book, job: &PackJob, pack: &Pack, bytes: &[u8]) -> Result<Frozen> {
    let without: Vec<&str> = job.without.iter().map(|ledger| ledger.name()).collect();
    let asked = json!({
        "from": job.from.to_string(), "to": job.to.to_string(), "on": job.on.to_string(),
        "extent": if job.extent == Extent::Full { "full" } else { "summary" }, "without": without,
        "masked": job.whole().is_none(),
        "names_masked": job.names().is_some(),
        "attachments": job.attachments,
    });
    let summary = compare::summary(pack);
    book.freeze(&Freezing {
        kind: KIND,
        number: &pack.number,
        job: asked,
        summary,
        pages: pack.document.pages.len(),
        head: &pack.head,
        recipient: job.whole().map_or("", Whole::recipient),
        bytes,
    })
}

/// Whether a pack that was kept shows whole values: then it is given out again only with purpose and recipient.
pub fn shows_whole(kept: &Frozen) -> bool {
    kept.job["masked"] != true
}

/// The ledger the pages are of that are of no ledger.
const fn own() -> Ledger {
    Ledger(&ORGANISATION)
}
