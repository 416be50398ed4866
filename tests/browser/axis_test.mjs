// The marks below the timeline of the page.
import assert from "node:assert/strict";
import {after, test} from "node:test";
import {close, graph_of, make_page, open} from "./browser.mjs";

after(close);

// What is written below the timeline of a graph with an event in each of these years, from left to right.
async function axis(name, years, width) {
  const graph = graph_of(years.map((year) => ["clash", `${String(year).padStart(4, "0")}-06-01`, "Norland", "Sudoria", {}]));
  const {page, trouble, close} = await open(make_page(name, graph), {width: width + 1});
  await page.evaluate(() => {
    const {prototype} = CanvasRenderingContext2D, write = prototype.fillText;
    window.written = [];
    prototype.fillText = function (text, x, y) {
      if (this.canvas.closest("#timeline") || this.canvas.id === "timeline") window.written.push({text, x, y});
      write.apply(this, arguments);
    };
  });
  await page.setViewportSize({width, height: 800});
  await page.waitForFunction(() => window.written.length > 0);
  await page.waitForTimeout(250);
  const written = await page.evaluate(() => window.written);
  assert.deepEqual(trouble, []);
  await close();
  const lowest = Math.max(...written.map(({y}) => y));
  const marks = new Map(written.filter(({y}) => y === lowest).map(({text, x}) => [text, x]));
  return [...marks].sort(([, a], [, b]) => a - b).map(([text, x]) => ({text, x}));
}

const gaps = (values) => values.slice(1).map((value, at) => value - values[at]);

test("the marks of an axis are evenly apart, however long it is", async () => {
  for (const [name, years, width] of [["all", [1, 9999], 1280], ["all_narrow", [1, 9999], 500], ["centuries", [1066, 1914, 2024], 1280], ["decades", [1950, 2024], 1280]]) {
    const marks = await axis(name, years, width);
    assert.ok(marks.length >= 2 && marks.length <= width / 60, `${name}: ${marks.map(({text}) => text)}`);
    const ages = gaps(marks.map(({text}) => parseInt(text)));
    assert.ok(ages.every((age) => age === ages[0]), `${name}: ${marks.map(({text}) => text)}`);
    const apart = gaps(marks.map(({x}) => x));
    assert.ok(apart.every((gap) => Math.abs(gap - apart[0]) <= 2), `${name}: ${apart}`);
  }
});
