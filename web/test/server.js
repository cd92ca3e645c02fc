// The program under test: reads a folder into a record, and serves it.
import { execFileSync, spawn } from "node:child_process";

export function read(program, reports, record) {
  execFileSync(program, ["read", reports, "--record", record], { stdio: "ignore" });
}

// Serves a record on a free port; `event` and `claim` are addresses of the Lausanne meeting and of a claim of it.
export async function serve(program, record) {
  const process = spawn(program, ["serve", "--record", record, "--listen", "127.0.0.1:0", "--reviewer", "Visitor"], { stdio: ["ignore", "ignore", "pipe"] });
  const address = await new Promise((resolve, reject) => {
    let said = "";
    process.stderr.on("data", (data) => {
      said += data;
      const found = said.match(/page: +(http:\S+)/);
      if (found) resolve(found[1]);
    });
    process.on("exit", () => reject(new Error(`the program stopped: ${said}`)));
  });
  const { items } = await (await fetch(`${address}/api/meetings?limit=500`)).json();
  const meeting = items.find((it) => it.name.includes("Lausanne"));
  return { address, event: `/event/${meeting.event}`, claim: `/claim/${meeting.claims[0].id}`, stop: () => process.kill() };
}
