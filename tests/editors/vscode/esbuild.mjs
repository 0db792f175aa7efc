import { build } from "esbuild";

await build({
  entryPoints: ["activation", "draft", "notes", "workspace"].map((name) => `host/${name}.ts`),
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node24",
  format: "cjs",
  external: ["vscode"],
  sourcemap: "inline",
  logLevel: "warning",
});
