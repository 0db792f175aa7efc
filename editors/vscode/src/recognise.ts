/**
 * Whether a Markdown document looks like a budget.
 *
 * The answer decides whether the server gets to see it. The server is silent about tables that it does not know, so a
 * document too many costs nearly nothing; but a README is read in every folder, and shall not start a server.
 */

/** How much of a document is looked at, in UTF-16 units. The tables of a budget begin well before. */
export const LIMIT = 64 * 1024;

/** How many lines that say something may stand between the title or the unit of a table and the table. */
const LINES_ABOVE = 6;

/** So many figures make a table one of amounts, rather than one that happens to hold a number. */
const FIGURES = 2;

// Header texts of the project performance table: those of grammar/src/kinds.toml.
const NAMES = ["项目名称", "项目(单位)名称", "单位(项目)名称", "单位/项目名称", "单位名称/项目名称", "单位、项目名称", "二级项目名称", "专项名称", "项目", "单位名称"];
const OTHERS = [
  ["总计", "合计", "预算金额", "金额", "小计", "总额", "预算数", "资金总额", "预算总额", "项目金额", "总金额", "申请数", "申请金额"],
  ["绩效目标", "年度绩效目标", "总体目标", "年度总体目标", "总体绩效目标", "项目绩效目标", "年度目标", "绩效总目标", "项目绩效总目标", "年度总目标", "当年绩效目标", "实施期绩效目标", "预期目标", "预期绩效目标"],
  ["绩效指标", "年度绩效指标", "项目绩效指标"],
].flat();
const SOURCES = /拨款|资金|专户|收入|结转|结余|基金|公益金|债券|国债|经营|收费|自筹|补助|配套|贷款|预算|其他/;

/** What the other tables of a department's budget, or a budget in English, say in their header or close above it; the names of this
 * project alone are none of it. */
const WORDS = /预算|决算|绩效|财政拨款|单位[:：]\s*[十百千万亿]*元|\bbudgets?\b(?!-)/i;

/** A line that names a year and its budget or final accounts and nothing behind, as a title does: the text of a department's budget is
 * often drafted before its tables. */
const TITLE = /[0-9〇○零一二三四五六七八九]{4}\s*年[^。]*[预决]算[^，。；：、]{0,8}$/;

/** How long such a line is at most, in UTF-16 units. */
const TITLE_LENGTH = 64;

const SUM = /\d\s?[万亿]?元/g;

/** The tag that opens a table of HTML, at the start of a line or behind others. */
const TABLE = /^ {0,3}<.*<table[\s>]|^ {0,3}<table[\s>]/i;

const CELL = /<t[dh](?:\s[^<>]*)?>([^<]*)/gi;

const FIGURE = /^[-−△▲]?\(?[-−△▲]?\d[\d,]*(?:\.\d+)?\)?(?:[万亿]?元)?$/;

/** Looks at the lines of a document from the top, no further than needed. */
export function looksLikeBudget(lines: Iterable<string>): boolean {
  const above: string[] = [];
  let inTable: "no" | "after words" | "other" = "no";
  const tagged = new Tagged();
  const titled = new Titled();
  let figures = 0;
  for (const line of visible(lines)) {
    const cells = rowOf(line);
    const header = above.at(-1);
    if (header !== undefined && isDelimiterRow(line, cells.length, header)) {
      if (isKnownHeader(rowOf(header))) {
        return true;
      }
      inTable = above.some((text) => WORDS.test(text)) ? "after words" : "other";
      figures = 0;
    } else if (inTable === "after words" && line.includes("|")) {
      figures += cells.filter((cell) => FIGURE.test(folded(cell))).length;
      if (figures >= FIGURES) {
        return true;
      }
    } else if (!line.includes("|")) {
      inTable = "no";
    }
    if (tagged.isBudget(line, above) || titled.isBudget(line)) {
      return true;
    }
    remember(above, line);
  }
  return false;
}

/** A table that a converter wrote as HTML, with the words in it or close above. */
class Tagged {
  private isOpen = false;
  private isAfterWords = false;
  private figures = 0;

  /** Takes one line after the other; whether enough was seen. */
  isBudget(line: string, above: readonly string[]): boolean {
    if (!this.isOpen && TABLE.test(line)) {
      this.isOpen = true;
      this.isAfterWords = above.some((text) => WORDS.test(text));
      this.figures = 0;
    }
    if (!this.isOpen) {
      return false;
    }
    for (const [, text = ""] of line.matchAll(CELL)) {
      const cell = text.trim();
      this.isAfterWords ||= WORDS.test(cell);
      this.figures += this.isAfterWords && FIGURE.test(folded(cell)) ? 1 : 0;
    }
    this.isOpen = line.trim() !== "" && !/<\/table/i.test(line);
    return this.figures >= FIGURES;
  }
}

/** Text below a title, with sums of money in it. */
class Titled {
  private isBelowTitle = false;
  private sums = 0;

  /** Takes one line after the other; whether enough was seen. */
  isBudget(line: string): boolean {
    if (this.isBelowTitle) {
      this.sums += line.match(SUM)?.length ?? 0;
    } else {
      this.isBelowTitle = line.length <= TITLE_LENGTH && TITLE.test(line);
    }
    return this.sums >= FIGURES;
  }
}

function remember(above: string[], line: string): void {
  if (line.trim() === "") {
    return;
  }
  above.push(line);
  if (above.length > LINES_ABOVE) {
    above.shift();
  }
}

/** The lines that a reader of the rendered document sees as text: no fenced code, no comments. */
function* visible(lines: Iterable<string>): Generator<string> {
  let fence: string | undefined;
  let inComment = false;
  let inTable = false;
  let left = LIMIT;
  for (const whole of lines) {
    const line = whole.slice(0, left).replace(/^\uFEFF/, "");
    left -= whole.length + 1;
    if (fence !== undefined) {
      fence = closes(line, fence) ? undefined : fence;
    } else if (inComment || /^ {0,3}<!--/.test(line)) {
      inComment = !line.includes("-->");
    } else {
      fence = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
      // A code block by indentation is none of a table's lines either; the lines of one of HTML may be indented.
      inTable = line.trim() !== "" && (inTable || TABLE.test(line)) && !/<\/table/i.test(line);
      if (fence === undefined && (inTable || !isIndented(line))) {
        yield line;
      }
    }
    if (left <= 0) {
      return;
    }
  }
}

function isIndented(line: string): boolean {
  return line.startsWith("    ") || line.startsWith("\t");
}

/** Whether a line closes the fence (CommonMark 0.31, § 4.5): the same sign, at least as often, and nothing behind it. */
function closes(line: string, fence: string): boolean {
  const closing = /^ {0,3}(`+|~+)\s*$/.exec(line)?.[1];
  return closing?.startsWith(fence) === true;
}

/** The cells of a row as GFM parts them: `\|` is no border, and the outer borders may be left out. */
function rowOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, "").replace(/(?<!\\)\|$/, "");
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function isDelimiterRow(line: string, columns: number, header: string): boolean {
  const isOne = /^[\s|:-]+$/.test(line) && line.includes("|") && rowOf(line).every((cell) => /^:?-+:?$/.test(cell));
  return isOne && rowOf(header).length === columns;
}

/** Whether a header row is that of a table of projects, or the upper of its two rows. */
function isKnownHeader(cells: string[]): boolean {
  const texts = cells.map((cell) => folded(cell));
  const isOneOf = (words: string[]) => (text: string) => words.includes(text) || words.includes(bare(text));
  const isSource = (text: string) => SOURCES.test(bare(text)) && !text.includes("名称");
  return texts.some(isOneOf(NAMES)) && texts.some((text) => isOneOf(OTHERS)(text) || isSource(text));
}

/** As names are compared: one width, no blanks, one kind of brackets. */
function folded(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\s\u200B-\u200F\u2060\uFEFF*]/g, "")
    .replace(/[[{〔【〈《]/g, "(")
    .replace(/[\]}〕】〉》]/g, ")");
}

function bare(text: string): string {
  return text.replace(/\([^()]*\)$/, "");
}
