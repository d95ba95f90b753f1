// Builds what the pages load into the Python package: app.css, app.js, charts.js, sprite.svg,
// the mark, the worker of the page for phones and two font files. Names carry no hash; Django's static storage adds it.
import { build, context } from "esbuild";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const ui = join(here, "../src/upheld/foundation/ui");
const out = join(ui, "static/upheld/dist");
const fonts = join(here, "node_modules/@fontsource-variable/inter/files");
const watching = process.argv.includes("--watch");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await writeFile(join(out, "sprite.svg"), await sprite());
for (const mark of ["mark.svg", "mark-192.png", "mark-512.png"]) {
  await cp(join(here, "src", mark), join(out, mark));
}
await cp(join(fonts, "inter-latin-wght-normal.woff2"), join(out, "inter.woff2"));
await cp(join(fonts, "inter-latin-ext-wght-normal.woff2"), join(out, "inter-ext.woff2"));
await writeFile(join(here, "src/components.css"), await componentSheets());
await writeFile(join(here, "src/steps.css"), clockSteps());

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: !watching,
  outdir: out,
  target: ["chrome123", "firefox128", "safari17.5"],
  logLevel: "info",
  legalComments: "none",
};
const parts = [
  {
    ...common,
    entryPoints: { app: "src/app.ts", charts: "src/charts.ts" },
    format: "esm",
  },
  // A worker of pages is no module: not every browser takes one yet.
  { ...common, entryPoints: { worker: "src/worker.ts" }, format: "iife" },
  { ...common, entryPoints: { app: "src/app.css" }, external: ["*.woff2"] },
];
if (watching) {
  for (const part of parts) await (await context(part)).watch();
} else {
  for (const part of parts) await build(part);
}

/** Lists the style sheets that stand beside the components, so that a new one needs no entry. */
async function componentSheets() {
  const folder = join(ui, "components");
  const sheets = (await readdir(folder)).filter((name) => name.endsWith(".css")).sort();
  const path = relative(join(here, "src"), folder);
  return sheets.map((name) => `@import "${path}/${name}";\n`).join("");
}

/**
 * Turns the hours and minutes that a block names into numbers to reckon with: pages may carry no
 * styles of their own, and not every browser reads numbers from attributes.
 */
function clockSteps() {
  const upTo = { h: 24, m: 59, "for-h": 24, "for-m": 59, first: 24, last: 24, lane: 3, lanes: 4 };
  const rules = Object.entries(upTo).flatMap(([name, most]) =>
    Array.from({ length: most + 1 }, (_, n) => `[data-${name}="${n}"]{--${name}:${n}}`),
  );
  return `${rules.join("\n")}\n`;
}

/** Draws every icon named in icons.txt as a symbol; `name=folder/file` gives it another name. */
async function sprite() {
  const names = (await readFile(join(ui, "icons.txt"), "utf8")).split("\n").filter(Boolean);
  const symbols = await Promise.all(names.map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function symbol(line) {
  const [name, source = `outline/${line}`] = line.split("=");
  const file = join(here, "node_modules/@tabler/icons/icons", `${source}.svg`);
  const drawn = await readFile(file, "utf8");
  const inside = drawn
    .replace(/^[\s\S]*?<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, "")
    .replace(/\s+/g, " ")
    .trim();
  const filled = source.startsWith("filled/") ? ' fill="currentColor" stroke="none"' : "";
  return `<symbol id="${name}" viewBox="0 0 24 24"${filled}>${inside}</symbol>`;
}
