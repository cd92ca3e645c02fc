// Opens the page as people do, in a real browser: `cargo xtask web-test` runs it.
// Arguments: the program, a folder of reports, a folder for pictures (or nothing).
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { violations } from "./axe.js";
import { read, serve } from "./server.js";

const [program, reports, pictures] = process.argv.slice(2);
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];
const VIEWS = { brief: "/", timeline: "/timeline", map: "/map", network: "/network", table: "/table/events", reports: "/reports",
  report: "/report/3-kerry-to-meet", review: "/review", search: "/search?q=Lausanne", add: "/add", api: "/api" };

const folder = mkdtempSync(join(tmpdir(), "rapporteur-web-"));
const record = join(folder, "talks.db");
read(program, reports, record);
const server = await serve(program, record);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });
const steps = [];
const step = (name, work) => steps.push([name, work]);

// A page that notes what the browser complains of: refused scripts and styles, failed requests, errors.
async function open(options = {}) {
  const context = await browser.newContext({ baseURL: server.address, viewport: { width: 1280, height: 860 }, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") page.complaints.push(message.text()); });
  page.on("request", (request) => assert.ok(request.url().startsWith(server.address) || request.url().startsWith("blob:"), `fetches ${request.url()}`));
  return page;
}

async function meeting(page) {
  await page.goto("/");
  await page.getByRole("searchbox", { name: "Search everything" }).fill("Lausanne");
  await page.keyboard.press("Enter");
  await page.getByRole("region", { name: "Events" }).getByRole("link", { name: /Lausanne meeting/ }).first().click();
  await page.getByRole("heading", { level: 1, name: /Lausanne/ }).waitFor();
}

step("the Lausanne meeting is found, in both reports' words", async () => {
  const page = await open();
  await meeting(page);
  for (const publisher of ["Daily C", "Wire A"]) assert.ok(await page.locator(".telling", { hasText: publisher }).count(), `no ${publisher}`);
  assert.match(await page.locator(".telling", { hasText: "Daily C" }).innerText(), /will meet the foreign ministers of Russia/);
  assert.match(await page.locator(".telling", { hasText: "Wire A" }).innerText(), /meets partners from the region in Lausanne/);
  assert.deepEqual(page.complaints, []);
});

async function correct(page, typed) {
  await meeting(page);
  const claim = page.locator(".claim").first();
  const id = await claim.getAttribute("id");
  await claim.locator("summary", { hasText: "Edit" }).click();
  const actor = claim.locator("input[name=actor]").first();
  await typed(actor);
  await claim.getByRole("button", { name: "Keep the change" }).click();
  await page.waitForLoadState();
  await page.reload();
  return page.locator(`#${id}`).locator(".reading");
}

step("an actor is corrected, and it is kept", async () => {
  const page = await open();
  const reading = await correct(page, async (actor) => {
    await actor.fill("");
    await actor.pressSequentially("Lavr", { delay: 20 });
    const option = page.locator("datalist option[value^='Sergei Lavrov']");
    await option.first().waitFor({ state: "attached" });
    await actor.fill(await option.first().getAttribute("value"));
  });
  assert.match(await reading.innerText(), /Sergei Lavrov\s+RUS/);
  assert.deepEqual(page.complaints, []);
});

step("the same without scripts", async () => {
  const page = await open({ javaScriptEnabled: false });
  const reading = await correct(page, (actor) => actor.fill("Staffan de Mistura"));
  assert.match(await reading.innerText(), /Staffan de Mistura/);
});

step("the queue is worked through by keyboard, and others see it", async () => {
  const [page, other] = [await open(), await open()];
  await other.goto("/review");
  await page.goto("/review");
  await page.getByLabel("You are").fill("Noor");
  await page.getByRole("button", { name: "Change" }).click();
  await page.waitForURL("**/review");
  const task = page.locator(".task").first();
  const key = await task.getAttribute("data-claim");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.claim), key);
  await page.keyboard.press("a");
  await page.locator(`#claim-${key}.done`).waitFor();
  await other.locator(`#claim-${key}.done`).waitFor();
  await page.keyboard.press("e");
  assert.equal(await page.evaluate(() => document.activeElement.name), "type");
  await page.reload();
  assert.equal(await page.locator(`#claim-${key}`).count(), 0);
  await page.keyboard.press("u");
  await page.locator(`#claim-${key}`).waitFor();
  assert.deepEqual([...page.complaints, ...other.complaints], []);
});

step("a report's words and claims light each other up", async () => {
  const page = await open();
  await page.goto(VIEWS.report);
  const words = page.locator("a.m.trigger").first();
  const key = (await words.getAttribute("id")).slice(2);
  await words.hover();
  assert.ok(await page.locator(`#claim-${key}.lit`).count());
  await words.click();
  assert.match(page.url(), new RegExp(`#claim-`));
});

step("drawings are drawn, and zoomed", async () => {
  const page = await open();
  for (const [view, marks] of [["timeline", "svg a .mark"], ["map", "svg a .mark"], ["network", "svg .tie"]]) {
    await page.goto(VIEWS[view]);
    await page.locator(`#${view} ${marks}`).first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Zoom in" }).click();
    await page.waitForTimeout(400);
    assert.ok(await page.locator(`#${view} ${marks}`).count() > 2, `${view} is empty`);
  }
  const slider = page.getByRole("slider", { name: "On" });
  await slider.fill("0");
  await page.waitForTimeout(400);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "SVG" }).click();
  assert.equal((await download).suggestedFilename(), "network.svg");
  assert.deepEqual(page.complaints, []);
});

step("reports are added by choosing files", async () => {
  const page = await open();
  await page.goto("/add");
  await page.getByLabel(/Drop files here/).setInputFiles([
    { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("<script>alert(1)</script> Norway hosted talks in Oslo on Friday.") },
    { name: "empty.txt", mimeType: "text/plain", buffer: Buffer.from(" ") },
  ]);
  await page.getByRole("button", { name: "Read them" }).click();
  await page.locator(".outcomes .done a", { hasText: "note" }).waitFor();
  await page.locator(".outcomes .failed", { hasText: "no words" }).waitFor();
  await page.locator(".outcomes .done a").click();
  assert.match(await page.locator(".text").innerText(), /<script>alert/);
});

step("nothing stands in the way of anyone (axe, light and dark)", async () => {
  for (const colorScheme of ["light", "dark"]) {
    const page = await open({ colorScheme, reducedMotion: "reduce" });
    for (const [name, path] of Object.entries({ ...VIEWS, event: server.event, claim: server.claim })) {
      await page.goto(path);
      await page.waitForTimeout(250);
      await page.evaluate(() => { for (const it of document.querySelectorAll("details")) it.open = true; });
      const found = await violations(page);
      assert.deepEqual(found, [], `${name}, ${colorScheme}`);
    }
  }
});

step("a phone is wide enough", async () => {
  const page = await open({ viewport: { width: 390, height: 800 } });
  for (const [name, path] of Object.entries({ ...VIEWS, event: server.event })) {
    await page.goto(path);
    const [wide, window] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= window, `${name} is ${wide} wide`);
  }
});

step("the brief prints on A4", async () => {
  const page = await open();
  await page.goto("/");
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page[^s]/g).length;
  assert.ok(pages <= 2, `${pages} pages`);
});

if (pictures) step("pictures of each view", async () => {
  mkdirSync(pictures, { recursive: true });
  const clean = join(folder, "pictures.db");
  read(program, reports, clean);
  const own = await serve(program, clean);
  const context = await browser.newContext({ baseURL: own.address, viewport: { width: 1280, height: 940 }, colorScheme: "light" });
  const page = await context.newPage();
  for (const [name, path] of Object.entries({ ...VIEWS, event: own.event, claim: own.claim })) {
    await page.goto(path);
    await page.waitForTimeout(600);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }
  const dark = await browser.newContext({ baseURL: own.address, viewport: { width: 1280, height: 860 }, colorScheme: "dark" });
  const night = await dark.newPage();
  await night.goto(own.event);
  await night.screenshot({ path: join(pictures, "event-dark.png") });
  const phone = await browser.newContext({ baseURL: own.address, viewport: { width: 390, height: 800 } });
  const small = await phone.newPage();
  await small.goto("/");
  await small.screenshot({ path: join(pictures, "brief-phone.png") });
  own.stop();
});

let failed = 0;
for (const [name, work] of steps) {
  try {
    await work();
    console.log(`ok      ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack ?? error}`);
  }
}
await browser.close();
server.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(failed ? 1 : 0);
