//! Which figure of a budget table is wrong: a grand total, its units and their projects, each with 总计 and its sources.
#![expect(clippy::indexing_slicing, reason = "a cell outside the table fails the test")]

use budget_grammar::amount::SCALE;
use budget_lsp::repair::{Assumptions, Cell, Identity, Outcome, Repair, System, diagnose};
use proptest::prelude::*;

/// A consistent table: row 0 is the grand total; column 0 is 总计.
#[derive(Clone, Debug)]
struct Grid {
    columns: usize,
    /// For each row the row that it is a part of.
    above: Vec<Option<usize>>,
    values: Vec<i128>,
}

impl Grid {
    /// Units with the sources of their projects, in hundredths.
    fn new(units: &[Vec<Vec<i128>>]) -> Self {
        let columns = units[0][0].len() + 1;
        let mut grid = Self { columns, above: vec![None], values: vec![0; columns] };
        for projects in units {
            let unit = grid.above.len();
            grid.above.push(Some(0));
            grid.values.extend(vec![0; columns]);
            for sources in projects {
                grid.above.push(Some(unit));
                let total: i128 = sources.iter().sum();
                let row: Vec<i128> = std::iter::once(total).chain(sources.iter().copied()).collect();
                for (column, value) in row.iter().enumerate() {
                    grid.values[unit * columns + column] += value;
                    grid.values[column] += value;
                }
                grid.values.extend(row);
            }
        }
        grid
    }

    fn cell(&self, row: usize, column: usize) -> usize {
        row * self.columns + column
    }

    fn with(&self, changes: &[(usize, i128)]) -> System {
        let mut values = self.values.clone();
        changes.iter().for_each(|(cell, value)| values[*cell] = *value);
        let printed = |value: &i128| Cell { floor: Some(0), ..Cell::printed(value * SCALE / 100, 2) };
        let rows = (0..self.above.len())
            .map(|row| Identity::sum(self.cell(row, 0), (1..self.columns).map(|column| self.cell(row, column))));
        let sum = |row: usize, column: usize| {
            let parts = (0..self.above.len()).filter(|part| self.above[*part] == Some(row));
            Identity::sum(self.cell(row, column), parts.map(|part| self.cell(part, column)).collect::<Vec<_>>())
        };
        let totals = (0..self.above.len()).filter(|row| self.above.contains(&Some(*row)));
        let sums = totals.flat_map(|row| (0..self.columns).map(move |column| sum(row, column)));
        System::new(values.iter().map(printed).collect(), rows.chain(sums).collect())
    }

    /// The outcomes with these cells mistyped; every repair clears what it says it does.
    fn outcomes(&self, changes: &[(usize, i128)], assumptions: &Assumptions) -> Vec<Outcome> {
        let system = self.with(changes);
        let diagnoses = diagnose(&system, assumptions);
        for diagnosis in &diagnoses {
            for repair in diagnosis.outcome.repairs() {
                assert!(system.clears(&repair.values(), &diagnosis.identities), "{repair:?}");
            }
        }
        diagnoses.into_iter().map(|diagnosis| diagnosis.outcome).collect()
    }

    /// Whether these cells, mistyped, are found and brought back, by one explanation for each group.
    #[track_caller]
    fn restores(&self, mistyped: &[(usize, i128)], explanations: usize) {
        let outcomes = self.outcomes(mistyped, &Assumptions::default());
        let mut found: Vec<_> = outcomes.iter().flat_map(|outcome| outcome.sure()).map(|c| (c.cell, c.value)).collect();
        found.sort_unstable();
        let mut expected: Vec<_> = mistyped.iter().map(|(cell, _)| (*cell, self.values[*cell] * SCALE / 100)).collect();
        expected.sort_unstable();
        assert_eq!(found, expected, "{outcomes:#?}");
        assert_eq!(outcomes.len(), explanations);
    }
}

/// Two units of three projects and three, in hundredths; three sources.
fn qinghe() -> Grid {
    Grid::new(&[
        vec![vec![6700, 0, 120], vec![579_350, 1200, 0], vec![4257, 318, 77]],
        vec![vec![33_720, 500, 45], vec![15_650, 0, 640], vec![210, 905, 0]],
    ])
}

#[test]
fn every_wrong_cell_has_a_syndrome_of_its_own() {
    let grid = qinghe();
    for (row, column) in [(2, 0), (2, 1), (1, 0), (1, 2), (0, 0), (0, 3), (6, 2)] {
        let cell = grid.cell(row, column);
        grid.restores(&[(cell, grid.values[cell] + 900)], 1);
    }
}

#[test]
fn a_total_and_its_source_wrong_alike_are_one_cause() {
    let grid = qinghe();
    for row in [1, 5, 0] {
        let (total, source) = (grid.cell(row, 0), grid.cell(row, 1));
        grid.restores(&[(total, grid.values[total] - 3600), (source, grid.values[source] - 3600)], 1);
    }
}

#[test]
fn a_project_wrong_alike_is_any_row_of_its_unit() {
    let grid = qinghe();
    let (total, source) = (grid.cell(2, 0), grid.cell(2, 1));
    let changes = [(total, grid.values[total] + 1234), (source, grid.values[source] + 1234)];
    let outcomes = grid.outcomes(&changes, &Assumptions::default());
    let [Outcome::Ambiguous { repairs, agreed, .. }] = outcomes.as_slice() else { panic!("{outcomes:#?}") };
    assert!(repairs.iter().all(|repair| repair.causes == 1 && repair.changes.len() == 2));
    assert!(agreed.is_empty());
}

#[test]
fn two_wrong_cells() {
    let grid = qinghe();
    let at = |row, column, by: i128| (grid.cell(row, column), grid.values[grid.cell(row, column)] + by);
    // In different units: each by itself. In one column: together.
    grid.restores(&[at(2, 0, 900), at(6, 0, 20_243)], 2);
    grid.restores(&[at(2, 0, 900), at(3, 0, 4100)], 1);
    grid.restores(&[at(2, 0, 900), at(1, 0, -250)], 1);
    grid.restores(&[at(2, 0, 900), at(2, 1, 350)], 1);
    // Three in one column are too many.
    let three = grid.outcomes(&[at(2, 0, 900), at(3, 0, 4100), at(4, 0, 777)], &Assumptions::default());
    assert_eq!(three, [Outcome::Unexplained]);
}

#[test]
fn two_sources_of_a_project_in_each_others_place() {
    let grid = qinghe();
    let (one, other) = (grid.cell(4, 2), grid.cell(4, 3));
    let changes = [(one, grid.values[other]), (other, grid.values[one])];
    let exchangeable = (2..8).map(|row| (grid.cell(row, 2), grid.cell(row, 3))).collect();
    let outcomes = grid.outcomes(&changes, &Assumptions { exchangeable, ..Assumptions::default() });
    let [Outcome::Unique(Repair { changes, causes: 1 })] = outcomes.as_slice() else { panic!("{outcomes:#?}") };
    assert_eq!(changes.iter().map(|change| change.cell).collect::<Vec<_>>(), [one, other]);
}

fn grids() -> impl Strategy<Value = Grid> {
    (1_usize..4).prop_flat_map(|sources| {
        let project = prop::collection::vec(0_i128..10_000_000, sources);
        let unit = prop::collection::vec(project, 2..5);
        prop::collection::vec(unit, 1..4).prop_map(|units| Grid::new(&units))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn one_wrong_cell_is_always_found(grid in grids(), at in any::<prop::sample::Index>(), wrong in 0_i128..20_000_000) {
        let cell = at.index(grid.values.len());
        prop_assume!(grid.values[cell] != wrong);
        let outcomes = grid.outcomes(&[(cell, wrong)], &Assumptions::default());
        let [Outcome::Unique(repair)] = outcomes.as_slice() else {
            return Err(TestCaseError::fail(format!("{outcomes:#?}")));
        };
        prop_assert_eq!(repair.values(), [(cell, grid.values[cell] * SCALE / 100)]);
    }

    #[test]
    fn what_is_offered_clears_whatever_is_wrong(
        grid in grids(), wrong in prop::collection::vec((any::<prop::sample::Index>(), 0_i128..20_000_000), 0..6),
    ) {
        let wrong: Vec<_> = wrong.into_iter().map(|(at, value)| (at.index(grid.values.len()), value)).collect();
        let system = grid.with(&wrong);
        for outcome in grid.outcomes(&wrong, &Assumptions::default()) {
            let sure: Vec<_> = outcome.sure().iter().map(|change| (change.cell, change.value)).collect();
            prop_assert!(system.clears(&sure, &[]));
        }
    }
}
