// Names as they are typed, from the record and from what the program knows.
let lists = 0;

export function suggesting(root) {
  root.addEventListener("focusin", (event) => {
    const input = event.target.closest?.("input[data-suggest]");
    if (input && !input.list) attach(input);
  });
  // Typing into the last, empty field of a group makes room for another.
  root.addEventListener("input", (event) => {
    const group = event.target.closest?.("[data-people]");
    const inputs = group ? [...group.querySelectorAll("input")] : [];
    if (!group || event.target !== inputs.at(-1) || !event.target.value) return;
    const another = event.target.cloneNode();
    another.value = "";
    another.removeAttribute("list");
    another.id = `${event.target.id}-${inputs.length}`;
    another.setAttribute("aria-label", "another");
    group.append(another);
  });
}

function attach(input) {
  const list = document.createElement("datalist");
  list.id = `suggestions-${lists++}`;
  input.setAttribute("list", list.id);
  input.after(list);
  let wait;
  input.addEventListener("input", () => {
    clearTimeout(wait);
    wait = setTimeout(async () => {
      const address = `/api/suggest/${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`;
      const response = await fetch(address);
      if (!response.ok) return;
      const { items } = await response.json();
      list.replaceChildren(...items.map((item) => {
        const option = document.createElement("option");
        option.value = "plain" in input.dataset ? item.name : item.value;
        return option;
      }));
    }, 120);
  });
}
