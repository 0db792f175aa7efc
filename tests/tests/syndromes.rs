//! Which cell is wrong, and what a drafter would do about it: the worked cases of a real document, where it stands
//! beside the project, and the same faults in the project's own corpus.

use budget_grammar::line::Standing;
use budget_lsp::{
    analysis::{Analysis, Options},
    features::actions::quick_fixes,
    finding::Severity,
    fix::{Fix, Safety, applied},
    scope::{TotalScope, row_identity},
};
use budget_tests::{corpus, shared};
use serde_json::Value;

/// A document that adds up, with one fault in it.
struct Sheet {
    text: String,
}

impl Sheet {
    fn analysis(&self) -> Analysis {
        Analysis::new(&self.text, Options::default())
    }

    /// The lines of the units, and the projects below each.
    fn units(&self) -> Vec<(usize, Vec<usize>)> {
        let analysis = self.analysis();
        let document = analysis.document();
        let mut units: Vec<(usize, Vec<usize>)> = Vec::new();
        for line in 0..document.lines().len() {
            match document.standing(line) {
                Some(standing) if standing.is_unit() => units.push((line, Vec::new())),
                Some(standing) if standing.is_project() => units.last_mut().unwrap().1.push(line),
                _ => {}
            }
        }
        units
    }

    /// The line of `合计`, `U3` or `U1.P2`.
    fn line(&self, place: &str) -> usize {
        let number = |text: &str| text[1..].parse::<usize>().unwrap() - 1;
        let units = self.units();
        match place.split_once('.') {
            Some((unit, project)) => units[number(unit)].1[number(project)],
            None if place == "合计" => {
                let analysis = self.analysis();
                let is_total = |line: &usize| analysis.document().standing(*line) == Some(Standing::Total);
                (0..analysis.document().lines().len()).find(is_total).unwrap()
            }
            None => units[number(place)].0,
        }
    }

    /// The bytes of an amount cell.
    fn cell(&self, line: usize, column: usize) -> std::ops::Range<usize> {
        let analysis = self.analysis();
        let document = analysis.document();
        let span = document.lines().get(line).unwrap().row().unwrap().amount_cell(column).unwrap();
        let start = document.text().line_start(line);
        start + span.start as usize..start + span.end as usize
    }

    fn set(mut self, place: &str, column: usize, figure: &str) -> Self {
        let range = self.cell(self.line(place), column);
        self.text.replace_range(range, figure);
        self
    }

    fn set_both(self, place: &str, figure: &str) -> Self {
        self.set(place, 0, figure).set(place, 1, figure)
    }

    fn take(&mut self, line: usize) -> String {
        let mut lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        let taken = lines.remove(line).to_owned();
        self.text = lines.concat();
        taken
    }

    fn put(&mut self, line: usize, row: &str) {
        let mut lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        lines.insert(line, row);
        self.text = lines.concat();
    }

    fn deleted(mut self, line: usize) -> Self {
        self.take(line);
        self
    }

    /// How much a printed total exceeds its parts, in hundredths: `U1.P1 row`, `U3 both cols`, `合计 总计 col`.
    fn residual(&self, identity: &str) -> Vec<i128> {
        const CENT: i128 = 1_000_000;
        let mut words = identity.split(' ');
        let (place, which) = (words.next().unwrap(), words.next().unwrap());
        let analysis = self.analysis();
        let line = self.line(place);
        let row = analysis.document().lines().get(line).unwrap().row().unwrap().clone();
        let rounding = analysis.options().rounding;
        if which == "row" {
            return vec![row_identity(&row, rounding).unwrap().residual() / CENT];
        }
        let scope = TotalScope::new(analysis.document(), line, rounding).unwrap();
        let is_asked = |column: usize| match which {
            "both" => column < 2,
            title => &*row.schema.amounts[column].title == title,
        };
        let asked = scope.identities.iter().filter(|identity| is_asked(identity.column));
        asked.map(|identity| identity.residual() / CENT).collect()
    }

    /// The lines with errors and warnings about sums, and the fixes of the first.
    fn found(&self) -> (Vec<usize>, Vec<Fix>) {
        let analysis = self.analysis();
        let sums = |id: &str| matches!(id, "row-sum" | "column-sum");
        let found: Vec<_> = analysis
            .findings()
            .filter(|(_, finding)| finding.severity <= Severity::Warning && sums(finding.rule.id))
            .collect();
        let fixes = found.first().map(|(line, finding)| analysis.fixes(*line, finding)).unwrap_or_default();
        (found.iter().map(|(line, _)| *line).collect(), fixes)
    }
}

/// Asserts that the only finding stands at `place`, and that its first fix is preferred and gives `clean`.
#[track_caller]
fn assert_unique(faulty: &Sheet, place: &str, clean: &str) {
    let (lines, fixes) = faulty.found();
    assert_eq!(lines, [faulty.line(place)], "one cause, one finding");
    let first = fixes.first().expect("a fix");
    assert!(first.is_preferred, "{}", first.title);
    assert_eq!(applied(&faulty.text, &first.edits), clean, "{}", first.title);
}

/// The fixes of the only fault, none of them preferred.
#[track_caller]
fn ambiguous(faulty: &Sheet) -> Vec<Fix> {
    let (lines, fixes) = faulty.found();
    assert_eq!(lines.len(), 1);
    assert!(fixes.iter().all(|fix| !fix.is_preferred), "{fixes:?}");
    fixes
}

/// Retypes both figures of a project digit by digit, and gives back the preferred fix, applied.
fn retyped(clean: &str, place: &str, figure: &str) -> (String, Vec<String>) {
    let mut sheet = Sheet { text: clean.to_owned() };
    let mut analysis = sheet.analysis();
    for column in [0, 1] {
        let range = sheet.cell(sheet.line(place), column);
        for end in (range.start..range.end).rev() {
            analysis.edit(end..end + 1, "");
            sheet.text.replace_range(end..end + 1, "");
        }
        for (at, character) in figure.char_indices() {
            analysis.edit(range.start + at..range.start + at, &character.to_string());
            sheet.text.insert(range.start + at, character);
        }
    }
    let fixes = quick_fixes(&analysis, 0..sheet.text.len());
    let sums: Vec<_> = fixes.iter().filter(|fix| fix.finding.rule.id == "column-sum").collect();
    let preferred = sums.iter().find(|fix| fix.fix.is_preferred).expect("a preferred fix");
    let restored: Vec<String> = sums.iter().map(|fix| applied(&sheet.text, &fix.fix.edits)).collect();
    (applied(&sheet.text, &preferred.fix.edits), restored)
}

/// The sample as it would be without its rounding difference.
fn cleaned_sample() -> Option<String> {
    Some(shared("corpus/liwan-hrss-2024.md")?.replace("50,666.34", "50,666.35").replace("53,584.69", "53,584.70"))
}

fn cases() -> Vec<Value> {
    let cases: Vec<Value> =
        shared("cases/arithmetic.json").map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default();
    cases.into_iter().filter(|case| case["kind"] == "syndrome").collect()
}

#[test]
fn the_worked_cases() {
    let Some(clean) = cleaned_sample() else { return };
    let cases = cases();
    assert_eq!(cases.len(), 14);
    for case in &cases {
        let id = case["id"].as_str().unwrap();
        let seed = Sheet { text: clean.clone() };
        let faulty = mutated(seed, id);
        for (identity, expected) in case["residuals"].as_object().unwrap() {
            let cents = format!("{:.0}", expected.as_f64().unwrap() * 100.0).parse::<i128>().unwrap();
            assert!(faulty.residual(identity).iter().all(|found| *found == cents), "{id}: {identity}");
        }
        println!("{id}");
        assert_case(&faulty, id, &clean);
    }
}

/// The document of a case: its mutation, carried out.
fn mutated(mut seed: Sheet, id: &str) -> Sheet {
    match id {
        "y01" => seed.set("U1.P1", 0, "76.00"),
        "y02" => seed.set("U1.P3", 1, "579.50"),
        "y03" => seed.set("U3", 0, "589.80"),
        "y04" => seed.set_both("U3", "589.80"),
        "y05" => seed.set("合计", 0, "53,548.70"),
        "y06" => seed.set_both("合计", "53,548.70"),
        "y07" => seed.set_both("U1.P1", "76.00"),
        "y08" => seed.set_both("U5.P3", "1,238.49"),
        "y09" => {
            let line = seed.text.lines().position(|line| line.contains("| 42.57")).unwrap();
            seed.deleted(line)
        }
        "y10" => {
            let line = *seed.units()[1].1.last().unwrap();
            let row = seed.take(line);
            seed.put(line, &row);
            seed.put(line, &row);
            seed
        }
        "y11" => {
            let line = seed.text.lines().position(|line| line.contains("| 28.57")).unwrap();
            seed.deleted(line)
        }
        "y12" => {
            let row = seed.take(*seed.units()[2].1.last().unwrap());
            let below = seed.units()[3].0 + 1;
            seed.put(below, &row);
            seed
        }
        "y13" => {
            let line =
                seed.units()[2].1.iter().position(|line| seed.text.lines().nth(*line).unwrap().contains("| 337.20"));
            seed.set_both(&format!("U3.P{}", line.unwrap() + 1), "350.00")
        }
        "y14" => seed.set("U1.P1", 0, "76.00").set("U5.P4", 0, "245.00"),
        other => panic!("a case that is not known: {other}"),
    }
}

fn assert_case(faulty: &Sheet, id: &str, clean: &str) {
    let fixed = |fix: &Fix| applied(&faulty.text, &fix.edits);
    match id {
        "y01" => assert_unique(faulty, "U1.P1", clean),
        "y02" => assert_unique(faulty, "U1.P3", clean),
        "y03" | "y04" => assert_unique(faulty, "U3", clean),
        "y05" | "y06" => assert_unique(faulty, "合计", clean),
        "y07" => {
            let fixes = ambiguous(faulty);
            assert!(fixes.iter().any(|fix| fix.title.contains("重新合计")), "{fixes:?}");
            assert!(fixes.iter().any(|fix| fixed(fix) == clean), "the row that was wrong is one of those shown");
            let (updated, all) = retyped(clean, "U1.P1", "76.00");
            assert!(updated.contains("50,675.35") && updated.contains("53,593.70"), "the totals follow");
            assert!(all.contains(&clean.to_owned()), "or the old value comes back");
        }
        "y08" => drop(ambiguous(faulty)),
        "y09" => {
            let fixes = ambiguous(faulty);
            assert!(fixes.iter().all(|fix| fix.safety != Safety::Unsafe), "no row is invented or deleted");
        }
        "y10" => {
            let fixes = ambiguous(faulty);
            let first = fixes.first().expect("a fix");
            assert_eq!((first.safety, fixed(first)), (Safety::Unsafe, clean.to_owned()), "{}", first.title);
        }
        "y11" => {
            let analysis = faulty.analysis();
            let messages: Vec<String> = analysis.findings().map(|(_, finding)| finding.message.clone()).collect();
            assert!(
                messages.iter().any(|message| message.contains("差额正是“居民医保扩面专项财政补贴”的金额")),
                "{messages:?}"
            );
            assert!(ambiguous(faulty).iter().all(|fix| fix.safety != Safety::Unsafe));
        }
        "y12" => {
            let (lines, fixes) = faulty.found();
            assert_eq!(lines, [faulty.line("U3"), faulty.line("U4")]);
            let first = fixes.first().expect("a fix");
            let restored = Sheet { text: fixed(first) };
            assert_eq!(first.safety, Safety::Unsafe);
            assert_eq!(restored.found().0, Vec::<usize>::new(), "{}", first.title);
            assert_eq!(restored.units().iter().map(|unit| unit.1.len()).collect::<Vec<_>>(), {
                let clean = Sheet { text: clean.to_owned() };
                clean.units().iter().map(|unit| unit.1.len()).collect::<Vec<_>>()
            });
        }
        "y13" => {
            let fixes = ambiguous(faulty);
            let recomputed = fixes.iter().map(fixed).find(|text| text.contains("611.60") || text.contains("重新合计"));
            assert!(recomputed.is_some_and(|text| text.contains("53,597.50")), "{fixes:?}");
            let place = faulty.text.lines().position(|line| line.contains("| 350.00")).unwrap();
            let project = faulty.units()[2].1.iter().position(|line| *line == place).unwrap();
            let (updated, _) = retyped(clean, &format!("U3.P{}", project + 1), "350.00");
            assert!(updated.contains("53,597.50"));
        }
        "y14" => {
            let analysis = faulty.analysis();
            let found: Vec<_> = analysis
                .findings()
                .filter(|(_, finding)| finding.severity == Severity::Error && finding.rule.id == "row-sum")
                .collect();
            assert_eq!(
                found.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
                [faulty.line("U1.P1"), faulty.line("U5.P4")]
            );
            let mut text = faulty.text.clone();
            for (line, finding) in found.iter().rev() {
                let fixes = analysis.fixes(*line, finding);
                assert!(fixes[0].is_preferred);
                text = applied(&text, &fixes[0].edits);
            }
            assert_eq!(text, clean);
        }
        other => panic!("a case that is not known: {other}"),
    }
}

#[test]
fn the_same_faults_in_a_document_of_our_own() {
    let clean = corpus("qinghe-education-2025.md");
    let seed = || Sheet { text: clean.clone() };
    let figure = |place: &str, column: usize| {
        let sheet = seed();
        sheet.text[sheet.cell(sheet.line(place), column)].to_owned()
    };
    for place in ["U1.P1", "U2.P2", "U1", "U2", "合计"] {
        for column in [0, 1] {
            let wrong = figure(place, column).replacen(|digit: char| digit.is_ascii_digit(), "3", 1);
            let wrong = if wrong == figure(place, column) { wrong.replacen('3', "8", 1) } else { wrong };
            assert_unique(&seed().set(place, column, &wrong), place, &clean);
        }
    }
}

#[test]
fn two_figures_that_are_wrong_independently() {
    let clean = corpus("qinghe-education-2025.md");
    let faulty = Sheet { text: clean.clone() }.set("U1.P1", 0, "1.00").set("U1.P2", 1, "2.00");
    let (lines, fixes) = faulty.found();
    assert!(lines.contains(&faulty.line("U1.P1")) && lines.contains(&faulty.line("U1.P2")), "{lines:?}");
    let first = fixes.first().expect("a fix");
    assert!(first.is_preferred && applied(&faulty.text, &first.edits) == clean, "{}", first.title);
}

#[test]
fn a_group_total_and_the_whole_are_made_anew_together() {
    let text = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
        | 校舍修缮 | 1040.00 | 1040.00 | 目标 |\n| 教师培训 | 20.00 | 20.00 | 目标 |\n| 小计 | 1050.00 | 1050.00 | |\n\
        | 场馆开放 | 5.00 | 5.00 | 目标 |\n| 合计 | 1055.00 | 1055.00 | |\n";
    let faulty = Sheet { text: text.to_owned() };
    let (lines, fixes) = faulty.found();
    assert_eq!(lines, [6, 8]);
    let fixed =
        fixes.iter().map(|fix| applied(text, &fix.edits)).find(|fixed| fixed.contains("| 小计 | 1060.00 |")).unwrap();
    assert_eq!(
        Sheet { text: fixed }.found().0,
        Vec::<usize>::new(),
        "both, and with no commas where the table has none"
    );
}

#[test]
fn a_figure_is_written_as_the_table_writes_its_others() {
    let text = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n\
        | 青禾区教育局 | 1241.81 | 1241.81 | |\n| 校舍修缮 | 103.81 | 1031.81 | 目标 |\n| 教师培训 | 210.00 | 210.00 | 目标 |\n";
    let faulty = Sheet { text: text.to_owned() };
    assert_unique(&faulty, "U1.P1", &text.replace("| 103.81 |", "| 1031.81 |"));
}
