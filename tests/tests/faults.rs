//! A wrong digit is found at its row, wherever it is; and a document without a fault has no finding, whatever its form.

use budget_grammar::{
    Span,
    amount::Reading,
    line::Standing,
    table::{Role, Sources},
};
use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
};
use budget_tests::{corpus, shared};
use proptest::{prelude::*, sample::subsequence};

fn analysis(text: &str) -> Analysis {
    Analysis::new(text, Options::default())
}

/// Errors and warnings, as `line: severity[rule] message`.
fn faults(text: &str) -> Vec<String> {
    let analysis = analysis(text);
    let serious = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    serious
        .map(|(line, finding)| format!("{}: {}[{}] {}", line + 1, finding.severity, finding.rule.id, finding.message))
        .collect()
}

/// The amount cells that an identity of their own row checks: its line, and the cell.
fn cells(analysis: &Analysis) -> Vec<(usize, Span)> {
    let document = analysis.document();
    let mut cells = Vec::new();
    for (line, understood) in document.lines().iter().enumerate() {
        let (Some(row), Some(standing)) = (understood.row(), understood.standing()) else { continue };
        if standing == Standing::OfWhich || row.schema.sources == Sources::Partial {
            continue;
        }
        let total = row.schema.total().and_then(|total| row.amounts.get(total));
        let is_checked = matches!(total, Some(Reading::Amount(_)))
            && row
                .schema
                .amounts
                .iter()
                .zip(&row.amounts)
                .any(|(column, reading)| column.role == Role::Source && matches!(reading, Reading::Amount(_)));
        let printed = (0..row.amounts.len()).filter(|&amount| matches!(row.amounts[amount], Reading::Amount(_)));
        cells.extend(printed.filter(|_| is_checked).filter_map(|amount| Some((line, row.amount_cell(amount)?))));
    }
    cells
}

/// Puts every other digit in the place of every digit of every amount, one at a time; the row must have a finding each
/// time.
fn assert_every_wrong_digit_is_found_at_its_row(text: &str) {
    let mut analysis = analysis(text);
    let cells = cells(&analysis);
    assert!(!cells.is_empty());
    for (line, cell) in cells {
        let start = analysis.document().text().line_start(line);
        let content = analysis.document().text().line(line).into_owned();
        let digits = cell.of(&content).char_indices().filter(|(_, character)| character.is_ascii_digit());
        for (at, digit) in digits {
            let place = start + cell.start as usize + at;
            let wrong = if digit == '9' { "4".to_owned() } else { char::from(digit as u8 + 1).to_string() };
            analysis.edit(place..place + 1, &wrong);
            let is_found = analysis.findings().any(|(found, _)| found == line);
            assert!(is_found, "line {}: {digit} → {wrong} in {:?}", line + 1, cell.of(&content));
            analysis.edit(place..place + 1, &digit.to_string());
        }
    }
}

#[test]
fn a_wrong_digit_in_any_amount_is_found_at_its_row() {
    for name in ["qinghe-education-2025.md", "linxi-department-2025.md", "unfinished-2025.md"] {
        assert_every_wrong_digit_is_found_at_its_row(&corpus(name));
    }
    if let Some(sample) = shared("corpus/liwan-hrss-2024.md") {
        assert_every_wrong_digit_is_found_at_its_row(&sample);
    }
}

#[test]
fn a_wrong_total_over_projects_is_found_where_rows_have_no_sources() {
    let draft = "| 项目名称 | 金额 | 绩效目标 |\n|---|---|---|\n| 教育局 | 30.00 | |\n| 修缮 | 10.00 | 目标 |\n| 培训 | 20.00 | 目标 |\n";
    assert_eq!(faults(draft), Vec::<String>::new());
    let wrong = draft.replace("20.00", "21.00");
    assert_eq!(faults(&wrong), ["3: error[column-sum] 单位合计 30.00，2 个项目相加 31.00，差 −1.00"]);
}

/// One way to write the same document in another form.
#[derive(Clone, Copy, Debug)]
enum Form {
    CrLf,
    ByteOrderMark,
    HalfWidthColons,
    Nil(&'static str),
    NoOuterPipes,
    EscapedPipes,
    WideDigits,
    IdeographicPadding,
    PageComments,
    OneFragment,
}

const FORMS: [Form; 13] = [
    Form::OneFragment,
    Form::PageComments,
    Form::HalfWidthColons,
    Form::Nil("-"),
    Form::Nil("—"),
    Form::Nil("－"),
    Form::Nil("0.00"),
    Form::WideDigits,
    Form::EscapedPipes,
    Form::IdeographicPadding,
    Form::NoOuterPipes,
    Form::CrLf,
    Form::ByteOrderMark,
];

const HEADER: &str = "项目名称";

fn is_row(line: &str) -> bool {
    line.starts_with('|') && !line.contains(HEADER) && !line.contains("---")
}

/// Stands for an escaped pipe while a row is split.
const ESCAPED: &str = "\u{1}";

/// Rewrites the cells of every body row.
fn with_cells(text: &str, rewrite: impl Fn(usize, &str) -> String) -> String {
    let row = |line: &str| {
        let inner = line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).unwrap_or(line);
        let inner = inner.replace("\\|", ESCAPED);
        let cells = inner.split('|').map(|cell| cell.replace(ESCAPED, "\\|")).enumerate();
        let cells: Vec<String> = cells.map(|(column, cell)| rewrite(column, &cell)).collect();
        format!("|{}|", cells.join("|"))
    };
    text.lines().map(|line| if is_row(line) { row(line) } else { line.to_owned() } + "\n").collect()
}

impl Form {
    /// The document in this form. Forms that change whole lines come last in [`FORMS`].
    fn of(self, text: &str) -> String {
        let is_amount_column = |column: usize| (1..5).contains(&column);
        match self {
            Self::CrLf => text.replace('\n', "\r\n"),
            Self::ByteOrderMark => format!("\u{feff}{text}"),
            Self::HalfWidthColons => text.replace('：', ":"),
            Self::Nil(mark) => with_cells(text, |column, cell| {
                let is_blank = is_amount_column(column) && cell.trim().is_empty();
                if is_blank { format!(" {mark} ") } else { cell.to_owned() }
            }),
            Self::NoOuterPipes => {
                let bare =
                    |line: &str| line.strip_prefix('|').and_then(|line| line.strip_suffix('|')).map(str::to_owned);
                let first_is_blank = |line: &str| line.trim_start().starts_with('|');
                let line =
                    |line: &str| bare(line).filter(|bare| !first_is_blank(bare)).unwrap_or_else(|| line.to_owned());
                text.lines().map(|text| if is_row(text) { line(text) } else { text.to_owned() } + "\n").collect()
            }
            Self::EscapedPipes => with_cells(text, |column, cell| {
                if column == 5 && !cell.trim().is_empty() { format!("{cell} a\\|b ") } else { cell.to_owned() }
            }),
            Self::WideDigits => with_cells(text, |column, cell| {
                let wide = |character: char| match character {
                    '0'..='9' => char::from_u32(u32::from(character) - u32::from('0') + 0xff10).unwrap_or(character),
                    ',' => '，',
                    '.' => '．',
                    other => other,
                };
                if is_amount_column(column) { cell.chars().map(wide).collect() } else { cell.to_owned() }
            }),
            Self::IdeographicPadding => with_cells(text, |_, cell| format!("\u{3000}{}\u{a0}", cell.trim())),
            Self::PageComments => {
                let mut page = 0;
                let mut line = |line: &str| {
                    if !line.contains(HEADER) {
                        return format!("{line}\n");
                    }
                    page += 1;
                    format!("<!-- page {page} -->\n\n{page}\n\n{line}\n")
                };
                text.lines().map(&mut line).collect()
            }
            Self::OneFragment => {
                let mut frame = 0;
                let mut is_kept = |line: &&str| {
                    frame += usize::from(line.contains(HEADER) || line.contains("---"));
                    frame == 0 || is_row(line) || (frame <= 2 && !line.trim().is_empty())
                };
                text.lines().filter(&mut is_kept).map(|line| format!("{line}\n")).collect()
            }
        }
    }
}

#[test]
fn a_clean_document_is_clean_in_every_form() {
    let text = corpus("qinghe-education-2025.md");
    for form in FORMS {
        let other = form.of(&text);
        assert_ne!(other, text, "{form:?} changes nothing");
        assert_eq!(faults(&other), Vec::<String>::new(), "{form:?}");
        let projects = |text: &str| analysis(text).document().lines().summary().projects;
        assert_eq!(projects(&other), projects(&text), "{form:?} loses projects");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_clean_document_is_clean_in_several_forms_at_once(forms in subsequence(FORMS.to_vec(), 2..6)) {
        let text = forms.iter().fold(corpus("qinghe-education-2025.md"), |text, form| form.of(&text));
        prop_assert_eq!(faults(&text), Vec::<String>::new(), "{:?}", forms);
    }
}
