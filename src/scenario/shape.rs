//! The format as a tree of shapes, compiled from the JSON Schema of the document types.
//!
//! One definition serves reading, merging, `--set`, checking, completion and help.

use std::sync::OnceLock;

use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value as Json;

use super::document::Document;

/// Longest mean of a delay [days]: a century, beyond every horizon.
const LONGEST: f64 = 36_500.0;
/// Longest citation or remark [characters]: every report repeats them.
const LONGEST_REMARK: u32 = 2000;

/// What a value must look like.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Table(TableShape),
    /// A table with free keys.
    Map(MapShape),
    List(Box<ListShape>),
    /// A table whose keys depend on the word under one key.
    Kinds {
        key: String,
        variants: Vec<(String, TableShape)>,
    },
    Choice(Vec<String>),
    Text(TextShape),
    Boolean,
    Date,
    Integer(Limits),
    /// A number that must stand as it is.
    Plain(Limits),
    /// A number, series, rate or distribution in one of its forms.
    Value {
        form: Form,
        limits: Limits,
        unit: String,
    },
    /// A text, number or truth value.
    Cell,
}

/// What a value with several forms stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Number,
    Series,
    Rate,
    Distribution,
}

#[derive(Clone, Debug, Default)]
pub(super) struct TableShape {
    pub fields: Vec<Field>,
}

#[derive(Clone, Debug)]
pub(super) struct Field {
    pub name: String,
    pub shape: Shape,
    pub required: bool,
}

#[derive(Clone, Debug)]
pub(super) struct MapShape {
    pub item: Box<Shape>,
    /// The list that keys refer to.
    pub refers: Option<String>,
    /// Whether these are the named parameters.
    pub parameters: bool,
}

#[derive(Clone, Debug)]
pub(super) struct ListShape {
    pub item: Shape,
    pub min: usize,
    pub max: usize,
    /// Most entries that the engine can bear.
    pub limit: usize,
    /// Keys that identify an entry.
    pub identity: Vec<String>,
    /// Whether an entry replaces an inherited one rather than being merged into it.
    pub replace: bool,
}

#[derive(Clone, Debug, Default)]
pub(super) struct TextShape {
    pub id: bool,
    /// A word that means something else where the text is used.
    pub reserved: Option<String>,
    /// The list that the text refers to.
    pub refers: Option<String>,
    /// A word that may stand in place of a reference.
    pub also: Option<String>,
    /// Most letters, where it is drawn or heads a column [characters].
    pub longest: Option<usize>,
}

/// Bounds of a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub min: f64,
    pub max: f64,
    /// Largest value that the engine can bear.
    pub limit: f64,
    pub whole: bool,
}

impl TableShape {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }
}

/// The shapes of the whole format.
#[derive(Debug)]
pub(super) struct Format {
    pub root: TableShape,
    pub number: TableShape,
    pub scaled: TableShape,
    pub rate: TableShape,
    pub steps: TableShape,
    pub file: TableShape,
    pub points: TableShape,
    pub points_file: TableShape,
    pub distributions: Vec<(String, TableShape)>,
}

/// The format, compiled once.
pub(super) fn format() -> &'static Format {
    static FORMAT: OnceLock<Format> = OnceLock::new();
    FORMAT.get_or_init(|| Compiler { schema: schema() }.format())
}

/// The JSON Schema of scenario files.
pub fn schema() -> Json {
    let settings = SchemaSettings::draft2020_12();
    let settings = settings.with_transform(RecursiveTransform(bound_remarks));
    let generator = settings.into_generator();
    let mut schema = generator.into_root_schema_for::<Document>().to_value();
    // `extends` is taken out before the document is read, but editors should know it.
    schema["properties"]["extends"] = serde_json::json!({
        "type": "string",
        "description": "Another scenario file, relative to this one, on which this one builds.",
    });
    schema
}

/// Bounds citations and remarks wherever they stand, so that no type forgets to.
fn bound_remarks(schema: &mut Schema) {
    for key in ["source", "note"] {
        let text = schema.pointer_mut(&format!("/properties/{key}"));
        if let Some(text) = text.filter(|text| type_of(text) == "string") {
            text["maxLength"] = LONGEST_REMARK.into();
        }
    }
}

struct Compiler {
    schema: Json,
}

impl Compiler {
    fn format(&self) -> Format {
        let definition = |name: &str| self.table(&self.schema["$defs"][name]);
        let mut root = self.table(&self.schema);
        root.fields.retain(|field| field.name != "extends");
        let names = [
            "Uniform",
            "Triangular",
            "Exponential",
            "LogNormal",
            "Gamma",
            "Weibull",
        ];
        let distributions = names.iter().map(|name| {
            let word = &self.schema["$defs"][name]["properties"]["distribution"]["const"];
            (word.as_str().unwrap_or(name).to_owned(), definition(name))
        });
        Format {
            root,
            number: definition("NumberTable"),
            scaled: definition("ScaledNumber"),
            rate: definition("RateTable"),
            steps: definition("Steps"),
            file: definition("SeriesFile"),
            points: definition("Points"),
            points_file: definition("PointsFile"),
            distributions: distributions.collect(),
        }
    }

    fn table(&self, schema: &Json) -> TableShape {
        let required = |name: &str| {
            let list = schema["required"].as_array();
            list.is_some_and(|list| list.iter().any(|other| other == name))
        };
        let properties = schema["properties"].as_object();
        let fields = properties
            .into_iter()
            .flatten()
            .map(|(name, property)| Field {
                name: name.clone(),
                shape: self.shape(property, property),
                required: required(name),
            });
        TableShape {
            fields: fields.collect(),
        }
    }

    /// The shape of a schema; `outer` holds the keywords beside a reference to it.
    fn shape(&self, schema: &Json, outer: &Json) -> Shape {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.trim_start_matches("#/$defs/");
            return self.shape(&self.schema["$defs"][name], outer);
        }
        if let Some(form) = schema["x-value"].as_str() {
            return self.value(form, outer);
        }
        if let Some(options) = schema["anyOf"].as_array() {
            // An optional value: its schema, or null.
            let real = options.iter().find(|option| option["type"] != "null");
            return real.map_or(Shape::Cell, |real| self.shape(real, outer));
        }
        if schema["x-kinds"] == true {
            return self.kinds(schema);
        }
        if schema["x-cell"] == true {
            return Shape::Cell;
        }
        if let Some(words) = words(schema) {
            return Shape::Choice(words);
        }
        match type_of(schema) {
            "object" => self.object(schema, outer),
            "array" => Shape::List(Box::new(self.list(schema, outer))),
            "boolean" => Shape::Boolean,
            "integer" => Shape::Integer(Limits {
                whole: true,
                ..limits(outer)
            }),
            "number" => Shape::Plain(limits(outer)),
            _ if schema["format"] == "date" => Shape::Date,
            _ => Shape::Text(TextShape {
                id: outer["x-id"] == true,
                reserved: word(&outer["not"], "const"),
                refers: word(outer, "x-ref"),
                also: word(outer, "x-also"),
                longest: outer["maxLength"]
                    .as_u64()
                    .and_then(|most| usize::try_from(most).ok()),
            }),
        }
    }

    fn value(&self, form: &str, outer: &Json) -> Shape {
        let form = match form {
            "number" => Form::Number,
            "series" => Form::Series,
            "rate" => Form::Rate,
            _ => Form::Distribution,
        };
        let unit = word(outer, "x-unit").unwrap_or_default();
        let mut limits = limits(outer);
        if form == Form::Distribution {
            limits.min = limits.min.max(0.0);
            limits.limit = limits.limit.min(LONGEST);
        }
        Shape::Value { form, limits, unit }
    }

    fn object(&self, schema: &Json, outer: &Json) -> Shape {
        let free = schema.get("properties").is_none();
        let Some(item) = schema
            .get("additionalProperties")
            .filter(|item| free && item.is_object())
        else {
            return Shape::Table(self.table(schema));
        };
        Shape::Map(MapShape {
            item: Box::new(self.shape(item, &inherit(item, outer))),
            refers: word(outer, "x-key-ref"),
            parameters: outer["x-parameters"] == true,
        })
    }

    fn list(&self, schema: &Json, outer: &Json) -> ListShape {
        let size = |key: &str, or: usize| {
            let given = schema[key].as_u64().or(outer[key].as_u64());
            given.map_or(or, |size| usize::try_from(size).unwrap_or(or))
        };
        let item = if schema["prefixItems"].is_array() {
            &schema["prefixItems"][0]
        } else {
            &schema["items"]
        };
        let identity = outer["x-identity"].as_array().into_iter().flatten();
        ListShape {
            item: self.shape(item, &inherit(item, outer)),
            min: size("minItems", 0),
            max: size("maxItems", usize::MAX),
            limit: size("x-max-items", 1_000_000),
            identity: identity
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
            replace: outer["x-replace"] == true,
        }
    }

    fn kinds(&self, schema: &Json) -> Shape {
        let variants = schema["oneOf"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|variant| {
                let name = variant["properties"]["kind"]["const"]
                    .as_str()
                    .unwrap_or_default();
                (name.to_owned(), self.table(variant))
            });
        Shape::Kinds {
            key: "kind".to_owned(),
            variants: variants.collect(),
        }
    }
}

/// The keywords of an item, with those of its container where it has none of its own.
fn inherit(item: &Json, outer: &Json) -> Json {
    let mut merged = item.clone();
    for key in [
        "minimum", "maximum", "x-limit", "x-whole", "x-unit", "x-ref", "x-also",
    ] {
        if let (None, Some(value)) = (item.get(key), outer.get(key)) {
            merged[key] = value.clone();
        }
    }
    merged
}

fn word(schema: &Json, key: &str) -> Option<String> {
    schema[key].as_str().map(str::to_owned)
}

fn limits(schema: &Json) -> Limits {
    let bound = |key: &str, or: f64| schema[key].as_f64().unwrap_or(or);
    Limits {
        min: bound("minimum", f64::NEG_INFINITY),
        max: bound("maximum", f64::INFINITY),
        limit: bound("x-limit", f64::INFINITY),
        whole: schema["x-whole"] == true,
    }
}

/// The words of an enumeration, which schemars writes as constants with descriptions.
fn words(schema: &Json) -> Option<Vec<String>> {
    if let Some(word) = schema["const"].as_str() {
        return Some(vec![word.to_owned()]);
    }
    if let Some(list) = schema["enum"].as_array() {
        return Some(
            list.iter()
                .filter_map(Json::as_str)
                .map(str::to_owned)
                .collect(),
        );
    }
    let list = schema["oneOf"].as_array()?;
    Some(list.iter().filter_map(words).flatten().collect())
}

/// The type of a schema; an optional value has two, of which null is not meant.
fn type_of(schema: &Json) -> &str {
    match &schema["type"] {
        Json::String(name) => name,
        Json::Array(names) => names
            .iter()
            .filter_map(Json::as_str)
            .find(|name| *name != "null")
            .unwrap_or("string"),
        _ => "string",
    }
}
