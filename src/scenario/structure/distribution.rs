//! Distributions in their forms.

use super::Walker;
use super::series::shape;
use crate::diagnostic::{Code, Diagnostic};
use crate::rng::{Distribution, shown};
use crate::scenario::node::{Node, Path, Table};
use crate::scenario::shape::{Form, Limits, Shape};

impl Walker<'_, '_> {
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
        if word.unread() {
            return None;
        }
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
            shown(wrong.1),
            limits.limit
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
        Some(format!("low is {}: a time is not negative", shown(low)))
    } else if distribution.mean() > limits.limit {
        Some(format!(
            "the mean {} is limited to {}",
            shown(distribution.mean()),
            limits.limit
        ))
    } else if !(0.001..=100.0).contains(&cv) {
        let cv = shown(cv);
        Some(format!("cv is {cv}: it is limited to 0.001..=100"))
    } else if !(0.05..=100.0).contains(&shape) {
        let shape = shown(shape);
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
