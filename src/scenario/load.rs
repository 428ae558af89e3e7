//! From a path to a scenario, or to everything that is wrong.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path as FilePath;

use super::assemble::assemble;
use super::build::Builder;
use super::document::{Document, Number};
use super::instead::Instead;
use super::library::{Disk, Files, Library};
use super::merge::{self, Chain, Merger};
use super::node::Node;
use super::parameter::ParameterInfo;
use super::semantics::Checker;
use super::sets::{self, Missed};
use super::structure::Walker;
use super::{Scenario, shape};
use crate::diagnostic::{Code, Diagnostic, FileId, Severity, Sources};

/// A scenario with what is odd about it.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// Warnings.
    pub warnings: Vec<Diagnostic>,
    /// The texts that warnings point into.
    pub sources: Sources,
}

/// Everything that is wrong with a scenario.
#[derive(Clone, Debug)]
pub struct Faults {
    /// The faults, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
    /// The texts that they point into.
    pub sources: Sources,
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.diagnostics {
            writeln!(f, "{}", diagnostic.render(&self.sources, false))?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

/// Loads a scenario file with settings (`KEY=VALUE`).
///
/// # Errors
/// Everything that is wrong, in one go.
pub fn load(path: &FilePath, sets: &[String]) -> Result<Loaded, Faults> {
    load_from(&Disk, path, sets)
}

/// The same, with what options say in place of the scenario.
///
/// # Errors
/// Everything that is wrong, in one go.
pub fn load_instead(
    path: &FilePath,
    sets: &[String],
    instead: Instead<'_>,
) -> Result<Loaded, Faults> {
    load_all(&Disk, path, sets, instead, None)
}

/// Loads a scenario that is one of several which the same settings are for: those of entries that it
/// does not have are left out, and returned, unless the scenario could not be read as a whole.
pub fn load_among(
    files: &dyn Files,
    path: &FilePath,
    sets: &[String],
) -> (Result<Loaded, Faults>, Option<Vec<Missed>>) {
    let mut missed = None;
    let loaded = load_all(files, path, sets, Instead::default(), Some(&mut missed));
    (loaded, missed)
}

/// Loads a scenario from files in any place.
///
/// # Errors
/// Everything that is wrong, in one go.
pub fn load_from(files: &dyn Files, path: &FilePath, sets: &[String]) -> Result<Loaded, Faults> {
    load_all(files, path, sets, Instead::default(), None)
}

fn load_all(
    files: &dyn Files,
    path: &FilePath,
    sets: &[String],
    instead: Instead<'_>,
    missed: Option<&mut Option<Vec<Missed>>>,
) -> Result<Loaded, Faults> {
    let mut library = Library::new(files);
    let (scenario, mut faults) = match scenario(path, sets, instead, missed, &mut library) {
        Ok((scenario, warnings)) => (Some(scenario), warnings),
        Err(faults) => (None, faults),
    };
    let sources = library.sources;
    faults.iter_mut().for_each(|fault| fault.locate(&sources));
    faults.sort_by_key(|fault| fault.labels.first().map(|label| label.origin));
    faults.dedup();
    match scenario {
        Some(scenario) => Ok(Loaded {
            scenario,
            warnings: faults,
            sources,
        }),
        None => Err(Faults {
            diagnostics: faults,
            sources,
        }),
    }
}

type Outcome = Result<(Scenario, Vec<Diagnostic>), Vec<Diagnostic>>;

fn scenario(
    path: &FilePath,
    settings: &[String],
    instead: Instead<'_>,
    missed: Option<&mut Option<Vec<Missed>>>,
    library: &mut Library<'_>,
) -> Outcome {
    let format = shape::format();
    let Chain {
        documents,
        faults: unread,
        whole,
    } = merge::chain(path, library);
    if documents.is_empty() {
        return Err(unread);
    }
    let mut merger = Merger { faults: Vec::new() };
    let mut root = merger.document(documents, &format.root);
    let mut faults = merger.faults;
    let folder = path.parent().unwrap_or(FilePath::new(""));
    let given = (sets::NAME, settings);
    let unset = sets::apply(&mut root, given, folder, library, &format.root);
    faults.extend(unset.faults);
    // Where nothing was set, nothing was read from the settings either.
    let set = unset.missed.len() < settings.len();
    match missed.filter(|_| whole) {
        Some(missed) => *missed = Some(unset.missed),
        None => faults.extend(unset.missed.iter().filter_map(|one| Missed::fault([one]))),
    }
    let varied = sets::apply(&mut root, instead.varied, folder, library, &format.root);
    faults.extend(varied.faults);
    faults.extend(varied.missed.iter().filter_map(|one| Missed::fault([one])));
    faults.extend(instead.replace(&mut root, library));

    let mut walker = Walker::new(&root, format, library);
    let tree = walker.document();
    let Walker {
        faults: found,
        replaced,
        numbers,
        used,
        ..
    } = walker;
    faults.extend(found);
    if !whole {
        // Of what is missing here nobody knows whether it was written.
        faults.retain(|fault| !needs_all(fault.code));
        faults.extend(unread);
        return Err(faults);
    }
    let parameters = root.get("parameters").and_then(Node::as_table);
    // What could not be read may be what refers to a parameter.
    let judged = parameters.filter(|_| unread.is_empty());
    for entry in judged.into_iter().flat_map(|table| &table.entries) {
        // What a file inherits and has no use for is none of its faults.
        if !used.contains(&entry.key) && entry.origin.file == FileId(0) {
            let message = format!("nothing refers to parameter `{}`", entry.key);
            faults.push(Diagnostic::warning(Code::UnusedParameter, message).at(entry.origin, ""));
        }
    }
    faults.extend(unread);
    let document: Document = serde_json::from_value(tree.to_json()).map_err(|error| {
        let mut faults = std::mem::take(&mut faults);
        // Only a structure that was not repaired as it should be, or a gap in its check.
        if !faults.iter().any(|fault| fault.severity == Severity::Error) {
            faults.push(internal(&error));
        }
        faults
    })?;
    let values = central_values(&document, &numbers);
    let build = Builder::new(&document, &values, &[]);
    let (low, high) = (
        drawn_ends(&values, &numbers, |n| n.low),
        drawn_ends(&values, &numbers, |n| n.high),
    );
    let ends = [&low, &high].map(|ends| Builder::new(&document, ends, &[]));
    let mut checker = Checker::new(&document, build, ends, &tree, &replaced);
    checker.all();
    faults.extend(checker.faults);
    if faults.iter().any(|fault| fault.severity == Severity::Error) {
        return Err(faults);
    }
    let mut scenario = assemble(document, &tree, numbers, values, library);
    scenario.files.retain(|file| set || file != sets::NAME);
    Ok((scenario, faults))
}

/// Whether a rule is about what else stands in a scenario, or does not.
fn needs_all(code: Code) -> bool {
    matches!(
        code,
        // A text whose quotes are never closed takes all the rest of the file.
        Code::TextTooLong
        // Where a header is lost, that of the next table is taken as its rest, and a list seems to
        // be a table.
            | Code::WrongType
            | Code::MissingKey
            | Code::MisplacedKey
            | Code::WrongLength
            | Code::UnknownName
            | Code::UnknownParameter
            | Code::UnitMismatch
            | Code::NothingToRemove
    )
}

fn internal(error: &serde_json::Error) -> Diagnostic {
    let message = format!("a checked document could not be read: {error}");
    Diagnostic::error(Code::Internal, message).help("please report this with the scenario file")
}

/// Central values of named parameters and of numbers that may take others, by name. A parameter that
/// is faulty is none of the numbers: for the checks it has the harmless value that stands in for it.
fn central_values(document: &Document, numbers: &[ParameterInfo]) -> BTreeMap<String, f64> {
    let parameters = document.parameters.iter();
    let parameters = parameters.filter_map(|(name, number)| match number {
        Number::Value(value) => Some((name.clone(), *value)),
        Number::Table(table) => Some((name.clone(), table.value)),
        Number::Named(_) | Number::Scaled(_) => None,
    });
    let movable = numbers.iter().filter(|number| number.movable);
    parameters
        .chain(movable.map(|number| (number.name().to_owned(), number.value)))
        .collect()
}

/// The same, with one end of its range for each number that is drawn.
fn drawn_ends(
    central: &BTreeMap<String, f64>,
    numbers: &[ParameterInfo],
    end: impl Fn(&ParameterInfo) -> Option<f64>,
) -> BTreeMap<String, f64> {
    let mut values = central.clone();
    let drawn = numbers.iter().filter(|number| number.uncertain());
    values.extend(drawn.filter_map(|number| Some((number.name().to_owned(), end(number)?))));
    values
}
