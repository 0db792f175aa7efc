//! The README of the project says of every editor what its own page says, in five lines at most.

use std::{
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The first block of commands of a page.
fn commands(page: &str) -> Option<&str> {
    Some(page.split_once("```sh\n")?.1.split_once("```")?.0)
}

#[test]
fn the_section_of_an_editor_is_the_start_of_its_page() {
    let readme = read(&root().join("README.md"));
    let mut editors = 0;
    for folder in fs::read_dir(root().join("editors")).unwrap() {
        let page = folder.unwrap().path().join("README.md");
        if !page.exists() {
            continue;
        }
        editors += 1;
        let name = page.parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let title = format!("](editors/{name}/README.md)\n");
        let (_, section) = readme.split_once(&title).unwrap_or_else(|| panic!("README.md has no section for {name}"));
        let section = section.split("\n### ").next().unwrap();
        let said = commands(section);
        if name == "zed" {
            assert!(said.is_none() && section.contains("Untested"), "{name} was tried by nobody");
            continue;
        }
        assert_eq!(said, commands(&read(&page)), "{name}: README.md and its page say the same");
        assert!(said.is_some_and(|said| said.lines().count() <= 5), "{name}: five lines at most");
    }
    assert!(editors >= 7, "the editors have moved: this test looks in the wrong place");
}

#[test]
fn what_the_readme_links_to_is_there() {
    let readme = read(&root().join("README.md"));
    let links = readme.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let mut count = 0;
    for link in links.filter(|link| !link.contains("://")) {
        assert!(root().join(link).exists(), "README.md links to {link}, which is not there");
        count += 1;
    }
    assert!(count > 10, "the links are written in another way: this test looks for the wrong thing");
}
