//! Series, rates and distributions in their forms.

use super::Walker;
use super::number::reach;
use super::placeholder::placeholder;
use crate::diagnostic::{Code, Diagnostic};
use crate::rng::Distribution;
use crate::scenario::node::{Node, Path, Table, Value};
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
        let Some(table) = node.as_table() else {
            let number = self.number(node, each, unit, path);
            return self.bounded_rate(number, form, limits, unit, path);
        };
        let out = if table.has("file") {
            match self.series_file(node, path) {
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
        self.bounded_rate(out, form, limits, unit, path)
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
        if node
            .get("value")
            .is_some_and(|value| value.as_text().is_some())
        {
            let mut shape = format.rate.clone();
            shape
                .fields
                .retain(|field| ["value", "per", "note"].contains(&field.name.as_str()));
            for field in shape
                .fields
                .iter_mut()
                .filter(|field| field.name == "value")
            {
                let (limits, unit) = (*limits, unit.to_owned());
                field.shape = Shape::Value {
                    form: Form::Number,
                    limits,
                    unit,
                };
            }
            return self.table(node, &shape, path);
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
                let label = format!("{daily} a day");
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
    fn reach(&self, node: &Node) -> Option<(f64, f64)> {
        match node.as_text() {
            Some(name) => reach(self.root.get("parameters")?.get(name)?),
            None => reach(node),
        }
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

    pub(super) fn distribution(
        &mut self,
        node: &Node,
        limits: &Limits,
        unit: &str,
        path: &Path,
    ) -> Node {
        let limits = Limits {
            min: limits.min.max(0.0),
            ..*limits
        };
        let Some(table) = node.as_table() else {
            return self.number(node, &limits, unit, path);
        };
        if table.has("value") || table.entries.is_empty() {
            return self.number(node, &limits, unit, path);
        }
        let format = self.format;
        let replaced = self.replaced.len();
        let out = if table.has("file") {
            let found = self.points_file(node, path);
            found.map(|points| self.table(&points, &format.points, path))
        } else if table.has("points") {
            Some(self.table(node, &format.points, path))
        } else {
            self.named_distribution(node, table, unit, path)
        };
        match out {
            Some(out) if self.replaced.len() == replaced && self.sound(&out, &limits, path) => {
                self.cite_points(&out, unit, path);
                out
            }
            _ => self.replace(node, &shape(Form::Distribution, &limits, unit), path),
        }
    }

    fn named_distribution(
        &mut self,
        node: &Node,
        table: &Table,
        unit: &str,
        path: &Path,
    ) -> Option<Node> {
        let format = self.format;
        let words = || format.distributions.iter().map(|(name, _)| name.as_str());
        let Some(word) = table.get("distribution") else {
            let message = format!("{} needs `distribution` or `value`", self.name(path));
            let fault = Diagnostic::error(Code::MissingKey, message).at(node.origin, "");
            self.report(fault.suggest("", words()));
            return None;
        };
        let name = word.as_text().unwrap_or_default();
        let Some((_, shape)) = format.distributions.iter().find(|(other, _)| other == name) else {
            let message = format!("there is no distribution `{name}`");
            let fault = Diagnostic::error(Code::UnknownValue, message).at(word.origin, "unknown");
            self.report(fault.suggest(name, words()));
            return None;
        };
        let mut shape = shape.clone();
        for field in &mut shape.fields {
            if let Shape::Value { unit: own, .. } = &mut field.shape {
                *own = if field.name == "cv" || field.name == "shape" {
                    String::new()
                } else {
                    unit.to_owned()
                };
            }
        }
        let before = self.numbers.len();
        let out = self.table(node, &shape, path);
        if let Some(source) = node.get("source").and_then(Node::as_text) {
            for number in &mut self.numbers[before..] {
                number.source.get_or_insert_with(|| source.to_owned());
                number.assumption = false;
            }
        }
        Some(out)
    }

    fn cite_points(&mut self, node: &Node, unit: &str, path: &Path) {
        let points = node
            .get("points")
            .and_then(Node::as_list)
            .unwrap_or_default();
        let Some(first) = points
            .first()
            .and_then(Node::as_list)
            .and_then(|pair| pair.get(1))
        else {
            return;
        };
        let before = self.numbers.len();
        self.record(first, unit, path);
        let source = node
            .get("source")
            .and_then(Node::as_text)
            .map(str::to_owned);
        for number in &mut self.numbers[before..] {
            number.assumption = source.is_none();
            (number.source, number.values) = (source.clone(), points.len());
        }
    }

    /// Whether the parameters describe a distribution of times, wherever they are drawn.
    fn sound(&mut self, node: &Node, limits: &Limits, path: &Path) -> bool {
        let fault = if node.get("points").is_some() {
            let points = points(node);
            let sound = Distribution::Empirical(points).validate();
            sound.err().or_else(|| self.times(node, limits))
        } else {
            self.corners(node, limits)
        };
        let Some(rule) = fault else { return true };
        let message = format!("{}: {rule}", self.name(path));
        self.report(Diagnostic::error(Code::InvalidDistribution, message).at(node.origin, ""));
        false
    }

    /// The rule that the points of times break, if they do.
    fn times(&self, node: &Node, limits: &Limits) -> Option<String> {
        let points = points(node);
        let wrong = points
            .iter()
            .find(|(_, value)| !(0.0..=limits.limit).contains(value))?;
        Some(format!(
            "the value {} is not in 0..={}",
            wrong.1, limits.limit
        ))
    }

    /// The rule that the parameters break at the ends of their ranges, if they do.
    fn corners(&self, node: &Node, limits: &Limits) -> Option<String> {
        let name = node.get("distribution").and_then(Node::as_text)?;
        let reach = |key: &str| node.get(key).and_then(|part| self.reach(part));
        let keys = ["low", "mode", "high", "mean", "cv", "shape"];
        let given: Vec<(&str, (f64, f64))> = keys
            .into_iter()
            .filter_map(|key| Some((key, reach(key)?)))
            .collect();
        (0..1_u32 << given.len()).find_map(|corner| {
            let value = |key: &str| {
                let i = given.iter().position(|(other, _)| *other == key);
                i.map_or(f64::NAN, |i| {
                    if corner >> i & 1 == 0 {
                        given[i].1.0
                    } else {
                        given[i].1.1
                    }
                })
            };
            let distribution = match name {
                "uniform" => Distribution::Uniform {
                    low: value("low"),
                    high: value("high"),
                },
                "triangular" => {
                    let (low, mode, high) = (value("low"), value("mode"), value("high"));
                    Distribution::Triangular { low, mode, high }
                }
                "exponential" => Distribution::Exponential {
                    mean: value("mean"),
                },
                "lognormal" => Distribution::LogNormal {
                    mean: value("mean"),
                    cv: value("cv"),
                },
                "gamma" => Distribution::Gamma {
                    mean: value("mean"),
                    cv: value("cv"),
                },
                _ => Distribution::Weibull {
                    mean: value("mean"),
                    shape: value("shape"),
                },
            };
            unsound(&distribution, limits)
        })
    }
}

/// The rule that a distribution of times breaks, if it does.
fn unsound(distribution: &Distribution, limits: &Limits) -> Option<String> {
    if let Err(rule) = distribution.validate() {
        return Some(rule);
    }
    let low = match *distribution {
        Distribution::Uniform { low, .. } | Distribution::Triangular { low, .. } => low,
        _ => 0.0,
    };
    // The samplers are exact and stable up to these.
    let (cv, shape) = match *distribution {
        Distribution::LogNormal { cv, .. } | Distribution::Gamma { cv, .. } => (cv, 1.0),
        Distribution::Weibull { shape, .. } => (1.0, shape),
        _ => (1.0, 1.0),
    };
    if low < 0.0 {
        Some(format!("low is {low}: a time is not negative"))
    } else if distribution.mean() > limits.limit {
        Some(format!(
            "the mean {} is limited to {}",
            distribution.mean(),
            limits.limit
        ))
    } else if !(0.001..=100.0).contains(&cv) {
        Some(format!("cv is {cv}: it is limited to 0.001..=100"))
    } else if !(0.05..=100.0).contains(&shape) {
        Some(format!("shape is {shape}: it is limited to 0.05..=100"))
    } else {
        None
    }
}

/// The points of a cumulative distribution.
fn points(node: &Node) -> Vec<(f64, f64)> {
    let points = node
        .get("points")
        .and_then(Node::as_list)
        .unwrap_or_default();
    let pair = |point: &Node| {
        let pair = point.as_list()?;
        Some((pair.first()?.as_number()?, pair.get(1)?.as_number()?))
    };
    points.iter().filter_map(pair).collect()
}

fn shape(form: Form, limits: &Limits, unit: &str) -> Shape {
    Shape::Value {
        form,
        limits: *limits,
        unit: unit.to_owned(),
    }
}
