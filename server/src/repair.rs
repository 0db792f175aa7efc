//! Which figure is wrong, once the sums say that one is.
//!
//! Row and column identities together are an error-correcting code: one wrong cell violates a pattern of them that no
//! other cell does. A repair is a set of new values that makes every violated identity of a connected component hold
//! and breaks none that does; of two repairs the one with fewer causes is the likelier (Fellegi and Holt, 1976), and of
//! two with the same causes the one that a slip of the keys explains (Scholtus, 2009). What is not decided by that is
//! left to the drafter.
//!
//! This room knows numbers only: neither documents nor their edits.

mod rounding;
mod search;
mod slip;
mod system;

pub use slip::{Slip, slip};
pub use system::{Cell, Identity, Relation, System};

/// What may have gone wrong, apart from the figures themselves.
#[derive(Clone, Debug)]
pub struct Assumptions {
    /// The kinds of cause that are looked for.
    pub kinds: Vec<Kind>,
    /// Pairs of cells that the drafter may have taken for each other: two sources of a project, income and expense.
    pub exchangeable: Vec<(usize, usize)>,
    /// Where every residual of a component is at most this, scaled, its cells are taken to be rounded and are adjusted,
    /// each by no more. Zero, and rounding is left to the tolerances: a budget is never smeared.
    pub rounding: i128,
}

impl Default for Assumptions {
    fn default() -> Self {
        Self { kinds: vec![Kind::Typing, Kind::Sign, Kind::Computed], exchangeable: Vec::new(), rounding: 0 }
    }
}

/// A kind of cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any [`Slip`] but that of the sign.
    Typing,
    /// A sign lost or added.
    Sign,
    /// A wrong value of any kind: the right one follows from the identities.
    Computed,
}

/// Why a cell is to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The printed figure is one slip away from the right one.
    Slip(Slip),
    /// It stands in the place of another cell, and that in its place.
    Exchanged {
        /// The other cell.
        with: usize,
    },
    /// Nothing was entered.
    LeftOut,
    /// Nothing but that the identities ask for the new value.
    Computed,
    /// It was rounded.
    Rounded,
}

impl Cause {
    /// The greater the more plausible, 0 where nothing but the identities speaks for it. An exchange is as plausible as
    /// two adjacent digits that changed places, and so is what was left out.
    pub fn plausibility(self) -> u8 {
        match self {
            Self::Slip(slip) => slip.plausibility(),
            Self::Exchanged { .. } | Self::LeftOut => Slip::Swapped.plausibility(),
            Self::Computed | Self::Rounded => 0,
        }
    }
}

/// A new value for a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The number of the cell.
    pub cell: usize,
    /// Scaled, like the cell's.
    pub value: i128,
    /// Why the cell printed something else.
    pub cause: Cause,
}

/// New values that clear a component and break no identity that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// By cell, each at most once.
    pub changes: Vec<Change>,
    /// The independent causes. One cause may change two cells: an exchange, or a figure and the total that was added up
    /// with it, so that the identity between them never broke.
    pub causes: usize,
}

impl Repair {
    /// The new values alone, by cell.
    pub fn values(&self) -> Vec<(usize, i128)> {
        self.changes.iter().map(|change| (change.cell, change.value)).collect()
    }

    /// How many of the causes no slip, no exchange and nothing left out explains. What was left out of one row has one
    /// cause.
    pub fn unexplained(&self) -> usize {
        let (exchanged, others): (Vec<_>, Vec<_>) =
            self.changes.iter().map(|change| change.cause).partition(|cause| matches!(cause, Cause::Exchanged { .. }));
        let slips = others.iter().filter(|cause| matches!(cause, Cause::Slip(_) | Cause::LeftOut)).count();
        self.causes.saturating_sub(exchanged.len() / 2 + slips)
    }

    /// Of repairs with as many causes and as many of them unexplained, the greater the more plausible: the sum over the
    /// changes of [`Cause::plausibility`].
    pub fn plausibility(&self) -> u32 {
        self.changes.iter().map(|change| u32::from(change.cause.plausibility())).sum()
    }
}

/// What a component comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One repair stands out.
    Unique(Repair),
    /// Several are about equally plausible, or the one that there is stands on too little.
    Ambiguous {
        /// At most [`MOST_OFFERED`], the most plausible first.
        repairs: Vec<Repair>,
        /// How many there are in all.
        candidates: usize,
        /// What all of them have in common, as far as that stands by itself: every identity that it touches then holds.
        agreed: Vec<Change>,
    },
    /// No one cause and no two do, or the search was cut short.
    Unexplained,
}

impl Outcome {
    /// The repairs, the most plausible first.
    pub fn repairs(&self) -> &[Repair] {
        match self {
            Self::Unique(repair) => std::slice::from_ref(repair),
            Self::Ambiguous { repairs, .. } => repairs,
            Self::Unexplained => &[],
        }
    }

    /// The changes that are beyond doubt.
    pub fn sure(&self) -> &[Change] {
        match self {
            Self::Unique(repair) => &repair.changes,
            Self::Ambiguous { agreed, .. } => agreed,
            Self::Unexplained => &[],
        }
    }
}

/// The repairs that [`Outcome::Ambiguous`] names.
pub const MOST_OFFERED: usize = 3;

/// Explains one component, as [`System::components`] gives it.
///
/// First one cause: a single cell, or two exchangeable cells for each other. Only where none clears the component, two
/// cells. Among those with the fewest causes, a single one is unique, and so is the only one whose causes are all
/// slips, as long as the others are few.
///
/// Cost: for one cause, the terms of the component. For two, each of its cells together with those cells that stand in
/// every identity that the first leaves open, given up after a fixed number of trials, and before the first where the
/// component has more identities than two causes can violate.
pub fn explain(system: &System, assumptions: &Assumptions, component: &[usize]) -> Outcome {
    if rounding::is_rounding(system, assumptions, component) {
        rounding::adjust(system, assumptions, component)
    } else {
        search::explain(system, assumptions, component)
    }
}

/// Components that one repair clears, and what they come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnosis {
    /// The violated identities, in order.
    pub identities: Vec<usize>,
    /// Their repairs.
    pub outcome: Outcome,
}

/// Explains every component. Those that the repairs of one clear as well are one with it: a unit's total and its source
/// that are wrong alike violate their columns and not their row, which alone ties the columns together.
pub fn diagnose(system: &System, assumptions: &Assumptions) -> Vec<Diagnosis> {
    let mut left = system.components();
    left.reverse();
    let mut diagnoses = Vec::new();
    while let Some(mut identities) = left.pop() {
        let outcome = explain(system, assumptions, &identities);
        let repairs: Vec<_> = outcome.repairs().iter().map(Repair::values).collect();
        left.retain(|other| {
            let is_cleared = !repairs.is_empty() && repairs.iter().all(|values| system.clears(values, other));
            if is_cleared {
                identities.extend(other);
            }
            !is_cleared
        });
        identities.sort_unstable();
        diagnoses.push(Diagnosis { identities, outcome });
    }
    diagnoses
}
