//! The stages that a text passes through, as spans of `tracing`: what each costs is measured by
//! `cargo bench -p budget-tests --features stages --bench stages`. Without the feature `stages` there is nothing of
//! them in the program.

/// The target of the spans.
pub const TARGET: &str = "budget::stage";

macro_rules! stages {
    ($($(#[$doc:meta])* $stage:ident = $name:literal,)*) => {
        /// A stage.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Stage {
            $($(#[$doc])* $stage,)*
        }

        impl Stage {
            /// All of them with their names, in the order in which a text passes through them.
            pub const ALL: &[(Self, &str)] = &[$((Self::$stage, $name),)*];

            /// Begins it; it ends when the value is dropped. One that is begun inside of another is no part of that
            /// one's time.
            #[cfg(feature = "stages")]
            #[must_use]
            pub fn begin(self) -> impl Drop {
                match self {
                    $(Self::$stage => tracing::trace_span!(target: TARGET, $name).entered(),)*
                }
            }
        }
    };
}

stages! {
    /// From the bytes of the client to the call of what it asks for, with its parameters.
    JsonIn = "JSON in",
    /// The text itself: building the rope, or replacing a part of it.
    Rope = "rope",
    /// What each line is to Markdown, until the state is the one before.
    Relex = "relex",
    /// The cells, amounts and indicators of rows.
    Reparse = "reparse",
    /// The tree of lines with its tallies, and what only the lines around can tell.
    Tallies = "tallies",
    /// What depends on what was typed, and how it was before.
    Follow = "what depends on it",
    /// Whether totals are what their parts add up to, and what explains where they are not.
    Identities = "identities",
    /// All other checks.
    Rules = "rules",
    /// Listing what is found, in the client's positions.
    Listing = "listing",
    /// From our values to the client's bytes.
    JsonOut = "JSON out",
}

#[cfg(not(feature = "stages"))]
impl Stage {
    /// Begins it, where stages are measured.
    #[must_use]
    pub fn begin(self) -> Unmeasured {
        Unmeasured
    }
}

/// A stage that nobody measures.
#[cfg(not(feature = "stages"))]
pub struct Unmeasured;
