//! Steps of a chore: commands whose output is kept back until one fails.

use std::io::Write;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};

/// Prints `name ... 1.2 s` around some work.
///
/// # Errors
/// What the work gives.
pub(crate) fn timed<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    print!("{name:<24} ");
    std::io::stdout().flush()?;
    let started = Instant::now();
    let result = work();
    let took = started.elapsed().as_secs_f64();
    println!("{} {took:7.1} s", if result.is_ok() { "ok    " } else { "FAILED" });
    result
}

/// Runs a command and gives its standard output; when it fails, the error holds what it printed and how to run it again.
///
/// # Errors
/// When it cannot be started, or ends with another status than 0.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let shown = shown(command);
    let output = command.output().with_context(|| format!("cannot run `{shown}`"))?;
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{printed}{complaint}\nto run it again: {shown}");
    }
    Ok(printed)
}

/// `cargo` as it was called.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A command as one types it.
fn shown(command: &Command) -> String {
    let variables = command
        .get_envs()
        .filter_map(|(name, value)| Some(format!("{}='{}'", name.to_string_lossy(), value?.to_string_lossy())));
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy();
    let arguments = command.get_args().map(|argument| {
        let argument = argument.to_string_lossy();
        if argument.contains([' ', '(', '\'']) { format!("\"{argument}\"") } else { argument.into_owned() }
    });
    variables.chain([program.into_owned()]).chain(arguments).collect::<Vec<_>>().join(" ")
}
