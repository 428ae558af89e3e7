//! `judges`: authorised posts at courts.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bench::{Staff, while_held};
use super::{Body, Builder, Checker, Common, Number, Path, PolicyKind, nought};
use crate::policy::{Change, Judges, PostsAt};

/// Adds authorised posts at courts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct JudgesDocument {
    /// Posts and courtrooms, court by court.
    #[schemars(length(min = 1), extend("x-max-items" = 200))]
    pub courts: Vec<PostsDocument>,
    /// From the first posts to all of them.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 36500, "x-whole" = true, "x-unit" = "days"))]
    pub ramp: Number,
    /// Paid once on the effective date, for each post.
    #[serde(default = "nought")]
    #[schemars(extend("minimum" = 0, "x-limit" = 1e12, "x-unit" = "currency per post"))]
    pub setup_cost: Number,
}

/// Posts and courtrooms added at one court.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::scenario) struct PostsDocument {
    /// The court.
    #[schemars(extend("x-ref" = "court"))]
    pub court: String,
    /// Authorised posts added; negative: cut.
    #[schemars(extend("minimum" = -10000, "x-limit" = 10000, "x-unit" = "judges"))]
    pub posts: Number,
    /// Courtrooms added with them; default: as many as posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("minimum" = -10000, "x-limit" = 10000, "x-unit" = "courtrooms"))]
    pub courtrooms: Option<Number>,
}

impl PolicyKind for JudgesDocument {
    const NAME: &'static str = "judges";
    const SUMMARY: &'static str =
        "Adds (or cuts) authorised posts at courts; they are filled through the hiring pipeline.";
}

impl Body for JudgesDocument {
    fn check(&self, _policy: &Common, _at: &Path, _check: &mut Checker<'_>) {}

    fn staff(&self, policy: &Common, at: &Path, build: &Builder<'_>) -> Vec<Staff> {
        let staff = |(i, entry): (usize, &PostsDocument)| {
            let posts = build.number(&entry.posts);
            let rooms = entry.courtrooms.as_ref().map_or(posts, |n| build.number(n));
            // A ramp reaches the whole of a cut at its end only.
            let cut = policy.effective.0
                + if posts < 0.0 {
                    build.days(&self.ramp)
                } else {
                    0
                };
            Staff {
                court: entry.court.clone(),
                posts: while_held(policy, cut, posts),
                courtrooms: while_held(policy, cut, rooms),
                at: at.key("courts").index(i).key("posts"),
            }
        };
        self.courts.iter().enumerate().map(staff).collect()
    }

    fn change(&self, policy: &Common, _site: usize, build: &Builder<'_>) -> Arc<dyn Change> {
        let at = |entry: &PostsDocument| {
            let posts = build.number(&entry.posts);
            let courtrooms = entry.courtrooms.as_ref().map_or(posts, |n| build.number(n));
            PostsAt {
                court: build.court(&entry.court),
                posts,
                courtrooms,
            }
        };
        Arc::new(Judges {
            policy: policy.id.clone(),
            courts: self.courts.iter().map(at).collect(),
            ramp: build.days(&self.ramp),
            setup_cost: build.number(&self.setup_cost),
        })
    }
}
