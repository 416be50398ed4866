// What the browser tests share: a Chromium without a network, pages made by `ekg view`, and graphs written by hand.
import {execFileSync} from "node:child_process";
import {existsSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {createRequire} from "node:module";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {env} from "node:process";
import {pathToFileURL} from "node:url";

const {chromium} = createRequire(new URL("../../viewer/package.json", import.meta.url))("playwright-core");

const candidates = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
export const folder = mkdtempSync(join(tmpdir(), "ekg-browser-"));
let browser;

export async function close() {
  await browser?.close();
  rmSync(folder, {recursive: true});
}

const launch = (flags) => chromium.launch({executablePath: env.CHROMIUM ?? candidates.find(existsSync), args: ["--no-sandbox", ...flags]});
async function start() {
  return browser ??= await launch(["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]);
}

// Runs `work` in an empty page, where the policy of ours does not hold: to parse what was saved. `scripts` are files to load first.
export async function in_blank(work, argument, scripts = []) {
  const page = await (await start()).newPage();
  try {
    for (const path of scripts) await page.addScriptTag({path});
    return await page.evaluate(work, argument);
  } finally {
    await page.close();
  }
}

// Writes `graph`, a native graph as a value or as text, and makes a page of it; returns the page's path.
export function make_page(name, graph, title = name, ...options) {
  const input = join(folder, `${name}.json`), output = join(folder, `${name}.html`);
  writeFileSync(input, typeof graph === "string" ? graph : JSON.stringify(graph));
  execFileSync(env.EKG ?? "build/dev/ekg", ["view", input, "-o", output, "--title", title, ...options], {stdio: ["ignore", "inherit", "inherit"]});
  return output;
}

// Opens a page and waits until it is ready, its sentences too. `trouble` collects console errors, exceptions and every
// request but that for the file itself.
export async function open(path, {hash = "", width = 1280, height = 800, colorScheme = "light", webgl = true} = {}) {
  const own = webgl ? undefined : await launch(["--disable-gpu", "--disable-3d-apis"]);
  const context = await (own ?? await start()).newContext({viewport: {width, height}, colorScheme, acceptDownloads: true});
  const page = await context.newPage(), trouble = [], address = pathToFileURL(path).href;
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && !/GPU stall due to ReadPixels|Automatic fallback to software WebGL/.test(message.text()) && trouble.push(message.text()));
  page.on("pageerror", (error) => trouble.push(String(error)));
  page.on("request", (request) => request.url().split("#")[0] !== address && !request.url().startsWith("blob:") && trouble.push(`request: ${request.url()}`));
  await page.goto(address + hash);
  await page.waitForSelector("body[data-state]");
  if (await page.getAttribute("body", "data-state") === "ready") await page.waitForSelector("body[data-records]");
  return {page, trouble, close: () => (own ?? context).close(), view: () => page.evaluate(() => window.ekg.view())};
}

// A graph from a table of events: [type, quad, day or undefined, actor, recipient, status, more].
const QUADS = {statement: "verbal-cooperation", aid: "material-cooperation", accusation: "verbal-conflict", clash: "material-conflict", agreement: "verbal-cooperation"};
export function graph_of(rows, {documents, entities = {}} = {}) {
  const ids = new Map(), list = [];
  const entity = (name, kind = "country") => {
    if (!ids.has(name)) {
      ids.set(name, `en-${String(ids.size).padStart(16, "0")}`);
      list.push({id: ids.get(name), name, kind, ...entities[name]});
    }
    return {id: ids.get(name), name, kind: entities[name]?.kind ?? kind};
  };
  documents ??= [{id: "doc-0", title: "First report", url: "https://news.example/0", outlet: "The Courier", language: "en", published: "2024-11-07"},
                 {id: "doc-1", title: "Second report", url: "https://news.example/1", outlet: "Evening Post", language: "en", published: "2024-11-09"}];
  const events = rows.map(([type, day, actor, recipient, {status = "asserted", by, place, text, precision = "day", end, doc = documents[0].id, ...rest} = {}], i) => {
    const sentence = text ?? `${actor} did ${type} to ${recipient}.`, span = [100, 100 + [...sentence].length];
    return {id: `ev-${String(i).padStart(16, "0")}`, type, ...(QUADS[type] ? {quad: QUADS[type]} : {}),
      ...(day ? {time: {start: day, end: end ?? day, precision}} : {}), actors: [entity(actor)], recipients: recipient ? [entity(recipient)] : [],
      ...(place ? {places: [entity(place, "place")]} : {}), status, ...(by ? {attribution: [{by: entity(by, "person"), verb: "told", stance: "confirms"}]} : {}),
      doc, sentence: i, span, text: sentence, mentions: [{doc, sentence: i, span, text: sentence}], confidence: 0.8, ...rest};
  });
  return {format: "ekg", version: 1, documents, entities: list, events};
}
