import type { Format } from "../src/view/messages";
import { FORMATS } from "../src/view/messages";
import type { Words } from "../src/view/words";
import { html, set, setText } from "./dom";
import { amountInWords, rowName, tableName } from "./present";
import { figure } from "./figures";
import { allRows, type Table, VIEWS, type ViewOf, viewsOf } from "./rows";
import { say } from "./say";

/** What the reader does with the bar at the top. */
export interface Choices {
  view(view: ViewOf): void;
  table(id: string): void;
  fold(isUnfolded: boolean): void;
  save(format: Format): void;
}

/** The bar at the top: which table it is, what it comes to, and what can be done with it. */
export class Bar {
  readonly element = html("header");
  private readonly title = html("h1");
  private readonly views = html("select");
  private readonly chooser = html("select");
  private readonly sums = html("span", "sums");
  private readonly verdict = html("span", "verdict");
  private readonly rounding = html("span", "verdict");

  constructor(
    private readonly words: Words,
    choices: Choices,
  ) {
    set(this.views, "aria-label", words.view);
    this.views.addEventListener("change", () => {
      const view = VIEWS.find((view) => view === this.views.value);
      if (view !== undefined) {
        choices.view(view);
      }
    });
    set(this.chooser, "aria-label", words.table);
    this.chooser.addEventListener("change", () => {
      choices.table(this.chooser.value);
    });
    const folding = html("div", "buttons", button(words.expandAll, words.expandAll, () => {
      choices.fold(true);
    }), button(words.collapseAll, words.collapseAll, () => {
      choices.fold(false);
    }));
    const saving = html("div", "buttons", html("span", "label", words.export));
    for (const format of FORMATS) {
      const name = format.toUpperCase();
      saving.append(button(name, say(words.exportAs, name), () => {
        choices.save(format);
      }));
    }
    // Said by screen readers when it changes, which is when sums begin or cease to agree.
    set(this.verdict, "role", "status");
    this.element.append(
      html("div", "line", this.views, this.title, this.chooser, saving),
      html("div", "line", html("p", "", this.sums, " ", this.verdict, " ", this.rounding), folding),
    );
  }

  draw(all: readonly Table[], table: Table): void {
    const tables = all.filter(({ view }) => view === table.view);
    const views = viewsOf(all);
    this.views.toggleAttribute("hidden", views.length < 2);
    fill(this.views, views.map((view) => ({ id: view, text: this.words.views[view] })), table.view);
    this.title.toggleAttribute("hidden", tables.length > 1);
    this.chooser.toggleAttribute("hidden", tables.length < 2);
    setText(this.title, tableName(table, tables.indexOf(table), this.words));
    fill(this.chooser, this.options(tables), table.id);
    const { whole, unit, main, units, projects, indicators } = table.overview;
    setText(
      this.sums,
      [
        `${rowName(table.whole, this.words)} ${amountInWords(figure(whole.amounts[main]), unit, this.words)}`,
        ...(units > 0 ? [say(this.words.units, units)] : []),
        ...(table.view === "projects" ? [say(this.words.projects, projects), say(this.words.indicators, indicators)] : []),
      ].join(" · "),
    );
    const { unbalanced, rounding } = counts(table);
    set(this.verdict, "class", unbalanced > 0 ? "verdict unbalanced" : "verdict");
    setText(this.verdict, verdict(unbalanced, this.words));
    setText(this.rounding, rounding > 0 ? say(this.words.roundingRows, rounding) : "");
  }

  private options(tables: readonly Table[]): Option[] {
    return tables.map((table, index) => {
      const { unbalanced } = counts(table);
      const name = tableName(table, index, this.words);
      return { id: table.id, text: unbalanced > 0 ? `${name}（${verdict(unbalanced, this.words)}）` : name };
    });
  }
}

interface Option {
  readonly id: string;
  readonly text: string;
}

/** Has a list offer something, and shows what is chosen. */
function fill(chooser: HTMLSelectElement, wanted: readonly Option[], chosen: string): void {
  if (chooser.options.length !== wanted.length) {
    chooser.replaceChildren(...wanted.map(() => html("option")));
  }
  wanted.forEach(({ id, text }, index) => {
    const option = chooser.options[index];
    if (option !== undefined) {
      set(option, "value", id);
      setText(option, text);
    }
  });
  if (chooser.value !== chosen) {
    chooser.value = chosen;
  }
}

function counts(table: Table): { unbalanced: number; rounding: number } {
  const states = allRows(table).map((row) => row.overview.state);
  const count = (state: string): number => states.filter((other) => other === state).length;
  return { unbalanced: count("unbalanced"), rounding: count("rounding") };
}

function verdict(unbalanced: number, words: Words): string {
  return unbalanced > 0 ? say(words.unbalancedRows, unbalanced) : words.allBalanced;
}

function button(text: string, label: string, pressed: () => void): HTMLButtonElement {
  const button = html("button", "", text);
  button.type = "button";
  button.title = label;
  set(button, "aria-label", label);
  button.addEventListener("click", pressed);
  return button;
}
