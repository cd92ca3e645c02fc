import { tell } from "./told.js";

// "Copy as Markdown" and "Print".
export function copying(root) {
  for (const button of root.querySelectorAll("[data-copy]")) {
    button.addEventListener("click", async () => {
      const from = root.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(from.value);
        tell("Copied");
      } catch {
        // Without permission the text is shown, ready to be copied by hand.
        from.closest("details").open = true;
        from.select();
        tell("Press Ctrl-C to copy");
      }
    });
  }
  for (const button of root.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
}
