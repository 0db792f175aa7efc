import { cpSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { notices } from "./notices.mjs";

const common = { bundle: true, platform: "node", target: "node20", format: "cjs", logLevel: "info" };

/** Keeps the small part that VS Code loads for every Markdown document apart from the large one, loaded for budgets. */
const apart = {
  name: "apart",
  setup({ onResolve }) {
    onResolve({ filter: /^\.\/client$/ }, () => ({ path: "./client.cjs", external: true }));
  },
};

async function extension() {
  const editor = { ...common, external: ["vscode"], minify: true, sourcemap: true, metafile: true };
  const small = await build({
    ...editor,
    entryPoints: ["src/extension.ts"],
    outfile: "dist/extension.cjs",
    plugins: [apart],
    // VS Code's own module is only there for require.
    supported: { "dynamic-import": false },
  });
  const large = await build({ ...editor, entryPoints: ["src/client.ts"], outfile: "dist/client.cjs" });
  return [small, large];
}

/** The grammars that colour rows stand beside the grammar of the language; a package takes its files from here alone. */
function grammars() {
  const isGrammar = (file) => !file.endsWith(".md");
  cpSync("../../grammar/textmate", "syntaxes", { recursive: true, filter: isGrammar });
}

/** The page of the budget view: a script and a style sheet for the browser in VS Code 1.91. */
async function view() {
  return build({
    ...common,
    platform: "browser",
    target: "chrome122",
    format: "iife",
    entryPoints: ["webview/main.ts", "webview/view.css"],
    outdir: "dist/view",
    minify: true,
    metafile: true,
  });
}

async function tests() {
  const names = readdirSync("test").filter((file) => file.endsWith(".test.ts"));
  await build({
    ...common,
    entryPoints: names.map((name) => `test/${name}`),
    outdir: "dist/test",
    outExtension: { ".js": ".cjs" },
    alias: { vscode: "./test/vscode.ts" },
  });
}

/** A script in TypeScript: `scripts/NAME.ts` becomes `dist/scripts/NAME.cjs`. */
async function script(name) {
  await build({ ...common, entryPoints: [`scripts/${name}.ts`], outfile: `dist/scripts/${name}.cjs`, logLevel: "warning" });
}

const [what, name] = process.argv.slice(2);
if (what === "test") {
  await tests();
} else if (what === "script") {
  await script(name);
} else {
  grammars();
  const bundles = [await view(), ...(await extension())];
  writeFileSync("dist/NOTICES.txt", notices(bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs))));
}
