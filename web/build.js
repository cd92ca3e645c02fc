// Builds dist/ from src/: `cargo xtask web` runs it after `npm ci`. What it writes is committed and embedded.
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { build } from "esbuild";

mkdirSync("dist", { recursive: true });
const result = await build({
  entryPoints: ["src/page.js", "src/drawings.js", "src/page.css"],
  bundle: true, minify: true, outdir: "dist", format: "iife", target: "es2022", charset: "utf8", legalComments: "none", metafile: true,
});
copyFileSync("src/icon.svg", "dist/icon.svg");
copyFileSync("node_modules/world-atlas/countries-50m.json", "dist/countries.json");

// The licences of all that went in.
const inputs = Object.keys(result.metafile.inputs).filter((path) => path.startsWith("node_modules/"));
const packages = new Set(inputs.map((path) => path.split("/").slice(1, path.split("/")[1].startsWith("@") ? 3 : 2).join("/")));
packages.add("world-atlas");
const texts = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const { version, license } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const file = readdirSync(folder).find((it) => /^licen[cs]e/i.test(it));
  const text = file && existsSync(`${folder}/${file}`) ? readFileSync(`${folder}/${file}`, "utf8").trim() : license;
  return `${name} ${version} (${license})\n\n${text}\n`;
});
const head = "Scripts of others inside the page, with their licences. The outlines of states are Natural Earth's, in the public domain.\n\n";
writeFileSync("dist/licences.txt", head + texts.join(`\n${"-".repeat(72)}\n\n`));
