import { geoNaturalEarth1, geoPath } from "d3-geo";
import { zoom } from "d3-zoom";
import { feature } from "topojson-client";
import { address, ask, canvas, tip, zoomButtons } from "./common.js";
import { CODES } from "./codes.js";

const WIDTH = 1200, HEIGHT = 600;
const KM = 111; // of a degree of latitude

// Events at their places. A state is shaded, never pinned; around a point stands a circle as wide as it is uncertain.
export async function drawMap(place) {
  const [world, { places }] = await Promise.all([ask("/assets/countries.json"), ask(address("/api/map", place.dataset.query))]);
  const countries = feature(world, world.objects.countries).features;
  for (const country of countries) country.code = CODES.get(country.id);
  const points = places.filter((it) => !it.area && it.lat !== null);
  const areas = new Map();
  for (const it of places.filter((it) => it.area && it.country)) {
    const known = areas.get(it.country) ?? { ...it, total: 0, events: [] };
    areas.set(it.country, { ...known, total: known.total + it.total, events: [...known.events, ...it.events] });
  }
  const projection = geoNaturalEarth1();
  fit(projection, points, countries.filter((it) => areas.has(it.code)));
  const path = geoPath(projection);
  const svg = canvas(place, WIDTH, HEIGHT, "Map");
  const explain = tip(place);
  const all = svg.append("g");
  const land = all.selectAll("path.land").data(countries).join("path").attr("d", path)
    .attr("class", (it) => (areas.has(it.code) ? "land named" : "land"));
  explain(land.filter((it) => areas.has(it.code)), (it) => {
    const told = areas.get(it.code);
    return [`${it.properties.name}: ${told.total} ${told.total === 1 ? "event" : "events"}, no place told`, ...told.events.slice(0, 4).map(([, title]) => title)];
  });
  circles(all, projection, points);
  const pins = pinned(all, projection, points);
  explain(pins, (it) => [`${it.name}${it.country ? `, ${it.country}` : ""}: ${it.total}`, ...it.events.slice(0, 4).map(([, title, day]) => `${day} ${title}`.trim())]);
  const zooming = zoom().scaleExtent([0.2, 40])
    .filter((event) => event.type !== "wheel" || event.ctrlKey || event.shiftKey || event.altKey)
    .on("zoom", ({ transform }) => { all.attr("transform", transform); sized(pins, projection, transform.k); });
  svg.call(zooming);
  zoomButtons(svg, zooming);
  sized(pins, projection, 1);
}

// The part of the world where something happened, with room around it.
function fit(projection, points, states) {
  const corners = points.map((it) => [it.lon, it.lat]);
  const [west, east] = [Math.min(...corners.map((c) => c[0])), Math.max(...corners.map((c) => c[0]))];
  if (corners.length === 0 && states.length === 0) return projection.fitExtent([[20, 20], [WIDTH - 20, HEIGHT - 20]], { type: "Sphere" });
  if (corners.length && east - west < 6) {
    const [lon, lat] = corners[0];
    corners.push([lon - 5, lat - 3], [lon + 5, lat + 3]);
  }
  const points_ = { type: "Feature", geometry: { type: "MultiPoint", coordinates: corners } };
  const shown = corners.length ? points_ : { type: "FeatureCollection", features: states };
  return projection.fitExtent([[130, 80], [WIDTH - 130, HEIGHT - 80]], shown);
}

function circles(all, projection, points) {
  const radius = (it) => {
    const [, y] = projection([it.lon, it.lat]);
    const [, above] = projection([it.lon, it.lat + it.around / KM]);
    return Math.max(2, Math.abs(y - above));
  };
  all.selectAll("circle.around").data(points).join("circle").attr("class", "around").attr("r", radius)
    .attr("transform", (it) => `translate(${projection([it.lon, it.lat])})`);
}

// A pin is a small pie of the four quadrants, linked to the events there.
function pinned(all, projection, points) {
  const pins = all.selectAll("a").data(points).join("a")
    .attr("href", (it) => (it.total === 1 ? `/event/${it.events[0][0]}` : `/table/events?place=${encodeURIComponent(it.name)}`))
    .attr("aria-label", (it) => `${it.name}: ${it.total} events`);
  pins.selectAll("path").data((it) => slices(it)).join("path").attr("class", (slice) => `mark ${slice.quadrant}`).attr("d", (slice) => slice.d);
  pins.append("text").attr("y", (it) => radiusOf(it) + 14).attr("text-anchor", "middle").text((it) => it.name);
  return pins;
}

const radiusOf = (it) => 6 + 3.2 * Math.sqrt(it.total - 1);

function slices(it) {
  const r = radiusOf(it);
  const parts = Object.entries(it.quadrants);
  if (parts.length === 1) return [{ quadrant: parts[0][0], d: `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0` }];
  let angle = -Math.PI / 2;
  return parts.map(([quadrant, count]) => {
    const from = angle;
    angle += (2 * Math.PI * count) / it.total;
    const point = (a) => `${(r * Math.cos(a)).toFixed(2)} ${(r * Math.sin(a)).toFixed(2)}`;
    return { quadrant, d: `M0 0L${point(from)}A${r} ${r} 0 ${angle - from > Math.PI ? 1 : 0} 1 ${point(angle)}z` };
  });
}

// Pins keep their size whatever the zoom.
function sized(pins, projection, k) {
  pins.attr("transform", (it) => `translate(${projection([it.lon, it.lat])}) scale(${1 / k})`);
}
