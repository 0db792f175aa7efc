import assert from "node:assert/strict";
import { test } from "node:test";
import type { TextDocument, TextDocumentChangeEvent, Uri } from "vscode";
import { Sync } from "../src/sync";

function uri(name: string): Uri {
  const text = `file:///${name}`;
  return { toString: () => text } as unknown as Uri;
}

function document(name: string): TextDocument {
  return { uri: uri(name) } as TextDocument;
}

/** What goes through to a server to which nothing but `budgets` may go, in order. */
class Wire {
  readonly sent: string[] = [];
  readonly changed: string[] = [];
  readonly closed: string[] = [];
  readonly budgets = new Set<string>();
  readonly passedOver = new Set<string>();
  readonly sync = new Sync(
    { has: (one) => this.budgets.has(String(one)), passesOver: (one) => this.passedOver.has(String(one)) },
    { changed: (one) => this.changed.push(String(one)), closed: (one) => this.closed.push(String(one)) },
  );
  private readonly through = this.sync.middleware;
  private refreshes = 0;

  async open(name: string): Promise<void> {
    await this.through.didOpen?.(document(name), (one) => this.send("open", one));
  }

  async change(name: string): Promise<void> {
    const event = { document: document(name) } as TextDocumentChangeEvent;
    await this.through.didChange?.(event, (one) => this.send("change", one.document));
  }

  async save(name: string): Promise<void> {
    await this.through.didSave?.(document(name), (one) => this.send("save", one));
  }

  async close(name: string): Promise<void> {
    await this.through.didClose?.(document(name), (one) => this.send("close", one));
  }

  /** Opens a document that was no budget before; answers how often everything is asked for anew because of it. */
  async add(name: string): Promise<number> {
    const provider = { send: (one: TextDocument) => this.through.didOpen?.(one, (it) => this.send("open", it)) };
    const feature = { getProvider: () => provider, refresh: () => (this.refreshes += 1) };
    await this.sync.add({ getFeature: () => feature } as never, document(name));
    return this.refreshes;
  }

  /** Whether the server is asked what is found in a document. */
  pull(name: string): boolean {
    let isAsked = false;
    const next = () => {
      isAsked = true;
      return undefined;
    };
    void this.through.provideDiagnostics?.(document(name), undefined, undefined as never, next);
    return isAsked;
  }

  /** What is shown of what the server says of files. */
  report(...names: string[]): string[] {
    const shown: string[] = [];
    const items = names.map((name) => ({ uri: uri(name), kind: "full", version: null, items: [] }) as never);
    void this.through.provideWorkspaceDiagnostics?.(
      [],
      undefined as never,
      (chunk) => shown.push(...(chunk?.items ?? []).map((item) => String(item.uri))),
      (_ids, _token, report) => {
        report({ items });
        report(null);
        return undefined;
      },
    );
    return shown;
  }

  async ask(params: unknown): Promise<unknown> {
    return this.through.sendRequest?.("any/request", params, undefined, () => Promise.resolve("an answer" as never));
  }

  private send(what: string, { uri }: TextDocument): Promise<void> {
    this.sent.push(`${what} ${String(uri)}`);
    return Promise.resolve();
  }
}

test("nothing is sent about a document that is no budget", async () => {
  const wire = new Wire();
  await wire.open("README.md");
  await wire.change("README.md");
  await wire.save("README.md");
  await wire.close("README.md");
  assert.equal(await wire.ask({ textDocument: { uri: "file:///README.md" }, position: { line: 0, character: 0 } }), null);
  assert.equal(wire.pull("README.md"), false);
  assert.deepEqual([wire.sent, wire.changed, wire.closed], [[], [], []]);
});

test("a budget is opened, changed, saved, asked about and closed", async () => {
  const wire = new Wire();
  wire.budgets.add("file:///预算.md");
  await wire.open("预算.md");
  await wire.change("预算.md");
  await wire.save("预算.md");
  assert.equal(await wire.ask({ textDocument: { uri: "file:///预算.md" } }), "an answer");
  assert.equal(wire.pull("预算.md"), true);
  await wire.close("预算.md");
  assert.deepEqual(wire.closed, ["file:///预算.md"]);
  assert.equal(wire.pull("预算.md"), false);
  assert.deepEqual(wire.sent, ["open", "change", "save", "close"].map((what) => `${what} file:///预算.md`));
  assert.deepEqual(wire.changed, ["file:///预算.md", "file:///预算.md"]);
  assert.equal(await wire.ask({ textDocument: { uri: "file:///预算.md" } }), null);
});

test("a document that becomes a budget is opened then, and only once", async () => {
  const wire = new Wire();
  await wire.open("草稿.md");
  wire.budgets.add("file:///草稿.md");
  await wire.change("草稿.md");
  await wire.open("草稿.md");
  await wire.open("草稿.md");
  await wire.change("草稿.md");
  assert.deepEqual(wire.sent, ["open file:///草稿.md", "change file:///草稿.md"]);
});

test("what is found in a document that becomes a budget is asked for, although it was answered for before", async () => {
  const wire = new Wire();
  await wire.open("草稿.md");
  assert.equal(wire.pull("草稿.md"), false);
  assert.equal(await wire.add("草稿.md"), 0, "it is no budget yet");
  await wire.close("草稿.md");
  wire.budgets.add("file:///草稿.md");
  assert.equal(await wire.add("草稿.md"), 1);
  assert.equal(wire.pull("草稿.md"), true);
});

test("what is found in a budget that is opened is asked for once", async () => {
  const wire = new Wire();
  wire.budgets.add("file:///预算.md");
  assert.equal(await wire.add("预算.md"), 0);
  assert.deepEqual(wire.sent, ["open file:///预算.md"]);
});

test("what is found in a file is not shown where it is open and no budget", () => {
  const wire = new Wire();
  wire.passedOver.add("file:///草稿.md");
  assert.deepEqual(wire.report("决算.md", "草稿.md", "预算.md"), ["file:///决算.md", "file:///预算.md"]);
});

test("a document whose language has changed is closed although it is no budget any more", async () => {
  const wire = new Wire();
  wire.budgets.add("file:///草稿.md");
  await wire.open("草稿.md");
  wire.budgets.clear();
  await wire.close("草稿.md");
  await wire.close("草稿.md");
  assert.deepEqual(wire.sent, ["open file:///草稿.md", "close file:///草稿.md"]);
});

test("a server that was started again knows no document until it is opened there", async () => {
  const wire = new Wire();
  wire.budgets.add("file:///预算.md");
  await wire.open("预算.md");
  wire.sync.forget();
  await wire.change("预算.md");
  await wire.open("预算.md");
  assert.deepEqual(wire.sent, ["open file:///预算.md", "open file:///预算.md"]);
});

test("what is about no document goes through", async () => {
  const wire = new Wire();
  assert.equal(await wire.ask({ title: "重新计算本表所有合计", data: {} }), "an answer");
  assert.equal(await wire.ask(undefined), "an answer");
});
