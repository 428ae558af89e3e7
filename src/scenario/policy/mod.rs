//! Policies in a scenario file: the keys all kinds share, and a registry of kinds.
//!
//! A new kind is one file here, which implements [`PolicyKind`], and one line in [`KINDS`].

mod administrative_closure;
mod applies_to;
mod arrivals;
mod bench;
mod bill;
mod capacity;
mod closure;
mod continuance;
mod flat;
mod forms;
mod judges;
mod open_court;
mod priority;
mod relief_program;
mod remain_in_host;
mod representation;

pub(super) use bench::{Held, Staff};
pub(super) use flat::{Flat, flat};

use std::borrow::Cow;
use std::fmt::Debug;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

use super::build::Builder;
use super::document::{Date, Number};
use super::node::Path;
use super::semantics::Checker;
use crate::court::Site;
use crate::policy::Change;
use crate::time::Day;
use applies_to::AppliesTo;

/// The kinds of policy.
pub static KINDS: &[Kind] = &[
    kind::<remain_in_host::RemainInHostDocument>(),
    kind::<judges::JudgesDocument>(),
    kind::<open_court::OpenCourtDocument>(),
    kind::<arrivals::ArrivalsDocument>(),
    kind::<forms::EVerifyDocument>(),
    kind::<forms::EndDiversityVisaDocument>(),
    kind::<forms::FearStandardDocument>(),
    kind::<forms::DeterrenceFormDocument>(),
    kind::<relief_program::ReliefProgramDocument>(),
    kind::<administrative_closure::AdministrativeClosureDocument>(),
    kind::<administrative_closure::RecalendarDocument>(),
    kind::<continuance::ContinuanceDocument>(),
    kind::<priority::PriorityDocument>(),
    kind::<closure::ClosureDocument>(),
    kind::<representation::RepresentationDocument>(),
    kind::<capacity::ProductivityDocument>(),
    kind::<capacity::AppealsPolicyDocument>(),
    kind::<bill::BillDocument>(),
];

/// A kind of policy: how it is written and read.
#[derive(Clone, Copy, Debug)]
pub struct Kind {
    /// Name in scenario files.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    schema: fn(&mut SchemaGenerator) -> Schema,
    read: fn(Json) -> Result<Arc<dyn Body>, serde_json::Error>,
}

/// A kind of policy as a type.
pub(super) trait PolicyKind: Body + DeserializeOwned + JsonSchema + 'static {
    /// Name in scenario files.
    const NAME: &'static str;
    /// What it does, in a sentence.
    const SUMMARY: &'static str;
}

/// What is special in a policy of some kind.
pub(super) trait Body: Debug + Send + Sync {
    /// Reports what is wrong beyond the structure.
    fn check(&self, policy: &Common, at: &Path, check: &mut Checker<'_>);

    /// Whether it opens a site.
    fn is_site(&self) -> bool {
        false
    }

    /// The site that it opens, if it opens one.
    fn site(&self, _policy: &Common, _build: &Builder<'_>) -> Option<Site> {
        None
    }

    /// The factor by which it may raise the filings of a source.
    fn raises(&self, _source: &str) -> Option<&Number> {
        None
    }

    /// Levers that it sets rather than shifts, each with the key that says so.
    fn sets(&self) -> Vec<(String, &'static str)> {
        Vec::new()
    }

    /// Courts whose filings it takes, with the share of them.
    fn catchment(&self, _build: &Builder<'_>) -> Vec<(String, f64)> {
        Vec::new()
    }

    /// Courts whose pending cases it takes, with the day and the share of them.
    fn pending(&self, _policy: &Common, _build: &Builder<'_>) -> Vec<(String, Day, f64)> {
        Vec::new()
    }

    /// Posts and courtrooms that it adds to courts, or cuts.
    fn staff(&self, _policy: &Common, _at: &Path, _build: &Builder<'_>) -> Vec<Staff> {
        Vec::new()
    }

    /// Bench time that it sets aside.
    fn held(&self, _policy: &Common, _at: &Path, _build: &Builder<'_>) -> Vec<Held> {
        Vec::new()
    }

    /// The court that hears those who wait at its host site.
    fn hears(&self) -> Option<&str> {
        None
    }

    /// Waves of inactive cases that it brings back.
    fn waves(&self, _policy: &Common, _build: &Builder<'_>) -> usize {
        0
    }

    /// The policies of which it consists, if it is a bill.
    fn provisions(&self) -> &[bill::Provision] {
        &[]
    }

    /// What it changes; `site` is the number of sites opened by the policies before it.
    fn change(&self, policy: &Common, site: usize, build: &Builder<'_>) -> Arc<dyn Change>;
}

const fn kind<T: PolicyKind>() -> Kind {
    Kind {
        name: T::NAME,
        summary: T::SUMMARY,
        schema: T::json_schema,
        read: read::<T>,
    }
}

fn read<T: PolicyKind>(json: Json) -> Result<Arc<dyn Body>, serde_json::Error> {
    Ok(Arc::new(serde_json::from_value::<T>(json)?))
}

/// The keys that every policy has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Common {
    /// Id; a policy of the same id in a file that extends this one replaces it.
    #[schemars(extend("x-id" = true))]
    pub id: String,
    /// Kind.
    pub kind: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    pub name: Option<String>,
    /// First day on which it may change anything. What it did to cases before the start of the
    /// scenario is taken to be in the opening docket.
    pub effective: Date,
    /// First day on which it no longer holds; default: it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Probability that it comes about, drawn once for each replication; default 1.
    #[serde(default = "certain")]
    #[schemars(extend("minimum" = 0, "maximum" = 1, "x-unit" = "share"))]
    pub probability: Number,
    /// Citation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

fn certain() -> Number {
    Number::Value(1.0)
}

/// A policy: the keys that every policy has, and those of its kind.
#[derive(Clone, Debug)]
pub struct PolicyDocument {
    /// The keys that every policy has.
    pub common: Common,
    /// The keys of its kind, as written.
    json: Map<String, Json>,
    body: Arc<dyn Body>,
}

impl PolicyDocument {
    pub(super) fn body(&self) -> &dyn Body {
        self.body.as_ref()
    }
}

impl PartialEq for PolicyDocument {
    fn eq(&self, other: &Self) -> bool {
        self.common == other.common && self.json == other.json
    }
}

impl<'de> Deserialize<'de> for PolicyDocument {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (common, own): (Common, _) = split(Map::deserialize(deserializer)?)?;
        let kind = KINDS.iter().find(|kind| kind.name == common.kind);
        let kind = kind.ok_or_else(|| Error::custom(format!("no kind {}", common.kind)))?;
        let body = (kind.read)(Json::Object(own.clone())).map_err(Error::custom)?;
        Ok(Self {
            common,
            json: own,
            body,
        })
    }
}

impl Serialize for PolicyDocument {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        joined(&self.common, &self.json, serializer)
    }
}

/// Parts the keys that every policy has from those of its kind.
fn split<T: DeserializeOwned, E: Error>(
    mut own: Map<String, Json>,
) -> Result<(T, Map<String, Json>), E> {
    let keys = [
        "id",
        "kind",
        "name",
        "effective",
        "until",
        "probability",
        "source",
        "note",
    ];
    let mut shared = Map::new();
    for key in keys {
        shared.extend(own.remove(key).map(|value| (key.to_owned(), value)));
    }
    let common = serde_json::from_value(Json::Object(shared)).map_err(E::custom)?;
    Ok((common, own))
}

/// Writes the keys that every policy has together with those of its kind.
fn joined<T: Serialize, S: Serializer>(
    common: &T,
    own: &Map<String, Json>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let common = serde_json::to_value(common).map_err(serde::ser::Error::custom)?;
    let mut table = own.clone();
    if let Json::Object(common) = common {
        table.extend(common);
    }
    table.serialize(serializer)
}

fn nought() -> Number {
    Number::Value(0.0)
}

fn unity() -> Number {
    Number::Value(1.0)
}

impl JsonSchema for PolicyDocument {
    fn schema_name() -> Cow<'static, str> {
        "Policy".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let common = Common::json_schema(generator);
        let variants = KINDS
            .iter()
            .map(|kind| variant(kind, common.clone(), generator));
        let variants: Vec<Json> = variants.collect();
        json_schema!({
            "description": "A dated change of levers.",
            "x-kinds": true,
            "oneOf": variants,
        })
    }
}

/// The schema of a policy of one kind: the shared keys and its own.
fn variant(kind: &Kind, common: Schema, generator: &mut SchemaGenerator) -> Json {
    let mut whole = common.to_value();
    let own = (kind.schema)(generator).to_value();
    for part in ["properties", "required"] {
        match (whole.get_mut(part), own.get(part)) {
            (Some(Json::Object(all)), Some(Json::Object(more))) => all.extend(more.clone()),
            (Some(Json::Array(all)), Some(Json::Array(more))) => all.extend(more.clone()),
            _ => {}
        }
    }
    if own["x-until"].is_string() {
        until(&mut whole, &own["x-until"]);
    }
    if own["x-one-of"].is_array() {
        whole["x-one-of"] = own["x-one-of"].clone();
    }
    whole["description"] = Json::from(kind.summary);
    whole["x-about"] = own["description"].clone();
    whole["properties"]["kind"] =
        serde_json::json!({ "const": kind.name, "description": kind.summary });
    whole
}

/// The schema of a kind that has no meaning without its end: of a provision the bill may give it.
fn until(whole: &mut Json, meaning: &Json) {
    let needed = whole["required"].as_array_mut();
    let needed = needed.filter(|keys| keys.iter().any(|key| key == "effective"));
    let (meaning, date) = match needed {
        Some(keys) => {
            keys.push(Json::from("until"));
            (
                meaning.clone(),
                serde_json::json!({ "type": "string", "format": "date" }),
            )
        }
        None => {
            let words = format!(
                "{} Default: the bill's.",
                meaning.as_str().unwrap_or_default()
            );
            (Json::from(words), whole["properties"]["until"].clone())
        }
    };
    whole["properties"]["until"] = date;
    whole["properties"]["until"]["description"] = meaning;
}
