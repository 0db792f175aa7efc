use super::*;
use crate::{analysis::Options, fix::applied, width::AmbiguousWidth};

fn formatted_text(draft: &str, options: Options, lines: Range<usize>) -> String {
    let once = applied(draft, &formatted(&Analysis::new(draft, options.clone()), lines.clone()));
    let twice = formatted(&Analysis::new(&once, options), lines);
    assert_eq!(twice, [], "formatting again changes something:\n{once}");
    once
}

fn pretty(draft: &str) -> String {
    formatted_text(draft, Options::default(), 0..usize::MAX)
}

/// The draft after a character was typed at `$0`, which is where the cursor stands and is shown again.
fn typed(draft: &str, edits: fn(&Analysis, usize) -> Vec<Replacement>) -> String {
    let offset = draft.find("$0").unwrap();
    let draft = draft.replace("$0", "");
    let analysis = Analysis::new(&draft, Options::default());
    let edits = edits(&analysis, analysis.document().text().line_at(offset));
    let mut cursor = offset;
    for edit in edits.iter().rev().filter(|edit| edit.range.end <= offset) {
        cursor = cursor + edit.new.len() - edit.range.len();
    }
    let mut text = applied(&draft, &edits);
    text.insert_str(cursor, "$0");
    text
}

#[test]
fn names_to_the_left_and_amounts_to_the_right() {
    let draft = "\
|项目名称|总计|财政拨款|绩效目标|
|:-|---|-:|:-:|
|合计|1,903.31|1,903.31||
| 教育局😀 |  5.00|5.00 |  |
|   培训|5.00\t|(5.00)|办班“十期”|
";
    let expected = "\
| 项目名称 |     总计 | 财政拨款 | 绩效目标     |
| :------- | -------- | -------: | :----------: |
| 合计     | 1,903.31 | 1,903.31 |              |
| 教育局😀 |     5.00 |     5.00 |              |
| 培训     |     5.00 |   (5.00) | 办班“十期” |
";
    assert_eq!(pretty(draft), expected);
}

#[test]
fn where_quotes_are_narrow() {
    let draft = "|项目名称|金额|绩效目标|\n|-|-|-|\n|“一”|—|无|\n|教育局|5|无|\n";
    let narrow = Options { ambiguous_width: AmbiguousWidth::Narrow, ..Options::default() };
    let expected = "\
| 项目名称 | 金额 | 绩效目标 |
| -------- | ---- | -------- |
| “一”     |    — | 无       |
| 教育局   |    5 | 无       |
";
    assert_eq!(formatted_text(draft, narrow, 0..9), expected);
    assert!(pretty(draft).contains("\n| “一”   |   — | 无       |\n"), "{}", pretty(draft));
}

#[test]
fn long_prose_is_left_as_it_is_and_so_is_what_stands_behind_it() {
    let goal = "深".repeat(31);
    let draft = format!(
        "|项目名称|金额|绩效目标|绩效指标|\n|-|-|:----------|-|\n|教育局|5.00|||\n|培训|5.00|  {goal}|1、  |\n|修缮|5.00|短|2、|\n"
    );
    let expected = format!(
        "\
| 项目名称 | 金额 | 绩效目标 | 绩效指标 |
| -------- | ---- | :-- | --- |
| 教育局   | 5.00 | | |
| 培训     | 5.00 | {goal} | 1、 |
| 修缮     | 5.00 | 短 | 2、 |
"
    );
    assert_eq!(pretty(&draft), expected);
}

#[test]
fn a_name_that_is_too_long_stands_out_alone_and_its_row_catches_up() {
    let name = "甲".repeat(30) + "abc";
    let draft = format!(
        "|项目名称|总计|财政拨款|绩效目标|\n|-|-|-|-|\n|{name}|5|5|无|\n|{}|1,000.00|1,000.00|无|\n",
        "乙".repeat(30)
    );
    let lines: Vec<String> = pretty(&draft).lines().map(str::to_owned).collect();
    assert_eq!(lines[2], format!("| {name} |     5 |        5 | 无       |"));
    assert_eq!(lines[3], format!("| {} | 1,000.00 | 1,000.00 | 无       |", "乙".repeat(30)));
    let ends = |line: &str| AmbiguousWidth::Wide.of(line);
    assert_eq!(ends(&lines[2]), ends(&lines[3]), "three columns too wide, and three blanks less");
}

#[test]
fn pages_of_one_table_look_alike_and_other_tables_do_not_matter() {
    let draft = "\
|项目名称|金额|绩效目标|
|-|-|-|
|教育局|1,000.00||

<!-- page 2 -->

|项目名称|金额|绩效目标|
|-|-|-|
|公益性岗位补贴|5.00|无|

## 另一张

|项目名称|金额|绩效目标|
|-|-|-|
|培训|5.00|无|
";
    let expected = "\
| 项目名称       |     金额 | 绩效目标 |
| -------------- | -------- | -------- |
| 教育局         | 1,000.00 |          |

<!-- page 2 -->

| 项目名称       |     金额 | 绩效目标 |
| -------------- | -------- | -------- |
| 公益性岗位补贴 |     5.00 | 无       |

## 另一张

| 项目名称 | 金额 | 绩效目标 |
| -------- | ---- | -------- |
| 培训     | 5.00 | 无       |
";
    assert_eq!(pretty(draft), expected);
}

#[test]
fn rows_keep_their_pipes_cells_comments_and_wide_blanks() {
    let draft = "\u{feff}项目名称|金额|绩效目标\r\n-|-|-\r\n  \u{3000}甲\u{a0} | 5.00\r\n|乙 <!-- budget-ignore row-sum: 无 -->|1|`a\\|b`|多|  \r\n说明|说明\r\n";
    let expected = "\u{feff}项目名称                              | 金额 | 绩效目标\r\n\
        ------------------------------------- | ---- | --------\r\n\
        \u{20} \u{3000}甲\u{a0}                                 | 5.00\r\n\
        | 乙 <!-- budget-ignore row-sum: 无 --> |    1 | `a\\|b`   | 多 |  \r\n\
        说明                                  | 说明\r\n";
    assert_eq!(pretty(draft), expected);
}

#[test]
fn a_row_does_not_become_a_list_or_a_heading() {
    for marker in ["-", "*", "+", "1.", "2)", "#", "###", "<div"] {
        let draft = format!(
            "项目名称|金额|绩效目标\n--|--|--\n教师培训|1.00|目标\n{marker}|2.00 |目标\n{marker}|\n|{marker}|3|\n"
        );
        let expected = format!(
            "项目名称 | 金额 | 绩效目标\n-------- | ---- | --------\n教师培训 | 1.00 | 目标\n{marker}|2.00 | 目标\n{marker}|\n| {marker:<8} |    3 |\n"
        );
        assert_eq!(pretty(&draft), expected);
        assert_eq!(pretty(&expected), expected);
    }
}

#[test]
fn prose_code_and_tables_of_no_known_kind_stay() {
    let draft = "\
说 明  |  一

```
|项目名称|金额|绩效目标|
|-|-|-|
|甲|1|无|
```

|科目|金额|
|-|-|
|一|1.00|

- |项目名称|金额|绩效目标|
  |-|-|-|
";
    assert_eq!(pretty(draft), draft);
    assert_eq!(pretty(""), "");
}

#[test]
fn a_range_fits_into_the_whole_table() {
    let draft = "|项目名称|金额|绩效目标|\n|-|-|-|\n|教育局|1,000.00||\n|培训|5.00|无|\n";
    let expected = "|项目名称|金额|绩效目标|\n|-|-|-|\n|教育局|1,000.00||\n| 培训     |     5.00 | 无       |\n";
    assert_eq!(formatted_text(draft, Options::default(), 3..4), expected);
    assert_eq!(formatted_text(draft, Options::default(), 4..9), draft, "below the table");
    let of_header = formatted_text(draft, Options::default(), 0..1);
    assert!(of_header.starts_with("| 项目名称 |     金额 | 绩效目标 |\n|-|"), "{of_header}");
}

#[test]
fn only_blanks_are_replaced() {
    let draft = "|项目名称|金额|绩效目标|\n|-|-|-|\n| 教育局  | 5.00 |          |\n";
    let edits = formatted(&Analysis::new(draft, Options::default()), 2..3);
    let at = draft.find("  | 5.00").unwrap();
    assert_eq!(edits, [Replacement { range: at + 2..at + 2, new: " ".to_owned() }]);
}

#[test]
fn a_pipe_aligns_its_row_and_no_other() {
    let draft = "| 项目名称 |     金额 | 绩效目标 |\n|-|-|-|\n| 教育局   | 1,000.00 |          |\n|培训|5.00|$0\n";
    let expected =
        "| 项目名称 |     金额 | 绩效目标 |\n|-|-|-|\n| 教育局   | 1,000.00 |          |\n| 培训     |     5.00 |$0\n";
    assert_eq!(typed(draft, formatted_row), expected);
    assert_eq!(typed("说明 |$0\n", formatted_row), "说明 |$0\n");
    let header = "|项目名称|金额|绩效目标|\n|-|-|-|$0\n|培训|5.00|无|\n";
    let expected = "|项目名称|金额|绩效目标|\n| -------- | ---- | -------- |$0\n|培训|5.00|无|\n";
    assert_eq!(typed(header, formatted_row), expected);
}

#[test]
fn a_pipe_far_below_the_header_heeds_the_rows_around_it() {
    let far = "| 乙 | 2.00 | 无 |\n".repeat(3 * NEARBY);
    let draft =
        format!("|项目名称|财政专户拨款|绩效目标|\n|-|-|-|\n|{}|1|无|\n{far}|甲|1|$0\n", "很远的名称".repeat(3));
    let typed = typed(&draft, formatted_row);
    assert!(typed.ends_with("\n| 甲       |            1 |$0\n"), "{}", typed.lines().last().unwrap_or_default());
}

#[test]
fn a_new_line_below_a_row_is_a_row() {
    let table = "|项目名称|金额|绩效目标|\n|-|-|-|\n| 教育局 | 5.00 | |\n";
    assert_eq!(typed(&format!("{table}$0"), continued), format!("{table}|  |  |  |$0"), "nothing to stand before");
    assert_eq!(typed(&format!("{table}$0\n说明\n"), continued), format!("{table}| $0 |  |  |\n说明\n"));
    let above = table.replace('\n', "\r\n").replace("| 教", "  | 教");
    let row = "| 培训 | 5.00 | 无 |\r\n";
    assert_eq!(typed(&format!("{above}  $0\r\n{row}"), continued), format!("{above}  | $0 |  |  |\r\n{row}"));
}

#[test]
fn a_new_line_below_a_blank_row_ends_the_table() {
    let table = "|项目名称|金额|绩效目标|\n|-|-|-|\n| 教育局 | 5.00 | |\n";
    assert_eq!(typed(&format!("{table}|  |  |  |\n$0\n"), continued), format!("{table}$0\n"));
    let dashes = format!("{table}| - | - | - |\n$0\n");
    assert_eq!(typed(&dashes, continued), format!("{table}| - | - | - |\n| $0 |  |  |\n"), "a dash is no blank");
}

#[test]
fn a_new_line_elsewhere_is_a_line() {
    for draft in [
        "|项目名称|金额|绩效目标|\n$0\n|-|-|-|\n",
        "|项目名称|金额|绩效目标|\n|-|-|-|\n| 教育局 | 5.00\n$0\n",
        "|项目名称|金额|绩效目标|\n|-|-|-|\n| 教育局 | 5.00 | |\n$0说明\n",
        "说明\n$0\n",
        "$0\n",
        "|科目|金额|\n|-|-|\n|一|1.00|\n$0\n",
    ] {
        assert_eq!(typed(draft, continued), draft);
    }
}
