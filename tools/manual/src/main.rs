//! Writes the user's manual as PDF beside its text.

use std::process::ExitCode;
use taizhang_manual::{Fault, made, pdf_file};

fn main() -> ExitCode {
    match written() {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("the manual cannot be made: {fault}");
            ExitCode::FAILURE
        }
    }
}

fn written() -> Result<(), Fault> {
    Ok(std::fs::write(pdf_file(), made()?)?)
}
