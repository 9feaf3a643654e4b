//! `taizhang-cli`: the ledgers without a window. Takes the command line apart, lets the core do the work, prints.
// A place inside a character is a panic: text is cut by `get`, `chars` or `split_at_checked`.
#![cfg_attr(not(test), warn(clippy::string_slice))]

mod acting;
mod arguments;
mod attaching;
mod changing;
mod erasing;
mod exchanging;
mod failure;
mod keeping;
mod merging;
mod output;
mod packing;
mod reading;
mod rectifying;
mod reporting;
mod secrets;
mod standing;
mod starting;
mod stats;
mod telling;

use arguments::{Parsed, Verb};
use failure::Result;
use output::Said;
use std::process::ExitCode;

fn main() -> ExitCode {
    let given: Vec<_> = std::env::args_os().collect();
    let (json, result) = match arguments::parse(&given) {
        Parsed::Run(command) => (command.json, run(command.verb)),
        Parsed::Help(text) => (false, Ok(Said { json: String::new(), lines: text })),
        Parsed::Wrong { failure, json } => (json, Err(failure)),
    };
    ExitCode::from(output::finish(result, json))
}

fn run(verb: Verb) -> Result<Said> {
    match verb {
        Verb::New(options) => starting::new(&options),
        Verb::Sample(options) => starting::sample(&options),
        Verb::Ledgers => telling::ledgers(),
        Verb::List(options) => reading::list(&options),
        Verb::Add(options) => changing::add(&options),
        Verb::Change(options) => changing::change(&options),
        Verb::Void(options) => changing::void(&options),
        Verb::Unvoid(options) => changing::unvoid(&options),
        Verb::Act(options) => acting::act(&options),
        Verb::Merge(options) => merging::merge(&options),
        Verb::Undo(options) => changing::undo(&options),
        Verb::Redo(options) => changing::redo(&options),
        Verb::Attach(options) => attaching::attach(&options),
        Verb::Detach(options) => attaching::detach(&options),
        Verb::Extract(options) => attaching::extract(&options),
        Verb::Erase(options) => erasing::erase(&options),
        Verb::History(options) => telling::history(&options),
        Verb::Import(options) => exchanging::import(&options),
        Verb::Export(options) => exchanging::export(&options),
        Verb::Status(options) => standing::status(&options),
        Verb::Rectify(options) => rectifying::rectify(&options),
        Verb::Stats(options) => stats::stats(&options),
        Verb::Report(options) => reporting::report(&options),
        Verb::Package(options) => reporting::package(&options),
        Verb::Print(options) => reading::print(&options),
        Verb::Pack(options) => packing::folder(&options),
        Verb::Compare(options) => packing::compare(&options),
        Verb::Retire(options) => packing::retire(&options),
        Verb::Backup(options) => keeping::backup(&options),
        Verb::Restore(options) => keeping::restore(&options),
        Verb::Check(options) => keeping::check(&options),
        Verb::Clock(options) => keeping::clock(&options),
        Verb::Rekey(options) => keeping::rekey(&options),
        Verb::Recover(options) => keeping::recover(&options),
    }
}
