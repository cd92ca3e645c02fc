import { scaleUtc } from "d3-scale";
import { zoom, zoomIdentity } from "d3-zoom";
import { address, ask, canvas, shape, tip, zoomButtons } from "./common.js";

const WIDTH = 1200, LEFT = 150, RIGHT = 24, TOP = 26, LANE = 46;
const DAY = 86_400_000;

// Events by day and lane. What is shown is asked for anew when the window changes, so that the page never holds more
// than it draws: single events when there are few, counts by column when there are many.
export async function drawTimeline(place) {
  const lanes = document.querySelector("[data-lanes]");
  const explain = tip(place);
  let query = 0;
  const load = async (from, to) => {
    const mine = ++query;
    const data = await ask(address("/api/timeline", place.dataset.query, { lanes: lanes.value, from, to }));
    return mine === query ? data : null;
  };
  const start = async () => {
    const data = await load();
    if (!data) return;
    if (!data.first) { place.textContent = "No dated events here."; return; }
    frame(place, data, load, explain);
  };
  lanes.addEventListener("change", start);
  await start();
}

const date = (text) => new Date(`${text}T00:00:00Z`);
const iso = (moment) => moment.toISOString().slice(0, 10);

function frame(place, data, load, explain) {
  const height = TOP + data.lanes.length * LANE + 26;
  const svg = canvas(place, WIDTH, height, "Timeline");
  const span = Math.max(date(data.last) - date(data.first), 3 * DAY);
  const whole = scaleUtc()
    .domain([new Date(+date(data.first) - span * 0.03), new Date(+date(data.last) + span * 0.05)])
    .range([LEFT, WIDTH - RIGHT]);
  svg.append("clipPath").attr("id", "inside").append("rect").attr("x", LEFT - 8).attr("width", WIDTH - LEFT).attr("height", height);
  const axis = svg.append("g").attr("class", "axis");
  const rows = svg.append("g");
  data.lanes.forEach((name, n) => {
    const y = TOP + n * LANE;
    rows.append("line").attr("class", "lane").attr("x1", 0).attr("x2", WIDTH).attr("y1", y).attr("y2", y);
    rows.append("text").attr("x", 10).attr("y", y + LANE / 2 + 4).text(short(name, 22)).append("title").text(name);
  });
  if (data.truces.length) rows.append("text").attr("class", "faint").attr("x", 10).attr("y", height - 10).text("truces");
  const inside = svg.append("g").attr("clip-path", "url(#inside)");
  let shown = data;
  let wait;
  const draw = (x) => { ticks(axis, x, height); truces(inside, x, shown, height, explain); marks(inside, x, shown, explain); };
  const longest = span / DAY;
  const zooming = zoom().scaleExtent([1, Math.max(4, longest / 4)]).translateExtent([[LEFT, 0], [WIDTH - RIGHT, height]])
    .extent([[LEFT, 0], [WIDTH - RIGHT, height]])
    .filter((event) => event.type !== "wheel" || event.ctrlKey || event.shiftKey || event.altKey)
    .on("zoom", ({ transform }) => {
      const x = transform.rescaleX(whole);
      draw(x);
      clearTimeout(wait);
      wait = setTimeout(async () => {
        const fresh = await load(...x.domain().map(iso));
        if (fresh) { shown = { ...fresh, lanes: data.lanes }; draw(x); }
      }, 180);
    });
  svg.call(zooming);
  zoomButtons(svg, zooming);
  const [from, to] = dense(data);
  const k = (WIDTH - RIGHT - LEFT) / (whole(to) - whole(from));
  if (k > 2) svg.call(zooming.transform, zoomIdentity.translate(LEFT, 0).scale(k).translate(-whole(from), 0));
  else draw(whole);
}

// The shortest stretch that holds most of what happened: one event of long ago must not squeeze all others together.
function dense({ events, columns }) {
  const at = [...events.map((event) => [date(event.from), 1]), ...columns.map((column) => [date(column.from), column.count])]
    .sort(([a], [b]) => a - b);
  const most = 0.85 * at.reduce((sum, [, count]) => sum + count, 0);
  let best = [at[0][0], at.at(-1)[0]];
  let held = 0;
  for (let first = 0, last = 0; last < at.length; last++) {
    held += at[last][1];
    for (; held - at[first][1] >= most; first++) held -= at[first][1];
    if (held >= most && at[last][0] - at[first][0] < best[1] - best[0]) best = [at[first][0], at[last][0]];
  }
  const room = Math.max(3 * DAY, (best[1] - best[0]) * 0.12);
  return [new Date(best[0] - room), new Date(+best[1] + room)];
}

const short = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

function ticks(axis, x, height) {
  const format = x.tickFormat(8);
  const at = axis.selectAll("g").data(x.ticks(8), Number).join((enter) => {
    const g = enter.append("g");
    g.append("line").attr("y1", TOP - 4).attr("y2", height);
    g.append("text").attr("class", "faint").attr("y", 14).attr("text-anchor", "middle");
    return g;
  });
  at.attr("transform", (day) => `translate(${x(day)},0)`).select("text").text(format);
}

function truces(inside, x, { truces }, height, explain) {
  const y = height - 20;
  const groups = inside.selectAll("g.of-truce").data(truces).join("g").attr("class", "of-truce");
  groups.selectAll("rect").data((it) => [it]).join("rect").attr("class", "truce").attr("rx", 3).attr("height", 12).attr("y", y)
    .attr("x", (it) => x(date(it.from))).attr("width", (it) => Math.max(8, x(+date(it.to) + DAY) - x(date(it.from))));
  groups.selectAll("path").data((it) => it.violations).join("path").attr("class", "violation")
    .attr("d", (day) => `M${x(date(day)) - 4} ${y + 1}l8 10m0 -10l-8 10`);
  explain(groups, (it) => [`Truce${it.area ? ` for ${it.area}` : ""}: ${it.state}`, it.span && `for ${it.span}`,
    it.violations.length && `${it.violations.length} violations`]);
}

function marks(inside, x, { events, columns }, explain) {
  const taken = new Map();
  const spot = (event) => {
    // Those of one day and lane stand below each other.
    const left = Math.max(x(date(event.from)), x.range()[0] + 6);
    const key = `${event.lane} ${Math.round(left / 13)}`;
    const n = taken.get(key) ?? 0;
    taken.set(key, n + 1);
    return [left, TOP + event.lane * LANE + 12 + (n % 3) * 12 + 4 * Math.floor(n / 3)];
  };
  const links = inside.selectAll("a").data(events, (event) => event.id).join((enter) => {
    const a = enter.append("a").attr("href", (event) => `/event/${event.id}`);
    a.append("line");
    a.append("path");
    return a;
  }).attr("aria-label", (event) => `${event.date}: ${event.title}`);
  const places = new Map(events.map((event) => [event.id, spot(event)]));
  links.attr("class", (event) => event.quadrant);
  links.select("line").attr("class", "mark").attr("opacity", 0.45)
    .attr("x1", (event) => places.get(event.id)[0]).attr("x2", (event) => Math.max(places.get(event.id)[0], x(date(event.to))))
    .attr("y1", (event) => places.get(event.id)[1]).attr("y2", (event) => places.get(event.id)[1]);
  links.select("path").attr("class", (event) => (event.future ? "mark future" : "mark"))
    .attr("transform", (event) => `translate(${places.get(event.id)})`).attr("d", (event) => shape(event.quadrant, 4 + Math.min(event.reports, 5)));
  explain(links, (event) => [event.title, event.date, `${event.reports} ${event.reports === 1 ? "report" : "reports"}`]);
  bars(inside, x, columns, explain);
}

function bars(inside, x, columns, explain) {
  const most = Math.max(1, ...columns.map((column) => column.count));
  const stacked = new Map();
  const base = (column, height) => {
    const key = `${column.lane} ${column.from}`;
    const below = stacked.get(key) ?? 0;
    stacked.set(key, below + height);
    return TOP + (column.lane + 1) * LANE - below - height;
  };
  const tall = (column) => Math.max(2, (LANE - 8) * Math.sqrt(column.count / most) / 2);
  const rects = inside.selectAll("rect.column").data(columns, (it) => `${it.lane} ${it.from} ${it.quadrant}`).join("rect");
  rects.attr("class", (column) => `column mark ${column.quadrant}`).attr("stroke", "none")
    .attr("x", (column) => x(date(column.from))).attr("width", (column) => Math.max(1, x(date(column.to)) - x(date(column.from)) - 1))
    .attr("height", tall).attr("y", (column) => base(column, tall(column)));
  explain(rects, (column) => [`${column.count} events`, `${column.from} to ${column.to}`, column.quadrant.replace("-", " ")]);
}
