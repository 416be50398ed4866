// TimelineJS and vis-timeline draw what ekg writes for them, in a real browser: every dated event, and no text becomes markup.
// SAMPLES: the folder that ekg-reader-samples filled with a graph of hostile names.
import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {env} from "node:process";
import {after, test} from "node:test";
import {close, in_blank} from "./browser.mjs";

const library = createRequire(new URL("../readers/package.json", import.meta.url));
const sample = (name) => JSON.parse(readFileSync(join(env.SAMPLES, name), "utf8"));
const dated = sample("actors.json").events.filter((event) => event.time?.start);
after(close);

test("TimelineJS makes a slide of every dated event", async () => {
  const seen = await in_blank(async (data) => {
    document.body.innerHTML = '<div id="line" style="width: 1100px; height: 600px"></div>';
    const made = new window.TL.Timeline("line", data, {});
    for (let i = 0; i < 100 && document.querySelectorAll(".tl-slide").length < data.events.length; i++) await new Promise((done) => setTimeout(done, 100));
    return {errors: made.config.messages.errors, slides: document.querySelectorAll(".tl-slide").length,
      markup: document.querySelectorAll(".tl-slide script, .tl-slide img, .tl-slide b").length,
      headlines: [...document.querySelectorAll(".tl-slide .tl-headline")].map((headline) => headline.textContent)};
  }, sample("actors.timelinejs.json"), [library.resolve("@knight-lab/timelinejs/dist/js/timeline.js")]);
  assert.deepEqual(seen.errors, []);
  assert.equal(seen.slides, dated.length);
  assert.equal(seen.markup, 0);
  assert.ok(seen.headlines.some((text) => text.includes("<script>alert('x')</script>")), "a hostile name is text");
});

test("vis-timeline shows every dated event in its group", async () => {
  const seen = await in_blank(async ({items, groups}) => {
    document.body.innerHTML = '<div id="line"></div>';
    new window.vis.Timeline(document.getElementById("line"), new window.vis.DataSet(items), new window.vis.DataSet(groups), {});
    for (let i = 0; i < 100 && document.querySelectorAll(".vis-item").length < items.length; i++) await new Promise((done) => setTimeout(done, 100));
    return {items: document.querySelectorAll(".vis-item").length, labels: [...document.querySelectorAll(".vis-label")].map((label) => label.textContent.trim()),
      markup: document.querySelectorAll("#line script, #line img, #line b").length};
  }, sample("actors.vis.json"), [library.resolve("vis-timeline/standalone/umd/vis-timeline-graph2d.min.js")]);
  assert.equal(seen.items, dated.length);
  assert.equal(seen.markup, 0);
  assert.ok(seen.labels.some((text) => text.includes("<script>alert('x')</script>")), "a hostile name is text");
});
