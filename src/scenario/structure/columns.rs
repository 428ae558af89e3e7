//! Columns of CSV files become values in place, each with the place of its cell.

use super::Walker;
use super::rows::{Row, following, span};
use crate::diagnostic::{Code, Diagnostic, Origin};
use crate::scenario::csv::{Cell, Csv, first_ones};
use crate::scenario::node::{Entry, Node, Path, Table, Value};
use crate::scenario::shape::Form;
use crate::time::Day;

/// What a series wants from a CSV file: cells of two columns, row by row.
type Pairs = Vec<(Cell, Cell)>;

impl Walker<'_, '_> {
    /// A series from a CSV file as steps; `None` if something is wrong, which is reported.
    pub(super) fn series_file(&mut self, node: &Node, form: Form, path: &Path) -> Option<Node> {
        let before = (self.faults.len(), self.replaced.len());
        let format = self.format;
        let numbers = self.numbers.len();
        let table = self.table(node, &format.file, path);
        self.numbers.truncate(numbers);
        if (self.faults.len(), self.replaced.len()) != before {
            return None;
        }
        let pairs = self.pairs(&table, "at", "column", path)?;
        if let (Form::Rate, Some(timing)) = (form, node.get("timing")) {
            let message = format!("{} is a rate and takes no `timing`", self.name(path));
            let fault = Diagnostic::error(Code::MisplacedKey, message).at(timing.origin, "");
            self.report(fault.help("a count happens in the period of its row; `timing` is for what is there at one end of it"));
        }
        let at_end = table.get("timing").and_then(Node::as_text) == Some("end");
        let mut rows = self.dated(pairs, &table)?;
        rows.sort_by_key(|row| row.0.0);
        self.repeated(&rows, true, path)?;
        self.gaps(&rows, node, form, path);
        let step = |((first, last), number): &Row| {
            let from = if at_end { *last + 1 } else { *first };
            let origin = number.origin;
            let from = Node::new(Value::Date(from), origin);
            table_of(vec![("from", from), ("value", number.clone())], origin)
        };
        let steps = Node::new(Value::List(rows.iter().map(step).collect()), node.origin);
        let mut out = vec![("steps", steps)];
        for key in ["per", "scale", "before", "unit", "note"] {
            out.extend(node.get(key).map(|value| (key, value.clone())));
        }
        if table.get("after").and_then(Node::as_text) == Some("zero") {
            let last = rows.last().map_or((Day(0), Day(0)), |row| row.0);
            // What is counted at the end of a period holds throughout the one that follows.
            let last = if at_end { following(last) } else { last.1 };
            let origin = table.get("after").map_or(node.origin, |after| after.origin);
            out.push(("until", Node::new(Value::Date(last + 1), origin)));
        }
        out.push(("source", citation(&table)));
        Some(table_of(out, node.origin))
    }

    /// A distribution from a CSV file as points.
    pub(super) fn points_file(&mut self, node: &Node, path: &Path) -> Option<Node> {
        let before = (self.faults.len(), self.replaced.len());
        let format = self.format;
        let table = self.table(node, &format.points_file, path);
        if (self.faults.len(), self.replaced.len()) != before {
            return None;
        }
        let pairs = self.pairs(&table, "cumulative", "column", path)?;
        let mut points = Vec::new();
        let mut faults = Vec::new();
        for (share, value) in &pairs {
            match (cell_number(share), cell_number(value)) {
                (Ok(part), Ok(value)) => {
                    points.push(Node::new(Value::List(vec![part, value]), share.origin));
                }
                (part, value) => faults.extend(part.err().into_iter().chain(value.err())),
            }
        }
        self.sound_cells(faults, &table)?;
        let points = Node::new(Value::List(points), node.origin);
        let mut out = vec![("points", points)];
        for key in ["unit", "note"] {
            out.extend(node.get(key).map(|value| (key, value.clone())));
        }
        out.push(("source", citation(&table)));
        Some(table_of(out, node.origin))
    }

    /// A published series with its points in place.
    pub(super) fn actual(&mut self, node: Node, path: &Path) -> Node {
        let Value::Table(table) = &node.value else {
            return node;
        };
        let file = table.has("file");
        if file == table.has("points") {
            let message = format!("{} needs either `file` or `points`", self.name(path));
            let code = if file {
                Code::MisplacedKey
            } else {
                Code::MissingKey
            };
            self.report(Diagnostic::error(code, message).at(node.origin, ""));
            return node;
        }
        if !file {
            return node;
        }
        for key in ["at", "column"] {
            if !table.has(key) {
                let message = format!("{} needs `{key}`", self.name(path));
                self.report(Diagnostic::error(Code::MissingKey, message).at(node.origin, ""));
                return node;
            }
        }
        let Some(points) = self.actual_points(&node, path) else {
            return node;
        };
        let mut out = table.clone();
        for key in ["file", "at", "column", "where", "per", "scale", "source"] {
            out.remove(key);
        }
        out.set("points", node.origin, points);
        out.set("source", node.origin, citation(&node));
        Node::new(Value::Table(out), node.origin)
    }

    fn actual_points(&mut self, node: &Node, path: &Path) -> Option<Node> {
        let pairs = self.pairs(node, "at", "column", path)?;
        let mut rows = self.dated(pairs, node)?;
        rows.sort_by_key(|row| row.0.0);
        self.repeated(&rows, false, path)?;
        let scale = node.get("scale").and_then(super::central).unwrap_or(1.0);
        let point = |((_, last), number): &Row| {
            let origin = number.origin;
            let value = Value::Float(number.as_number().unwrap_or(0.0) * scale);
            let at = Node::new(Value::Date(*last), origin);
            table_of(
                vec![("at", at), ("value", Node::new(value, origin))],
                origin,
            )
        };
        Some(Node::new(
            Value::List(rows.iter().map(point).collect()),
            node.origin,
        ))
    }

    /// The CSV file that a value names; what is wrong with it is reported.
    pub(super) fn csv(&mut self, file: &Node) -> Option<Csv> {
        let target = self.library.resolve(file.origin.file, file.as_text()?);
        match self.library.table(&target) {
            Ok(csv) => csv.cloned(),
            Err(faults) => {
                for fault in faults {
                    self.report(self.library.named_here(fault, file.origin));
                }
                None
            }
        }
    }

    /// The cells of two columns in the rows that pass the filter.
    fn pairs(&mut self, node: &Node, first: &str, second: &str, path: &Path) -> Option<Pairs> {
        let sound = ["file", first, second].map(|key| self.sure(&path.key(key)));
        let file = node.get("file").filter(|_| sound == [true; 3])?;
        let csv = self.csv(file)?;
        let columns =
            [node.get(first)?, node.get(second)?].map(|name| self.column(&csv, name, file));
        let mut filters = self.filters(&csv, node);
        let edition = node.get("vintage").and_then(Node::as_text);
        let edition = csv.column("vintage").zip(edition);
        if let (Some(filters), Some((at, edition))) = (&mut filters, edition) {
            filters.push((at, edition.to_owned()));
        }
        let ([Some(a), Some(b)], Some(filters)) = (columns, filters) else {
            return None;
        };
        let passes = |row: &&Vec<Cell>| filters.iter().all(|(at, want)| &row[*at].text == want);
        let pairs: Pairs = csv
            .rows
            .iter()
            .filter(passes)
            .map(|row| (row[a].clone(), row[b].clone()))
            .collect();
        if pairs.is_empty() {
            let message = format!("{}: no row of the CSV file passes", self.name(path));
            let filter = node.get("where").or(node.get("vintage"));
            let origin = filter.map_or(file.origin, |filter| filter.origin);
            let fault = Diagnostic::error(Code::CsvNoRow, message);
            let mut fault = blamed(fault, &csv, (origin, file.origin));
            if let Some((at, want)) = filters.first() {
                let cells = csv.rows.iter().map(|row| row[*at].text.as_str());
                let mut cells: Vec<&str> = cells.collect();
                cells.sort_unstable();
                cells.dedup();
                fault = fault.suggest(want, cells);
            }
            self.report(fault);
            return None;
        }
        Some(pairs)
    }

    fn column(&mut self, csv: &Csv, name: &Node, file: &Node) -> Option<usize> {
        self.column_named(csv, name.as_text()?, (name.origin, file.origin))
    }

    fn column_named(&mut self, csv: &Csv, name: &str, by: (Origin, Origin)) -> Option<usize> {
        let column = csv.column(name);
        if column.is_none() {
            let message = format!("the CSV file has no column `{name}`");
            let fault = blamed(Diagnostic::error(Code::CsvColumn, message), csv, by);
            self.report(fault.suggest(name, csv.header.iter().map(|cell| cell.text.as_str())));
        }
        column.filter(|_| self.only_column(csv, name, by.0))
    }

    /// Whether no other column of a CSV file has this name; reports it if one has.
    pub(super) fn only_column(&mut self, csv: &Csv, name: &str, by: Origin) -> bool {
        let mut same = csv.header.iter().filter(|cell| cell.text == name);
        let (Some(first), Some(second)) = (same.next(), same.next()) else {
            return true;
        };
        let message = format!("the CSV file has two columns `{name}`");
        let fault = Diagnostic::error(Code::CsvColumn, message).at(second.origin, "the second one");
        let fault = fault.at(first.origin, "the first one");
        self.report(fault.at(by, "asked for here"));
        false
    }

    /// Columns with the text that each must hold.
    fn filters(&mut self, csv: &Csv, node: &Node) -> Option<Vec<(usize, String)>> {
        let Some(filter) = node.get("where").and_then(Node::as_table) else {
            return Some(Vec::new());
        };
        let file = node.get("file")?.origin;
        let wanted = filter.entries.iter().map(|entry| {
            let text = match &entry.node.value {
                Value::Text(text) | Value::Time(text) => text.clone(),
                Value::Integer(value) => value.to_string(),
                Value::Float(value) => value.to_string(),
                Value::Boolean(value) => value.to_string(),
                Value::Date(day) => day.to_string(),
                Value::List(_) | Value::Table(_) | Value::Unread => String::new(),
            };
            Some((
                self.column_named(csv, &entry.key, (entry.origin, file))?,
                text,
            ))
        });
        wanted.collect::<Vec<_>>().into_iter().collect()
    }

    /// Rows with the first and last day of their period.
    fn dated(&mut self, pairs: Pairs, node: &Node) -> Option<Vec<Row>> {
        let per = node.get("per").and_then(Node::as_text);
        let civil = per == Some("year");
        let starts = self
            .root
            .get("scenario")
            .and_then(|about| about.get("fiscal_year_starts"));
        let starts = starts.and_then(Node::as_number).unwrap_or(1.0) as u32;
        let starts = if (1..=12).contains(&starts) {
            starts
        } else {
            1
        };
        let mut rows = Vec::new();
        let mut faults = Vec::new();
        for (at, value) in &pairs {
            let days = span(&at.text, if civil { 1 } else { starts });
            if days.is_none() {
                let message = format!("`{}` is not a day, a month or a year", at.text);
                let fault = Diagnostic::error(Code::CsvCell, message).at(at.origin, "");
                faults.push(fault.help("dates are written 2019-01-29, 2019-01 or 2019"));
            }
            match (days, cell_number(value)) {
                (Some(days), Ok(number)) => rows.push((days, number)),
                (_, number) => faults.extend(number.err()),
            }
        }
        self.sound_cells(faults, node)?;
        Some(rows)
    }

    /// Reports faulty cells: the first ones, since a wrong column has as many as rows.
    fn sound_cells(&mut self, faults: Vec<Diagnostic>, node: &Node) -> Option<()> {
        let used = node.get("file").map_or(node.origin, |file| file.origin);
        let faults = first_ones(faults, "such cells");
        let sound = faults.is_empty();
        let faults = faults.into_iter().map(|fault| fault.at(used, "used here"));
        self.faults.extend(faults);
        sound.then_some(())
    }
}

/// A fault between a CSV file and what is asked of it, at the one that may be wrong: a file that is
/// named elsewhere than its columns, as by `--data`, or else the key.
fn blamed(fault: Diagnostic, csv: &Csv, (key, file): (Origin, Origin)) -> Diagnostic {
    if file.file == key.file {
        return fault.at(key, "");
    }
    let fault = fault.at(csv.top(), "the columns of the file");
    fault.at(key, "asked for here").at(file, "named here")
}

/// The number in a cell.
pub(super) fn cell_number(cell: &Cell) -> Result<Node, Diagnostic> {
    let number = cell
        .text
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite());
    let node = number.map(|number| Node::new(Value::Float(number), cell.origin));
    node.ok_or_else(|| {
        let message = if cell.text.is_empty() {
            "a cell that is used is empty".to_owned()
        } else {
            format!("`{}` is not a number", cell.text)
        };
        Diagnostic::error(Code::CsvCell, message).at(cell.origin, "")
    })
}

fn table_of(entries: Vec<(&str, Node)>, origin: Origin) -> Node {
    let entry = |(key, node): (&str, Node)| Entry {
        key: key.to_owned(),
        origin: node.origin,
        node,
    };
    Node::new(
        Value::Table(Table {
            entries: entries.into_iter().map(entry).collect(),
        }),
        origin,
    )
}

/// The citation of values from a CSV file: as given, or the file and the column.
fn citation(table: &Node) -> Node {
    if let Some(source) = table.get("source") {
        return source.clone();
    }
    let text = |key: &str| table.get(key).and_then(Node::as_text).unwrap_or_default();
    let text = format!("{}, column `{}`", text("file"), text("column"));
    Node::new(
        Value::Text(text),
        table.get("file").map_or(table.origin, |file| file.origin),
    )
}
