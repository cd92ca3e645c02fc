import { tell } from "./told.js";

// The queue by keyboard, decisions without leaving it, and what others decide meanwhile.
export function reviewing(root) {
  const queue = root.querySelector("[data-queue]");
  if (queue) {
    for (const form of queue.querySelectorAll("form[data-decide]")) form.addEventListener("submit", decide);
    root.addEventListener("keydown", (event) => keyed(event, root, queue));
    tasks(queue)[0]?.focus({ preventScroll: true });
  }
  if (root.querySelector("[data-claim]")) listen(root);
}

const tasks = (queue) => [...queue.querySelectorAll(".task:not(.done)")];

async function decide(event) {
  event.preventDefault();
  const form = event.target;
  const task = form.closest(".task");
  const fields = new URLSearchParams(new FormData(form, event.submitter));
  const response = await fetch(form.action, { method: "POST", body: fields, headers: { Accept: "text/html" } });
  if (!response.ok) {
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    tell(page.querySelector("main .lead")?.textContent ?? "That did not work");
    return;
  }
  tell(`Kept: ${fields.get("act")}`);
  if (fields.get("act") === "comment") {
    form.closest("details").open = false;
    form.reset();
    return;
  }
  step(task, 1);
  done(task, fields.get("act"));
}

function done(task, act) {
  task.classList.add("done");
  const status = document.createElement("span");
  status.className = "status";
  status.textContent = { accept: "accepted", reject: "rejected", edit: "edited" }[act] ?? act;
  task.querySelector("header .type").after(status);
  for (const details of task.querySelectorAll("details")) details.open = false;
}

function step(task, by) {
  const all = tasks(document.querySelector("[data-queue]"));
  const next = all[all.indexOf(task) + by];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
}

function keyed(event, root, queue) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  const task = event.target.closest(".task") ?? tasks(queue)[0];
  if (event.key === "u") return root.querySelector("[data-undo]")?.click();
  if (!task) return;
  if (event.key === "j" || event.key === "k") {
    event.preventDefault();
    return step(task, event.key === "j" ? 1 : -1);
  }
  const wanted = /^[arecm]$/.test(event.key) ? task.querySelector(`[data-key="${event.key}"]`) : null;
  if (!wanted) return;
  event.preventDefault();
  if (wanted.localName === "details") {
    wanted.open = true;
    wanted.querySelector("input:not([type=hidden]), select").focus();
  } else {
    wanted.click();
  }
}

// Others' decisions mark their claims here; the page itself is not changed under the reader's eyes.
function listen(root) {
  const stream = new EventSource("/api/changes");
  const me = root.getElementById("reviewer")?.value;
  stream.addEventListener("change", (event) => {
    const { act, kind, id, reviewer } = JSON.parse(event.data);
    if (reviewer === me) return;
    const claim = kind === "claim" ? root.querySelector(`[data-claim="${CSS.escape(id)}"]`) : null;
    if (claim?.matches(".task:not(.done)") && ["accept", "edit", "reject"].includes(act)) done(claim, act);
    tell(kind === "report" ? `${reviewer} added report ${id}` : `${reviewer}: ${act}${claim ? "" : ` of ${kind} ${id}`}`);
  });
  window.addEventListener("pagehide", () => stream.close());
}

