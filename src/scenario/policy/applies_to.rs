//! Which cases a policy touches.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::court::Cases;

/// Which cases a policy touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(in crate::scenario) enum AppliesTo {
    /// Cases filed from its effective date on.
    New,
    /// Cases filed before its effective date.
    Pending,
    /// All cases.
    #[default]
    All,
}

impl AppliesTo {
    /// The same for the engine.
    pub fn cases(self) -> Cases {
        match self {
            AppliesTo::New => Cases::New,
            AppliesTo::Pending => Cases::Pending,
            AppliesTo::All => Cases::All,
        }
    }
}
