//! The command line: the only place that reads arguments, prints, or knows a terminal.

mod alike;
mod backtest;
mod calibrate;
mod check;
mod compare;
mod experiment;
mod explain;
mod failure;
mod fit;
mod fitting;
mod grid;
mod init;
mod interrupt;
mod machine;
mod merge;
mod optimize;
mod options;
mod profile;
mod progress;
mod publish;
mod report;
mod resolved;
mod run;
mod schema;
mod seal;
mod sensitivity;
mod shell;
mod split;
mod sweep;
mod target;
mod terminal;
mod validate;
mod vary;
mod words;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use std::process::ExitCode;

use failure::Failure;
use options::Voice;
use terminal::Terminal;

/// Simulates the backlog of a court system, case by case and hearing by hearing, and answers
/// what-if questions about policies with honest intervals.
#[derive(Debug, Parser)]
#[command(
    name = "docketsim",
    version,
    propagate_version = true,
    max_term_width = 100
)]
#[command(
    after_help = "Example:\n  docketsim run scenarios/mpp-calexico.toml\n\n\
    Exit codes: 0 done, 1 a run failed, 2 bad input or arguments, 130 interrupted."
)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Check(check::Check),
    Run(run::Run),
    Compare(compare::Compare),
    Sweep(sweep::Sweep),
    Sensitivity(sensitivity::Sensitivity),
    Optimize(optimize::Optimize),
    Calibrate(calibrate::Calibrate),
    Backtest(backtest::Backtest),
    Validate(validate::Validate),
    Report(report::Report),
    Merge(merge::Merge),
    Explain(explain::Explain),
    Init(init::Init),
    Schema(schema::SchemaCommand),
    Completions(shell::Completions),
    Man(shell::Man),
}

/// The command line, with help that says what holds for each command.
fn command() -> clap::Command {
    Cli::command().mut_subcommands(|command| match command.get_name() {
        "compare" => compare::Compare::defaults(command),
        "optimize" => optimize::Optimize::defaults(command),
        "sensitivity" => sensitivity::Sensitivity::defaults(command),
        "validate" => validate::Validate::defaults(command),
        _ => command,
    })
}

/// Parses the arguments, runs the command and reports what went wrong.
pub fn main() -> ExitCode {
    let parsed = command().try_get_matches();
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(message) => return spoken(&message),
    };
    let Voice { quiet, verbose } = cli.command.voice();
    let terminal = Terminal::new(quiet, verbose);
    let outcome = match cli.command {
        Command::Check(check) => check.run(&terminal),
        Command::Run(run) => run.run(&terminal),
        Command::Compare(compare) => compare.run(&terminal),
        Command::Sweep(sweep) => sweep.run(&terminal),
        Command::Sensitivity(sensitivity) => sensitivity.run(&terminal),
        Command::Optimize(optimize) => optimize.run(&terminal),
        Command::Calibrate(calibrate) => calibrate.run(&terminal),
        Command::Backtest(backtest) => backtest.run(&terminal),
        Command::Validate(validate) => validate.run(&terminal),
        Command::Report(report) => report.run(&terminal),
        Command::Merge(merge) => merge.run(&terminal),
        Command::Explain(explain) => explain.run(&terminal),
        Command::Init(init) => init.run(&terminal),
        Command::Schema(schema) => schema.run(&terminal),
        Command::Completions(completions) => completions.run(&terminal, command()),
        Command::Man(man) => man.run(&terminal, command()),
    };
    ended(&terminal, outcome.and_then(|()| terminal.printed()))
}

/// Prints help, the version, or what is wrong with the arguments.
fn spoken(message: &clap::Error) -> ExitCode {
    let terminal = Terminal::new(false, false);
    let printed = message.print();
    if message.use_stderr() {
        return ExitCode::from(2);
    }
    terminal.note(printed);
    ended(&terminal, terminal.printed())
}

/// Says why a command failed, and gives its exit code.
fn ended(terminal: &Terminal, outcome: Result<(), Failure>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.fail(&failure);
            failure.code()
        }
    }
}

impl Command {
    /// How much the command says.
    fn voice(&self) -> Voice {
        match self {
            Command::Check(check) => Voice {
                quiet: check.quiet,
                verbose: check.verbose,
            },
            Command::Run(run) => run.options.manner.voice,
            Command::Compare(compare) => compare.options.manner.voice,
            Command::Sweep(sweep) => sweep.around.manner.voice,
            Command::Sensitivity(sensitivity) => sensitivity.around.manner.voice,
            Command::Optimize(optimize) => optimize.around.manner.voice,
            Command::Calibrate(calibrate) => calibrate.options.manner.voice,
            Command::Backtest(backtest) => backtest.options.manner.voice,
            Command::Validate(validate) => validate.options.manner.voice,
            Command::Report(report) => Voice {
                quiet: report.quiet,
                verbose: report.verbose,
            },
            Command::Merge(merge) => merge.manner.voice,
            _ => Voice::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_command_line_is_consistent() {
        super::command().debug_assert();
    }
}
