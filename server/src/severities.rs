//! Which rules report, and how loudly, as the settings say.

use std::{collections::BTreeMap, sync::Arc};

use crate::{finding::Severity, rules::Rule};

/// The severities that the settings give to rules. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities(Arc<BTreeMap<&'static str, Option<Severity>>>);

impl Severities {
    /// Severities by the id of the rule; `None` turns it off.
    pub fn new(by_rule: impl IntoIterator<Item = (&'static Rule, Option<Severity>)>) -> Self {
        Self(Arc::new(by_rule.into_iter().map(|(rule, severity)| (rule.id, severity)).collect()))
    }

    /// The severity that the settings give to a rule; `None` where they leave it to the rule or turn it off.
    pub fn of(&self, rule: &Rule) -> Option<Severity> {
        self.0.get(rule.id).copied().flatten()
    }

    /// Whether the rule reports at all.
    pub fn is_on(&self, rule: &Rule) -> bool {
        self.0.get(rule.id).map_or(rule.is_on, Option::is_some)
    }
}
