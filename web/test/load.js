// How long each view takes to answer, on loopback: `node test/load.js PROGRAM RECORD [SECONDS] [FILE.csv]`.
// First each view is asked for once, by the first visitor after the program has started. Then eight visitors ask at once
// while another takes an export. Prints a line a view: milliseconds of the first answer, requests, median, slowest of 100;
// the same goes into the file.
import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";

const [program, record, seconds = "3", file] = process.argv.slice(2);
const VIEWS = ["/", "/timeline", "/map", "/network", "/table/events", "/table/claims", "/table/disputes", "/reports", "/review",
  "/search?q=talks", "/?actor=Syria", "/table/events?place=SYR", "/api/claims", "/api/claims?actor=Russia", "/api/events", "/api/timeline",
  "/api/map", "/api/network", "/api/queue", "/api/search?q=talks", "/api/suggest/actors?q=rus", "/api/meetings"];
const VISITORS = 8;

const server = spawn(program, ["serve", "--record", record, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "ignore", "pipe"] });
const address = await new Promise((resolve) => {
  let said = "";
  server.stderr.on("data", (data) => {
    said += data;
    const found = said.match(/page: +(http:\S+)/);
    if (found) resolve(found[1]);
  });
});

async function ask(path) {
  const from = performance.now();
  const response = await fetch(address + path);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return performance.now() - from;
}

// The file that somebody takes along meanwhile: how many bytes of it have come.
const taken = { bytes: 0, done: false };
async function takeExport() {
  const response = await fetch(`${address}/export/claims.csv`);
  for await (const piece of response.body) taken.bytes += piece.length;
  taken.done = true;
}

const first = {};
for (const view of VIEWS) first[view] = await ask(view);
const exported = takeExport();
const lines = [["view", "first_ms", "requests", "median_ms", "99th_ms"]];
for (const view of VIEWS) {
  const took = [];
  const end = performance.now() + 1000 * Number(seconds);
  const visitor = async () => { while (performance.now() < end) took.push(await ask(view)); };
  await Promise.all(Array.from({ length: VISITORS }, visitor));
  took.sort((a, b) => a - b);
  const at = (part) => took[Math.min(took.length - 1, Math.floor(part * took.length))].toFixed(1);
  lines.push([view, first[view].toFixed(1), String(took.length), at(0.5), at(0.99)]);
}
for (const [view, ...numbers] of lines) console.log(view.padEnd(28) + numbers.map((it) => it.padStart(10)).join(" "));
const memory = readFileSync(`/proc/${server.pid}/status`, "utf8").match(/VmHWM:\s+(\d+)/)?.[1] / 1024;
console.log(`export: ${(taken.bytes / 1e6).toFixed(1)} MB${taken.done ? ", all of it" : " of it"}; memory at most ${memory.toFixed(0)} MB`);
if (file) writeFileSync(file, lines.map((line) => line.join(",")).join("\n") + "\n");
exported.catch(() => {});
server.kill();
