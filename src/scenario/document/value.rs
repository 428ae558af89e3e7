//! Dates, and numbers in their forms: bare, by name, or with what is known about them.
//!
//! Their `Deserialize` is written by hand: serde's untagged enums would lose what was wrong.
//! The forms are checked on the tree before, so that nothing fails here.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use crate::time::Day;

/// A date, written without quotes: 2019-01-29.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub Day);

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// How the draws of an uncertain number are spread.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Spread {
    /// Fixed: `low` and `high` are only stated.
    None,
    /// Equally likely from `low` to `high`.
    Uniform,
    /// A triangle from `low` to `high` with its top at `value`.
    Triangular,
    /// A bell with its median at `value`, cut off at `low` and `high`, which are its 5 % and 95 %
    /// quantiles before the cut; each side of the median has its own width.
    Normal,
    /// As `normal`, for the logarithm; `low` must be above 0.
    Lognormal,
    /// A beta distribution from `low` to `high` with its mode at `value` and shape 4 (PERT).
    Pert,
}

impl Spread {
    /// Its word in a scenario file.
    pub fn word(self) -> String {
        format!("{self:?}").to_lowercase()
    }
}

/// A number with what is known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NumberTable {
    /// The number, or the central value of an uncertain one.
    #[schemars(extend("x-central" = true))]
    pub value: f64,
    /// Unit, in words; that of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Citation; a number without one is an assumption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Lowest plausible value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Highest plausible value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
    /// How the number is drawn, once for each replication; without it the number is fixed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distribution: Option<Spread>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A multiple of a named parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaledNumber {
    /// Name of the parameter.
    #[schemars(extend("x-central" = true))]
    pub value: String,
    /// Factor on its value; default 1.
    #[serde(default = "one")]
    pub scale: f64,
    /// Unit, in words; that of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Citation of the factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn one() -> f64 {
    1.0
}

/// A number: bare, the name of a parameter, or a table `{ value, source, low, high, ... }`.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// As it stands.
    Value(f64),
    /// The value of a named parameter, or of an uncertain number by its path.
    Named(String),
    /// A multiple of a named parameter.
    Scaled(ScaledNumber),
    /// With what is known about it.
    Table(NumberTable),
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        Number::Value(value)
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        number(Json::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

/// The number in one of its forms.
pub(super) fn number(json: Json) -> Result<Number, serde_json::Error> {
    match json {
        Json::Number(value) => Ok(Number::Value(value.as_f64().unwrap_or(f64::NAN))),
        Json::String(name) => Ok(Number::Named(name)),
        other if other["value"].is_string() => serde_json::from_value(other).map(Number::Scaled),
        other => serde_json::from_value(other).map(Number::Table),
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Number::Value(value) => serializer.serialize_f64(*value),
            Number::Named(name) => serializer.serialize_str(name),
            Number::Scaled(scaled) => scaled.serialize(serializer),
            Number::Table(table) => table.serialize(serializer),
        }
    }
}

impl JsonSchema for Number {
    fn schema_name() -> Cow<'static, str> {
        "Number".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<NumberTable>();
        let scaled = generator.subschema_for::<ScaledNumber>();
        json_schema!({
            "description": "A number: bare, the name of a parameter, or a table.",
            "x-value": "number",
            "anyOf": [{ "type": "number" }, { "type": "string" }, table, scaled],
        })
    }
}

/// Schema of a named parameter: a number of its own, where others may go by its name.
pub struct Parameter;

impl JsonSchema for Parameter {
    fn schema_name() -> Cow<'static, str> {
        "Parameter".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<NumberTable>();
        json_schema!({
            "description": "A number: bare, or a table.",
            "x-value": "number",
            "anyOf": [{ "type": "number" }, table],
        })
    }
}

/// Reads a struct from JSON: for types whose form is chosen by hand.
pub(super) fn read<T: DeserializeOwned>(json: Json) -> Result<T, serde_json::Error> {
    serde_json::from_value(json)
}
