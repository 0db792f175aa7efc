//! `budget-lsp schema`.

use crate::settings::schema::schema;

/// The JSON schema of `.budget-lsp.toml`.
pub(super) fn text() -> String {
    format!("{:#}\n", schema())
}
