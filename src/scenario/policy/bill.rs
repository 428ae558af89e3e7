//! `bill`: policies under one date and one probability.
//!
//! A bill changes nothing itself. Its provisions are policies of their own in the model, each with
//! its id, so that a run can take any of them out; they come about together or not at all.

use std::borrow::Cow;
use std::sync::Arc;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value as Json};

use super::{Body, Builder, Checker, Common, Date, KINDS, Kind, Path, PolicyKind, split, variant};
use crate::policy::{Change, Luck, Window};

/// Policies that one law enacts: they come about together, with one probability.
///
/// What a provision leaves out (dates, source) is the bill's. A bill may not hold another bill.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct BillDocument {
    /// The provisions: policies without a probability of their own.
    #[schemars(length(min = 1), extend("x-identity" = ["id"], "x-replace" = true, "x-max-items" = 50, "x-example" = "[{ id = \"more-judges\", kind = \"judges\", courts = [{ court = \"san-diego\", posts = 7 }] }]"))]
    pub policies: Vec<Provision>,
}

/// The keys that every provision has.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct ProvisionCommon {
    /// Id, unique among all policies of the scenario.
    #[schemars(extend("x-id" = true))]
    id: String,
    /// Kind.
    kind: String,
    /// Name for people; default: the id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("maxLength" = 200))]
    name: Option<String>,
    /// First day on which it may change anything, not before the bill's; default: the bill's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    effective: Option<Date>,
    /// First day on which it no longer holds, not after the bill's; default: the bill's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<Date>,
    /// Citation; default: the bill's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    /// Remark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// A provision of a bill.
#[derive(Clone, Debug)]
pub(in crate::scenario) struct Provision {
    common: ProvisionCommon,
    json: Map<String, Json>,
    body: Arc<dyn Body>,
}

impl Provision {
    /// What is special in its kind.
    pub fn body(&self) -> &dyn Body {
        self.body.as_ref()
    }

    /// The keys of a policy of its own, under a bill.
    pub fn common(&self, bill: &Common) -> Common {
        let own = self.common.clone();
        Common {
            id: own.id,
            kind: own.kind,
            name: own.name,
            effective: own.effective.unwrap_or(bill.effective),
            until: own.until.or(bill.until),
            probability: bill.probability.clone(),
            source: own.source.or_else(|| bill.source.clone()),
            note: own.note,
        }
    }
}

/// Kinds that a bill may hold: all but bills.
pub(super) fn allowed() -> impl Iterator<Item = &'static Kind> {
    KINDS.iter().filter(|kind| kind.name != BillDocument::NAME)
}

impl<'de> Deserialize<'de> for Provision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (common, json): (ProvisionCommon, _) = split(Map::deserialize(deserializer)?)?;
        let kind = allowed().find(|kind| kind.name == common.kind);
        let kind = kind.ok_or_else(|| Error::custom(format!("no kind {}", common.kind)))?;
        let body = (kind.read)(Json::Object(json.clone())).map_err(Error::custom)?;
        Ok(Self { common, json, body })
    }
}

impl Serialize for Provision {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        super::joined(&self.common, &self.json, serializer)
    }
}

impl JsonSchema for Provision {
    fn schema_name() -> Cow<'static, str> {
        "Provision".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let common = ProvisionCommon::json_schema(generator);
        let variants = allowed().map(|kind| variant(kind, common.clone(), generator));
        json_schema!({
            "description": "A policy that a bill enacts.",
            "x-kinds": true,
            "oneOf": variants.collect::<Vec<Json>>(),
        })
    }
}

impl PolicyKind for BillDocument {
    const NAME: &'static str = "bill";
    const SUMMARY: &'static str =
        "Policies under one date and one probability: they come about together or not at all.";
}

impl Body for BillDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn provisions(&self) -> &[Provision] {
        &self.policies
    }

    fn change(&self, _policy: &Common, _site: usize, _build: &Builder<'_>) -> Arc<dyn Change> {
        Arc::new(Nothing)
    }
}

/// A bill without its provisions.
#[derive(Clone, Copy, Debug)]
struct Nothing;

impl Change for Nothing {
    fn kind(&self) -> &'static str {
        BillDocument::NAME
    }

    fn enact(&self, _window: Window, _luck: &Luck, _levers: &mut crate::court::Levers) {}
}
