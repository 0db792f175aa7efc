//! The keys by which a workspace describes tables: those of `grammar/src/kinds/description.rs`.

use super::{Choice, Key, Kind, choice, key, needed};

pub(super) static TABLES: &[Key] = &[
    key("kind", Kind::Tables(KIND), "一种表；写在前面的先认。", "A kind of table; the first that fits counts."),
    key(
        "quantity",
        Kind::Tables(QUANTITY),
        "一个数：印在几处的，各处应当相同。",
        "A quantity: all places that print it must agree.",
    ),
    key("sum", Kind::Tables(SUM), "一个数是另几个数之和。", "A quantity that is the sum of others."),
    key(
        "same",
        Kind::Tables(SAME),
        "在一定条件下相同的几个数；不同时至多是警告。",
        "Quantities that are the same under a condition; a warning at most where they are not.",
    ),
    key(
        "bound",
        Kind::Tables(BOUND),
        "一个数不大于另一个数；大于时至多是警告。",
        "A quantity that is at most another; a warning at most where it is not.",
    ),
];

static KIND: &[Key] = &[
    needed("id", Kind::Word, "代号，用英文。", "Its name in the settings."),
    needed("name", Kind::Word, "名称，用在信息里。", "Its Chinese name, for messages."),
    key("english", Kind::Word, "英文名称。", "Its English name, for messages."),
    needed(
        "titles",
        Kind::WordLists,
        "标题里的词：其中一组的各个词都出现，就是这种表。",
        "Words of its title; of one of these lists, all must stand in it.",
    ),
    key("without", Kind::Words, "标题里不能出现的词。", "Words that must not stand in its title."),
    key("rows", Kind::Choice(ROWS), "各行是什么。", "What its rows are."),
    key(
        "side",
        Kind::Choice(SIDES),
        "只有收入或只有支出的表，是哪一边。",
        "Which side of the budget it is, where it has only one.",
    ),
    key(
        "notes",
        Kind::Words,
        "空表说明应当提到的词；不写则不论。",
        "What a note that says it is empty must name; anything where nothing is said.",
    ),
    key(
        "form",
        Kind::Table(FORM),
        "表单，如申报表：标签右边填数；写了它，`rows` 不论。",
        "A form: labels with amounts at their right; with it, `rows` says nothing.",
    ),
    key("figure", Kind::Tables(FIGURE), "表中的一个数。", "One of its figures."),
];

static FORM: &[Key] = &[
    needed(
        "totals",
        Kind::Words,
        "合计的标签，不写“其中”、冒号和括号里的单位。",
        "The labels of totals, without 其中, a colon and a unit in brackets.",
    ),
    needed(
        "parts",
        Kind::Words,
        "分项的标签，写在合计下面或右边。",
        "The labels of their parts, which stand below them or beside.",
    ),
    key(
        "weights",
        Kind::Words,
        "指标权重一栏的名称，相加应为 90 或 100。",
        "What the column of the indicators' weights is called; they add up to 90 or 100.",
    ),
];

/// What rows can be.
pub static ROWS: &[Choice] = &[
    choice("codes", "有科目编码，默认", "lines with a code of a classification, the default"),
    choice("items", "有序号，如 一、（一）1、", "lines with a number in front: 一、, （一）, 1、"),
    choice("figures", "只有数字", "figures with nothing in front"),
    choice("list", "逐行列出名称，如各项目", "a list by names, such as of projects"),
];

/// The sides of a budget.
pub static SIDES: &[Choice] = &[choice("income", "收入", "income"), choice("spending", "支出", "spending")];

static FIGURE: &[Key] = &[
    needed(
        "quantity",
        Kind::Word,
        "是哪个数：通用的，或写在 `tables.quantity` 里的。",
        "Which quantity it is, in general use or of `tables.quantity`.",
    ),
    key("side", Kind::Choice(SIDES), "左右两半的表，在哪一半。", "In which half it stands, where the table has two."),
    needed("row", Kind::Choice(PLACES), "在哪一行。", "In which row it stands."),
    key(
        "lines",
        Kind::Words,
        "这一行的名称，与 `row = \"line\"` 连用。",
        "What that row is called, with `row = \"line\"`.",
    ),
    needed(
        "columns",
        Kind::WordLists,
        "在哪一列：表头各层的词，恰好指一列的那一组算数；! 后的词不能出现，!! 后的词任何金额列上面都不能有，“首列”是第一个金额列。",
        "In which column: words of its header; the first list counts that names exactly one. A word behind ! must not stand there, one behind !! above no column of amounts; 首列 is the first column of amounts.",
    ),
    key(
        "balanced",
        Kind::Switch(false),
        "只在收入与支出合计相等时才是这个数。",
        "Whether it is the quantity only where income and spending are equal.",
    ),
];

/// The rows that a figure can stand in.
pub static PLACES: &[Choice] = &[
    choice("year", "本年合计；没有结转的，合计", "the total of the year"),
    choice("total", "有结转的，连结转在内的总计", "the total with what is carried over, where something is"),
    choice("class", "各类，按名称", "every class, by its name"),
    choice(
        "class-below-year",
        "各类，“本年支出”一行之下的也算",
        "every class, those below the line of the year's spending included",
    ),
    choice("code", "各科目，按编码", "every line with a code, by its code"),
    choice("line", "叫某个名称的一行", "the line of a name"),
    choice("only", "唯一的一行", "the only row"),
];

static QUANTITY: &[Key] = &[
    needed("id", Kind::Word, "代号，用英文。", "Its name in the settings."),
    needed("name", Kind::Word, "名称，用在信息里。", "Its Chinese name, for messages."),
    key("english", Kind::Word, "英文名称。", "Its English name, for messages."),
    key("phrases", Kind::Words, "说明文字里紧接在这个数前面的话。", "What stands directly before it in prose."),
    key(
        "within",
        Kind::Words,
        "那句话里还要有其中一个词，才是这个数。",
        "What else the sentence must say, one of these, for those to count.",
    ),
    key(
        "without",
        Kind::Words,
        "那句话里有其中一个词，就不是这个数。",
        "What the sentence must not say, none of these, for those to count.",
    ),
    key(
        "counted",
        Kind::Words,
        "那句话点数有这项支出的单位时用的词，有其中一个就是说全部，而不是说所属单位。",
        "What a sentence says that counts the units that have it, one of these, and speaks of all of it so.",
    ),
    key(
        "projects",
        Kind::Switch(false),
        "就是项目绩效目标表里各项目本年金额之和。",
        "Whether it is what the projects of the table of projects add up to in the year.",
    ),
];

static SUM: &[Key] = &[
    needed("total", Kind::Word, "合计是哪个数。", "The quantity that is the total."),
    needed("parts", Kind::Words, "各分项是哪些数。", "The quantities that are its parts."),
    key(
        "prose",
        Kind::Switch(false),
        "只在同一段说明文字里核对，不看表。",
        "Whether it holds between figures of one paragraph of prose, and is not looked for in tables.",
    ),
];

static SAME: &[Key] = &[
    needed("quantities", Kind::Words, "哪些数相同，两个以上。", "The quantities, two or more."),
    needed(
        "where",
        Kind::Words,
        "条件：这些数各处都印着同一个金额，每个至少印一处，并且没有结转，两个以上。",
        "The condition: all places that print these quantities print one amount, each at least once, and nothing is carried over; two or more.",
    ),
];

static BOUND: &[Key] = &[
    needed("quantity", Kind::Word, "哪个数。", "The quantity."),
    needed("at-most", Kind::Word, "不大于哪个数。", "What it is at most."),
    key(
        "planned",
        Kind::Switch(false),
        "只在预算里核对；决算印的是实际支出，不核对。",
        "Whether that holds in budgets alone: final accounts print what was spent.",
    ),
];
