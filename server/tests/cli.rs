//! The command line, by the program as it is installed.
#![expect(clippy::expect_used, reason = "a program that cannot be started fails the test")]

mod program;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use budget_lsp::{cli::guide, finding::Language};
use program::{Ended, ended, folder, program};
use unicode_width::UnicodeWidthStr;

const HEADER: &str = "\
部门名称：甲县水务局

单位：万元

| 项目名称（资金使用单位） | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|---|---|---|---|---|
";

/// A table whose rows are sound.
const SOUND: &str = "\
| 合计 | 30.00 | 30.00 | | |
| 甲县水务局 | 30.00 | 30.00 | | |
| 堤防巡查 | 10.00 | 10.00 | | 见附件 |
| 渠道清淤 | 20.00 | 20.00 | | 见附件 |
";

/// The same, with a total that its parts do not add up to.
const UNSOUND: &str = "\
| 合计 | 36.00 | 36.00 | | |
| 甲县水务局 | 36.00 | 36.00 | | |
| 堤防巡查 | 10.00 | 10.00 | | 见附件 |
| 渠道清淤 | 20.00 | 20.00 | | 见附件 |
";

fn check(folder: &Path, arguments: &[&str]) -> Ended {
    ended(program(folder).arg("check").args(arguments).output().expect("the program starts"))
}

fn budget(rows: &str) -> String {
    format!("{HEADER}{rows}")
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus")
}

#[test]
fn a_sound_budget_ends_with_0() {
    let folder = folder(&[("预算.md", &budget(SOUND))]);
    let ended = check(folder.path(), &["预算.md"]);
    assert_eq!((ended.code, &*ended.stdout, &*ended.stderr), (0, "1 份文档：0 个错误，0 个警告，0 条信息\n", ""));
}

#[test]
fn an_error_is_drawn_and_ends_with_1() {
    let folder = folder(&[("预算.md", &budget(UNSOUND))]);
    let ended = check(folder.path(), &["预算.md"]);
    let expected = "\
错误[column-sum]: 单位合计 36.00，2 个项目相加 30.00，差 6.00（总计、财政拨款各列相同）
  --> 预算.md:8:11
   |
 8 | | 甲县水务局 | 36.00 | 36.00 | | |
   |                ^^^^^
   |
 9 | | 堤防巡查 | 10.00 | 10.00 | | 见附件 |
   |              ----- 堤防巡查 10.00
   |
10 | | 渠道清淤 | 20.00 | 20.00 | | 见附件 |
   |              ----- 渠道清淤 20.00

1 份文档：1 个错误，0 个警告，0 条信息
";
    assert_eq!((ended.code, &*ended.stdout), (1, expected));
}

#[test]
fn two_places_of_one_row_stand_under_it_together() {
    let rows = "| 甲县水务局 | 30.00 | 30.00 | | |\n| 堤防巡查 | 30.00 | 24.00 | 3.00 | 见附件 |\n";
    let folder = folder(&[("budget.md", &budget(rows))]);
    let ended = check(folder.path(), &["--language", "en", "budget.md"]);
    let row = "\
8 | | 堤防巡查 | 30.00 | 24.00 | 3.00 | 见附件 |
  |              ^^^^^   -----   ---- 其他资金 3.00
  |                      |
  |                      财政拨款 24.00
";
    assert!(ended.stdout.contains(row), "{}", ended.stdout);
    assert!(ended.stdout.starts_with("error["), "{}", ended.stdout);
}

#[test]
fn three_related_places_are_drawn_and_the_others_counted() {
    let parts =
        |count: usize| (0..count).map(|part| format!("| 第{part}号水闸 | 1.00 | 1.00 | | 见附件 |\n")).collect();
    let shown = |count: usize| {
        let parts: String = parts(count);
        let folder = folder(&[("预算.md", &budget(&format!("| 甲县水务局 | 99.00 | 99.00 | | |\n{parts}")))]);
        check(folder.path(), &["预算.md"]).stdout
    };
    assert!(shown(5).contains("= 另有 2 处\n"), "{}", shown(5));
    assert!(shown(20).contains("= 至少另有 7 处\n"), "{}", shown(20));
    assert_eq!(shown(20).matches("-----").count(), 0);
    assert_eq!(shown(20).matches("---- 第").count(), 3);
}

/// What stands above the first marker under every drawn line.
fn marked(drawing: &str) -> Vec<String> {
    let above = drawing.lines().zip(drawing.lines().skip(1)).filter_map(|(source, markers)| {
        let source = source_of(source)?;
        let (gutter, markers) = markers.split_once(" | ")?;
        assert!(gutter.trim().is_empty(), "{source}\n{markers}");
        let marker = markers.trim_start();
        let width = marker.len() - marker.trim_start_matches(['^', '-']).len();
        Some(at_columns(source, markers.len() - marker.len(), width))
    });
    above.collect()
}

/// The source of a drawn line that has a number.
fn source_of(drawn: &str) -> Option<&str> {
    let (number, source) = drawn.split_once(" | ")?;
    number.trim().parse::<u32>().is_ok().then_some(source)
}

/// The text of a line between two display columns.
fn at_columns(line: &str, column: usize, width: usize) -> String {
    let mut at = 0;
    line.chars()
        .filter(|character| {
            let own = at;
            at += character.to_string().width();
            (column..column + width).contains(&own)
        })
        .collect()
}

#[test]
fn markers_stand_under_the_text_whatever_its_width() {
    let drawing = check(&corpus(), &["qinghe-health-2025.md"]).stdout;
    let marked = marked(&drawing);
    for text in
        ["，", ".", "5", "181.00", "控制在全市平均水", "22-社会效益", "12-时效指标", "32.5O", "待定", "12,34.50"]
    {
        assert!(marked.iter().any(|marked| marked == text), "{text}: {marked:?}");
    }
    assert_eq!(marked.iter().filter(|text| text.is_empty()).count(), 0);
}

#[test]
fn long_rows_are_cut_around_the_place() {
    let drawing = check(&corpus(), &["qinghe-health-2025.md"]).stdout;
    let drawn: Vec<_> = drawing.lines().filter(|line| source_of(line).is_some()).collect();
    assert!(drawn.len() > 23, "{drawing}");
    assert!(drawn.iter().all(|line| line.width() <= 100), "{drawing}");
    assert!(drawn.iter().filter(|line| line.contains("| …") && line.ends_with('…')).count() > 5, "{drawing}");
}

#[test]
fn the_columns_count_characters() {
    let rows = "| 甲县水务局𠮷😀 | 待定 | 1.00 | | |\n";
    let folder = folder(&[("预算.md", &budget(rows))]);
    let ended = check(folder.path(), &["预算.md"]);
    assert!(ended.stdout.contains("--> 预算.md:7:13\n"), "{}", ended.stdout);
}

#[test]
fn what_cannot_be_read_does_not_keep_the_others_from_being_checked() {
    let folder = folder(&[("预算.md", &budget(UNSOUND))]);
    let ended = check(folder.path(), &["没有.md", "预算.md"]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.stderr, "budget-lsp: 没有.md: 没有这个文件或文件夹；请检查路径\n");
    assert!(ended.stdout.ends_with("1 份文档：1 个错误，0 个警告，0 条信息；1 处未能读取\n"), "{}", ended.stdout);
}

#[test]
fn another_encoding_is_said_where_it_begins() {
    let folder = folder(&[]);
    let mut gbk = "# 预算\n\n| ".as_bytes().to_vec();
    gbk.extend([0xbc, 0xd7, 0xbe, 0xd6]);
    fs::write(folder.path().join("gbk.md"), gbk).expect("a document");
    let ended = check(folder.path(), &["gbk.md"]);
    assert_eq!(ended.code, 2);
    assert_eq!(ended.stderr, "budget-lsp: gbk.md: 不是 UTF-8：第 3 行，字节偏移 12；请用 UTF-8 重新保存\n");
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let folder = folder(&[("预算.md", &format!("\u{feff}{}", budget(SOUND)))]);
    assert_eq!(check(folder.path(), &["预算.md"]).code, 0);
}

#[test]
fn folders_are_walked_in_order_and_as_gitignore_has_it() {
    let unsound = budget(UNSOUND);
    let folder = folder(&[
        (".gitignore", "草稿/\n"),
        ("b.markdown", &unsound),
        ("a/c.md", &unsound),
        ("a/notes.txt", &unsound),
        ("草稿/d.md", &unsound),
    ]);
    let ended = check(folder.path(), &["."]);
    let places: Vec<_> = ended.stdout.lines().filter(|line| line.contains("-->")).map(str::trim).collect();
    assert_eq!(places, ["--> ./a/c.md:8:11", "--> ./b.markdown:8:11"]);
    let ended = check(folder.path(), &["a", "a/c.md", "草稿/d.md", "a/notes.txt"]);
    assert!(ended.stdout.ends_with("3 份文档：3 个错误，0 个警告，0 条信息\n"), "{}", ended.stdout);
}

#[test]
fn standard_input_is_a_document() {
    let folder = folder(&[]);
    let mut command = program(folder.path());
    command.args(["check", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut input = child.stdin.take().expect("its standard input");
    input.write_all(budget(UNSOUND).as_bytes()).expect("it reads");
    drop(input);
    let ended = ended(child.wait_with_output().expect("it ends"));
    assert_eq!(ended.code, 1);
    assert!(ended.stdout.contains("--> <stdin>:8:11\n"), "{}", ended.stdout);
}

#[test]
fn the_number_of_threads_changes_nothing_that_is_said() {
    let (sound, unsound) = (budget(SOUND), budget(&UNSOUND.repeat(20)));
    let names: Vec<String> = (0..60).map(|number| format!("{}/{number:02}.md", number % 3)).collect();
    let mut documents: Vec<(&str, &str)> = names
        .iter()
        .zip([&unsound, &sound, &sound].into_iter().cycle())
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    documents.push(("1/.budget-lsp.toml", "language = \"en\"\n\n[severity]\ncolum-sum = \"off\"\n"));
    let folder = folder(&documents);
    fs::write(folder.path().join("2/05.md"), b"\xff\xfe").expect("a document in another encoding");
    let said = |threads: &str| check(folder.path(), &["没有.md", ".", "2", "--threads", threads]);
    let one = said("1");
    assert_eq!(one.code, 2);
    assert_eq!(one.stdout.matches("there is no rule").count(), 1, "{}", one.stdout);
    assert_eq!(one.stderr.lines().count(), 2, "{}", one.stderr);
    assert!(one.stdout.contains("\n59 份文档："), "{}", one.stdout);
    for threads in ["2", "3", "16"] {
        let several = said(threads);
        assert_eq!((several.code, &several.stdout, &several.stderr), (one.code, &one.stdout, &one.stderr), "{threads}");
    }
    assert_eq!(said("0").code, 2, "no thread at all");
}

#[test]
fn standard_input_is_one_document_however_often_it_is_named() {
    let mut command = program(Path::new("."));
    command.args(["check", "-", "-", "--threads", "2"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("the program starts");
    let mut input = running.stdin.take().expect("piped");
    input.write_all(budget(UNSOUND).as_bytes()).expect("the program reads");
    drop(input);
    let ended = ended(running.wait_with_output().expect("the program ends"));
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.contains("\n1 份文档："), "{}", ended.stdout);
}

#[test]
fn the_language_is_asked_for_or_that_of_the_environment() {
    let folder = folder(&[("budget.md", &budget(UNSOUND))]);
    let with = |variable: &str, locale: &str, arguments: &[&str]| {
        let mut command = program(folder.path());
        command.env(variable, locale).arg("check").args(arguments).arg("budget.md");
        ended(command.output().expect("the program starts")).stdout
    };
    let english = "1 document: 1 error, 0 warnings, 0 informational\n";
    assert!(with("LANG", "en_GB.UTF-8", &[]).ends_with(english));
    assert!(with("LANG", "zh_CN.UTF-8", &["--language=en"]).ends_with(english));
    assert!(with("LANG", "zh_CN.UTF-8", &["--language=en"]).starts_with("error[column-sum]: unit total 36.00, "));
    assert!(with("LC_ALL", "en_GB.UTF-8", &["--language=zh"]).starts_with("错误[column-sum]"));
    assert!(with("LC_ALL", "C.UTF-8", &[]).starts_with("错误[column-sum]"));
}

#[test]
fn colours_are_asked_for_or_those_of_a_terminal() {
    let folder = folder(&[("预算.md", &budget(UNSOUND))]);
    assert!(check(folder.path(), &["--color", "always", "预算.md"]).stdout.contains("\u{1b}["));
    for plain in [&["预算.md"][..], &["--color", "never", "预算.md"]] {
        assert!(!check(folder.path(), plain).stdout.contains('\u{1b}'));
    }
}

#[test]
fn a_document_cannot_steer_the_terminal() {
    let rows = "| 甲县水务局\u{1b}[2J | 待\u{1b}]0;定\u{7} | 1.00 | | |\n";
    let folder = folder(&[("预算.md", &budget(rows))]);
    let ended = check(folder.path(), &["预算.md"]);
    assert!(ended.stdout.contains("[amount-syntax]"), "{}", ended.stdout);
    assert!(!ended.stdout.contains(['\u{1b}', '\u{7}']), "{:?}", ended.stdout);
}

/// Characters that put a line into another order than it is written in, and some that move the cursor.
const STEERING: &[char] = &[
    '\u{61c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}', '\u{2066}',
    '\u{2067}', '\u{2068}', '\u{2069}', '\u{1b}', '\u{7}', '\u{8}', '\u{9b}', '\u{7f}',
];

#[test]
fn a_document_cannot_turn_its_lines_around() {
    let steering: String = STEERING.iter().collect();
    let rows = format!(
        "| 甲县水务局{steering} | 待{steering}定 | 1.00 | | |\n| 巡查{steering} | 30.00 | 10.00 | | 见附件 |\n| 巡查{steering} | 8.00 | 8.00 | | 见附件 |\n"
    );
    let folder =
        folder(&[("预算.md", &budget(&rows)), (".budget-lsp.toml", &format!("cl\u{202e}ass = 1 # {steering}\n"))]);
    for colour in ["never", "always"] {
        let ended = check(folder.path(), &["--color", colour, "预算.md"]);
        assert!(ended.stdout.contains("[amount-syntax]") && ended.stdout.contains("[row-sum]"), "{}", ended.stdout);
        let allowed = if colour == "always" { "\u{1b}" } else { "" };
        let steers = |character: char| STEERING.contains(&character) && !allowed.contains(character);
        assert!(!ended.stdout.contains(steers), "{:?}", ended.stdout);
        assert!(!ended.stderr.contains(steers), "{:?}", ended.stderr);
    }
}

#[cfg(unix)]
#[test]
fn neither_a_name_nor_what_is_complained_of_can_steer_the_terminal() {
    let name = format!("预{}算.md", STEERING.iter().collect::<String>());
    let folder = folder(&[(&name, &budget(UNSOUND))]);
    fs::write(folder.path().join(format!("不{name}")), [0xff]).expect("a document that is not UTF-8");
    fs::write(folder.path().join(".gitignore"), "{\u{1b}[2J\u{202e}\n[\u{1b}\n").expect("a list that is wrong");
    let ended = check(folder.path(), &[".", "无\u{1b}[2J\u{202e}.md"]);
    assert!(
        ended.stdout.contains("[column-sum]") && ended.stderr.contains("UTF-8"),
        "{}{}",
        ended.stdout,
        ended.stderr
    );
    assert!(!ended.stdout.contains(STEERING), "{:?}", ended.stdout);
    assert!(!ended.stderr.contains(STEERING), "{:?}", ended.stderr);
    let explained = ended_of(folder.path(), &["explain", "column\u{1b}[2J\u{202e}"]);
    assert_eq!(explained.code, 2);
    assert!(!explained.stderr.contains(STEERING), "{:?}", explained.stderr);
}

fn ended_of(folder: &Path, arguments: &[&str]) -> Ended {
    ended(program(folder).args(arguments).output().expect("the program starts"))
}

#[test]
fn ordinary_text_is_shown_as_it_is() {
    let rows = "| 甲县水务局—“河长制”（2025年〔1〕号）Ａé | 待定 | 1.00 | | |\n";
    let folder = folder(&[("预算（一）👩\u{200d}👧.md", &budget(rows))]);
    let ended = check(folder.path(), &["."]);
    assert!(ended.stdout.contains("甲县水务局—“河长制”（2025年〔1〕号）Ａé"), "{}", ended.stdout);
    assert!(ended.stdout.contains("预算（一）👩\u{200d}👧.md:"), "{}", ended.stdout);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let rows = "| 甲县水务局 | 待定 | 1.00 | | |\n".repeat(5000);
    let folder = folder(&[("预算.md", &budget(&rows))]);
    let mut command = program(folder.path());
    command.args(["check", "预算.md"]).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let mut first = String::new();
    let output = child.stdout.take().expect("its standard output");
    BufReader::new(output).read_line(&mut first).expect("a line");
    assert!(first.starts_with("错误["), "{first}");
    let ended = ended(child.wait_with_output().expect("it ends"));
    assert_eq!((ended.code, &*ended.stderr), (1, ""));
}

#[test]
fn nothing_to_check_is_a_mistake_in_the_command() {
    let folder = folder(&[]);
    assert_eq!(check(folder.path(), &[]).code, 2);
    assert_eq!(check(folder.path(), &["."]).stdout, "0 份文档：0 个错误，0 个警告，0 条信息\n");
}

#[test]
fn the_guide_connects_the_editors_in_both_languages() {
    for language in [Language::Chinese, Language::English] {
        for part in
            ["budget-lsp check", "editors/vscode", "vim.lsp.config('budget'", "language-servers = [\"budget-lsp\"]"]
        {
            assert!(guide(language).contains(part), "{part}");
        }
    }
    assert!(guide(Language::Chinese).starts_with("budget-lsp 是"));
    assert!(guide(Language::English).starts_with("budget-lsp is"));
}

#[test]
fn the_recording_in_the_readme_is_what_the_program_says() {
    let root = corpus().join("../..");
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md");
    let (_, behind) = readme.split_once("$ budget-lsp check ").expect("README.md has a recording");
    let (command, behind) = behind.split_once('\n').expect("and what the program said");
    let (recording, _) = behind.split_once("\n```").expect("a fenced block ends");
    let said = check(&root, &[command]).stdout;
    for part in recording.split("\n\n").filter(|part| *part != "⋮") {
        assert!(said.contains(&format!("{part}\n")), "record `budget-lsp check {command}` again:\n{part}\n\n{said}");
    }
}

fn explain(arguments: &[&str]) -> Ended {
    ended(program(Path::new(".")).arg("explain").args(arguments).output().expect("the program starts"))
}

#[test]
fn a_rule_is_explained_by_its_page() {
    let ended = explain(&["row-sum"]);
    assert_eq!((ended.code, &*ended.stderr), (0, ""));
    assert!(ended.stdout.starts_with("# row-sum：总计与资金来源相加不符\n"), "{}", ended.stdout);
}

#[test]
fn all_pages_are_one_document_with_an_index() {
    let ended = explain(&["--all"]);
    assert_eq!(ended.code, 0);
    for rule in budget_lsp::rules::CATALOGUE {
        assert!(ended.stdout.contains(&format!("| [{0}](#{0}) | {1} |", rule.id, rule.severity)), "{}", rule.id);
        assert!(ended.stdout.contains(&format!("<a id=\"{}\"></a>", rule.id)), "{}", rule.id);
        assert!(ended.stdout.contains(rule.page), "{}", rule.id);
    }
}

#[test]
fn an_unknown_rule_is_answered_with_the_nearest_one() {
    let ended = explain(&["colum-sum"]);
    assert_eq!((ended.code, &*ended.stdout), (2, ""));
    assert_eq!(ended.stderr, "budget-lsp: 没有规则 colum-sum；是 column-sum 吗？全部规则见 budget-lsp explain --all\n");
    assert_eq!(explain(&[]).code, 2, "nothing to explain");
}

#[test]
fn the_nearest_settings_above_a_document_count() {
    let folder = folder(&[
        ("预算.md", &budget(UNSOUND)),
        ("初稿/预算.md", &budget(UNSOUND)),
        ("初稿/二稿/预算.md", &budget(UNSOUND)),
        ("初稿/.budget-lsp.toml", "[severity]\ncolumn-sum = \"off\"\n"),
    ]);
    assert_eq!(check(folder.path(), &["初稿"]).code, 0);
    assert_eq!(check(&folder.path().join("初稿/二稿"), &["预算.md"]).code, 0, "above the folder that it runs in, too");
    let all = check(folder.path(), &["."]);
    assert_eq!((all.code, all.stdout.matches("[column-sum]").count()), (1, 1), "{}", all.stdout);
}

#[test]
fn wrong_settings_are_drawn_once_and_end_with_2() {
    let folder = folder(&[
        ("一.md", &budget(SOUND)),
        ("二.md", &budget(SOUND)),
        (".budget-lsp.toml", "language = \"en\"\n\n[severity]\ncolum-sum = \"off\"\n"),
    ]);
    let ended = check(folder.path(), &["."]);
    let expected = "\
warning[settings]: there is no rule “colum-sum”; did you mean “column-sum”?
 --> .budget-lsp.toml:4:1
  |
4 | colum-sum = \"off\"
  | ^^^^^^^^^

2 documents: 0 errors, 0 warnings, 0 informational; 1 mistake in settings
";
    assert_eq!((ended.code, &*ended.stdout, &*ended.stderr), (2, expected, ""));
    let chinese = check(folder.path(), &["一.md", "--language", "zh"]);
    let expected = "警告[settings]: 没有规则 “colum-sum”，是否指 “column-sum”？\n";
    assert!(chinese.stdout.starts_with(expected), "{}", chinese.stdout);
    assert!(
        chinese.stdout.ends_with("1 份文档：0 个错误，0 个警告，0 条信息；设置有 1 处错误\n"),
        "{}",
        chinese.stdout
    );
}

#[test]
fn settings_that_cannot_be_read_are_said_and_the_document_is_checked() {
    let folder = folder(&[("预算.md", &budget(UNSOUND)), (".budget-lsp.toml", "")]);
    for (bytes, said) in [
        (&b"language = \"\xd6\xd0\""[..], "不是 UTF-8；请用 UTF-8 重新保存；改好之前，其中各项都不生效"),
        (b"[severity\n", "不是正确的 TOML：表名缺少右方括号 “]”；改好之前，其中各项都不生效"),
        (b"a = [\n\n", "错误[settings]: 不是正确的 TOML"),
    ] {
        fs::write(folder.path().join(".budget-lsp.toml"), bytes).expect("settings");
        let ended = check(folder.path(), &["预算.md"]);
        assert!(ended.stdout.contains(said), "{}", ended.stdout);
        assert!(ended.stdout.contains("--> .budget-lsp.toml:1:"), "{}", ended.stdout);
        assert!(ended.stdout.contains("[column-sum]"), "{}", ended.stdout);
        assert_eq!(ended.code, 2);
    }
}

#[test]
fn the_schema_is_json_and_names_every_rule() {
    let folder = folder(&[]);
    let ended = ended(program(folder.path()).arg("schema").output().expect("the program starts"));
    let schema: serde_json::Value = serde_json::from_str(&ended.stdout).expect("JSON");
    let rules = schema["properties"]["severity"]["properties"].as_object().expect("rules");
    assert_eq!((ended.code, rules.len()), (0, budget_lsp::rules::CATALOGUE.len()));
}

#[test]
fn the_completions_are_scripts_that_their_shell_understands() {
    let folder = folder(&[]);
    let script =
        |shell: &str| ended(program(folder.path()).args(["completions", shell]).output().expect("the program starts"));
    for (shell, start) in [
        ("bash", "_budget-lsp() {"),
        ("zsh", "#compdef budget-lsp"),
        ("fish", "# Print an optspec"),
        ("powershell", "\nusing namespace System.Management.Automation"),
        ("elvish", "\nuse builtin;"),
    ] {
        let ended = script(shell);
        assert_eq!((ended.code, &*ended.stderr), (0, ""), "{shell}");
        assert!(ended.stdout.starts_with(start), "{}", ended.stdout);
    }
    fs::write(folder.path().join("budget-lsp.bash"), script("bash").stdout).expect("the script");
    let bash =
        |arguments: &[&str]| Command::new("bash").current_dir(folder.path()).args(arguments).output().expect("bash");
    assert_eq!(String::from_utf8_lossy(&bash(&["-n", "budget-lsp.bash"]).stderr), "");
    let complete = "source ./budget-lsp.bash
        COMP_WORDS=(budget-lsp explain column-s) COMP_CWORD=2
        _budget-lsp budget-lsp column-s explain
        echo \"${COMPREPLY[*]}\"";
    assert_eq!(String::from_utf8_lossy(&bash(&["-c", complete]).stdout), "column-sum\n");
    assert_eq!(script("tcsh").code, 2);
}

#[test]
fn the_manual_page_is_in_the_language_that_is_asked_for_or_that_of_the_environment() {
    let folder = folder(&[]);
    let man = |locale: &str, arguments: &[&str]| {
        let mut command = program(folder.path());
        command.env("LC_ALL", locale).arg("man").args(arguments);
        ended(command.output().expect("the program starts"))
    };
    let chinese = man("C.UTF-8", &[]);
    assert_eq!((chinese.code, &*chinese.stderr), (0, ""));
    assert!(chinese.stdout.contains("\n.SH 退出状态\n"), "{}", chinese.stdout);
    assert!(man("en_GB.UTF-8", &[]).stdout.contains("\n.SH \"EXIT STATUS\"\n"));
    assert_eq!(man("en_GB.UTF-8", &["--language", "zh"]).stdout, chinese.stdout);
    assert_eq!(man("C.UTF-8", &["--language", "en"]).stdout, man("en_GB.UTF-8", &[]).stdout);
}
