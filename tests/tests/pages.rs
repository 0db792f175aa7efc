//! The page is the test: what the rules' pages show is what the program finds.

use std::{collections::BTreeSet, fs, path::PathBuf};

use budget_lsp::{
    analysis::Analysis,
    rules::{CATALOGUE, Rule, indicator_missing_class, indicator_target, row_sum},
};
use budget_tests::page::{Example, drawn, examples, findings, options};

fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "server", "src", "rules"].iter().collect()
}

/// The stem of a rule's files: column_sum for column-sum.
fn stem(rule: &Rule) -> String {
    rule.id.replace('-', "_")
}

fn page_name(rule: &Rule) -> String {
    format!("server/src/rules/{}.md", stem(rule))
}

fn examples_of(rule: &Rule) -> Vec<Example> {
    examples(rule.page).unwrap_or_else(|fault| panic!("{}, {fault}", page_name(rule)))
}

#[test]
fn every_example_shows_exactly_what_is_found() {
    let mut faults = String::new();
    for rule in CATALOGUE {
        for example in examples_of(rule) {
            if let Err(fault) = example.check(rule) {
                let place = format!("{}, example at line {}", page_name(rule), example.page_line);
                faults += &format!("\n{place}\n{fault}");
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{faults}\nMend the page (copy the example above into it) if the program is right, else the rule beside it."
    );
}

#[test]
fn every_page_shows_its_fault_and_a_document_without_it() {
    for rule in CATALOGUE {
        let (page, examples) = (page_name(rule), examples_of(rule));
        assert!(
            examples.iter().any(|example| example.shows(rule.id)),
            "{page} has no ```budget block with a marker of {}: add a bad example, run `cargo test -p budget-tests --test \
             pages` and copy the markers that it prints",
            rule.id
        );
        assert!(
            examples.iter().any(|example| example.markers.is_empty()),
            "{page} has no ```budget block without markers: add a good example"
        );
        let title = rule.page.lines().next().unwrap_or_default();
        assert!(title.starts_with(&format!("# {}：", rule.id)), "{page} must begin with “# {}：…”", rule.id);
        assert!(rule.page.contains("\n## English\n"), "{page} has no section “## English”");
    }
}

#[test]
fn a_page_names_no_rule_that_does_not_exist() {
    for rule in CATALOGUE {
        for example in examples_of(rule) {
            for marker in &example.markers {
                let is_known = CATALOGUE.iter().any(|known| known.id == marker.rule);
                assert!(is_known, "{}: there is no rule {}", page_name(rule), marker.rule);
            }
        }
    }
}

#[test]
fn the_catalogue_is_what_stands_in_the_folder() {
    let stems = |extension: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| path.extension().is_some_and(|own| own == extension));
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let (code, pages) = (stems("rs"), stems("md"));
    let listed: Vec<String> = CATALOGUE.iter().copied().map(stem).collect();
    for stem in &code {
        assert!(pages.contains(stem), "server/src/rules/{stem}.rs has no page: write server/src/rules/{stem}.md");
        assert!(listed.contains(stem), "{stem}::RULE is not in CATALOGUE: add it in server/src/rules.rs");
    }
    for stem in &pages {
        assert!(code.contains(stem), "server/src/rules/{stem}.md is the page of no rule: delete or rename it");
    }
    for (rule, stem) in CATALOGUE.iter().zip(&listed) {
        assert!(
            code.contains(stem),
            "{} stands in no file {stem}.rs: its id is the file's name in kebab case",
            rule.id
        );
        assert_eq!(listed.iter().filter(|other| *other == stem).count(), 1, "{} stands twice in CATALOGUE", rule.id);
        let is_kebab = rule.id.split('-').all(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase()));
        assert!(is_kebab, "{} is not in kebab case", rule.id);
        let file = fs::read_to_string(folder().join(format!("{stem}.md"))).unwrap();
        assert!(file == rule.page, "{}'s page is not {stem}.md: mend include_str! in {stem}.rs", rule.id);
    }
}

const HEADER: &str = "| 项目名称 | 总计 | 财政拨款 | 其他资金 | 绩效目标 |\n|---|---|---|---|---|\n";

/// A page with one example, in which markers stand below the row of 馆藏修复.
fn page(markers: &str) -> String {
    format!("# 例\n\n```budget\n{HEADER}| 馆藏修复 | 5.00 | 3.00 | 1.00 | 修复馆藏。 |\n{markers}```\n")
}

fn fault(markers: &str) -> Option<String> {
    let examples = examples(&page(markers)).unwrap();
    examples.first().unwrap().check(&row_sum::RULE).err()
}

#[test]
fn a_marker_must_say_what_is_found() {
    assert_eq!(fault("// 「5.00」 error[row-sum]\n"), None);
    assert_eq!(fault("// 「5.00」 error[row-sum] 差 1.00\n"), None);
    for wrong in [
        "",
        "// 「5.0」 error[row-sum]\n",
        "// 「5.00」#2 error[row-sum]\n",
        "// 「3.00」 error[row-sum]\n",
        "// 「5.00」 warning[row-sum]\n",
        "// 「5.00」 error[column-sum]\n",
        "// 「5.00」 error[row-sum] 差 2.00\n",
        "// 「5.00」 error[row-sum]\n// 「5.00」 error[row-sum]\n",
    ] {
        let fault = fault(wrong).unwrap_or_else(|| panic!("{wrong:?} passes"));
        assert!(fault.contains("\n// 「5.00」 error[row-sum] 总计 5.00，资金来源相加 4.00，差 1.00\n"), "{fault}");
    }
}

#[test]
fn a_marker_that_cannot_be_read_is_a_fault_of_the_page() {
    for wrong in ["// 5.00\n", "// 「5.00」 fatal[row-sum]\n", "// 「5.00」#x error[row-sum]\n"] {
        let fault = examples(&page(wrong)).unwrap_err();
        assert!(fault.starts_with("line 7:"), "{fault}");
    }
    assert!(examples("```budget\n// 「」 error[row-sum]\n```\n").is_err());
    assert!(examples("```budget\n").is_err());
}

#[test]
fn what_is_drawn_can_be_read_again() {
    let document = format!("{HEADER}| 「一老一小」服务」 | 5.00 | 5.00 | 5.0O | |\n| 馆藏 | 1.00 |\n");
    let found = findings(&Analysis::new(&document, options(&row_sum::RULE)), &row_sum::RULE);
    assert!(!found.is_empty());
    let page = format!("```budget\n{}```\n", drawn(&document, &found));
    let examples = examples(&page).unwrap();
    let example = examples.first().unwrap();
    assert_eq!((&example.document, &example.markers), (&document, &found));
    assert_eq!(example.check(&row_sum::RULE), Ok(()));
}

#[test]
fn hints_and_information_count_on_the_page_of_their_own_rule() {
    let indicator = "1、1-产出指标；11-数量指标；修复件数；实施周期指标值：40件；年度指标值：60件。";
    let header = "| 项目名称 | 总计 | 绩效指标 |\n|---|---|---|\n";
    let page = |marker: &str| format!("```budget\n{header}| 馆藏修复 | 5.00 | {indicator} |\n{marker}```\n");
    let is_right = |marker: &str, rule| examples(&page(marker)).unwrap().first().unwrap().check(rule).is_ok();
    let marker = "// 「60件」 hint[indicator-target]\n";
    assert!(is_right(marker, &indicator_target::RULE));
    assert!(!is_right("", &indicator_target::RULE));
    assert!(!is_right("", &indicator_missing_class::RULE));
    assert!(is_right("", &row_sum::RULE));
    assert!(is_right("// 「1-产出指标」 information[indicator-missing-class]\n", &row_sum::RULE));
    assert!(!is_right("// 「1-产出指标」 information[row-sum]\n", &row_sum::RULE));
}
