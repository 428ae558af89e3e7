//! Series and rates in their forms.

use super::Walker;
use super::number::reach;
use super::placeholder::placeholder;
use crate::diagnostic::{Code, Diagnostic};
use crate::rng::shown;
use crate::scenario::node::{Node, Path, Value};
use crate::scenario::shape::{Form, Limits, Shape, TableShape};
use crate::time::Day;

/// The shape of steps, with bounds for the values.
fn bounded(steps: &TableShape, limits: &Limits, unit: &str) -> TableShape {
    let mut shape = steps.clone();
    for field in &mut shape.fields {
        let Shape::List(list) = &mut field.shape else {
            continue;
        };
        let Shape::Table(step) = &mut list.item else {
            continue;
        };
        for field in step.fields.iter_mut().filter(|field| field.name == "value") {
            let (limits, unit) = (*limits, unit.to_owned());
            field.shape = Shape::Value {
                form: Form::Number,
                limits,
                unit,
            };
        }
    }
    shape
}

impl Walker<'_, '_> {
    pub(super) fn series(
        &mut self,
        node: &Node,
        form: Form,
        limits: &Limits,
        unit: &str,
        path: &Path,
    ) -> Node {
        // The engine bears so many a day; how many that is in a period is checked below.
        let free = Limits {
            limit: f64::INFINITY,
            ..*limits
        };
        let each = if form == Form::Rate { &free } else { limits };
        let plain = unit;
        let unit = &counted(node, form, unit);
        let Some(table) = node.as_table() else {
            let number = self.number(node, each, unit, path);
            return self.bounded_rate(number, form, limits, plain, path);
        };
        let out = if table.has("file") {
            match self.series_file(node, form, path) {
                Some(steps) => {
                    let steps = self.file_period(steps, form, path);
                    self.steps(&steps, form, each, unit, path)
                }
                None => return self.replace(node, &shape(form, limits, unit), path),
            }
        } else if table.has("steps") {
            self.steps(node, form, each, unit, path)
        } else if form == Form::Rate {
            self.rate_table(node, each, unit, path)
        } else if table.has("value") || table.entries.is_empty() {
            return self.number(node, each, unit, path);
        } else {
            let message = format!("{} needs `value`, `steps` or `file`", self.name(path));
            self.report(Diagnostic::error(Code::MissingKey, message).at(node.origin, ""));
            return self.replace(node, &shape(form, limits, unit), path);
        };
        self.bounded_rate(out, form, limits, plain, path)
    }

    /// Counts in a CSV file are of a stated time; other values are of none.
    fn file_period(&mut self, mut steps: Node, form: Form, path: &Path) -> Node {
        if let Value::Table(table) = &mut steps.value {
            if form != Form::Rate {
                table.remove("per");
            } else if !table.has("per") {
                let message = format!("{} needs `per`", self.name(path));
                let fault = Diagnostic::error(Code::MissingKey, message).at(steps.origin, "");
                self.report(fault.help("`per` says in which time each count of the file happens"));
                self.replaced.push(path.key("per"));
            }
        }
        steps
    }

    /// A rate that does not change: a number with the time in which the count happens.
    fn rate_table(&mut self, node: &Node, limits: &Limits, unit: &str, path: &Path) -> Node {
        let format = self.format;
        if node.get("value").and_then(Node::as_text).is_some() {
            let mut shape = format.scaled.clone();
            shape.fields.extend(format.rate.field("per").cloned());
            return self.scaled(node, shape, limits, path);
        }
        let mut shape = format.number.clone();
        shape.fields.extend(format.rate.field("per").cloned());
        let table = self.table(node, &shape, path);
        if self.replaced.iter().any(|other| path.overlaps(other)) {
            return placeholder(&Shape::Plain(*limits), node.origin);
        }
        self.number_table(table, limits, unit, path)
    }

    /// Checks that a rate keeps the limit per day.
    fn bounded_rate(
        &mut self,
        node: Node,
        form: Form,
        limits: &Limits,
        unit: &str,
        path: &Path,
    ) -> Node {
        if form != Form::Rate {
            return node;
        }
        let days = match node.get("per").and_then(Node::as_text) {
            Some("month") => 28.0,
            Some("year" | "fiscal-year") => 365.0,
            _ => 1.0,
        };
        let scale = node.get("scale").map_or(1.0, |scale| self.largest(scale));
        let mut values: Vec<&Node> = vec![&node];
        if let Some(steps) = node.get("steps").and_then(Node::as_list) {
            values = steps.iter().filter_map(|step| step.get("value")).collect();
        }
        for value in values {
            let daily = self.largest(value) * scale / days;
            if daily > limits.limit {
                let message = format!(
                    "{} is limited to {} {unit} a day",
                    self.name(path),
                    limits.limit
                );
                let label = format!("{} a day", shown(daily));
                let fault = Diagnostic::error(Code::LimitExceeded, message);
                self.report(
                    fault
                        .at(value.origin, label)
                        .help("`per` says in which time a count happens"),
                );
                return self.replace(&node, &shape(form, limits, unit), path);
            }
        }
        node
    }

    /// The largest value that a number can take, 0 if it is not known.
    fn largest(&self, node: &Node) -> f64 {
        self.reach(node).map_or(0.0, |(_, high)| high)
    }

    /// Lowest and highest value that a number can take.
    pub(super) fn reach(&self, node: &Node) -> Option<(f64, f64)> {
        let own = || node.get("value").and_then(Node::as_text);
        let Some(name) = node.as_text().or_else(own) else {
            return reach(node);
        };
        let scale = node.get("scale").and_then(Node::as_number).unwrap_or(1.0);
        let (low, high) = reach(self.root.get("parameters")?.get(name)?)?;
        let (a, b) = (low * scale, high * scale);
        Some((a.min(b), a.max(b)))
    }

    fn steps(&mut self, node: &Node, form: Form, limits: &Limits, unit: &str, path: &Path) -> Node {
        let shape = bounded(&self.format.steps, limits, unit);
        let before = self.numbers.len();
        let mut out = self.table(node, &shape, path);
        if let (Value::Table(table), true) = (&mut out.value, form != Form::Rate)
            && let Some(per) = table.remove("per")
        {
            let message = format!("{} is not a rate and takes no `per`", self.name(path));
            self.report(Diagnostic::error(Code::MisplacedKey, message).at(per.origin, ""));
        }
        self.step_order(&out, path);
        self.step_end(&out, path);
        self.cite_series(&out, before, unit, path);
        out
    }

    /// Checks that dates of steps rise.
    fn step_order(&mut self, node: &Node, path: &Path) {
        let steps = node
            .get("steps")
            .and_then(Node::as_list)
            .unwrap_or_default();
        let dates: Vec<(Day, &Node)> = steps
            .iter()
            .filter_map(|step| step.get("from"))
            .filter_map(|from| {
                if let Value::Date(day) = from.value {
                    Some((day, from))
                } else {
                    None
                }
            })
            .collect();
        for pair in dates.windows(2).filter(|pair| pair[1].0 <= pair[0].0) {
            // A replaced date is not one that anybody wrote.
            if pair.iter().any(|(day, _)| *day == Day(0)) {
                continue;
            }
            let message = format!("{}: the dates of steps must rise", self.name(path));
            let fault = Diagnostic::error(Code::DatesOutOfOrder, message);
            let fault = fault.at(pair[1].1.origin, format!("not after {}", pair[0].0));
            self.report(fault.at(pair[0].1.origin, "the step before"));
        }
    }

    /// Checks that a series ends after its last step.
    fn step_end(&mut self, node: &Node, path: &Path) {
        let (Some(until), Some(steps)) = (node.get("until"), node.get("steps")) else {
            return;
        };
        let last = steps.as_list().and_then(<[Node]>::last);
        let last = last.and_then(|step| step.get("from"));
        let date = |node: &Node| {
            if let Value::Date(day) = node.value {
                Some(day)
            } else {
                None
            }
        };
        let (Some(end), Some(from)) = (date(until), last.and_then(date)) else {
            return;
        };
        if end <= from && from != Day(0) && end != Day(0) {
            let message = format!("{}: `until` must be after the last step", self.name(path));
            let fault = Diagnostic::error(Code::DatesOutOfOrder, message);
            self.report(fault.at(until.origin, format!("not after {from}")));
        }
    }

    /// Lists a series with one citation as one number; others step by step.
    fn cite_series(&mut self, node: &Node, before: usize, unit: &str, path: &Path) {
        let text = |key: &str| node.get(key).and_then(Node::as_text).map(str::to_owned);
        let steps = node
            .get("steps")
            .and_then(Node::as_list)
            .unwrap_or_default();
        let Some(source) = text("source") else {
            self.cite_steps(steps, before, path);
            return;
        };
        let prefix = format!("{}.", path.key("steps").describe(self.root));
        let ours = |key: &str| key.starts_with(&prefix);
        let mut own = self.numbers.split_off(before);
        let first = own
            .iter()
            .position(|number| ours(&number.key) && !number.uncertain());
        let values = own
            .iter()
            .filter(|number| ours(&number.key) && !number.uncertain())
            .count();
        if let Some(first) = first {
            let mut whole = own[first].clone();
            whole.key = path.describe(self.root);
            whole.unit = text("unit").unwrap_or_else(|| unit.to_owned());
            (whole.source, whole.assumption) = (Some(source), false);
            (whole.note, whole.values) = (text("note"), values);
            whole.movable = false;
            own.retain(|number| !ours(&number.key) || number.uncertain());
            own.insert(0, whole);
        }
        self.numbers.extend(own);
    }

    /// Passes the citation of each step to its value.
    fn cite_steps(&mut self, steps: &[Node], before: usize, path: &Path) {
        for (i, step) in steps.iter().enumerate() {
            let Some(source) = step.get("source").and_then(Node::as_text) else {
                continue;
            };
            let key = path.key("steps").index(i).key("value").describe(self.root);
            for number in self.numbers[before..]
                .iter_mut()
                .filter(|number| number.key == key)
            {
                number.source.get_or_insert_with(|| source.to_owned());
                number.assumption = false;
            }
        }
    }
}

/// The shape of a value, for its replacement.
pub(super) fn shape(form: Form, limits: &Limits, unit: &str) -> Shape {
    Shape::Value {
        form,
        limits: *limits,
        unit: unit.to_owned(),
    }
}

/// The unit of a count with the time in which it happens.
pub(super) fn counted(node: &Node, form: Form, unit: &str) -> String {
    let per = node.get("per").and_then(Node::as_text).unwrap_or("day");
    match form {
        Form::Rate => format!("{unit} per {}", per.replace('-', " ")),
        _ => unit.to_owned(),
    }
}
