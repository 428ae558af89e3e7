//! `init`: a commented scenario to start from.

use clap::{Args, ValueEnum};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::terminal::Terminal;
use crate::report::{command_line, said};
use crate::scenario::{Memory, load_from};

/// Writes a commented scenario to start from: it passes `check` and runs in a second.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  docketsim init my-courts.toml --kind courts")]
pub struct Init {
    /// The file to write
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it holds
    #[arg(long, value_enum, default_value_t = Template::Blank)]
    kind: Template,
    /// Replaces a file that is there already
    #[arg(long)]
    force: bool,
}

/// A scenario to start from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// The least that can be simulated: one court, one docket
    Blank,
    /// Two courts and dockets, hiring, absence, uncertain numbers, and how to compare a policy
    Courts,
}

impl Template {
    fn text(self) -> &'static str {
        match self {
            Template::Blank => include_str!("blank.toml"),
            Template::Courts => include_str!("courts.toml"),
        }
    }

    /// The template as a file of this path.
    fn filled(self, file: &Path) -> String {
        let stem = file
            .file_stem()
            .map(|s| s.to_string_lossy())
            .unwrap_or_default();
        let file_name = file
            .file_name()
            .map(|s| s.to_string_lossy())
            .unwrap_or_default();
        let name = id(&stem);
        // They stand in comments and strings of the template.
        let plain =
            |text: &str| text.replace(|c: char| c == '"' || c == '\\' || c.is_control(), "-");
        self.text()
            .replace("@FILE_NAME@", &plain(&file_name))
            .replace("@FILE@", &argument(file))
            .replace("@TITLE@", &title(&name))
            .replace("@NAME@", &name)
    }
}

impl Init {
    pub fn run(self, terminal: &Terminal) -> Result<(), Failure> {
        let shown = self.file.display().to_string();
        if self.file.file_name().is_none() {
            return Err(Failure::Argument(format!("`{shown}` names no file")));
        }
        let text = self.kind.filled(&self.file);
        // A template that no longer loads must not reach a user.
        let files = Memory::of([("new.toml", text.as_str())]);
        load_from(&files, Path::new("new.toml"), &[]).map_err(|f| Failure::Input(vec![f]))?;
        let place = self.place()?;
        self.write(&place, &text).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::Argument(format!(
                "{shown} exists already; give another name, or replace it with --force"
            )),
            ErrorKind::NotFound => Failure::Argument(format!(
                "cannot write {shown}: there is no such folder; make it first, or give another path"
            )),
            _ => Failure::Argument(format!("cannot write {shown}: {}", said(&error))),
        })?;
        terminal.say(&format!("wrote {shown}"));
        let quoted = command_line(&[shown]);
        terminal.say(&format!(
            "next: docketsim check {quoted}, then docketsim run {quoted}"
        ));
        Ok(())
    }

    /// Where the file comes: through links to the file behind them.
    fn place(&self) -> Result<PathBuf, Failure> {
        if self.file.symlink_metadata().is_err() {
            return Ok(self.file.clone());
        }
        let real = std::fs::canonicalize(&self.file);
        // Devices, pipes and folders are none of our business, whatever the rights.
        real.ok().filter(|real| real.is_file()).ok_or_else(|| {
            Failure::Argument(format!(
                "{} is there already, and no file that could be replaced; give another name",
                self.file.display()
            ))
        })
    }

    fn write(&self, place: &Path, text: &str) -> std::io::Result<()> {
        let folder = match place.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // Written beside, then put in place: a full disk leaves no half of a file.
        let mut beside = tempfile::NamedTempFile::new_in(folder)?;
        beside.write_all(text.as_bytes())?;
        readable(beside.path())?;
        let done = if self.force {
            beside.persist(place)
        } else {
            beside.persist_noclobber(place)
        };
        done.map(|_| ()).map_err(|error| error.error)
    }
}

/// A file as an argument of a command in a comment, which a control character would break.
fn argument(file: &Path) -> String {
    let shown = file.to_string_lossy().replace(char::is_control, "-");
    command_line(&[shown])
}

/// Lets others read the file, as with any other new file: temporary ones are private.
#[cfg(unix)]
fn readable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &Path) -> std::io::Result<()> {
    Ok(())
}

/// A scenario name from the name of a file.
fn id(stem: &str) -> String {
    let kept = |c: char| {
        let c = c.to_ascii_lowercase();
        if c.is_ascii_lowercase() || c.is_ascii_digit() {
            c
        } else {
            '-'
        }
    };
    let id: String = stem.chars().map(kept).collect();
    let parts: Vec<&str> = id.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        "my-scenario".to_owned()
    } else {
        parts.join("-").chars().take(100).collect()
    }
}

/// A title from a scenario name.
fn title(name: &str) -> String {
    let words = name.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + letters.as_str()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_in_the_comments_are_quoted_for_a_shell() {
        for kind in [Template::Blank, Template::Courts] {
            let text = kind.filled(Path::new("Weird Name é.toml"));
            assert!(text.contains("run 'Weird Name é.toml' "), "{text}");
            assert!(
                kind.filled(Path::new("x/my.toml"))
                    .contains("run x/my.toml ")
            );
        }
    }

    #[test]
    fn a_file_of_any_name_becomes_a_scenario_that_loads() {
        for file in [
            "My Courts 2.toml",
            "é.toml",
            "..toml",
            "a\"b\\c.toml",
            "x/y.z.toml",
        ] {
            for kind in [Template::Blank, Template::Courts] {
                let text = kind.filled(Path::new(file));
                assert!(!text.contains('@'), "{file}");
                let files = Memory::of([("new.toml", text.as_str())]);
                let loaded = load_from(&files, Path::new("new.toml"), &[]);
                let loaded = loaded.unwrap_or_else(|faults| panic!("{file}: {faults}"));
                assert!(loaded.warnings.is_empty(), "{file}: {:?}", loaded.warnings);
            }
        }
    }
}
