// Has schemathesis ask the API everything that its description allows: `cargo xtask web-test` runs it.
// Arguments: the program, a folder of reports.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { read, serve } from "./server.js";

const [program, reports] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "rapporteur-api-"));
const record = join(folder, "talks.db");
read(program, reports, record);
const server = await serve(program, record);
const session = await fetch(`${server.address}/api/session`);
const { csrf } = await session.json();
const cookie = session.headers.get("set-cookie").split(";")[0];
const { status } = spawnSync(process.env.SCHEMATHESIS, [
  "run", `${server.address}/api/openapi.json`, "-H", `X-CSRF-Token: ${csrf}`, "-H", `Cookie: ${cookie}`,
  "--checks", "not_a_server_error,content_type_conformance,response_schema_conformance,status_code_conformance",
  "--exclude-path", "/api/changes", "--max-examples", "15", "--seed", "1", "--phases", "examples,coverage,fuzzing",
], { stdio: "inherit" });
server.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(status ?? 1);
