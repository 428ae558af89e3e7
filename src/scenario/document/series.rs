//! Series and rates in their forms: a number, steps, or a column of a CSV file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

use super::value::{Date, Number, Spread, number};

/// Time in which a count happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Per {
    /// A day.
    Day,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
    /// A fiscal year of the scenario.
    FiscalYear,
}

/// What holds before the first date of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Before {
    /// Nothing.
    Zero,
    /// The first value.
    First,
}

/// What holds after the last period of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum After {
    /// The last value.
    Last,
    /// Nothing.
    Zero,
}

/// A value from a day on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesStep {
    /// First day on which it holds.
    pub from: Date,
    /// The value.
    #[schemars(extend("x-central" = true))]
    pub value: Number,
    /// Citation of this value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// Values that hold from dates on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    /// The values in the order of their dates.
    #[schemars(length(min = 1), extend("x-max-items" = 40_000))]
    pub steps: Vec<SeriesStep>,
    /// For rates: the time in which each count happens; default: a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Factor on every value; default 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Number>,
    /// What holds before the first date; by default a gap is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// First day on which it is nothing again; default: the last value lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Unit, in words; that of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Citation of all values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A cell of a CSV file to compare with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cell(pub Json);

impl JsonSchema for Cell {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Cell".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"], "x-cell": true })
    }
}

/// At which end of its period a value from a CSV file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Timing {
    /// From the first day of the period on.
    Start,
    /// From the day after the period on: stocks counted at its end.
    End,
}

/// A series from a column of a CSV file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SeriesFile {
    /// The CSV file, relative to the scenario file.
    pub file: String,
    /// Column with the dates: days (2019-01-29), months (2019-01) or years (2019).
    pub at: String,
    /// Column with the values.
    pub column: String,
    /// Only rows in which these columns hold these values.
    #[serde(default, rename = "where", skip_serializing_if = "Option::is_none")]
    pub filter: Option<BTreeMap<String, Cell>>,
    /// For rates: the time in which each count happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Factor on every value; default 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<Number>,
    /// What holds before the first date; by default a gap is an error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Before>,
    /// What holds after the last period, with `timing = "end"` after the one that follows it;
    /// default: the last value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<After>,
    /// At which end of its period a value holds; default: from its start. Not for rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timing: Option<Timing>,
    /// Unit, in words; that of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Citation; default: the file and the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A number or a dated series of numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Series {
    /// The same at all times; `per` only for rates.
    Constant(Number, Option<Per>),
    /// Values from dates on. Series from CSV files become steps when they are read.
    Steps(Steps),
}

impl From<f64> for Series {
    fn from(value: f64) -> Self {
        Series::Constant(Number::Value(value), None)
    }
}

impl<'de> Deserialize<'de> for Series {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        series(Json::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn series(json: Json) -> Result<Series, serde_json::Error> {
    let Json::Object(mut table) = json else {
        return number(json).map(|n| Series::Constant(n, None));
    };
    if table.contains_key("steps") {
        return serde_json::from_value(Json::Object(table)).map(Series::Steps);
    }
    let per = table
        .remove("per")
        .map(serde_json::from_value)
        .transpose()?;
    let number = number(Json::Object(table))?;
    Ok(Series::Constant(number, per))
}

impl Serialize for Series {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Series::Constant(number, None) => number.serialize(serializer),
            Series::Constant(number, Some(per)) => {
                let mut table = match serde_json::to_value(number) {
                    Ok(Json::Object(table)) => table,
                    Ok(value) => [("value".to_owned(), value)].into_iter().collect(),
                    Err(error) => return Err(serde::ser::Error::custom(error)),
                };
                let per = serde_json::to_value(per).map_err(serde::ser::Error::custom)?;
                table.insert("per".to_owned(), per);
                table.serialize(serializer)
            }
            Series::Steps(steps) => steps.serialize(serializer),
        }
    }
}

impl JsonSchema for Series {
    fn schema_name() -> Cow<'static, str> {
        "Series".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<Number>();
        // Of all values only counts happen in a time.
        let steps = changed::<Steps>(generator, "SeriesSteps", |steps| {
            properties(steps).shift_remove("per");
        });
        let file = generator.subschema_for::<SeriesFile>();
        json_schema!({
            "description": "A number, values from dates on, or a column of a CSV file.",
            "x-value": "series",
            "anyOf": [number, steps, file],
        })
    }
}

/// A count in a given time: a series with `per`; without it, per day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(pub Series);

/// A rate that does not change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RateTable {
    /// The count, or the central value of an uncertain one.
    #[schemars(extend("x-central" = true))]
    pub value: f64,
    /// The time in which the count happens; default: a day.
    pub per: Option<Per>,
    /// Unit, in words; that of the key.
    pub unit: Option<String>,
    /// Citation; a number without one is an assumption.
    pub source: Option<String>,
    /// Lowest plausible value.
    pub low: Option<f64>,
    /// Highest plausible value.
    pub high: Option<f64>,
    /// How the number is drawn, once for each replication.
    pub distribution: Option<Spread>,
    /// Remark.
    pub note: Option<String>,
}

/// A rate that is a multiple of a named parameter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScaledRate {
    /// Name of the parameter.
    #[schemars(extend("x-central" = true))]
    pub value: String,
    /// Factor on its value; default 1.
    pub scale: Option<f64>,
    /// The time in which the count happens; default: a day.
    pub per: Option<Per>,
    /// Unit, in words; that of the key.
    pub unit: Option<String>,
    /// Citation of the factor.
    pub source: Option<String>,
    /// Remark.
    pub note: Option<String>,
}

impl JsonSchema for Rate {
    fn schema_name() -> Cow<'static, str> {
        "Rate".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let table = generator.subschema_for::<RateTable>();
        let scaled = generator.subschema_for::<ScaledRate>();
        let steps = generator.subschema_for::<Steps>();
        // A count happens in the whole period of its row, which may be of any length.
        let file = changed::<SeriesFile>(generator, "RateFile", |file| {
            properties(file).shift_remove("timing");
            if let Some(Json::Array(required)) = file.get_mut("required") {
                required.push("per".into());
            }
        });
        json_schema!({
            "description": "A count in a given time, dated or not.",
            "x-value": "rate",
            "anyOf": [{ "type": "number" }, { "type": "string" }, table, scaled, steps, file],
        })
    }
}

/// The schema of a type where not all of it may stand, under a name of its own.
fn changed<T: JsonSchema>(
    generator: &mut SchemaGenerator,
    name: &str,
    change: impl FnOnce(&mut Map<String, Json>),
) -> Schema {
    let mut schema = T::json_schema(generator);
    change(schema.ensure_object());
    let definitions = generator.definitions_mut();
    definitions.insert(name.to_owned(), schema.to_value());
    Schema::new_ref(format!("#/$defs/{name}"))
}

/// The keys of a table's schema.
fn properties(table: &mut Map<String, Json>) -> &mut Map<String, Json> {
    let properties = table.get_mut("properties");
    let properties = properties.and_then(Json::as_object_mut);
    properties.expect("a table has keys")
}
