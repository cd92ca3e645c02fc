//! The command line: reads arguments, runs one subcommand, turns its outcome into an exit status.
//!
//! 0: clean. 1: finished, but some reports could not be read. 2: stopped.

mod cmd;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = cmd::Cli::parse();
    match cmd::run(cli) {
        Ok(cmd::Status::Clean) => ExitCode::SUCCESS,
        Ok(cmd::Status::SomeUnread) => ExitCode::from(1),
        Err(error) => {
            cmd::message::stopped(&error);
            ExitCode::from(2)
        }
    }
}
