import { select } from "d3-selection";
import { zoomIdentity } from "d3-zoom";

// JSON from the API, or an error with its words.
export async function ask(address) {
  const response = await fetch(address);
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error?.message ?? `status ${response.status}`);
  return answer;
}

// An address with the page's filter and more.
export function address(path, query, more = {}) {
  const parts = new URLSearchParams(query.replace(/^\?/, ""));
  for (const [name, value] of Object.entries(more)) if (value) parts.set(name, value);
  return `${path}?${parts}`;
}

// An empty drawing of a size in its place.
export function canvas(place, width, height, label) {
  const root = select(place);
  root.selectAll("svg.canvas").remove();
  return root.append("svg").attr("class", "canvas").attr("viewBox", [0, 0, width, height]).attr("role", "group").attr("aria-label", label);
}

// A note beside the pointer, or beside what has the focus.
export function tip(place) {
  const note = select(place).append("div").attr("class", "tip");
  const show = (event, lines) => {
    const box = place.getBoundingClientRect();
    const target = event.target.getBoundingClientRect();
    const x = (event.clientX || target.right) - box.left;
    const y = (event.clientY || target.top) - box.top;
    note.selectAll("*").remove();
    note.selectAll("p").data(lines.filter(Boolean)).join("p").text((line) => line);
    const width = Math.min(350, box.width);
    note.style("left", `${Math.min(x + 14, box.width - width)}px`).style("top", `${y + 14}px`);
  };
  const hide = () => note.selectAll("*").remove();
  return (selection, words) => selection
    .on("pointerenter focus", (event, datum) => show(event, words(datum)))
    .on("pointerleave blur", hide);
}

// Buttons of the page that zoom.
export function zoomButtons(svg, zoom) {
  for (const button of document.querySelectorAll("[data-zoom]")) {
    button.onclick = () => {
      if (button.dataset.zoom === "all") svg.call(zoom.transform, zoomIdentity);
      else svg.call(zoom.scaleBy, button.dataset.zoom === "in" ? 2 : 0.5);
    };
  }
}

// "SVG" saves a drawing with the styles it has on the page, so that it looks the same elsewhere.
const KEPT = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font", "text-anchor"];

export function saving() {
  for (const button of document.querySelectorAll("[data-svg]")) {
    button.addEventListener("click", () => {
      const drawing = document.querySelector(`#${button.dataset.svg} svg.canvas`);
      if (!drawing) return;
      const copy = drawing.cloneNode(true);
      const originals = drawing.querySelectorAll("*");
      copy.querySelectorAll("*").forEach((element, n) => {
        const style = getComputedStyle(originals[n]);
        for (const name of KEPT) element.setAttribute(name, style.getPropertyValue(name));
        element.removeAttribute("class");
      });
      copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
      const file = new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" });
      const anchor = document.createElement("a");
      anchor.href = URL.createObjectURL(file);
      anchor.download = `${button.dataset.svg}.svg`;
      anchor.click();
      URL.revokeObjectURL(anchor.href);
    });
  }
}

// One shape a quadrant, so that colour is not alone: circle, square, triangle, diamond.
export function shape(quadrant, r) {
  switch (quadrant) {
    case "material-cooperation": return `M${-r * 0.85} ${-r * 0.85}h${r * 1.7}v${r * 1.7}h${-r * 1.7}z`;
    case "verbal-conflict": return `M0 ${-r * 1.15}L${r * 1.1} ${r * 0.85}H${-r * 1.1}z`;
    case "material-conflict": return `M0 ${-r * 1.25}L${r * 1.25} 0 0 ${r * 1.25} ${-r * 1.25} 0z`;
    default: return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  }
}
