//! `budget-lsp fix` and `budget-lsp fmt`: what they change, what they leave, and what they say of it.
#![expect(clippy::expect_used, reason = "a program that cannot be started fails the test")]

mod program;

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::Stdio,
};

use budget_lsp::{
    analysis::{Analysis, Options},
    features::{actions::fix_all, format::formatted},
    fix::applied,
};
use program::{Ended, ended, folder, program};

/// A budget with one figure whose form is wrong, and a total that is: the one is put right, the other is the drafter's.
const UNTIDY: &str = "\
部门名称：甲县水务局

单位：万元

| 项目名称（资金使用单位） | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
|---|---|---|---|---|
| 甲县水务局 | 36.00 | 36.00 | | |
| 堤防巡查 | １０.00 | 10.00 | | 见附件 |
| 渠道清淤 | 20.00 | 20.00 | | 见附件 |
";

/// The same once it is fixed.
fn tidy() -> String {
    UNTIDY.replace("１０.00", "10.00")
}

/// The same once it is formatted.
const IN_LINE: &str = "\
部门名称：甲县水务局

单位：万元

| 项目名称（资金使用单位） |    总计 | 财政拨款 | 其他资金 | 绩效目标 |
| ------------------------ | ------- | -------- | -------- | -------- |
| 甲县水务局               |   36.00 |    36.00 |          |          |
| 堤防巡查                 | １０.00 |    10.00 |          | 见附件   |
| 渠道清淤                 |   20.00 |    20.00 |          | 见附件   |
";

fn run(folder: &Path, arguments: &[&str]) -> Ended {
    ended(program(folder).args(arguments).output().expect("the program starts"))
}

fn fed(folder: &Path, arguments: &[&str], input: &[u8]) -> Ended {
    let mut command = program(folder);
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = command.spawn().expect("the program starts");
    running.stdin.take().expect("piped").write_all(input).expect("the program reads");
    ended(running.wait_with_output().expect("the program ends"))
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("a document")
}

/// The documents of the corpus.
fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus");
    let paths = fs::read_dir(folder).expect("the corpus").map(|found| found.expect("a document").path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "md")).collect()
}

/// What an editor comes to that asks for `source.fixAll.budget` until there is nothing left.
fn fixed_in_an_editor(text: &str) -> String {
    let mut fixed = text.to_owned();
    loop {
        let next = applied(&fixed, &fix_all(&Analysis::new(&fixed, Options::default())));
        if next == fixed {
            return fixed;
        }
        fixed = next;
    }
}

#[test]
fn the_form_is_put_right_and_the_figures_are_the_drafters() {
    let folder = folder(&[("预算.md", UNTIDY)]);
    let ended = run(folder.path(), &["fix", "预算.md"]);
    let said = "已修改：预算.md\n1 份文档：1 份已修改，0 份无须修改\n";
    assert_eq!((ended.code, &*ended.stdout, &*ended.stderr), (0, "", said));
    assert_eq!(text(folder.path(), "预算.md"), tidy());
    let check = run(folder.path(), &["check", "预算.md"]);
    assert!(check.stdout.contains("[column-sum]"), "{}", check.stdout);
}

#[test]
fn formatting_puts_columns_in_line() {
    let folder = folder(&[("预算.md", UNTIDY)]);
    let ended = run(folder.path(), &["fmt", "预算.md", "--language=en"]);
    assert_eq!(ended.stderr, "changed: 预算.md\n1 document: 1 changed, 0 unchanged\n");
    assert_eq!((ended.code, text(folder.path(), "预算.md").as_str()), (0, IN_LINE));
    let again = run(folder.path(), &["fmt", "预算.md", "--language=en"]);
    assert_eq!((again.code, &*again.stderr), (0, "1 document: 0 changed, 1 unchanged\n"));
}

#[test]
fn the_corpus_is_what_an_editor_makes_of_it_and_twice_is_once() {
    let folder = folder(&[]);
    for path in corpus() {
        fs::copy(&path, folder.path().join(path.file_name().expect("a name"))).expect("a copy");
    }
    let as_in_an_editor = |name: &str, command: &str, text: &str| match command {
        "fix" => (name.to_owned(), fixed_in_an_editor(text)),
        _ => (name.to_owned(), applied(text, &formatted(&Analysis::new(text, Options::default()), 0..usize::MAX))),
    };
    let read = || -> Vec<(String, String)> {
        let names = corpus().into_iter().filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()));
        names.map(|name| (name.clone(), text(folder.path(), &name))).collect()
    };
    for command in ["fix", "fmt"] {
        let before = read();
        let expected: Vec<_> = before.iter().map(|(name, text)| as_in_an_editor(name, command, text)).collect();
        assert_ne!(expected, before, "nothing in the corpus for {command}");
        assert_eq!(run(folder.path(), &[command, "."]).code, 0);
        assert_eq!(read(), expected, "{command}");
        let again = run(folder.path(), &[command, "--check", "."]);
        assert_eq!(again.code, 0, "{command} twice: {}", again.stderr);
    }
}

#[test]
fn fixes_of_the_same_text_take_turns_until_none_is_left() {
    // Both numbers are one fix, and the blank stands between them.
    let indicators = "5、1-产出指标；11-数量指标；巡河次数 ；实施周期指标值:≥48次；年度指标值:≥48次。\
        7、1-产出指标；13-时效指标；清淤完成时间；实施周期指标值：10月底前；年度指标值：10月底前。；";
    let header = "| 项目名称 | 总计 | 绩效指标 |\n|---|---|---|\n";
    let before = format!("单位：万元\n\n{header}| 河道巡查 | 9.00 | {indicators} |\n");
    let once = applied(&before, &fix_all(&Analysis::new(&before, Options::default())));
    assert_ne!(once, fixed_in_an_editor(&before), "a case in which one round is not enough");
    let folder = folder(&[("预算.md", &before)]);
    assert_eq!(run(folder.path(), &["fix", "预算.md"]).code, 0);
    assert_eq!(text(folder.path(), "预算.md"), fixed_in_an_editor(&before));
}

#[test]
fn standard_input_is_a_filter_that_says_nothing() {
    let folder = folder(&[]);
    for (command, before, after) in
        [("fix", UNTIDY, &*tidy()), ("fix", &*tidy(), &*tidy()), ("fmt", UNTIDY, IN_LINE), ("fmt", "", "")]
    {
        let ended = fed(folder.path(), &[command, "-"], before.as_bytes());
        assert_eq!((ended.code, &*ended.stdout, &*ended.stderr), (0, after, ""), "{command}");
    }
    let checked = fed(folder.path(), &["fix", "--check", "-"], UNTIDY.as_bytes());
    assert_eq!((checked.code, &*checked.stdout, &*checked.stderr), (1, "", ""));
    assert_eq!(fed(folder.path(), &["fix", "--check", "-"], tidy().as_bytes()).code, 0);
    let refused = fed(folder.path(), &["fix", "-"], b"\xd6\xd0\n");
    assert_eq!((refused.code, &*refused.stdout), (2, ""));
}

#[test]
fn what_would_change_is_said_and_nothing_is_written() {
    let folder = folder(&[("一.md", UNTIDY), ("二.md", &tidy())]);
    let chinese = run(folder.path(), &["fix", "--check", "."]);
    let said = "需要修改：./一.md\n2 份文档：1 份需要修改，1 份无须修改\n";
    assert_eq!((chinese.code, &*chinese.stdout, &*chinese.stderr), (1, "", said));
    let english = run(folder.path(), &["fix", "--check", "--language", "en", "."]);
    assert_eq!(english.stderr, "would change: ./一.md\n2 documents: 1 would change, 1 would not\n");
    assert_eq!(text(folder.path(), "一.md"), UNTIDY);
    assert_eq!(run(folder.path(), &["fix", "--check", "二.md"]).code, 0);
}

#[test]
fn the_difference_is_one_that_patch_would_apply() {
    let folder = folder(&[("一.md", UNTIDY), ("二.md", &tidy())]);
    let shown = run(folder.path(), &["fix", "--diff", "一.md", "二.md"]);
    let expected = "\
--- 一.md
+++ 一.md
@@ -5,5 +5,5 @@
 | 项目名称（资金使用单位） | 总计 | 财政拨款 | 其他资金 | 绩效目标 |
 |---|---|---|---|---|
 | 甲县水务局 | 36.00 | 36.00 | | |
-| 堤防巡查 | １０.00 | 10.00 | | 见附件 |
+| 堤防巡查 | 10.00 | 10.00 | | 见附件 |
 | 渠道清淤 | 20.00 | 20.00 | | 见附件 |
";
    assert_eq!((shown.code, &*shown.stdout), (0, expected));
    assert_eq!(shown.stderr, "需要修改：一.md\n2 份文档：1 份需要修改，1 份无须修改\n");
    assert_eq!(text(folder.path(), "一.md"), UNTIDY);
    let both = run(folder.path(), &["fix", "--check", "--diff", "一.md"]);
    assert_eq!((both.code, &*both.stdout), (1, expected));
    let input = fed(folder.path(), &["fix", "--diff", "-"], UNTIDY.as_bytes());
    assert_eq!((input.stdout, &*input.stderr), (expected.replace("一.md", "<stdin>"), ""));
}

#[test]
fn a_byte_order_mark_and_line_ends_stay() {
    let old = format!("\u{feff}{}", UNTIDY.replace('\n', "\r\n"));
    let new = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    for (command, expected) in [("fix", new(&tidy())), ("fmt", new(IN_LINE))] {
        let folder = folder(&[("预算.md", &old)]);
        assert_eq!(run(folder.path(), &[command, "预算.md"]).code, 0);
        assert_eq!(text(folder.path(), "预算.md"), expected, "{command}");
        assert_eq!(fed(folder.path(), &[command, "-"], old.as_bytes()).stdout, expected, "{command}");
    }
}

#[test]
fn what_is_not_utf_8_or_not_there_is_refused_and_the_others_are_done() {
    let folder = folder(&[("预算.md", UNTIDY)]);
    let gbk = b"| \xbc\xd7\xbe\xd6 |\n";
    fs::write(folder.path().join("gbk.md"), gbk).expect("a document");
    let ended = run(folder.path(), &["fix", "gbk.md", "没有.md", "预算.md"]);
    let said = "\
budget-lsp: gbk.md: 不是 UTF-8：第 1 行，字节偏移 2；请用 UTF-8 重新保存
budget-lsp: 没有.md: 没有这个文件或文件夹；请检查路径
已修改：预算.md
1 份文档：1 份已修改，0 份无须修改；2 处未能读取
";
    assert_eq!((ended.code, &*ended.stderr), (2, said));
    assert_eq!(fs::read(folder.path().join("gbk.md")).expect("a document"), gbk);
    assert_eq!(text(folder.path(), "预算.md"), tidy());
}

#[test]
fn a_folder_is_walked_as_gitignore_has_it_whatever_the_number_of_threads() {
    for threads in ["1", "3"] {
        let folder = folder(&[
            (".gitignore", "草稿/\n"),
            ("a/c.md", UNTIDY),
            ("b.markdown", UNTIDY),
            ("笔记.txt", UNTIDY),
            ("草稿/d.md", UNTIDY),
        ]);
        let ended = run(folder.path(), &["fix", ".", "a/c.md", "--threads", threads]);
        let said = "已修改：./a/c.md\n已修改：./b.markdown\n2 份文档：2 份已修改，0 份无须修改\n";
        assert_eq!((ended.code, &*ended.stderr), (0, said));
        for (name, expected) in
            [("a/c.md", &*tidy()), ("b.markdown", &*tidy()), ("笔记.txt", UNTIDY), ("草稿/d.md", UNTIDY)]
        {
            assert_eq!(text(folder.path(), name), expected, "{name}");
        }
    }
}

#[test]
fn settings_are_those_of_each_document() {
    let folder = folder(&[
        ("一/预算.md", UNTIDY),
        ("一/.budget-lsp.toml", "[severity]\namount-syntax = \"off\"\namount-style = \"off\"\n"),
        ("二/预算.md", UNTIDY),
    ]);
    assert_eq!(run(folder.path(), &["fix", "."]).stderr, "已修改：./二/预算.md\n2 份文档：1 份已修改，1 份无须修改\n");
    assert_eq!(text(folder.path(), "一/预算.md"), UNTIDY, "what is not found is not fixed");
}

#[test]
fn documents_whose_settings_are_wrong_are_left_and_the_others_done() {
    let folder = folder(&[
        ("一/预算.md", UNTIDY),
        ("一/另.md", UNTIDY),
        ("一/.budget-lsp.toml", "[severity]\ncolum-sum = \"off\"\n"),
        ("二/预算.md", UNTIDY),
    ]);
    let ended = run(folder.path(), &["fix", "一", "二"]);
    assert_eq!((ended.code, &*ended.stdout), (2, ""));
    assert!(ended.stderr.starts_with("警告[settings]: 没有规则 “colum-sum”"), "{}", ended.stderr);
    let last = "\
已修改：二/预算.md
3 份文档：1 份已修改，0 份无须修改；2 份因设置有误未处理；设置有 1 处错误
";
    assert!(ended.stderr.ends_with(last), "{}", ended.stderr);
    for (name, expected) in [("一/预算.md", UNTIDY), ("一/另.md", UNTIDY), ("二/预算.md", &*tidy())] {
        assert_eq!(text(folder.path(), name), expected, "{name}");
    }
    let input = fed(&folder.path().join("一"), &["fix", "-"], UNTIDY.as_bytes());
    assert_eq!((input.code, &*input.stdout), (2, ""));
}

#[test]
fn the_help_says_what_is_left_to_the_drafter_and_how_it_ends() {
    for (locale, parts) in [
        (
            "zh_CN.UTF-8",
            ["由编制人员在编辑器中决定", "退出码：0 文档都已处理，1 用 --check 时有文档要改，2 有文件未能"],
        ),
        ("en_GB.UTF-8", ["is left to the drafter", "Exit code: 0 all documents are done, 1 with --check"]),
    ] {
        let mut command = program(Path::new("."));
        let help = ended(command.env("LC_ALL", locale).args(["fix", "--help"]).output().expect("the program starts"));
        let words = help.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            assert!(words.contains(part), "{part}\n{words}");
        }
    }
}

#[test]
fn nothing_to_change_is_a_mistake_in_the_command() {
    let folder = folder(&[]);
    assert_eq!(run(folder.path(), &["fix"]).code, 2);
    assert_eq!(run(folder.path(), &["fmt", "."]).stderr, "0 份文档：0 份已修改，0 份无须修改\n");
}
