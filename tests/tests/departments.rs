//! Whole budgets of departments: what agrees is left alone in every layout, and one slip is found where it is, with the
//! fix.

use std::{collections::BTreeMap, ops::Range};

use budget_lsp::{
    analysis::{Analysis, Options},
    finding::Severity,
    fix::applied,
};
use budget_tests::{
    departments::{self, Department, FAULTS, Kind, Layout, faulty},
    generator::Dice,
    laws::fresh::{assert_fresh, settled},
};

fn loud(text: &str) -> Vec<(usize, String)> {
    let analysis = Analysis::new(text, Options::default());
    let found = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning);
    let shown = found.map(|(line, finding)| {
        let figure = finding.span.of(&analysis.document().text().line(line)).to_owned();
        (line, format!("{}: {} 「{figure}」 {}", line + 1, finding.rule.id, finding.message))
    });
    shown.collect()
}

#[test]
fn departments_that_agree_have_no_error_and_no_warning() {
    let mut wrong = 0;
    for seed in 0..300 {
        let kind = if seed % 3 == 2 { Kind::FinalAccount } else { Kind::Budget };
        let (_, layout, document) = departments::any(seed, kind);
        let found = loud(&document.text);
        if !found.is_empty() {
            wrong += 1;
            println!("seed {seed} {kind:?} {layout:?}");
            found.iter().take(4).for_each(|(_, found)| println!("    {found}"));
        }
    }
    assert_eq!(wrong, 0, "of 300");
}

/// A budget in which `sentence` stands as a paragraph of its own.
fn with(sentence: &str) -> String {
    const DEPARTMENT: &str = include_str!("../../server/fuzz/seeds/findings/department.txt");
    DEPARTMENT.replacen("\n\n2026年部门收支", &format!("\n\n{sentence}\n\n2026年部门收支"), 1)
}

#[track_caller]
fn assert_quiet(sentences: &[&str]) {
    for sentence in sentences {
        assert_eq!(loud(&with(sentence)), [], "{sentence}");
    }
}

#[track_caller]
fn assert_one(sentences: &[&str]) {
    for sentence in sentences {
        assert_eq!(loud(&with(sentence)).len(), 1, "{sentence}\n{:#?}", loud(&with(sentence)));
    }
}

/// What is said of somebody else, or of another year, is nobody's contradiction.
#[test]
fn figures_of_other_units_and_years_are_left_alone() {
    assert_quiet(&[
        "青禾区文化馆收入预算99.00万元，青禾区图书馆收入预算51.00万元。",
        "下属单位收入预算99.00万元。",
        "上年收入预算99.00万元。",
        "2025年收入预算99.00万元，2024年99.00万元。",
        "2025 年收入预算 99.00 万元。",
        "二〇二五年收入预算99.00万元，三年收入预算共300.00万元。",
        "项目支出预算99.00万元，基本支出预算99.00万元。",
        "国内公务接待费99.00万元。",
        "与上年相比，收入预算增加99.00万元。",
        "2026年收入预算150.00万元，比2025年收入预算99.00万元增加51.00万元。",
        "2026年公务接待费1.00万元，比上年公务接待费4.00万元减少3.00万元。",
        "收入预算99.00万元（2025年）、150.00万元（2026年）。",
        "上年收入预算99.00万元。其中：财政拨款收入80.00万元。",
        "一、2025年预算执行情况\n\n收入预算99.00万元。",
        "局本级收入预算99.00万元，其中：财政拨款收入80.00万元。",
        "图书馆2026年收入预算99.00万元，支出预算99.00万元。",
        "图书馆：收入预算99.00万元，支出预算99.00万元。",
        "文化局服务中心收入预算99.00万元。",
        "（一）局本级\n\n收入预算99.00万元。",
        "局本级：\n\n收入预算99.00万元。",
        "局本级\n\n收入预算99.00万元，其中：财政拨款收入80.00万元。",
        "青禾区图书馆：\n\n收入预算99.00万元。",
        "二、青禾区图书馆\n\n收入预算99.00万元。",
        "# 青禾区图书馆部门预算（2026年）\n\n收入预算99.00万元。",
        "专项经费支出中公务接待费0.50万元，信息化项目80.00万元，其中：公务接待费0.50万元。",
        "单笔公务接待费0.10万元以上的需要报批，公务接待费50元/人。",
        "“一上”收入预算160.00万元，“二上”收入预算150.00万元。",
        "2026年“三公”经费预算5.00万元（含其他资金安排2.00万元）。",
    ]);
    assert_one(&[
        "2026年收入预算99.00万元。",
        "2026 年收入预算 99.00 万元。",
        "青禾区文化局收入预算99.00万元。",
        "青禾区文化局2026年收入预算99.00万元。",
        "本部门收入预算99.00万元。",
        "二、收入预算说明\n\n收入预算99.00万元。",
        "收入情况：\n\n收入预算99.00万元。",
        "青禾区文化局：\n\n收入预算99.00万元。",
        "与2025年相比，2026年收入预算99.00万元。",
    ]);
}

/// A figure that the statements print beside the one that is meant may be that one: the total with what is carried
/// over, or what was budgeted.
#[test]
fn a_figure_that_stands_beside_the_one_that_is_meant_is_left_alone() {
    let text = "示例市青禾区文化局2024年度部门决算\n\n2024年度“三公”经费财政拨款支出预算为12.00万元，支出决算为10.00万元，\
        完成预算的83.33%。其中：因公出国（境）费支出决算为4.00万元。\n\n财政拨款“三公”经费支出决算表\n\n单位：万元\n\n\
        | 合计 | | 因公出国（境）费 | | 公务接待费 | |\n|---|---|---|---|---|---|\n\
        | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |\n| 12.00 | 10.00 | 4.00 | 2.00 | 8.00 | 8.00 |\n";
    assert_eq!(loud(text), []);
    assert_eq!(loud(&text.replace("支出决算为4.00", "支出决算为5.00")).len(), 1);
}

/// What is said of two figures to each other is right where it holds with another figure of the sentence.
#[test]
fn a_percentage_that_another_figure_explains_is_left_alone() {
    assert_quiet(&[
        "专项支出100.00万元，比上年增加10.00万元，其中：设备购置40.00万元，占40.00%。",
        "会议费3.00万元，2025年为4.00万元，比上年减少1.00万元，下降25.00%。",
        "培训费9.00万元，比上年增加-1.00万元，增长-10.00%。",
        "专项支出年初预算为90.00万元，调整预算为100.00万元，支出决算为95.00万元，完成年初预算的105.56%。",
        "2025年财政拨款收入99.00万元，占收入预算的90.00%。",
        "“文化旅游体育与传媒支出（类）文化和旅游（款）图书馆（项）”120.00万元。2025年当年预算执行数为150.00万元，2026年预算安排120.00万元，\
         因增加的一次性项目完成，比2025年预算执行数减少20.00%。",
    ]);
    assert_one(&[
        "专项支出100.00万元，其中：设备购置40.00万元，占45.00%。",
        "会议费3.00万元，比上年减少1.00万元，下降20.00%。",
    ]);
}

/// Where the figure of before is printed too, all four of them must fit: the two figures, the amount and the
/// percentage.
#[test]
fn an_amount_that_a_figure_grew_by_is_the_difference_from_that_of_before() {
    assert_quiet(&[
        "会议费3.00万元，比2025年执行数4.00万元减少1.00万元，下降25.00%。",
        "会议费3.00万元，比上年预算数2.50万元增加0.50万元，增长20%。",
        "会议费3.00万元，2025年预算数4.00万元，减少1.00万元。",
        "会议费3.00万元，其中：市级会议1.00万元，比2025年预算4.00万元减少1.00万元，下降25.00%。",
        "会议费120.01万元，比2025年执行数100.0万元增加20万元，增长20%。",
        "会议费3.00万元，比2025年培训费4.00万元减少0.50万元。",
        "会议费3.00万元，比2025年预算（不含追加）4.00万元减少0.50万元。",
        "会议费3.00万元，2025年预算数4.00万元，培训费减少0.50万元。",
    ]);
    let says = |sentence: &str| {
        let text = with(sentence);
        let analysis = Analysis::new(&text, Options::default());
        let found: Vec<_> = analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning).collect();
        let [(line, finding)] = *found else { panic!("{sentence}: {:#?}", loud(&text)) };
        let fixes = analysis.fixes(line, finding);
        let mended = fixes.first().map(|fix| applied(&text, &fix.edits)).unwrap_or_default();
        (finding.message.clone(), mended)
    };
    for (wrong, message, right) in [
        (
            "会议费3.00万元，比2025年执行数4.00万元减少1.00万元，下降20.00%。",
            "从 4.00万元 到 3.00万元，是减少1.00万元（25.00%），这里写“减少1.00万元，下降20.00%”",
            "会议费3.00万元，比2025年执行数4.00万元减少1.00万元，下降25.00%。",
        ),
        (
            "会议费3.00万元，比上年执行数4.00万元减少1.50万元，下降25.00%。",
            "从 4.00万元 到 3.00万元，是减少1.00万元（25.00%），这里写“减少1.50万元，下降25.00%”",
            "会议费3.00万元，比上年执行数4.00万元减少1.00万元，下降25.00%。",
        ),
        (
            "会议费3.00万元，2025年预算数4.00万元，增加1.00万元，增长25.00%。",
            "从 4.00万元 到 3.00万元，是减少1.00万元（25.00%），这里写“增加1.00万元，增长25.00%”",
            "会议费3.00万元，2025年预算数4.00万元，减少1.00万元，下降25.00%。",
        ),
        (
            "会议费6.00万元，比2025年执行数4.00万元减少1.00万元。",
            "从 4.00万元 到 6.00万元，是增加2.00万元，这里写“减少1.00万元”",
            "会议费6.00万元，比2025年执行数4.00万元增加2.00万元。",
        ),
    ] {
        assert_eq!(says(wrong), (message.to_owned(), with(right)), "{wrong}");
    }
}

/// Years in the titles of others, marks that are part of a name, and notes about other tables.
#[test]
fn years_marks_and_notes_that_mean_something_else_are_left_alone() {
    assert_quiet(&[
        "支付2024年政府采购合同尾款。",
        "市审计局对我局2024年度预算执行情况进行了审计。",
        "2024年预算安排10.00万元，2025年预算安排20.00万元，2026年预算安排30.00万元。",
        "主要依据：\n\n- 2024年度部门决算\n- 2025年部门预算",
        "二〇〇八年建成，型号XX-200，联系人王××，第XX届活动，编制内待补充人员2名。",
        "注：若某项无数据，则该格留空。",
        "政府性基金预算支出表、国有资本经营预算支出表为空表。",
    ]);
    assert_one(&[
        "2024年部门预算编制说明",
        "青禾区文化局2024年部门预算编制说明",
        "由XX局负责。",
        "项目联系人：待填写。",
    ]);
}

/// 合计 of a table that prints conferences and training too is not that of the three public expenses.
#[test]
fn a_total_of_more_than_the_three_public_expenses_is_another_quantity() {
    let text = "示例市青禾区文化局2026年部门预算\n\n“三公”经费预算数为3.00万元。\n\n“三公”经费、会议费、培训费预算表\n\n单位：万元\n\n\
        | 合计 | 因公出国（境）费 | 公务接待费 | 公务用车购置及运行费 | 会议费 | 培训费 |\n|---|---|---|---|---|---|\n\
        | 9.00 | | 1.00 | 2.00 | 4.00 | 2.00 |\n";
    assert_eq!(loud(text), []);
    let broken = text.replace("| 9.00 |", "| 8.00 |");
    assert_eq!(loud(&broken).len(), 1);
}

/// One slip of each kind in departments of any layout.
#[test]
fn one_slip_is_found_and_the_first_fix_mends_it() {
    #[derive(Default)]
    struct Tried {
        faults: usize,
        found: usize,
        fixable: usize,
        mended: usize,
        others: usize,
    }
    let mut tried: BTreeMap<String, Tried> = BTreeMap::new();
    for seed in 0..250 {
        let mut dice = Dice::new(5_000_000 + seed);
        let kind = if seed % 3 == 2 { Kind::FinalAccount } else { Kind::Budget };
        let department = Department::any(&mut dice, kind);
        let layout = Layout::any(&mut dice, &department);
        for fault in FAULTS {
            let Some(faulty) = faulty(&department, &layout, fault, &mut dice) else { continue };
            let tried = tried.entry(format!("{fault:?}")).or_default();
            tried.faults += 1;
            tried.fixable += usize::from(fault.has_fix());
            let analysis = Analysis::new(&faulty.text, Options::default());
            let found: Vec<_> =
                analysis.findings().filter(|(_, finding)| finding.severity <= Severity::Warning).collect();
            let here = found.iter().find(|(line, _)| faulty.places.contains(line));
            tried.found += usize::from(here.is_some());
            tried.others += usize::from(found.iter().any(|(line, _)| !faulty.places.contains(line)));
            let mends = here.is_some_and(|(line, finding)| {
                let fixes = analysis.fixes(*line, finding);
                fixes.first().is_some_and(|fix| loud(&applied(&faulty.text, &fix.edits)).is_empty())
            });
            tried.mended += usize::from(mends);
            if std::env::var("SHOW").is_ok_and(|show| show == format!("{fault:?}")) && (here.is_none() || !mends) {
                println!(
                    "seed {seed} {kind:?} {} line {} {:?}",
                    faulty.what,
                    faulty.line + 1,
                    faulty.text.lines().nth(faulty.line)
                );
                found
                    .iter()
                    .take(4)
                    .for_each(|(line, finding)| println!("    {} {} {}", line + 1, finding.rule.id, finding.message));
            }
        }
    }
    let (mut faults, mut found, mut mended, mut fixable) = (0, 0, 0, 0);
    for (fault, tried) in &tried {
        println!(
            "{fault}: {} faults, {} found, {} mended by the first fix, {} with findings elsewhere",
            tried.faults, tried.found, tried.mended, tried.others
        );
        faults += tried.faults;
        found += tried.found;
        mended += tried.mended;
        fixable += tried.fixable;
    }
    println!("all: {faults} faults, {found} found, {mended} of {fixable} mended by the first fix");
    assert!(found * 100 >= faults * 97, "{found} of {faults}");
    assert!(mended * 100 >= fixable * 85, "{mended} of {fixable}");
}

/// Random edits anywhere in whole departments leave what the text read afresh has.
#[test]
fn edited_departments_are_those_of_the_text_read_afresh() {
    for seed in 0..60 {
        let mut dice = Dice::new(9_000_000 + seed);
        let kind = if seed % 3 == 2 { Kind::FinalAccount } else { Kind::Budget };
        let mut text = departments::any(seed, kind).2.text;
        if seed % 5 == 0 {
            text += &departments::any(seed + 1_000, kind).2.text;
        }
        let mut analysis = Analysis::new(&text, Options::default());
        for _ in 0..25 {
            let (range, new) = edit(&text, &mut dice);
            analysis.edit(range.clone(), &new);
            text.replace_range(range, &new);
            assert_fresh(&settled(&analysis), &text);
        }
    }
}

/// Covers that come, go and become others, above and between those of the same department on each page, leave what the
/// text read afresh has.
#[test]
fn departments_that_are_parted_otherwise_are_those_of_the_text_read_afresh() {
    const COVERS: [&str; 4] =
        ["青禾区文化局2026年部门预算", "青禾区民政局2026年部门预算", "# 2026年部门预算", "青禾区文化局2026年部门决算"];
    for seed in 0..20 {
        let mut dice = Dice::new(9_500_000 + seed);
        let mut lines: Vec<String> = Vec::new();
        for part in 0..2 {
            let text = departments::any(seed * 2 + part, Kind::Budget).2.text;
            lines.extend(text.lines().flat_map(|line| match (line, dice.below(8)) {
                ("", 0) => vec![String::new(), COVERS[dice.below(2)].to_owned(), String::new()],
                _ => vec![line.to_owned()],
            }));
        }
        // A figure that is wrong, so that some of the parts have something to say.
        let figures: Vec<usize> = (0..lines.len()).filter(|line| lines[*line].contains("0.00 |")).collect();
        for _ in 0..figures.len().min(3) {
            let line = figures[dice.below(figures.len())];
            lines[line] = lines[line].replacen("0.00 |", "7.00 |", 1);
        }
        let mut text = lines.join("\n") + "\n";
        let mut analysis = Analysis::new(&text, Options::default());
        for _ in 0..25 {
            let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            let line_at = |at: usize| &text[at..text[at..].find('\n').map_or(text.len(), |end| at + end)];
            let is_cover = |at: &&usize| line_at(**at).ends_with("部门预算") || line_at(**at).ends_with("部门决算");
            let covers: Vec<usize> = starts.iter().filter(is_cover).copied().collect();
            let cover = COVERS[dice.below(4)];
            let (range, new) = match dice.below(3) {
                0 if !covers.is_empty() => {
                    let at = covers[dice.below(covers.len())];
                    (at..at + line_at(at).len(), [cover, ""][dice.below(2)].to_owned())
                }
                1 if covers.len() > 1 => {
                    let first = dice.below(covers.len() - 1);
                    (covers[first]..covers[first + 1], String::new())
                }
                _ => {
                    let blank: Vec<usize> = starts.iter().filter(|at| line_at(**at).is_empty()).copied().collect();
                    let at = blank[dice.below(blank.len())];
                    (at..at, format!("\n{cover}\n"))
                }
            };
            analysis.edit(range.clone(), &new);
            text.replace_range(range, &new);
            assert_fresh(&settled(&analysis), &text);
        }
    }
}

/// A paragraph that begins above a cover and goes on over it belongs to what stands above, also where it came to be one
/// by an edit below.
#[test]
fn a_paragraph_over_a_cover_is_looked_at_where_it_begins() {
    let above = "说明\n\n本年情况如下\n示例市青禾区文化局2026年部门预算\n";
    let below = "会议费3.00万元，比2025年执行数4.00万元减少1.00万元，下降20.00%。\n";
    let mut text = format!("{above}\n{below}");
    let mut analysis = Analysis::new(&text, Options::default());
    assert_eq!(loud(&text).len(), 1);
    analysis.edit(above.len()..above.len() + 1, "");
    text.remove(above.len());
    assert_eq!(loud(&text).len(), 1);
    assert_fresh(&settled(&analysis), &text);
}

/// What a drafter, or a cat, does to a text: a figure, a word, a line, a title, a cover.
fn edit(text: &str, dice: &mut Dice) -> (Range<usize>, String) {
    let starts: Vec<usize> = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line = dice.below(starts.len());
    let start = starts[line];
    let end = starts.get(line + 1).copied().unwrap_or(text.len());
    let digits: Vec<usize> =
        text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_digit()).map(|(at, _)| at).collect();
    let any = |dice: &mut Dice| {
        let at = dice.below(text.len() + 1);
        (at..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
    };
    match dice.below(10) {
        0..=3 if !digits.is_empty() => {
            let at = digits[dice.below(digits.len())];
            (at..at + 1, ["7", "", "00", "1.5"][dice.below(4)].to_owned())
        }
        4 => (start..end, String::new()),
        5 => (start..start, text[start..end].to_owned()),
        6 => (
            start..start,
            [
                "\n",
                "示例市青禾区2027年部门预算\n",
                "2027年部门收入预算总表\n",
                "注：故本表为空表。\n",
                "```\n",
                "三、事业收入安排情况\n\n",
                "单位名称：青禾区水文站\n\n",
                "使用上年结转资金，主要用于：\n\n",
            ][dice.below(8)]
            .to_owned(),
        ),
        7 => {
            let at = any(dice);
            (at..at, ["（类）", "万元", "|", "。", "2025年", "\n", "上年结转", "：", "决算"][dice.below(9)].to_owned())
        }
        8 => {
            let (one, other) = (any(dice), any(dice));
            let (from, to) = (one.min(other), one.max(other));
            let to = (from..=to.min(from + 60)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(from);
            (from..to, String::new())
        }
        _ => {
            let other = starts[dice.below(starts.len())];
            let until = text[other..].find('\n').map_or(text.len(), |at| other + at + 1);
            (start..start, text[other..until].to_owned())
        }
    }
}
