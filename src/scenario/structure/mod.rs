//! The structure of a document: every fault of keys, types and ranges, each at its place.
//!
//! The walk follows tree and [`Shape`] side by side. It returns a tree in which every faulty
//! value is replaced by a harmless one, so that the checks of meaning can run as well and a
//! person sees all faults at once; the places of the replacements are remembered, so that
//! nothing is reported about them twice. Columns of CSV files become values in place.

mod columns;
mod distribution;
mod draws;
mod names;
mod number;
mod placeholder;
mod rows;
mod series;
mod table;

use std::collections::BTreeSet;

use super::library::Library;
use super::node::{Node, Path, Value};
use super::parameter::ParameterInfo;
use super::shape::{Form, Format, Limits, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::rng::shown;
use number::broken;
use placeholder::placeholder;
use series::counted;

pub(super) use number::central;

/// A walk over a document.
pub(super) struct Walker<'a, 'f> {
    /// The document as written.
    root: &'a Node,
    format: &'static Format,
    library: &'a mut Library<'f>,
    pub faults: Vec<Diagnostic>,
    /// Places whose value was replaced.
    pub replaced: Vec<Path>,
    /// Every number that means something.
    pub numbers: Vec<ParameterInfo>,
    /// Parameters that something refers to.
    pub used: BTreeSet<String>,
    /// Parameters whose stated range does not fit where they are used.
    immovable: BTreeSet<String>,
}

impl<'a, 'f> Walker<'a, 'f> {
    pub fn new(root: &'a Node, format: &'static Format, library: &'a mut Library<'f>) -> Self {
        let (faults, replaced, numbers) = (Vec::new(), Vec::new(), Vec::new());
        Self {
            root,
            format,
            library,
            faults,
            replaced,
            numbers,
            used: BTreeSet::new(),
            immovable: BTreeSet::new(),
        }
    }

    /// Walks the whole document.
    pub fn document(&mut self) -> Node {
        let (root, format) = (self.root, self.format);
        let tree = self.table(root, &format.root, &Path::default());
        let immovable = &self.immovable;
        let beyond = |number: &&mut ParameterInfo| {
            let name = number.key.strip_prefix("parameters.");
            name.is_some_and(|name| immovable.contains(name))
        };
        let numbers = self.numbers.iter_mut();
        numbers
            .filter(beyond)
            .for_each(|number| number.movable = false);
        tree
    }

    /// The value at a place, or a harmless one if it is faulty.
    fn value(&mut self, node: &Node, shape: &Shape, path: &Path) -> Node {
        if node.unread() {
            return self.replace(node, shape, path);
        }
        match shape {
            Shape::Table(table) => self.table(node, table, path),
            Shape::Map(map) => self.map(node, map, path),
            Shape::List(list) => self.list(node, list, path),
            Shape::Kinds { key, variants } => self.kinds(node, key, variants, path),
            Shape::Value { form, limits, unit } => {
                self.stated_unit(node, &counted(node, *form, unit), path);
                match form {
                    Form::Number => self.number(node, limits, unit, path),
                    Form::Series | Form::Rate => self.series(node, *form, limits, unit, path),
                    Form::Distribution => self.distribution(node, limits, unit, path),
                }
            }
            Shape::Text(text) => self.text(node, text, path),
            Shape::Choice(words) => self.choice(node, words, path),
            Shape::Integer(limits) | Shape::Plain(limits) => self.plain(node, limits, path),
            Shape::Boolean => match node.value {
                Value::Boolean(_) => node.clone(),
                _ => self.mistyped(node, shape, "true or false", path),
            },
            Shape::Date => self.date(node, path),
            Shape::Cell => match node.value {
                Value::List(_) | Value::Table(_) => {
                    self.mistyped(node, shape, "a string or a number", path)
                }
                _ => node.clone(),
            },
        }
    }

    /// Reports a fault.
    fn report(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// Puts a harmless value in place of a faulty one.
    fn replace(&mut self, node: &Node, shape: &Shape, path: &Path) -> Node {
        self.replaced.push(path.clone());
        placeholder(shape, node.origin)
    }

    /// Whether the value at a place is the one that was written.
    fn sure(&self, path: &Path) -> bool {
        !self.replaced.contains(path)
    }

    /// Reports a value of the wrong type and replaces it.
    fn mistyped(&mut self, node: &Node, shape: &Shape, expected: &str, path: &Path) -> Node {
        if node.unread() {
            return self.replace(node, shape, path);
        }
        if let (Shape::Integer(limits), &Value::Float(value)) = (shape, &node.value) {
            self.whole(node, value, limits, path);
            return self.replace(node, shape, path);
        }
        let (name, found) = (self.name(path), node.type_name());
        let message = format!("{name} must be {expected}, not {found}");
        let mut fault = Diagnostic::error(Code::WrongType, message).at(node.origin, found);
        let quoted = node.as_text().filter(|text| text.parse::<f64>().is_ok());
        if let (Shape::Integer(_) | Shape::Plain(_) | Shape::Boolean, Some(text)) = (shape, quoted)
        {
            fault = fault.help(format!("remove the quotes: {text}"));
        }
        self.report(fault);
        self.replace(node, shape, path)
    }

    /// Reports a number with a point or an exponent in place of a whole one.
    fn whole(&mut self, node: &Node, value: f64, limits: &Limits, path: &Path) {
        let whole = value.fract() == 0.0;
        let rule = broken(value, limits).filter(|_| whole);
        let (code, rule) = rule.unwrap_or((Code::NotWhole, "must be a whole number".to_owned()));
        let message = format!("{} {rule}, not {}", self.name(path), shown(value));
        let fault = Diagnostic::error(code, message).at(node.origin, "");
        // What is whole all the same is only written as if it were not.
        self.report(match code {
            Code::NotWhole if whole => {
                fault.help(format!("write it without an exponent or a point: {value}"))
            }
            _ if whole => fault.help("write whole numbers without an exponent or a point"),
            _ => fault,
        });
    }

    fn date(&mut self, node: &Node, path: &Path) -> Node {
        match &node.value {
            Value::Date(_) => node.clone(),
            Value::Text(text) if text.parse::<crate::time::Day>().is_ok() => {
                let message = format!("{} must be a date, not a string", self.name(path));
                let fault = Diagnostic::error(Code::WrongType, message).at(node.origin, "a string");
                self.report(fault.help(format!("remove the quotes: {text}")));
                self.replace(node, &Shape::Date, path)
            }
            _ => self.mistyped(node, &Shape::Date, "a date such as 2019-01-29", path),
        }
    }

    fn plain(&mut self, node: &Node, limits: &Limits, path: &Path) -> Node {
        let shape = if limits.whole {
            Shape::Integer(*limits)
        } else {
            Shape::Plain(*limits)
        };
        let fits = match node.value {
            Value::Integer(_) => true,
            Value::Float(_) => !limits.whole,
            _ => false,
        };
        if !fits {
            let expected = if limits.whole {
                "a whole number"
            } else {
                "a number"
            };
            return self.mistyped(node, &shape, expected, path);
        }
        let value = node.as_number().unwrap_or(f64::NAN);
        if self.in_range(value, node, limits, path) {
            node.clone()
        } else {
            self.replace(node, &shape, path)
        }
    }

    /// How people call a place.
    fn name(&self, path: &Path) -> String {
        format!("`{}`", path.describe(self.root))
    }
}
