import { complaint, csrf } from "./told.js";

// Files dropped or chosen are sent one by one, each with its progress.
export function uploading(root) {
  const form = root.querySelector("form[data-drop]");
  if (!form) return;
  const list = root.getElementById("outcomes");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, list, form.elements.report.files);
  });
  for (const kind of ["dragenter", "dragover"]) {
    form.addEventListener(kind, (event) => { event.preventDefault(); form.classList.add("over"); });
  }
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    send(form, list, event.dataTransfer.files);
  });
}

async function send(form, list, files) {
  const rows = [...files].map((file) => ({ file, row: list.appendChild(waiting(file.name)) }));
  for (const { file, row } of rows) {
    const about = new URLSearchParams({ name: file.name });
    for (const name of ["date", "publisher"]) if (form.elements[name].value) about.set(name, form.elements[name].value);
    const response = await fetch(`/api/reports?${about}`, {
      method: "POST", body: file, headers: { "Content-Type": "application/octet-stream", "X-CSRF-Token": csrf() },
    });
    if (response.ok) read(row, await response.json());
    else failed(row, file.name, await complaint(response));
  }
  form.reset();
}

function waiting(name) {
  const row = document.createElement("li");
  const progress = document.createElement("progress");
  progress.setAttribute("aria-label", `reading ${name}`);
  row.append(name, progress);
  return row;
}

function read(row, { report, link, how, claims, warnings }) {
  const anchor = document.createElement("a");
  anchor.href = link;
  anchor.textContent = report;
  row.className = "done";
  row.replaceChildren(anchor, ` ${how}, ${claims} claims`);
  for (const warning of warnings) {
    const note = document.createElement("em");
    note.className = "doubt";
    note.textContent = warning;
    row.append(document.createElement("br"), note);
  }
}

function failed(row, name, words) {
  row.className = "failed";
  row.textContent = `${name}: ${words}`;
}
