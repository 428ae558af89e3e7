//! Harmless values in place of faulty ones.

use crate::diagnostic::Origin;
use crate::scenario::node::{Entry, Node, Table, Value};
use crate::scenario::shape::{Limits, Shape, TableShape};
use crate::time::Day;

/// A value of the right shape.
pub(super) fn placeholder(shape: &Shape, origin: Origin) -> Node {
    let value = match shape {
        Shape::Table(table) => Value::Table(required(table, origin)),
        Shape::Map(_) => Value::Table(Table::default()),
        Shape::Kinds { key, variants } => {
            let Some((word, table)) = variants.first() else {
                return Node::empty(origin);
            };
            let mut table = required(table, origin);
            table.set(key, origin, Node::new(Value::Text(word.clone()), origin));
            Value::Table(table)
        }
        Shape::List(list) => Value::List(
            (0..list.min)
                .map(|_| placeholder(&list.item, origin))
                .collect(),
        ),
        Shape::Choice(words) => Value::Text(words.first().cloned().unwrap_or_default()),
        Shape::Text(_) | Shape::Cell => Value::Text(String::new()),
        Shape::Boolean => Value::Boolean(false),
        Shape::Date => Value::Date(Day(0)),
        Shape::Integer(limits) => Value::Integer(number(limits) as i64),
        Shape::Plain(limits) | Shape::Value { limits, .. } => Value::Float(number(limits)),
    };
    Node::new(value, origin)
}

fn required(shape: &TableShape, origin: Origin) -> Table {
    let entry = |name: &str, shape| Entry {
        key: name.to_owned(),
        origin,
        node: placeholder(shape, origin),
    };
    let fields = shape.fields.iter().filter(|field| field.required);
    Table {
        entries: fields
            .map(|field| entry(&field.name, &field.shape))
            .collect(),
    }
}

/// The allowed number nearest to nothing.
fn number(limits: &Limits) -> f64 {
    0.0_f64.max(limits.min).min(limits.max)
}
