//! The policies of a document one by one, bills taken apart.

use std::borrow::Cow;

use super::{Body, Common, PolicyDocument};
use crate::scenario::document::Document;
use crate::scenario::node::Path;

/// A policy that changes something: one that stands alone, or a provision of a bill.
pub(in crate::scenario) struct Flat<'a> {
    /// The keys that every policy has.
    pub common: Cow<'a, Common>,
    /// What is special in its kind.
    pub body: &'a dyn Body,
    /// Id of the bill of which it is a provision.
    pub bill: Option<&'a str>,
    /// Name of that bill; its id where it has none.
    pub bill_name: Option<&'a str>,
    /// Its place in the document.
    pub at: Path,
}

/// All policies in the order of the document; provisions in place of their bill.
pub(in crate::scenario) fn flat(document: &Document) -> Vec<Flat<'_>> {
    let policies = document.policy.iter().enumerate();
    policies.flat_map(|(i, policy)| parts(i, policy)).collect()
}

fn parts(i: usize, policy: &PolicyDocument) -> Vec<Flat<'_>> {
    let at = Path::root("policy").index(i);
    let provisions = policy.body().provisions();
    if provisions.is_empty() {
        return vec![Flat {
            common: Cow::Borrowed(&policy.common),
            body: policy.body(),
            bill: None,
            bill_name: None,
            at,
        }];
    }
    let provision =
        |(j, provision): (usize, &'_ super::bill::Provision)| (j, provision.common(&policy.common));
    let (id, name) = (&policy.common.id, &policy.common.name);
    let commons = provisions.iter().enumerate().map(provision);
    commons
        .map(|(j, common)| Flat {
            common: Cow::Owned(common),
            body: provisions[j].body(),
            bill: Some(id),
            bill_name: Some(name.as_ref().unwrap_or(id)),
            at: at.key("policies").index(j),
        })
        .collect()
}
