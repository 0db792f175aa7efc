//! A total that is not what its parts add up to, in words that a hint and a lens share.

use budget_grammar::{amount::format_scaled, row::Row};

use crate::{finding::Language, identity::decimals, scope::Identity};

/// The columns of a row that are off by the same: `总计、财政拨款`.
pub fn titles(row: &Row, alike: &[&Identity]) -> String {
    let titles = alike.iter().filter_map(|identity| row.schema.amounts.get(identity.column));
    titles.map(|column| &*column.title).collect::<Vec<_>>().join("、")
}

/// `总计相加 67.00，差 9.00`; the sum is that of the first column.
pub fn sentence(title: &str, identity: &Identity, language: Language) -> String {
    let (computed, difference) = (computed(identity), difference(identity));
    language.choose(
        || format!("{title}相加 {computed}，差 {difference}"),
        || format!("{title} add up to {computed}, difference {difference}"),
    )
}

/// What the parts add up to.
pub fn computed(identity: &Identity) -> String {
    format_scaled(identity.parts.value, decimals(&identity.total, &identity.parts)).to_string()
}

/// Printed less computed.
pub fn difference(identity: &Identity) -> String {
    format_scaled(identity.residual(), decimals(&identity.total, &identity.parts)).to_string()
}
