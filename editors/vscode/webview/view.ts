import type { Overview } from "../src/overview";
import type { Format, FromView, Kept } from "../src/view/messages";
import type { Words } from "../src/view/words";
import { Bar } from "./bar";
import { csv } from "./csv";
import { html, set, setText } from "./dom";
import { picture, png } from "./picture";
import { present, tableName } from "./present";
import { allRows, type Row, type Table, tableIn, tables, type ViewOf } from "./rows";
import { say } from "./say";
import { Treegrid } from "./treegrid";
import { Treemap } from "./treemap";

/** What the view keeps over a reload. */
export interface Memory extends Kept {
  readonly table: string;
  readonly unfolded: readonly string[];
  readonly current: string;
}

/** The whole view of one document: the bar, the map with the line that tells about one row, and the table. */
export class View {
  private readonly bar: Bar;
  private readonly map: Treemap;
  private readonly grid: Treegrid;
  private readonly detail = html("p", "detail");
  private readonly notes = html("p", "notes");
  private readonly stale = html("p", "stale");
  private readonly nothing = html("p", "nothing");
  private readonly place = html("div", "place");
  private readonly content: HTMLElement;

  private tables: Table[] = [];
  private unfolded: Set<string>;
  private hovered: string | undefined;

  constructor(
    private readonly words: Words,
    private memory: Memory,
    private readonly ask: (message: FromView) => void,
    private readonly keep: (memory: Memory) => void,
  ) {
    this.unfolded = new Set(memory.unfolded);
    const steps = {
      choose: (row: Row) => {
        this.choose(row);
      },
      go: ({ overview: { selection: range } }: Row) => {
        if (range !== null) {
          ask({ type: "reveal", uri: this.memory.uri, range });
        }
      },
      fold: (rows: readonly Row[], isUnfolded: boolean) => {
        this.fold(rows, isUnfolded);
      },
    };
    this.bar = new Bar(words, {
      view: (view) => {
        this.turnTo(view);
      },
      table: (id) => {
        this.remember({ table: id, current: "" });
        this.draw();
      },
      fold: (isUnfolded) => {
        this.fold(this.table?.parts ?? [], isUnfolded);
      },
      save: (format) => {
        void this.save(format);
      },
    });
    this.map = new Treemap(words, steps, (row) => {
      this.hovered = row?.id;
      this.tell();
    });
    this.grid = new Treegrid(words, steps);
    this.place.append(this.map.element);
    set(this.stale, "role", "status");
    const grid = html("div", "scroll", this.grid.element);
    this.content = html("main", "", this.bar.element, this.place, this.detail, this.notes, grid);
    document.body.replaceChildren(this.stale, this.nothing, this.content);
    new ResizeObserver(() => {
      this.drawMap();
    }).observe(this.place);
  }

  /** Shows a document as it is now. */
  show(uri: string, overview: Overview): void {
    this.turn(uri);
    this.tables = tables(overview, this.tables);
    setText(this.stale, "");
    setText(this.nothing, this.tables.length === 0 ? this.words.noTable : "");
    this.draw();
  }

  /** Says that nothing is known about a document, and that what is shown of it may be of an earlier time. */
  unanswered(uri: string): void {
    this.turn(uri);
    setText(this.stale, this.words.unanswered);
    setText(this.nothing, "");
    this.draw();
  }

  private turn(uri: string): void {
    if (uri !== this.memory.uri) {
      this.tables = [];
      this.unfolded = new Set();
      this.remember({ uri, table: "", current: "", unfolded: [] });
    }
  }

  private turnTo(view: ViewOf): void {
    const table = tableIn(view, this.tables, this.table);
    if (table !== undefined) {
      this.remember({ table: table.id, current: "" });
      this.draw();
    }
  }

  private get table(): Table | undefined {
    return this.tables.find(({ id }) => id === this.memory.table) ?? this.tables[0];
  }

  private draw(): void {
    const table = this.table;
    this.content.toggleAttribute("hidden", table === undefined);
    if (table !== undefined) {
      this.bar.draw(this.tables, table);
      // The map first: it asks how large it is, and after the table has changed the browser would lay that out for the answer.
      this.drawMap();
      this.grid.draw(table, this.unfolded, this.memory.current);
    }
  }

  private drawMap(): void {
    const table = this.table;
    if (table === undefined) {
      return;
    }
    const { clientWidth, clientHeight } = this.place;
    const { rectangles, withoutArea, tooSmall } = this.map.draw(table, this.memory.current, clientWidth, clientHeight);
    const notes = [
      table.overview.isComplete ? "" : say(this.words.unitsOnly, table.overview.projects),
      rectangles.length === 0 && tooSmall === 0 ? this.words.nothingToDraw : "",
      withoutArea > 0 ? say(this.words.noArea, withoutArea) : "",
      tooSmall > 0 ? say(this.words.tooSmall, tooSmall) : "",
    ];
    setText(this.notes, notes.filter((note) => note !== "").join(" "));
    this.tell();
  }

  private choose(row: Row): void {
    if (row.id !== this.memory.current) {
      this.remember({ current: row.id });
      this.map.mark(row.id);
      this.grid.mark(row.id);
      this.tell();
    }
  }

  private fold(rows: readonly Row[], isUnfolded: boolean): void {
    for (const { id, parts } of rows) {
      if (isUnfolded && parts.length > 0) {
        this.unfolded.add(id);
      } else {
        this.unfolded.delete(id);
      }
    }
    this.remember({ unfolded: [...this.unfolded] });
    if (this.table !== undefined) {
      this.grid.draw(this.table, this.unfolded, this.memory.current);
    }
  }

  /** Tells about the row under the pointer, else about the current one, else about the whole. */
  private tell(): void {
    const table = this.table;
    if (table === undefined) {
      return;
    }
    const rows = allRows(table);
    const row = [this.hovered, this.memory.current].map((id) => rows.find((row) => row.id === id)).find((row) => row !== undefined);
    const { whole } = table;
    setText(this.detail, present(row ?? whole, table, this.words).label);
    set(this.detail, "class", `detail ${(row ?? whole).overview.state}`);
  }

  private remember(news: Partial<Memory>): void {
    this.memory = { ...this.memory, ...news };
    this.keep(this.memory);
  }

  private async save(format: Format): Promise<void> {
    const table = this.table;
    if (table === undefined) {
      return;
    }
    const beside = this.tables.filter(({ view }) => view === table.view);
    const name = tableName(table, beside.indexOf(table), this.words);
    const encoder = new TextEncoder();
    if (format === "csv") {
      this.ask({ type: "save", format, bytes: encoder.encode(csv(table, this.words)) });
    } else {
      const drawing = picture(table, name, this.words);
      this.ask({ type: "save", format, bytes: format === "svg" ? encoder.encode(drawing) : await png(drawing) });
    }
  }
}
