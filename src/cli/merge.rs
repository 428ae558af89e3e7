//! `merge`: the parts of an experiment joined into the whole.

use clap::Args;
use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::options::{Formats, Manner, Sink, overwrite, together};
use super::publish::{Told, certain_files, panels_file, resolved_file, write};
use super::seal::{Sealed, digest};
use super::terminal::Terminal;
use crate::experiment::{Experiment, Shard, Shelf, join, layout, read_panels};
use crate::report::describe;
use crate::report::export::read_manifest;
use crate::report::manifest::Manifest;
use crate::report::{Asked, Saved, check_same};
use crate::scenario::{Scenario, load};

/// Joins the parts of an experiment that `--shard` ran into what one machine would have given.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  docketsim run scenarios/mpp-calexico.toml --shard 1/2 -o out/part-1\n  \
    docketsim run scenarios/mpp-calexico.toml --shard 2/2 -o out/part-2\n  \
    docketsim merge out/part-1 out/part-2 -o out/mpp-calexico"
)]
pub struct Merge {
    /// Folders of all the parts
    #[arg(required = true, value_name = "DIR")]
    dirs: Vec<PathBuf>,
    /// Folder for the results [default: out/ and the names of the scenarios]
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    formats: Formats,
    #[command(flatten)]
    pub manner: Manner,
}

/// A folder that `--shard` wrote.
struct Part {
    dir: PathBuf,
    manifest: Manifest,
}

impl Merge {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let mut parts = Vec::new();
        let mut unread = Vec::new();
        for dir in &self.dirs {
            match read_manifest(dir) {
                Ok(manifest) => parts.push(Part {
                    dir: dir.clone(),
                    manifest,
                }),
                Err(error) => unread.push(error.to_string()),
            }
        }
        if !unread.is_empty() {
            return Err(Failure::Argument(unread.join("\n")));
        }
        fit_together(&parts).map_err(|faults| Failure::Argument(faults.join("\n")))?;
        let manifest = whole(&parts);
        let names = together(&manifest.scenario_names());
        let sink = Sink {
            target: self.output.unwrap_or_else(|| Path::new("out").join(names)),
            formats: &self.formats.format,
            overwrite: overwrite(self.manner.force),
        };
        apart(&sink.target, &parts)?;
        let names = manifest.scenario_names();
        sink.check(&names, &certain_files(manifest.kind, &names, &sink))?;
        let asked: Vec<Asked> = manifest.scenarios.iter().map(Asked::of).collect();
        check_same(&sink.target, &asked, sink.overwrite)?;
        terminal.say(&format!("Joining {} parts", parts.len()));
        parts.iter().try_for_each(unchanged)?;
        let scenarios = scenarios(terminal, &parts[0])?;
        let mut experiments = Vec::new();
        for scenario in &scenarios {
            experiments.push((scenario, joined(&parts, scenario)?));
        }
        let files = resolved(&parts[0])?;
        // What is assumed stands in every part, with the places where it was written.
        let log = Saved::read(&parts[0].dir)?.assumptions;
        write(
            terminal,
            &sink,
            manifest,
            &experiments,
            Told {
                assumptions: log,
                ..Told::default()
            },
            files,
        )
    }
}

/// Refuses to write the whole over one of its parts.
fn apart(target: &Path, parts: &[Part]) -> Result<(), Failure> {
    let real = |dir: &Path| fs::canonicalize(dir).ok();
    let Some(whole) = real(target) else {
        return Ok(());
    };
    match parts
        .iter()
        .find(|part| real(&part.dir).as_ref() == Some(&whole))
    {
        Some(part) => Err(Failure::Argument(format!(
            "{} is one of the parts, and the whole would replace it; give another directory with -o",
            part.dir.display()
        ))),
        None => Ok(()),
    }
}

/// The part that a manifest is of, if there is such a one.
fn shard(manifest: &Manifest) -> Option<Shard> {
    let told = manifest.shard?;
    Shard::new(told.index, told.of)
}

/// Whether the folders are all the parts of one experiment; else all that speaks against it.
fn fit_together(parts: &[Part]) -> Result<(), Vec<String>> {
    let first = &parts[0].manifest;
    let mut faults = Vec::new();
    let of = shard(first).map_or(1, |shard| shard.of);
    let mut found = vec![None; of as usize];
    for Part { dir, manifest } in parts {
        let dir = dir.display();
        if let (Some(told), None) = (manifest.shard, shard(manifest)) {
            let (index, of) = (told.index, told.of);
            faults.push(format!("{dir}: there is no part {index}/{of}"));
            continue;
        }
        let Some(shard) = shard(manifest) else {
            faults.push(format!(
                "{dir} is no part of an experiment: it was run without --shard"
            ));
            continue;
        };
        let hashes = |m: &Manifest| -> Vec<String> {
            m.scenarios.iter().map(|s| s.content_hash.clone()).collect()
        };
        let differs = [
            ("the command", manifest.kind != first.kind),
            ("the scenarios", hashes(manifest) != hashes(first)),
            ("the program version", manifest.version != first.version),
            ("the seed", manifest.seed != first.seed),
            (
                "the number of replications",
                manifest.replications_requested != first.replications_requested,
            ),
            ("--detail", manifest.detail != first.detail),
            ("the number of parts", shard.of != of),
        ];
        for (what, _) in differs.iter().filter(|(_, differs)| *differs) {
            faults.push(format!(
                "{dir}: {what} differs from {}",
                parts[0].dir.display()
            ));
        }
        if manifest.interrupted {
            faults.push(format!("{dir} was interrupted: run this part again"));
        }
        if let Some(place) = found.get_mut(shard.index as usize - 1)
            && let Some(other) = place.replace(dir.to_string())
        {
            faults.push(format!(
                "{dir} and {other} are the same part, {}/{of}",
                shard.index
            ));
        }
    }
    let missing = (1..).zip(&found).filter(|(_, found)| found.is_none());
    let missing: Vec<String> = missing.map(|(i, _)| format!("{i}/{of}")).collect();
    if faults.is_empty() && !missing.is_empty() {
        faults.push(format!("parts are missing: {}", missing.join(", ")));
    }
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults)
    }
}

/// The manifest of the whole: that of the first part, with the work of all of them.
fn whole(parts: &[Part]) -> Manifest {
    let all = || parts.iter().map(|part| &part.manifest);
    let mut manifest = parts[0].manifest.clone();
    manifest.command_line = std::env::args().collect();
    if let Some(program) = manifest.command_line.first_mut() {
        "docketsim".clone_into(program);
    }
    manifest.shard = None;
    for scenario in &mut manifest.scenarios {
        scenario.resolved_hash.clear();
        scenario.panels_hash.clear();
        scenario.origin.clear();
    }
    manifest.replications_done = all().map(|m| m.replications_done).sum();
    manifest.threads = all().map(|m| m.threads).sum();
    manifest.events = all().map(|m| m.events).sum();
    manifest.wall_seconds = all().map(|m| m.wall_seconds).fold(0.0, f64::max);
    manifest.events_per_second = manifest.events as f64 / manifest.wall_seconds;
    manifest.warnings = describe::warnings(&manifest);
    // What is to be said of the numbers of a part does not hold for the whole.
    for part in all() {
        let own = describe::warnings(part);
        for warning in part.warnings.iter().filter(|w| !own.contains(w)) {
            if !manifest.warnings.contains(warning) {
                manifest.warnings.push(warning.clone());
            }
        }
    }
    manifest
}

/// The files of the scenarios as they were run, where each value still says where it came from.
fn resolved(part: &Part) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let names = part.manifest.scenario_names().into_iter();
    let read = |name: &str| {
        let file = resolved_file(part.manifest.kind, name);
        Ok((file.clone(), read(&part.dir.join(file))?))
    };
    names.map(read).collect()
}

/// Refuses a part whose scenarios were changed after the run: its numbers are of others.
fn unchanged(part: &Part) -> Result<(), Failure> {
    let files = resolved(part)?;
    let mut both = part.manifest.scenarios.iter().zip(&files);
    match both.find(|(info, (_, bytes))| info.resolved_hash != digest(bytes)) {
        Some((_, (file, _))) => Err(Failure::Argument(format!(
            "{} was changed after the run: run this part again",
            part.dir.join(file).display()
        ))),
        None => Ok(()),
    }
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| Failure::Argument(format!("{}: {error}", file.display())))
}

/// The scenarios as they were run.
fn scenarios(terminal: &Terminal, part: &Part) -> Result<Vec<Scenario>, Failure> {
    let mut scenarios = Vec::new();
    for name in part.manifest.scenario_names() {
        let file = part.dir.join(resolved_file(part.manifest.kind, name));
        let loaded = load(&file, &[]).map_err(|faults| Failure::Input(vec![faults]))?;
        terminal.diagnose(&loaded.warnings, &loaded.sources);
        scenarios.push(loaded.scenario);
    }
    Ok(scenarios)
}

/// The replications of all parts, in order.
fn joined(parts: &[Part], scenario: &Scenario) -> Result<Experiment, Failure> {
    let layout = layout(scenario, parts[0].manifest.detail);
    let (mut found, shelf) = (Vec::new(), Shelf::default());
    for part in parts {
        let file = part.dir.join(panels_file(&scenario.name));
        let wrong = |why: String| Failure::Argument(format!("{}: {why}", file.display()));
        let open = File::open(&file).map_err(|error| wrong(error.to_string()))?;
        let mut sealed = Sealed::new(open);
        let read = read_panels(&mut sealed, &layout, &shelf).map_err(wrong)?;
        let all = part.manifest.replications_requested;
        if !shard(&part.manifest).is_some_and(|own| own.is_made_of(&read, all)) {
            return Err(wrong(
                "it does not hold the replications of this part: run it again".to_owned(),
            ));
        }
        let mut infos = part.manifest.scenarios.iter();
        let info = infos.find(|info| info.name == scenario.name);
        if info.is_none_or(|info| info.panels_hash != sealed.digest()) {
            // Any eight bytes are a number: nothing else tells them from those of the run.
            return Err(wrong(
                "it was changed or damaged after the run: run this part again".to_owned(),
            ));
        }
        found.push(read);
    }
    Ok(join(layout, found))
}
