// Timeline, map and network: each draws what the API gives into its place on the page.
import { saving } from "./drawings/common.js";
import { drawMap } from "./drawings/map.js";
import { drawNetwork } from "./drawings/network.js";
import { drawTimeline } from "./drawings/timeline.js";

const drawings = { timeline: drawTimeline, map: drawMap, network: drawNetwork };
for (const place of document.querySelectorAll("[data-draw]")) {
  drawings[place.dataset.draw](place).catch((error) => { place.textContent = `This could not be drawn: ${error.message}`; });
}
saving();
