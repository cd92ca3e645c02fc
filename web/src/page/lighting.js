// In a report, pointing at a claim lights up its words, and pointing at words lights up their claims.
export function lighting(root) {
  const place = root.querySelector("[data-parallel]");
  if (!place) return;
  const keysOf = (element) => element.dataset.claim ?? element.dataset.claims ?? "";
  const light = (element, on) => {
    const keys = keysOf(element).split(" ").filter(Boolean);
    for (const other of place.querySelectorAll("[data-claim], [data-claims]")) {
      const shared = keysOf(other).split(" ").some((key) => keys.includes(key));
      if (shared && other !== element) other.classList.toggle("lit", on);
    }
  };
  for (const [start, end] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    for (const [kind, on] of [[start, true], [end, false]]) {
      place.addEventListener(kind, (event) => {
        const element = event.target.closest("[data-claim], [data-claims]");
        if (element) light(element, on);
      });
    }
  }
}
