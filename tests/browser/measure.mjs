// node measure.mjs [EVENTS ENTITIES DAYS]: what a big page costs in headless Chromium with software GL. The first frame is
// counted from the navigation's start; a move of the window is the script that runs for it, its frame included, in CPU
// time of the page's main thread.
import {argv, env} from "node:process";
import {execFileSync} from "node:child_process";
import {createWriteStream, statSync} from "node:fs";
import {once} from "node:events";
import {join} from "node:path";
import {close, folder, open} from "./browser.mjs";
import {generate} from "./generate.mjs";

const [events, entities, days] = [argv[2] ?? 300000, argv[3] ?? 60000, argv[4] ?? 3650].map(Number);
const input = join(folder, "big.json"), output = join(folder, "big.html");
const file = createWriteStream(input), parts = [];
generate(events, entities, days, (text) => {
  if (parts.push(text) > 5000) file.write(parts.splice(0).join(""));
});
file.end(parts.join(""));
await once(file, "finish");
const start = performance.now();
execFileSync(env.EKG ?? "build/dev/ekg", ["view", input, "-o", output, "--title", "Measured"], {stdio: ["ignore", "inherit", "inherit"]});
console.log(`ekg view: ${((performance.now() - start) / 1000).toFixed(1)} s, ${(statSync(output).size / 1e6).toFixed(1)} MB`);

const {page, view, trouble} = await open(output);
const {events: seen, entities: actors, pairs} = await view();
console.log(`${seen} events, ${actors} actors, ${pairs} pairs`);
const client = await page.context().newCDPSession(page);
await client.send("Performance.enable", {timeDomain: "threadTicks"});
const script_ms = async () => 1000 * (await client.send("Performance.getMetrics")).metrics.find(({name}) => name === "ScriptDuration").value;
const marks = await page.evaluate(() => Object.fromEntries(performance.getEntriesByType("mark").map(({name, startTime}) => [name, startTime])));
console.log(`first frame: ${(marks["ekg-first-frame"] / 1000).toFixed(2)} s after the navigation, ${((marks["ekg-first-frame"] - marks["ekg-start"]) / 1000).toFixed(2)} s after the script began`);
console.log(`heap: ${await page.evaluate(() => Math.round(performance.memory.usedJSHeapSize / 1e6))} MB`);
await page.waitForTimeout(2000);
const moves = [];
for (const [handle, key, times] of [["handle-to", "PageDown", 4], ["handle-window", "ArrowRight", 20], ["handle-window", "PageDown", 4], ["handle-from", "PageUp", 2]]) {
  for (let i = 0; i < times; i++) {
    const before = await script_ms();
    await page.evaluate(async ([id, name]) => {
      document.getElementById(id).dispatchEvent(new KeyboardEvent("keydown", {key: name, bubbles: true, cancelable: true}));
      await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    }, [handle, key]);
    moves.push(await script_ms() - before);
    await page.waitForTimeout(500);
  }
}
moves.sort((a, b) => a - b);
console.log(`moving the window, ${moves.length} times: median ${moves[moves.length >> 1].toFixed(1)} ms, most ${moves.at(-1).toFixed(1)} ms of script`);
if (trouble.length) console.log(trouble.join("\n"));
await close();
