//! Numbers: bare, by name, or with what is known about them.

use super::Walker;
use super::placeholder::placeholder;
use crate::diagnostic::{Code, Diagnostic, Origin};
use crate::rng::shown;
use crate::scenario::document::{Spread, default_currency};
use crate::scenario::node::{Node, Path, Step, Value};
use crate::scenario::parameter::ParameterInfo;
use crate::scenario::shape::{Form, Limits, Shape, TableShape};
use crate::scenario::unit::fits;

/// The central value of a number written bare or as a table.
pub(in crate::scenario) fn central(node: &Node) -> Option<f64> {
    node.as_number()
        .or_else(|| node.get("value").and_then(Node::as_number))
}

/// The spread of a number written as a table.
fn spread(node: &Node) -> Option<Spread> {
    let name = node.get("distribution")?.as_text()?;
    let spread = serde_json::from_value(serde_json::Value::from(name)).ok()?;
    (spread != Spread::None).then_some(spread)
}

/// Lowest and highest value that a number can take.
pub(super) fn reach(node: &Node) -> Option<(f64, f64)> {
    let value = central(node)?;
    let bound = |key: &str| node.get(key).and_then(Node::as_number).unwrap_or(value);
    Some(if spread(node).is_some() {
        (bound("low"), bound("high"))
    } else {
        (value, value)
    })
}

impl Walker<'_, '_> {
    pub(super) fn number(&mut self, node: &Node, limits: &Limits, unit: &str, path: &Path) -> Node {
        let shape = Shape::Value {
            form: Form::Number,
            limits: *limits,
            unit: unit.to_owned(),
        };
        let fits = match &node.value {
            Value::Integer(_) | Value::Float(_) => {
                let value = node.as_number().unwrap_or(f64::NAN);
                let fits = self.in_range(value, node, limits, path);
                self.record(node, unit, path);
                fits
            }
            Value::Text(name) => self.reference(name, node.origin, 1.0, limits, path),
            Value::Table(table) if table.text("value").is_some() => {
                return self.scaled(node, self.format.scaled.clone(), limits, path);
            }
            Value::Table(_) => {
                let format = self.format;
                let table = self.table(node, &format.number, path);
                if self
                    .replaced
                    .iter()
                    .any(|other| path.overlaps(other) && other != path)
                {
                    return placeholder(&shape, node.origin);
                }
                return self.number_table(table, limits, unit, path);
            }
            _ => {
                let expected = "a number, the name of a parameter, or a table with `value`";
                return self.mistyped(node, &shape, expected, path);
            }
        };
        if fits {
            node.clone()
        } else {
            self.replace(node, &shape, path)
        }
    }

    /// A multiple of a parameter.
    pub(super) fn scaled(
        &mut self,
        node: &Node,
        shape: TableShape,
        limits: &Limits,
        path: &Path,
    ) -> Node {
        let node = &self.without_range(node, path);
        let out = self.table(node, &shape, path);
        let scale = node.get("scale").and_then(Node::as_number).unwrap_or(1.0);
        if let Some((value, name)) = node.get("value").and_then(|v| Some((v, v.as_text()?))) {
            // Counts are rounded when they are multiplied.
            let free = Limits {
                whole: false,
                ..*limits
            };
            if !self.reference(name, value.origin, scale, &free, path) {
                return self.replace(node, &Shape::Plain(*limits), path);
            }
        }
        if let Some(factor) = node.get("scale") {
            let before = self.numbers.len();
            self.record(factor, "factor", &path.key("scale"));
            let text = |key: &str| node.get(key).and_then(Node::as_text).map(str::to_owned);
            for number in &mut self.numbers[before..] {
                (number.source, number.note) = (text("source"), text("note"));
                number.assumption = number.source.is_none();
            }
        }
        out
    }

    /// The table of a number by name without a range, which only the parameter itself can have.
    fn without_range(&mut self, node: &Node, path: &Path) -> Node {
        let Some(table) = node.as_table() else {
            return node.clone();
        };
        let mut bare = table.clone();
        let ranged = ["low", "high", "distribution"].map(|key| bare.remove(key));
        let mut ranged = ranged.into_iter().flatten();
        let name = table.text("value").unwrap_or_default();
        // Of a name that means nothing that is told, and what might have been meant.
        let known = self.root.get("parameters").and_then(|list| list.get(name));
        if let (Some(first), Some(parameter)) = (ranged.next(), known) {
            let message = format!(
                "{} is that of parameter `{name}`, with no range of its own",
                self.name(path)
            );
            let fault = Diagnostic::error(Code::MisplacedKey, message).at(first.origin, "");
            let fault = ranged.fold(fault, |fault, other| fault.at(other.origin, ""));
            let fault = fault.at(parameter.origin, "the parameter");
            self.report(fault.help("give the range, and how it is drawn, to the parameter"));
        }
        Node::new(Value::Table(bare), node.origin)
    }

    /// A number with what is known about it, whose keys are sound.
    pub(super) fn number_table(
        &mut self,
        mut node: Node,
        limits: &Limits,
        unit: &str,
        path: &Path,
    ) -> Node {
        for key in ["value", "low", "high"] {
            if let Some(part) = node.get(key) {
                let value = part.as_number().unwrap_or(f64::NAN);
                // A range that is only stated may be what a source says, whatever it says.
                if key == "value" || spread(&node).is_some() {
                    self.in_range(value, part, limits, &path.key(key));
                }
            }
        }
        self.stated_range(&node, path);
        self.record(&node, unit, path);
        let parameter = path.0.first() == Path::root("parameters").0.first();
        let movable = spread(&node).is_some() || self.has_room(&node, limits, path);
        if let Some(number) = self.numbers.last_mut() {
            number.movable = movable;
        }
        if movable && !parameter {
            node.hoisted = Some(path.describe(self.root));
        }
        node
    }

    /// Whether a number without a distribution may take either end of its stated range: not where
    /// others bound it, as in the parameters of a distribution and in steps.
    fn has_room(&self, node: &Node, limits: &Limits, path: &Path) -> bool {
        let fits = |key: &str| {
            let end = node.get(key).and_then(Node::as_number);
            end.is_some_and(|end| broken(end, limits).is_none())
        };
        let mut around = path.clone();
        around.0.pop();
        let within = around.find(self.root).get("distribution").is_some();
        let steps = path.0.contains(&Step::Key("steps".to_owned()));
        fits("low") && fits("high") && !within && !steps
    }

    /// Checks low <= value <= high, and that a distribution has both.
    fn stated_range(&mut self, node: &Node, path: &Path) {
        let part = |key: &str| {
            node.get(key)
                .and_then(|part| Some((part.as_number()?, part.origin)))
        };
        let Some((value, value_at)) = part("value") else {
            return;
        };
        let (low, high) = (part("low"), part("high"));
        let name = self.name(path);
        let label = format!("the value is {value}");
        if let Some((low, at)) = low.filter(|&(low, _)| low > value) {
            let message = format!("{name}: `low` ({low}) is above `value` ({value})");
            let fault = Diagnostic::error(Code::InvalidRange, message).at(at, "");
            self.report(fault.at(value_at, label.as_str()));
        }
        if let Some((high, at)) = high.filter(|&(high, _)| high < value) {
            let message = format!("{name}: `high` ({high}) is below `value` ({value})");
            let fault = Diagnostic::error(Code::InvalidRange, message).at(at, "");
            self.report(fault.at(value_at, label.as_str()));
        }
        let Some(spread) = spread(node) else { return };
        let origin = node
            .get("distribution")
            .map_or(node.origin, |node| node.origin);
        for (key, given) in [("low", low), ("high", high)] {
            if given.is_none() {
                let message = format!("{name} has a distribution and needs `{key}`");
                let fault = Diagnostic::error(Code::MissingKey, message);
                self.report(fault.at(origin, format!("`{key}` is missing")));
            }
        }
        if let (Spread::Lognormal, Some((low, at))) = (spread, low.filter(|&(low, _)| low <= 0.0)) {
            let message = format!("{name}: a lognormal number is above 0, `low` is {low}");
            self.report(Diagnostic::error(Code::InvalidDistribution, message).at(at, ""));
        }
    }

    /// Checks the unit that a number states, or the parameter that stands for it.
    pub(super) fn stated_unit(&mut self, node: &Node, unit: &str, path: &Path) {
        let name = node.as_text().or_else(|| node.get("value")?.as_text());
        // A factor on a parameter may turn its unit into that of the key.
        let parameter = name.filter(|_| node.get("scale").is_none());
        let parameter = parameter.and_then(|name| self.root.get("parameters")?.get(name));
        let about = self.root.get("scenario");
        let currency = about.and_then(|about| about.get("currency")?.as_text());
        let usual = default_currency();
        let currency = currency.unwrap_or(&usual);
        let wrong = |node: &Node| {
            let said = node.get("unit")?;
            let words = said.as_text()?;
            (!fits(words, unit, currency)).then(|| (said.origin, words.to_owned()))
        };
        let unit = unit.replacen("currency", currency, 1);
        let message = |said: &str| format!("{} is in `{unit}`, not in `{said}`", self.name(path));
        let fault = if let Some((origin, said)) = wrong(node) {
            Diagnostic::error(Code::UnitMismatch, message(&said)).at(origin, "")
        } else if let Some((origin, said)) = parameter.and_then(wrong) {
            let fault = Diagnostic::error(Code::UnitMismatch, message(&said));
            fault
                .at(node.origin, "used here")
                .at(origin, "the parameter")
        } else {
            return;
        };
        let help = format!("the unit of this key is `{unit}`: write that, or leave it out");
        self.report(fault.help(help));
    }

    /// Whether a parameter exists, has a value, and its values fit where it is used; reported here
    /// only if the parameter itself is sound.
    pub(super) fn reference(
        &mut self,
        name: &str,
        origin: Origin,
        scale: f64,
        limits: &Limits,
        path: &Path,
    ) -> bool {
        let parameters = self.root.get("parameters");
        if parameters.is_some_and(Node::unread) {
            return false;
        }
        let parameters = parameters.and_then(Node::as_table);
        let Some(parameter) = parameters.and_then(|table| table.get(name)) else {
            let number = name.parse::<f64>().ok();
            if let Some(value) = number.filter(|value| !value.is_finite()) {
                let message = format!("{} must be finite, not {value}", self.name(path));
                self.report(Diagnostic::error(Code::NotFinite, message).at(origin, ""));
                return false;
            }
            let message = format!("there is no parameter `{name}`");
            let fault = Diagnostic::error(Code::UnknownParameter, message).at(origin, "unknown");
            let names = parameters.into_iter().flat_map(|table| &table.entries);
            let fault = if number.is_some() {
                fault.help(format!("for the number, remove the quotes: {name}"))
            } else {
                fault.suggest(name, names.map(|entry| entry.key.as_str()))
            };
            self.report(fault);
            return false;
        };
        self.used.insert(name.to_owned());
        let ends = ["low", "high"].map(|key| parameter.get(key).and_then(Node::as_number));
        let beyond = |end: &f64| broken(end * scale, limits).is_some();
        if ends.iter().flatten().any(beyond) {
            self.immovable.insert(name.to_owned());
        }
        // What is wrong with the parameter itself is reported at its own place.
        let Some((low, high)) = reach(parameter) else {
            return false;
        };
        let value = central(parameter).unwrap_or(low);
        for bound in [value, low, high].map(|bound| bound * scale) {
            if let Some((code, rule)) = broken(bound, limits) {
                let message = format!(
                    "{} {rule}, parameter `{name}` reaches {}",
                    self.name(path),
                    shown(bound)
                );
                let fault = Diagnostic::error(code, message).at(origin, "used here");
                self.report(fault.at(parameter.origin, "the parameter"));
                return false;
            }
        }
        true
    }

    /// Whether a number keeps its limits; reports it if not.
    pub(super) fn in_range(
        &mut self,
        value: f64,
        node: &Node,
        limits: &Limits,
        path: &Path,
    ) -> bool {
        let Some((code, rule)) = broken(value, limits) else {
            return true;
        };
        let message = format!("{} {rule}, not {}", self.name(path), shown(value));
        self.report(Diagnostic::error(code, message).at(node.origin, ""));
        false
    }

    /// Notes a number for the list of parameters.
    pub(super) fn record(&mut self, node: &Node, unit: &str, path: &Path) {
        let Some(value) = central(node) else { return };
        let text = |key: &str| node.get(key).and_then(Node::as_text).map(str::to_owned);
        let number = |key: &str| node.get(key).and_then(Node::as_number);
        let source = text("source");
        self.numbers.push(ParameterInfo {
            key: path.describe(self.root),
            value,
            unit: text("unit").unwrap_or_else(|| unit.to_owned()),
            low: number("low"),
            high: number("high"),
            distribution: spread(node),
            assumption: source.is_none(),
            source,
            note: text("note"),
            movable: false,
            values: 1,
            file: self.library.sources.name(node.origin.file).to_owned(),
            line: self.library.sources.position(node.origin).0,
        });
    }
}

/// The rule that a number breaks, if it does.
pub(super) fn broken(value: f64, limits: &Limits) -> Option<(Code, String)> {
    if !value.is_finite() {
        return Some((Code::NotFinite, "must be finite".to_owned()));
    }
    if value < limits.min || value > limits.max {
        let rule = match (limits.min.is_finite(), limits.max.is_finite()) {
            (true, true) => format!("must lie between {} and {}", limits.min, limits.max),
            (true, false) => format!("must be at least {}", limits.min),
            _ => format!("must be at most {}", limits.max),
        };
        return Some((Code::OutOfRange, rule));
    }
    if value.abs() > limits.limit {
        return Some((
            Code::LimitExceeded,
            format!("is limited to {}", limits.limit),
        ));
    }
    if limits.whole && value.fract() != 0.0 {
        return Some((Code::NotWhole, "must be a whole number".to_owned()));
    }
    None
}
