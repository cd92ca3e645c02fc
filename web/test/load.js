// How long each view takes to answer, on loopback: `node test/load.js PROGRAM RECORD [SECONDS]`.
// Eight visitors ask at once; beside them one takes an export. Prints a line a view: requests, median, slowest of 100.
import { spawn } from "node:child_process";

const [program, record, seconds = "3"] = process.argv.slice(2);
const VIEWS = ["/", "/timeline", "/map", "/network", "/table/events", "/reports", "/review", "/search?q=talks", "/api/claims", "/api/events",
  "/api/timeline", "/api/map", "/api/network", "/api/queue", "/api/search?q=talks", "/api/meetings", "/export/claims.csv"];
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
const started = performance.now();
await ask("/api/reports?limit=1");
console.log(`the record is read after ${Math.round(performance.now() - started)} ms`);
console.log("view                       requests   median ms   99th ms");
for (const view of VIEWS) {
  const took = [];
  const end = performance.now() + 1000 * Number(seconds);
  const visitor = async () => { while (performance.now() < end) took.push(await ask(view)); };
  await Promise.all(Array.from({ length: VISITORS }, visitor));
  took.sort((a, b) => a - b);
  const at = (part) => took[Math.min(took.length - 1, Math.floor(part * took.length))].toFixed(1).padStart(9);
  console.log(`${view.padEnd(26)} ${String(took.length).padStart(8)}   ${at(0.5)} ${at(0.99)}`);
}
server.kill();

async function ask(path) {
  const from = performance.now();
  const response = await fetch(address + path);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return performance.now() - from;
}
