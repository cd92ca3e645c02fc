// What scripts add to pages that work without them: copying, suggestions, keys, lighting up, news from others.
import { copying } from "./page/copying.js";
import { lighting } from "./page/lighting.js";
import { reviewing } from "./page/reviewing.js";
import { suggesting } from "./page/suggesting.js";
import { uploading } from "./page/uploading.js";

for (const part of [copying, lighting, suggesting, reviewing, uploading]) part(document);
