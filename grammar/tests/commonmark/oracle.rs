//! What comrak and the line reader say of a document, in the same terms.

use budget_grammar::markdown::{Block, State, cells, read};
use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options, parse_document};

/// A table at the top level: the number of its header line, and the texts of its rows, the header's first, each cut
/// and padded to the header's length.
#[derive(Debug, PartialEq)]
pub(crate) struct Table {
    pub(crate) header: usize,
    pub(crate) rows: Vec<Vec<String>>,
}

pub(crate) fn lines(document: &str) -> Vec<&str> {
    let mut rest = document;
    let mut lines = Vec::new();
    while !rest.is_empty() {
        let end = rest.find(['\r', '\n']).unwrap_or(rest.len());
        let (line, behind) = rest.split_at(end);
        lines.push(line);
        rest = behind.strip_prefix("\r\n").or_else(|| behind.strip_prefix(['\r', '\n'])).unwrap_or(behind);
    }
    lines
}

pub(crate) fn blocks(document: &str) -> Vec<Block> {
    let mut state = State::default();
    let read_on = |line| {
        let (block, next) = read(&state, line);
        state = next;
        block
    };
    lines(document).into_iter().map(read_on).collect()
}

pub(crate) fn tables_by_line(document: &str) -> Vec<Table> {
    let lines = lines(document);
    let mut tables: Vec<Table> = Vec::new();
    for (number, block) in blocks(document).into_iter().enumerate() {
        let texts = |number: usize| -> Vec<String> {
            let line = lines[number];
            cells(line).map(|cell| cell.of(line).to_owned()).collect()
        };
        match block {
            Block::Delimiter => {
                let header = texts(number - 1);
                assert_eq!(header.len(), texts(number).len(), "the delimiter row fits its header");
                tables.push(Table { header: number - 1, rows: vec![header] });
            }
            Block::Row => {
                let table = tables.last_mut().expect("a row stands in a table");
                let mut row = texts(number);
                row.resize(table.rows[0].len(), String::new());
                table.rows.push(row);
            }
            _ => {}
        }
    }
    tables
}

pub(crate) fn tables_by_comrak(document: &str) -> Vec<Table> {
    let arena = Arena::new();
    let lines = lines(document);
    let tables = parse(&arena, document).children().filter(|block| {
        let block = block.data();
        matches!(block.value, NodeValue::Table(_))
    });
    tables.map(|table| table_by_comrak(table, &lines)).collect()
}

pub(crate) fn parse<'a>(arena: &'a Arena<'a>, document: &str) -> Node<'a> {
    let mut options = Options::default();
    options.extension.table = true;
    parse_document(arena, document, &options)
}

/// What comrak says of each line, where it does: nothing about blank lines and about link reference definitions, which
/// are no part of its tree.
pub(crate) fn blocks_by_comrak(document: &str) -> Vec<Option<Block>> {
    let lines = lines(document);
    let defines = document.contains('[');
    let unclaimed = |line: &&str| {
        let blank = line.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        (!blank && !defines).then_some(Block::Other)
    };
    let mut blocks: Vec<_> = lines.iter().map(unclaimed).collect();
    let arena = Arena::new();
    for node in parse(&arena, document).children() {
        let node_data = node.data();
        let (start, end) = (node_data.sourcepos.start.line - 1, node_data.sourcepos.end.line - 1);
        match &node_data.value {
            NodeValue::Paragraph if !defines => blocks[start..=end].fill(Some(Block::Paragraph)),
            NodeValue::Heading(heading) if heading.setext => {
                blocks[start..end].fill(Some(Block::Paragraph));
                blocks[end] = Some(Block::Setext { level: heading.level });
            }
            NodeValue::Heading(heading) => blocks[start] = Some(Block::Heading { level: heading.level }),
            NodeValue::Table(_) => {
                let table = table_by_comrak(node, &lines);
                blocks[table.header] = Some(Block::Paragraph);
                blocks[table.header + 1] = Some(Block::Delimiter);
                blocks[table.header + 2..=end].fill(Some(Block::Row));
            }
            NodeValue::HtmlBlock(html) => {
                let text = html.literal.trim_matches([' ', '\t', '\r', '\n']);
                let comment =
                    text.starts_with("<!--") && text.ends_with("-->") && text[2..].find("-->") == Some(text.len() - 5);
                let alone = comment && !text.contains(['\r', '\n']);
                blocks[start] = Some(if alone { Block::Comment } else { Block::Other });
            }
            NodeValue::Paragraph => {}
            _ => blocks[start] = Some(Block::Other),
        }
    }
    blocks
}

/// The last line of a table is the only position that comrak always reports truly: a table's start is wrong below
/// link reference definitions. The rows are counted back from it.
fn table_by_comrak(table: Node<'_>, lines: &[&str]) -> Table {
    let last = table.data().sourcepos.end.line - 1;
    let rows: Vec<_> = table.children().collect();
    let header = last - rows.len();
    let texts = rows.iter().enumerate().map(|(index, row)| {
        let line = lines[header + index + usize::from(index > 0)];
        let indentation = line.len() - line.trim_start_matches([' ', '\t']).len();
        let start = row.data().sourcepos.start.column;
        row.children()
            .map(|cell| {
                let position = cell.data().sourcepos;
                let from = position.start.column - start + indentation;
                let to = position.end.column + 1 - start + indentation;
                cell_text(line, from, to)
            })
            .collect()
    });
    Table { header, rows: texts.collect() }
}

/// The text of the cell at these bytes. Comrak places a cell that the row lacks on the pipe or the end behind the row.
fn cell_text(line: &str, from: usize, to: usize) -> String {
    let text = line.get(from..to).unwrap_or_default();
    let text = if text == "|" { "" } else { text };
    let behind_pipe = from > 0 && line.as_bytes().get(from - 1) == Some(&b'|');
    let text = if behind_pipe { text.trim_start_matches([' ', '\t', '\x0b', '\x0c']) } else { text };
    text.trim_matches([' ', '\t']).to_owned()
}
