//! How `budget-lsp fix` writes: a file is the new one or the old one, whole, whatever is in the way.
#![cfg(unix)]
#![expect(clippy::expect_used, reason = "a program that cannot be started fails the test")]

mod program;

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink},
    path::Path,
    process::Command,
};

use program::{Ended, ended, folder, program};

const HEADER: &str = "单位：万元\n\n| 项目名称 | 总计 | 财政拨款 | 绩效目标 |\n|---|---|---|---|\n";

/// A budget of some rows, each of which has a figure to put right.
fn untidy(rows: usize) -> String {
    let row = |row: usize| format!("| 第{row}号水闸 | １０.00 | 10.00 | 见附件 |\n");
    HEADER.to_owned() + &(1..=rows).map(row).collect::<String>()
}

fn tidy(rows: usize) -> String {
    untidy(rows).replace("１０", "10")
}

fn fix(folder: &Path, arguments: &[&str]) -> Ended {
    ended(program(folder).arg("fix").args(arguments).output().expect("the program starts"))
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("a document")
}

fn names(folder: &Path) -> Vec<String> {
    let found = fs::read_dir(folder).expect("a folder").map(|found| found.expect("a file").file_name());
    let mut names: Vec<_> = found.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("its owner may");
}

fn is_root(folder: &Path) -> bool {
    fs::metadata(folder).expect("a folder").uid() == 0
}

/// The program, bound by permissions: root is bound by none until it gives its capabilities away.
fn bound(folder: &Path) -> Command {
    if !is_root(folder) {
        return program(folder);
    }
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-all", "--inh-caps=-all", env!("CARGO_BIN_EXE_budget-lsp")]).current_dir(folder);
    for variable in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(variable);
    }
    command
}

#[test]
fn a_file_that_needs_no_change_is_not_touched() {
    let folder = folder(&[("预算.md", &tidy(2))]);
    let path = folder.path().join("预算.md");
    allow(&path, 0o444);
    let state =
        || fs::metadata(&path).map(|is| (is.ino(), is.mtime(), is.mtime_nsec(), is.mode())).expect("a document");
    let before = state();
    let ended = fix(folder.path(), &["预算.md"]);
    assert_eq!((ended.code, &*ended.stderr), (0, "1 份文档：0 份已修改，1 份无须修改\n"));
    assert_eq!(state(), before);
}

#[test]
fn permissions_stay() {
    for mode in [0o600, 0o640, 0o664, 0o755] {
        let folder = folder(&[("预算.md", &untidy(2))]);
        let path = folder.path().join("预算.md");
        allow(&path, mode);
        assert_eq!(fix(folder.path(), &["预算.md"]).code, 0);
        assert_eq!(text(folder.path(), "预算.md"), tidy(2));
        assert_eq!(fs::metadata(&path).expect("a document").mode() & 0o7777, mode);
        assert_eq!(names(folder.path()), ["预算.md"]);
    }
}

#[test]
fn a_symbolic_link_stays_and_its_target_is_replaced() {
    let folder = folder(&[("库/预算.md", &untidy(2)), ("库/另.md", "")]);
    symlink("库/预算.md", folder.path().join("链.md")).expect("a link");
    let ended = fix(folder.path(), &["链.md", "库/预算.md"]);
    assert_eq!((ended.code, &*ended.stderr), (0, "已修改：链.md\n1 份文档：1 份已修改，0 份无须修改\n"));
    assert_eq!(fs::read_link(folder.path().join("链.md")).expect("still a link"), Path::new("库/预算.md"));
    assert_eq!(text(folder.path(), "库/预算.md"), tidy(2));
    assert_eq!(names(&folder.path().join("库")), ["另.md", "预算.md"]);
}

/// Holds that a file was left as it was, with a sentence, and that the document behind it was done all the same.
fn assert_is_left(folder: &Path, ended: &Ended, sentence: &str) {
    assert_eq!(text(folder, "一.md"), untidy(2));
    assert_eq!(text(folder, "二/二.md"), tidy(2), "{}", ended.stderr);
    let last = "2 份文档：1 份已修改，0 份无须修改；1 份未能写入";
    let said = format!("budget-lsp: 一.md: {sentence}\n已修改：二/二.md\n{last}\n");
    assert_eq!((ended.code, &*ended.stderr), (2, &*said));
    assert!(names(folder).iter().all(|name| !name.starts_with('.')), "{:?}", names(folder));
}

#[test]
fn a_read_only_file_is_left() {
    let folder = folder(&[("一.md", &untidy(2)), ("二/二.md", &untidy(2))]);
    allow(&folder.path().join("一.md"), 0o444);
    let ended = fix(folder.path(), &["一.md", "二/二.md"]);
    assert_is_left(folder.path(), &ended, "文件是只读的，未作修改；请取消只读后再运行");
}

#[test]
fn a_file_with_another_name_is_left() {
    let folder = folder(&[("一.md", &untidy(2)), ("二/二.md", &untidy(2))]);
    fs::hard_link(folder.path().join("一.md"), folder.path().join("别名.txt")).expect("a hard link");
    let ended = fix(folder.path(), &["一.md", "二/二.md"]);
    let sentence = "另有 1 个硬链接指向这个文件，替换后两者内容会不同，未作修改；请先把它复制成单独的文件";
    assert_is_left(folder.path(), &ended, sentence);
    assert_eq!(text(folder.path(), "别名.txt"), untidy(2));
}

#[test]
fn a_file_in_a_folder_that_takes_none_is_left() {
    let folder = folder(&[("一.md", &untidy(2)), ("二/二.md", &untidy(2))]);
    allow(folder.path(), 0o555);
    let mut command = bound(folder.path());
    let ended = ended(command.args(["fix", "一.md", "二/二.md"]).output().expect("the program starts"));
    allow(folder.path(), 0o755);
    assert_is_left(folder.path(), &ended, "所在文件夹没有写入权限，文件未作修改；请检查文件夹的权限");
}

#[test]
fn the_owner_stays_or_the_file_is_left() {
    let folder = folder(&[("一.md", &untidy(2)), ("二/二.md", &untidy(2))]);
    let path = folder.path().join("一.md");
    if !is_root(folder.path()) {
        eprintln!("not tried: only root may give a file to somebody else");
        return;
    }
    chown(&path, Some(12345), Some(12345)).expect("root may");
    allow(&path, 0o666);
    let mut command = bound(folder.path());
    let left = ended(command.args(["fix", "一.md", "二/二.md"]).output().expect("the program starts"));
    assert_is_left(folder.path(), &left, "替换后文件会换成别的所有者，未作修改；请由文件的所有者运行");
    assert_eq!(fix(folder.path(), &["一.md"]).code, 0);
    let is = fs::metadata(&path).expect("a document");
    assert_eq!((is.uid(), is.gid(), is.mode() & 0o7777), (12345, 12345, 0o666));
    assert_eq!(text(folder.path(), "一.md"), tidy(2));
}

#[test]
fn a_device_is_no_file_to_replace() {
    let folder = folder(&[("预算.md", &untidy(2))]);
    let script = "exec \"$0\" fix /dev/stdin < <(cat 预算.md)";
    let mut command = Command::new("bash");
    command.current_dir(folder.path()).env("LC_ALL", "en_GB.UTF-8");
    let ended = ended(command.args(["-c", script, env!("CARGO_BIN_EXE_budget-lsp")]).output().expect("bash"));
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.ends_with("1 document: 0 changed, 0 unchanged; 1 could not be written\n"), "{}", ended.stderr);
}

/// The sentence about a disk that takes no more.
const FULL: &str = "磁盘空间不足或超出限额，文件未作修改；请腾出空间后再运行";

#[test]
fn where_a_file_may_grow_no_further_the_old_one_is_whole() {
    let folder = folder(&[("大.md", &untidy(400)), ("小.md", &untidy(2))]);
    // A limit is told by EFBIG where its signal is ignored, as a quota is by EDQUOT.
    let script = "trap '' XFSZ; ulimit -f 8; exec \"$0\" fix 大.md 小.md";
    let mut command = Command::new("bash");
    command.current_dir(folder.path()).env("LC_ALL", "C.UTF-8");
    let ended = ended(command.args(["-c", script, env!("CARGO_BIN_EXE_budget-lsp")]).output().expect("bash"));
    let said = format!("budget-lsp: 大.md: {FULL}\n已修改：小.md\n2 份文档：1 份已修改，0 份无须修改；1 份未能写入\n");
    assert_eq!((ended.code, &*ended.stderr), (2, &*said));
    assert_eq!(text(folder.path(), "大.md"), untidy(400));
    assert_eq!(text(folder.path(), "小.md"), tidy(2));
    assert_eq!(names(folder.path()), ["大.md", "小.md"]);
}

/// How a command gets mounts of its own; `None` where this machine does not permit it, as in most containers.
fn with_own_mounts(folder: &Path) -> Option<Command> {
    let ways: [&[&str]; 2] = [&["--mount"], &["--mount", "--map-root-user"]];
    let is_permitted = |way: &&&[&str]| {
        let script = "mount -t tmpfs -o size=64k budget disk";
        let tried = Command::new("unshare").args(**way).args(["sh", "-c", script]).current_dir(folder).output();
        tried.is_ok_and(|tried| tried.status.success())
    };
    let way = ways.iter().find(is_permitted)?;
    let mut command = Command::new("unshare");
    command.args(*way).current_dir(folder);
    Some(command)
}

#[test]
fn on_a_disk_that_is_full_the_old_file_is_whole() {
    let folder = folder(&[("大.md", &untidy(200)), ("新.md", &tidy(200)), ("disk/.keep", "")]);
    let Some(mut command) = with_own_mounts(folder.path()) else {
        eprintln!("not tried: no mounts of one's own here (unshare); the limit above is tried everywhere");
        return;
    };
    let script = "
        set -e
        mount -t tmpfs -o size=64k budget disk
        cp 大.md disk/大.md
        head -c 100000 /dev/zero > disk/满 2>/dev/null || true
        code=0
        \"$0\" fix disk/大.md || code=$?
        cmp 大.md disk/大.md
        ls -A disk
        rm disk/满
        \"$0\" fix disk/大.md 2>/dev/null
        cmp 新.md disk/大.md
        exit $code";
    command.env("LC_ALL", "C.UTF-8").args(["sh", "-c", script, env!("CARGO_BIN_EXE_budget-lsp")]);
    let ended = ended(command.output().expect("unshare"));
    let said = format!("budget-lsp: disk/大.md: {FULL}\n1 份文档：0 份已修改，0 份无须修改；1 份未能写入\n");
    assert_eq!((ended.code, &*ended.stderr), (2, &*said));
    let mut left: Vec<_> = ended.stdout.lines().collect();
    left.sort_unstable();
    assert_eq!(left, ["大.md", "满"]);
}
