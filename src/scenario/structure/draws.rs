//! Parameter vectors: a CSV file becomes vectors in place.

use super::Walker;
use super::columns::cell_number;
use crate::diagnostic::{Code, Diagnostic};
use crate::scenario::csv::{Cell, first_ones};
use crate::scenario::node::{Node, Path, Value};

/// Column of the weights.
const WEIGHT: &str = "weight";

impl Walker<'_, '_> {
    /// The vectors of a document with those of its file in place.
    pub(super) fn draws(&mut self, node: Node, path: &Path) -> Node {
        let own = node.get("vectors").is_some() && node.get("parameters").is_some();
        let Some(file) = node.get("file").cloned() else {
            if !own {
                let message = format!(
                    "{} needs `file`, or `parameters` and `vectors`",
                    self.name(path)
                );
                self.report(Diagnostic::error(Code::MissingKey, message).at(node.origin, ""));
            }
            return node;
        };
        // A file that is named anew, as by `--draws`, takes the place of vectors inherited.
        let sound = self.sure(&path.key("file"));
        let found = sound.then(|| self.draws_file(&file, path)).flatten();
        let Some((parameters, vectors)) = found else {
            self.replaced.push(path.clone());
            return node;
        };
        let mut out = node.clone();
        if let Value::Table(table) = &mut out.value {
            let source = file.as_text().unwrap_or_default().to_owned();
            table.remove("file");
            table.set("parameters", file.origin, parameters);
            table.set("vectors", file.origin, vectors);
            if !table.has("source") {
                let source = Node::new(Value::Text(source), file.origin);
                table.set("source", file.origin, source);
            }
        }
        out
    }

    fn draws_file(&mut self, file: &Node, path: &Path) -> Option<(Node, Node)> {
        let csv = self.csv(file)?;
        let Some(weight) = csv.column(WEIGHT) else {
            let message = format!("a file of vectors has a column `{WEIGHT}`");
            let header = csv.header.iter().map(|cell| cell.text.as_str());
            let fault = Diagnostic::error(Code::CsvColumn, message).at(csv.top(), "its columns");
            self.report(fault.at(file.origin, "named here").suggest(WEIGHT, header));
            return None;
        };
        // What `calibrate` says about a vector besides is for people.
        let known = |cell: &Cell| self.is_parameter(&cell.text);
        let chosen: Vec<usize> = (0..csv.header.len())
            .filter(|&i| {
                i != weight && (known(&csv.header[i]) || !NOTES.contains(&&*csv.header[i].text))
            })
            .collect();
        for &i in [weight].iter().chain(&chosen) {
            self.only_column(&csv, &csv.header[i].text, file.origin);
        }
        let name = |&i: &usize| {
            let cell = &csv.header[i];
            Node::new(Value::Text(cell.text.clone()), cell.origin)
        };
        let parameters = chosen.iter().map(name).collect();
        let mut faults = Vec::new();
        let mut vectors = Vec::new();
        for (i, row) in csv.rows.iter().enumerate() {
            let cells = std::iter::once(weight).chain(chosen.iter().copied());
            let cells = cells.enumerate().map(|(j, column)| {
                cell_number(&row[column]).unwrap_or_else(|fault| {
                    faults.push(fault);
                    // The others are judged without it.
                    self.replaced.push(path.key("vectors").index(i).index(j));
                    Node::new(Value::Float(0.0), row[column].origin)
                })
            });
            vectors.push(Node::new(Value::List(cells.collect()), row[weight].origin));
        }
        self.faults.extend(first_ones(faults, "such cells"));
        let list = |nodes| Node::new(Value::List(nodes), csv.header[weight].origin);
        Some((list(parameters), list(vectors)))
    }

    fn is_parameter(&self, name: &str) -> bool {
        let parameters = self.root.get("parameters").and_then(Node::as_table);
        parameters.is_some_and(|table| table.has(name))
    }
}

/// Columns that say something about a vector and are no parameters.
const NOTES: [&str; 2] = ["vector", "implausibility"];
