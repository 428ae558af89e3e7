//! Distributions as a scenario writes them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value as Json;

use super::series::Cell;
use super::value::{Number, read};

macro_rules! distributions {
    ($($(#[$doc:meta])* $name:ident $word:literal { $($(#[$fdoc:meta])* $field:ident),+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
            #[serde(deny_unknown_fields)]
            pub struct $name {
                /// Name of the distribution.
                #[schemars(extend("const" = $word))]
                pub distribution: String,
                $($(#[$fdoc])* pub $field: Number,)+
                /// Unit, in words; that of the key.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub unit: Option<String>,
                /// Citation.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub source: Option<String>,
                /// Remark.
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub note: Option<String>,
            }
        )+

        /// A random delay or duration: a number, or a table with `distribution` or `points`.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Dist {
            /// Always the same.
            Constant(Number),
            $($(#[$doc])* $name($name),)+
            /// From data. A CSV file becomes points when it is read.
            Points(Points),
        }

        fn named(generator: &mut SchemaGenerator) -> Vec<Schema> {
            vec![$(generator.subschema_for::<$name>()),+]
        }

        fn by_name(name: &str, table: Json) -> Result<Dist, serde_json::Error> {
            match name {
                $($word => read(table).map(Dist::$name),)+
                other => Err(serde_json::Error::custom(format!("no distribution {other}"))),
            }
        }

        impl Serialize for Dist {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Dist::Constant(number) => number.serialize(serializer),
                    Dist::Points(points) => points.serialize(serializer),
                    $(Dist::$name(table) => table.serialize(serializer),)+
                }
            }
        }
    };
}

distributions! {
    /// Equally likely between two values.
    Uniform "uniform" {
        /// Lowest value.
        low,
        /// Highest value.
        high
    }
    /// A triangle over three values.
    Triangular "triangular" {
        /// Lowest value.
        low,
        /// Most likely value.
        mode,
        /// Highest value.
        high
    }
    /// Exponential: memoryless waiting.
    Exponential "exponential" {
        /// Mean.
        mean
    }
    /// Log-normal.
    LogNormal "lognormal" {
        /// Mean.
        mean,
        /// Coefficient of variation: standard deviation over mean.
        cv
    }
    /// Gamma.
    Gamma "gamma" {
        /// Mean.
        mean,
        /// Coefficient of variation: standard deviation over mean.
        cv
    }
    /// Weibull.
    Weibull "weibull" {
        /// Mean.
        mean,
        /// Shape: below 1 for hazards that fall, above 1 for hazards that rise.
        shape
    }
}

/// Points of a cumulative distribution, joined by straight lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// Pairs `[share, value]`: the share of all at or below the value; the last share is 1.
    #[schemars(length(min = 1), extend("x-max-items" = 40_000))]
    pub points: Vec<[f64; 2]>,
    /// Unit, in words; that of the key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Citation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// A cumulative distribution from two columns of a CSV file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsFile {
    /// The CSV file, relative to the scenario file.
    pub file: String,
    /// Column with the values.
    pub column: String,
    /// Column with the share of all at or below the value.
    pub cumulative: String,
    /// Only rows in which these columns hold these values.
    #[serde(default, rename = "where")]
    pub filter: Option<std::collections::BTreeMap<String, Cell>>,
    /// Unit, in words; that of the key.
    pub unit: Option<String>,
    /// Citation; default: the file and the column.
    pub source: Option<String>,
    /// Remark.
    pub note: Option<String>,
}

impl From<f64> for Dist {
    fn from(value: f64) -> Self {
        Dist::Constant(Number::Value(value))
    }
}

impl<'de> Deserialize<'de> for Dist {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        dist(Json::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

fn dist(json: Json) -> Result<Dist, serde_json::Error> {
    let Json::Object(table) = json else {
        return read(json).map(Dist::Constant);
    };
    if table.contains_key("points") {
        return read(Json::Object(table)).map(Dist::Points);
    }
    if table.contains_key("value") {
        return read(Json::Object(table)).map(Dist::Constant);
    }
    match table
        .get("distribution")
        .and_then(Json::as_str)
        .map(str::to_owned)
    {
        Some(name) => by_name(&name, Json::Object(table)),
        None => Err(serde_json::Error::custom("a distribution without a name")),
    }
}

impl JsonSchema for Dist {
    fn schema_name() -> Cow<'static, str> {
        "Distribution".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let number = generator.subschema_for::<Number>();
        let points = generator.subschema_for::<Points>();
        let file = generator.subschema_for::<PointsFile>();
        let mut forms = vec![number, points, file];
        forms.extend(named(generator));
        json_schema!({
            "description": "A random delay or duration: a number, or a table.",
            "x-value": "distribution",
            "anyOf": forms,
        })
    }
}
