//! The generator of departments: its figures agree, the text says what the model says, and a slip is where it is said
//! to be.

use std::collections::HashMap;

use budget_tests::{
    departments::{self, FAULTS, Fault, Kind, Layout, Unit, faulty, identities, many, write},
    generator::Dice,
};

const KINDS: [Kind; 2] = [Kind::Budget, Kind::FinalAccount];

fn each(count: u64, mut check: impl FnMut(u64, Kind)) {
    for seed in 0..count {
        KINDS.iter().for_each(|kind| check(seed, *kind));
    }
}

#[test]
fn all_that_is_certain_holds_in_every_department() {
    let mut names: HashMap<&str, usize> = HashMap::new();
    each(200, |seed, kind| {
        let (department, layout, document) = departments::any(seed, kind);
        for identity in identities(&document, kind) {
            let sum = |side: &[usize]| -> i64 { side.iter().map(|at| document.figures[*at].value).sum() };
            let roles = |side: &[usize]| -> Vec<String> {
                let of = |at: &usize| format!("{} {}", document.figures[*at].table, document.figures[*at].role);
                side.iter().map(of).collect()
            };
            let (left, right) = (&identity.left, &identity.right);
            let what = format!("seed {seed}, {}: {:?} = {:?}", identity.name, roles(left), roles(right));
            assert_eq!(sum(left), sum(right), "{what}\n{layout:?}\n{department:?}");
            *names.entry(identity.name).or_default() += 1;
        }
    });
    for name in ["row", "column", "halves", "X1", "X2", "X3", "X4", "X5", "prose"] {
        assert!(names.get(name).is_some_and(|count| *count >= 200), "{name}: {names:?}");
    }
}

#[test]
fn every_recorded_figure_stands_where_it_is_said_to_stand() {
    let mut sizes = Vec::new();
    each(200, |seed, kind| {
        let (_, layout, document) = departments::any(seed, kind);
        let lines: Vec<&str> = document.text.lines().collect();
        for figure in &document.figures {
            let text = &lines[figure.line][figure.range.clone()];
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            let printed = figure.unit.printed(figure.value);
            assert_eq!(digits.parse::<i64>().unwrap(), printed, "seed {seed}: {figure:?} {text}\n{layout:?}");
            assert_eq!(
                text.contains('.') || printed == 0,
                figure.unit != Unit::Yuan || printed == 0,
                "{figure:?} {text}"
            );
        }
        sizes.push(document.text.len());
    });
    let average = sizes.iter().sum::<usize>() / sizes.len();
    println!("{average} bytes on average, {:?} to {:?}", sizes.iter().min(), sizes.iter().max());
    assert!((8_000..40_000).contains(&average), "{average}");
}

#[test]
fn the_same_seed_makes_the_same_text_and_another_one_another() {
    each(20, |seed, kind| {
        assert_eq!(departments::any(seed, kind), departments::any(seed, kind));
        assert_ne!(departments::any(seed, kind).2.text, departments::any(seed + 1, kind).2.text);
    });
    assert_eq!(many(200_000, 7), many(200_000, 7));
    assert!((200_000..300_000).contains(&many(200_000, 7).len()));
}

#[test]
fn a_fault_changes_one_line_and_is_right_about_it() {
    let mut made: HashMap<(String, bool), usize> = HashMap::new();
    each(200, |seed, kind| {
        for fault in FAULTS {
            let mut dice = Dice::new(seed * 7 + 1);
            let department = departments::Department::any(&mut dice, kind);
            let layout = Layout::any(&mut dice, &department);
            let Some(faulty) = faulty(&department, &layout, fault, &mut dice) else { continue };
            assert_eq!(faulty.right, write(&department, &layout).text);
            let differing: Vec<usize> = (faulty.text.lines().zip(faulty.right.lines()).enumerate())
                .filter(|(_, (wrong, right))| wrong != right)
                .map(|(line, _)| line)
                .collect();
            assert_eq!(differing, [faulty.line], "seed {seed} {fault:?}: {}", faulty.what);
            assert_eq!(faulty.text.lines().count(), faulty.right.lines().count());
            assert!(faulty.places.contains(&faulty.line) && faulty.places.is_sorted(), "{:?}", faulty.places);
            let table = if fault == Fault::WrongCell { &faulty.what[..2] } else { "" };
            *made.entry((format!("{fault:?}{table}"), kind == Kind::Budget)).or_default() += 1;
        }
    });
    println!("{made:?}");
    for is_budget in [true, false] {
        for fault in FAULTS {
            let of = |name: &str| made.get(&(name.to_owned(), is_budget)).copied().unwrap_or_default();
            if fault == Fault::TooMuchForGoals && !is_budget {
                assert_eq!(of("TooMuchForGoals"), 0, "a final account says nothing of it");
            } else if fault == Fault::WrongCell {
                (1..=7).for_each(|table| assert!(of(&format!("WrongCellT{table}")) > 3, "T{table}: {made:?}"));
            } else {
                assert!(of(&format!("{fault:?}")) > 20, "{fault:?}: {made:?}");
            }
        }
    }
}

/// What a figure says in 元, its text read again.
fn read(text: &str, unit: Unit) -> i64 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let printed: i64 = digits.parse().unwrap();
    if unit == Unit::Wan { printed * 100 } else { printed }
}

#[test]
fn a_wrong_cell_contradicts_at_least_two_identities_that_held() {
    each(200, |seed, kind| {
        let mut dice = Dice::new(seed + 5_000);
        let department = departments::Department::any(&mut dice, kind);
        let layout = Layout::any(&mut dice, &department);
        let document = write(&department, &layout);
        let Some(faulty) = faulty(&department, &layout, Fault::WrongCell, &mut dice) else { return };
        let (wrong, right): (Vec<&str>, Vec<&str>) = (faulty.text.lines().collect(), faulty.right.lines().collect());
        let (new, old) = (wrong[faulty.line], right[faulty.line]);
        let first = new.bytes().zip(old.bytes()).position(|(new, old)| new != old).unwrap();
        let mut values: Vec<i64> = Vec::new();
        for figure in &document.figures {
            let (mut start, mut end) = (figure.range.start, figure.range.end);
            if figure.line == faulty.line && end >= first {
                end = end + new.len() - old.len();
                start = if start > first { start + new.len() - old.len() } else { start };
            }
            values.push(read(&wrong[figure.line][start..end], figure.unit));
        }
        let printed: Vec<i64> = document
            .figures
            .iter()
            .map(|figure| read(&right[figure.line][figure.range.clone()], figure.unit))
            .collect();
        let broken = |values: &[i64]| {
            let all = identities(&document, kind);
            let is_broken = |identity: &departments::Identity| {
                let sum = |side: &[usize]| side.iter().map(|at| values[*at]).sum::<i64>();
                let difference = sum(&identity.left) - sum(&identity.right);
                // Prose rounds to 100 元.
                difference.abs() > if identity.name == "prose" { 50 } else { 0 }
            };
            all.iter().filter(|identity| is_broken(identity)).count()
        };
        assert_eq!(broken(&printed), 0, "seed {seed}");
        assert!(broken(&values) >= 2, "seed {seed}: {}", faulty.what);
    });
}
