import assert from "node:assert/strict";
import { test } from "node:test";
import { explicit, serverKeys } from "../src/configuration";

type Places = Partial<Record<"defaultValue" | "globalValue" | "workspaceValue" | "workspaceFolderValue", unknown>>;

/** A configuration in which these values are set at these places; `get` answers the nearest, as VS Code does. */
function configuration(settings: Record<string, Places>) {
  const get = (key: string) => {
    const places = settings[key] ?? {};
    const { workspaceFolderValue, workspaceValue, globalValue, defaultValue } = places;
    return [workspaceFolderValue, workspaceValue, globalValue, defaultValue].find((value) => value !== undefined);
  };
  const inspect = (key: string) => (settings[key] === undefined ? undefined : { key, ...settings[key] });
  return { get, inspect } as Parameters<typeof explicit>[1];
}

test("the server is told what is set, wherever it is set, and no default", () => {
  const settings = configuration({
    language: { defaultValue: "auto" },
    rounding: { defaultValue: "banded", globalValue: "banded" },
    severity: { defaultValue: {}, workspaceValue: { "column-sum": "off" } },
    headers: { defaultValue: {}, workspaceFolderValue: { name: ["支出事项"] } },
  });
  assert.deepEqual(explicit(["language", "rounding", "severity", "headers", "codes"], settings), {
    rounding: "banded",
    severity: { "column-sum": "off" },
    headers: { name: ["支出事项"] },
  });
});

test("a key that was set to null is sent as such: the server takes it for not set", () => {
  assert.deepEqual(explicit(["rounding"], configuration({ rounding: { globalValue: null } })), { rounding: null });
});

test("the extension's own keys are not the server's", () => {
  const contributed = ["budget.server.path", "budget.trace.server", "budget.language", "budget.severity", "editor.tabSize"];
  assert.deepEqual(serverKeys(contributed), ["language", "severity"]);
});
