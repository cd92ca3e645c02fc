import { drag } from "d3-drag";
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { zoom } from "d3-zoom";
import { address, ask, canvas, tip, zoomButtons } from "./common.js";

const WIDTH = 1200, HEIGHT = 560;

// Who stands with or against whom, on a day that one can drag; what is long past fades.
export async function drawNetwork(place) {
  const slider = document.querySelector("[data-on]");
  const explain = tip(place);
  const places = new Map();
  const show = async (on) => draw(place, await ask(address("/api/network", place.dataset.query, { on })), places, explain);
  if (slider) sliding(slider, show);
  await show();
}

function sliding(slider, show) {
  const first = Date.parse(slider.dataset.first), last = Date.parse(slider.dataset.last);
  const days = Math.max(1, Math.round((last - first) / 86_400_000));
  const output = slider.parentElement.querySelector("output");
  Object.assign(slider, { min: 0, max: days + 1, step: 1, value: days + 1 });
  let wait;
  slider.addEventListener("input", () => {
    const n = Number(slider.value);
    const day = n > days ? "" : new Date(first + n * 86_400_000).toISOString().slice(0, 10);
    output.textContent = day || "all days";
    slider.setAttribute("aria-valuetext", output.textContent);
    clearTimeout(wait);
    wait = setTimeout(() => show(day), 120);
  });
}

function draw(place, { nodes, ties }, places, explain) {
  const svg = canvas(place, WIDTH, HEIGHT, "Network");
  if (nodes.length === 0) { svg.append("text").attr("x", WIDTH / 2).attr("y", HEIGHT / 2).attr("text-anchor", "middle").text("No ties on this day"); return; }
  const links = ties.map((tie) => ({ ...tie, source: tie.from, target: tie.to }));
  settle(nodes, links, places);
  const all = svg.append("g");
  const lines = all.append("g").selectAll("path").data(links).join("path").attr("opacity", (it) => 0.25 + 0.75 * it.strength)
    .attr("class", (it) => `tie ${sign(it)}`);
  explain(lines, (it) => [`${it.from} ${it.tie} ${it.to}`, it.seen, ...it.sentences]);
  const heads = all.append("g").selectAll("path").data(links.filter(directed)).join("path").attr("d", "M0 0L-11 4.5 -11 -4.5z")
    .attr("class", (it) => `head ${sign(it)}`);
  const names = all.append("g").selectAll("text").data(links).join("text").attr("class", "faint").attr("text-anchor", "middle").text((it) => it.tie);
  const groups = all.append("g").selectAll("a").data(nodes).join("a")
    .attr("href", (it) => `/table/events?actor=${encodeURIComponent(it.name)}`).attr("aria-label", (it) => `${it.name}, events`);
  groups.append("circle").attr("class", "node").attr("r", radius);
  groups.append("text").attr("text-anchor", "middle").attr("y", (it) => radius(it) + 15).text((it) => it.name);
  const put = () => {
    lines.attr("d", curve);
    heads.attr("transform", (it) => pointing(it));
    names.attr("transform", (it) => `translate(${along(it, 0.5)}) translate(0,-4)`);
    groups.attr("transform", (it) => `translate(${it.x},${it.y})`);
  };
  groups.call(drag().on("drag", (event, it) => { it.x = event.x; it.y = event.y; places.set(it.name, [it.x, it.y]); put(); }));
  const zooming = zoom().scaleExtent([0.3, 6])
    .filter((event) => event.type !== "wheel" || event.ctrlKey || event.shiftKey || event.altKey)
    .on("zoom", ({ transform }) => all.attr("transform", transform));
  svg.call(zooming);
  zoomButtons(svg, zooming);
  put();
}

// Runs the forces to their end before anything is shown: the same ties give the same picture.
function settle(nodes, links, places) {
  nodes.forEach((node, n) => {
    const turn = (2 * Math.PI * n) / nodes.length;
    const [x, y] = places.get(node.name) ?? [WIDTH / 2 + 260 * Math.cos(turn), HEIGHT / 2 + 180 * Math.sin(turn)];
    node.x = x;
    node.y = y;
  });
  const simulation = forceSimulation(nodes).stop()
    .force("link", forceLink(links).id((it) => it.name).distance(170).strength(0.5))
    .force("charge", forceManyBody().strength(-620))
    .force("apart", forceCollide(58))
    .force("x", forceX(WIDTH / 2).strength(0.05)).force("y", forceY(HEIGHT / 2).strength(0.12));
  simulation.tick(Math.min(300, 30_000 / nodes.length));
  // The whole canvas is used, whatever the forces made of it.
  const spread = (name, low, high) => {
    const [least, most] = [Math.min(...nodes.map((node) => node[name])), Math.max(...nodes.map((node) => node[name]))];
    for (const node of nodes) node[name] = most - least < 1 ? (low + high) / 2 : low + ((node[name] - least) / (most - least)) * (high - low);
  };
  spread("x", 110, WIDTH - 110);
  spread("y", 40, HEIGHT - 60);
  for (const node of nodes) places.set(node.name, [node.x, node.y]);
}

const sign = (it) => (it.sign > 0 ? "friendly" : it.sign < 0 ? "hostile" : "neither");
const directed = (it) => !["talks with", "allied with"].includes(it.tie);
const radius = (node) => 7 + 2.5 * Math.sqrt(node.claims);

// Where a tie bends; those between the same two bend apart.
function middle({ source, target, index }) {
  const bend = 0.08 + 0.05 * (index % 3);
  return [(source.x + target.x) / 2 - (target.y - source.y) * bend, (source.y + target.y) / 2 + (target.x - source.x) * bend];
}

function curve(it) {
  return `M${it.source.x} ${it.source.y}Q${middle(it)} ${it.target.x} ${it.target.y}`;
}

// A point of the curve, 0 at its beginning and 1 at its end.
function along(it, t) {
  const [mx, my] = middle(it);
  const mix = (a, b, c) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c;
  return [mix(it.source.x, mx, it.target.x), mix(it.source.y, my, it.target.y)];
}

// The arrow's head stands at the rim of who is meant.
function pointing(it) {
  const [mx, my] = middle(it);
  const angle = Math.atan2(it.target.y - my, it.target.x - mx);
  const rim = radius(it.target) + 2;
  return `translate(${it.target.x - rim * Math.cos(angle)},${it.target.y - rim * Math.sin(angle)}) rotate(${(angle * 180) / Math.PI})`;
}
