import { build } from "esbuild";

const common = { bundle: true, platform: "node", format: "cjs", logLevel: "warning" };

await build({
  ...common,
  entryPoints: ["activation", "closed", "draft", "notes", "workspace", "writing"].map((name) => `host/${name}.ts`),
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  target: "node24",
  external: ["vscode"],
  sourcemap: "inline",
});

await build({
  ...common,
  entryPoints: ["view/test.ts"],
  outfile: "dist/view.cjs",
  target: "node20",
  external: ["playwright-core"],
  alias: { vscode: "./view/vscode.ts" },
});
