//! Memory of replications, kept from one to the next.

use super::recorder::Sheets;
use crate::court::Workspace;

/// Where one replication after another is run: the memory of the court and of the recorder.
#[derive(Debug, Default)]
pub struct Desk {
    /// The court's, which a run that nobody records needs alone.
    pub court: Workspace,
    pub(super) sheets: Sheets,
}
