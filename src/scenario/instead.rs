//! What options of a command say in place of the scenario.

use std::path::Path as FilePath;

use super::library::Library;
use super::node::{Node, Table, Value};
use crate::diagnostic::{Code, Diagnostic, Origin};

/// What options of a command say in place of the scenario; paths start where the command runs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Instead<'a> {
    /// CSV file with the published values of a fit's targets.
    pub data: Option<&'a FilePath>,
    /// CSV file with parameter vectors.
    pub draws: Option<&'a FilePath>,
    /// Last fiscal year that the fit may see.
    pub fit_until: Option<i32>,
    /// The option that varies numbers, and the settings of one point (`KEY=VALUE`).
    pub varied: (&'a str, &'a [String]),
}

impl Instead<'_> {
    /// Puts what options say in place of what the document says; a fault if one has no use.
    pub(super) fn replace(self, root: &mut Node, library: &mut Library<'_>) -> Option<Diagnostic> {
        let data = self.data;
        let fault = data.and_then(|data| replace_data(root, data, library));
        if let Some(draws) = self.draws {
            replace_draws(root, draws, library);
        }
        if let Some(year) = self.fit_until {
            replace_cut(root, year, library);
        }
        fault
    }
}

/// Names another CSV file in those targets of a fit that are read from one; a fault if none is.
fn replace_data(root: &mut Node, data: &FilePath, library: &mut Library<'_>) -> Option<Diagnostic> {
    let named = named("--data", &data.display().to_string(), library);
    // Without a history at all, that is the fault, and it is told elsewhere.
    let targets = root.get("history")?.get("target");
    let targets = targets.and_then(Node::as_list).unwrap_or_default().iter();
    let wanted: Vec<String> = targets
        .filter_map(|target| Some(target.get("series")?.as_text()?.to_owned()))
        .collect();
    let series = root.get_mut(&["actual", "series"]);
    let series = series.and_then(|node| match &mut node.value {
        Value::List(series) => Some(series),
        _ => None,
    });
    let mut replaced = false;
    for entry in series.into_iter().flatten() {
        let Value::Table(table) = &mut entry.value else {
            continue;
        };
        let own = table
            .text("name")
            .is_some_and(|name| wanted.iter().any(|w| w == name));
        if own && table.has("file") {
            table.set("file", named.origin, named.clone());
            replaced = true;
        }
    }
    let message =
        "no target of [history] is read from a CSV file, so none can be read from another";
    let fault = || Diagnostic::error(Code::MisplacedKey, message).at(named.origin, "no use for it");
    (!replaced).then(fault)
}

/// Names another CSV file for the parameter vectors, in place of all that the scenario says of them.
fn replace_draws(root: &mut Node, draws: &FilePath, library: &mut Library<'_>) {
    let named = named("--draws", &draws.display().to_string(), library);
    let origin = named.origin;
    let mut only = Table::default();
    only.set("file", origin, named);
    if let Value::Table(table) = &mut root.value {
        table.set("draws", origin, Node::new(Value::Table(only), origin));
    }
}

/// Sets the last year of a fit, where there is one.
fn replace_cut(root: &mut Node, year: i32, library: &mut Library<'_>) {
    let origin = named("--fit-until", &year.to_string(), library).origin;
    if let Some(Value::Table(history)) = root.get_mut(&["history"]).map(|node| &mut node.value) {
        let year = Node::new(Value::Integer(year.into()), origin);
        history.set("fitted_until", origin, year);
    }
}

/// What an option says, with its place.
fn named(option: &str, words: &str, library: &mut Library<'_>) -> Node {
    let file = library.add(option, words.to_owned(), FilePath::new(""));
    let origin = Origin::new(file, 0..words.len());
    Node::new(Value::Text(words.to_owned()), origin)
}
