// The page that `ekg view` writes, in a real browser.
import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {existsSync, readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {after, before, test} from "node:test";
import {close, graph_of, in_blank, make_page, open} from "./browser.mjs";
import {generate} from "./generate.mjs";

const war = graph_of([
  ["statement", "2024-10-01", "Norland", "Sudoria", {place: "Port Tarsis"}],
  ["clash", "2024-11-05", "Norland", "Sudoria", {status: "confirmed", by: "Mara Voss", place: "Kurask", doc: "doc-1", text: "On Tuesday Norland fought Sudoria near Kurask, Mara Voss told reporters."}],
  ["accusation", "2024-11-06", "Sudoria", "Norland", {status: "reported"}],
  ["aid", "2024-12-20", "Estmark", "Norland", {}],
  ["agreement", "2025-02-01", "Estmark", "Árvíz Council", {precision: "month", end: "2025-02-28"}],
  ["aid", undefined, "Estmark", "Sudoria", {}],
], {entities: {Norland: {aliases: ["the Norlanders", "NOR"], country: "NOR"}, "Árvíz Council": {kind: "organization"}}});
const id = (name) => war.entities.find((entity) => entity.name === name).id;
let path;

before(() => { path = make_page("war", war, "The war"); });
after(close);

async function click_entity(page, name) {
  const {x, y} = await page.evaluate((entity) => window.ekg.entity(entity), id(name));
  const box = await page.locator("#graph").boundingBox();
  await page.mouse.click(box.x + x, box.y + y);
}
async function click_pair(page, a, b) {
  const [p, q] = await page.evaluate((ids) => ids.map((entity) => window.ekg.entity(entity)), [id(a), id(b)]);
  const box = await page.locator("#graph").boundingBox();
  await page.mouse.click(box.x + p.x * 0.4 + q.x * 0.6, box.y + p.y * 0.4 + q.y * 0.6);
}
const settle = (page) => page.waitForTimeout(250);
const download = async (page, button) => {
  await page.click("#save");
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(button)]);
  return {name: file.suggestedFilename(), bytes: readFileSync(await file.path())};
};

test("loads without a console error and asks nothing of the network", async () => {
  const {page, trouble, close, view} = await open(path);
  assert.equal(await page.title(), "The war");
  assert.match(await page.textContent("#subtitle"), /6 events · 4 actors · 2 articles · 1 Oct 2024 – 28 Feb 2025/);
  assert.deepEqual(await view(), {events: 6, pairs: 4, entities: 4, from: Date.UTC(2024, 9, 1) / 1000, to: Date.UTC(2025, 2, 1) / 1000});
  const dark = await page.evaluate(() => {  // the picture is drawn: pixels of entities
    const canvas = document.querySelector("#graph canvas.sigma-labels"), {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value) => value !== 0);
  });
  assert.ok(dark, "names are drawn");
  assert.deepEqual(trouble, []);
  await close();
});

test("nothing in the page can reach the network or make markup of a text", async () => {
  const {page, close} = await open(path);
  const outcome = await page.evaluate(async () => {
    const result = {};
    result.fetch = await fetch("https://news.example/").then(() => "sent", () => "refused");
    try {
      document.getElementById("title").innerHTML = "<b>x</b>";
      result.markup = "made";
    } catch { result.markup = "refused"; }
    const script = document.createElement("script");
    try { script.textContent = "window.hurt = 1"; } catch { /* refused at once */ }
    document.body.append(script);
    result.script = window.hurt === 1 ? "ran" : "refused";
    return result;
  });
  assert.deepEqual(outcome, {fetch: "refused", markup: "refused", script: "refused"});
  await close();
});

test("the brush on the timeline filters picture, lists and counts", async () => {
  const {page, trouble, close, view} = await open(path);
  const box = await page.locator("#timeline-canvas").boundingBox();
  const [first, last] = [Date.UTC(2024, 9, 1), Date.UTC(2025, 2, 1)];
  const x = (time) => box.x + 44 + (time - first) / (last - first) * (box.width - 60);
  await page.mouse.move(x(Date.UTC(2024, 10, 3)), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(x(Date.UTC(2024, 10, 8)), box.y + 30, {steps: 4});
  await page.mouse.up();
  await settle(page);
  const seen = await view();
  assert.equal(seen.events, 2);
  assert.equal(seen.pairs, 1);
  assert.match(await page.textContent("#undated"), /1 undated event not shown/);
  assert.match(await page.textContent("#panel .facts"), /2 events, 2 actors, 1 relation/);
  assert.match(await page.evaluate(() => location.hash), /from=2024-11-03&to=2024-11-08/);
  await page.keyboard.press("Escape");
  assert.equal((await view()).events, 6);
  assert.deepEqual(trouble, []);
  await close();
});

test("arrow keys move the ends of the window, dates can be typed, and the time plays", async () => {
  const {page, close, view} = await open(path);
  await page.focus("#handle-to");
  const whole = (await view()).to;
  await page.keyboard.press("ArrowLeft");
  assert.ok((await view()).to < whole);
  await page.keyboard.press("End");
  assert.equal((await view()).to, whole);
  await page.fill("#date-from", "2024-12-01");
  await page.locator("#date-from").dispatchEvent("change");
  assert.equal((await view()).events, 2, "the aid of December and the agreement of February");
  await page.focus("#handle-from");
  await page.keyboard.press("Home");
  assert.equal((await view()).events, 6);
  await page.click("#play");
  await page.waitForTimeout(700);
  const {from, to} = await view();
  assert.ok(from > Date.UTC(2024, 9, 1) / 1000 && to < whole, "the window has moved");
  await page.click("#play");
  const stopped = (await view()).from;
  await page.waitForTimeout(400);
  assert.equal((await view()).from, stopped);
  await close();
});

test("a click on a line shows its events with sentence, trigger, source, attribution and status", async () => {
  const {page, trouble, close} = await open(path);
  await click_pair(page, "Norland", "Sudoria");
  const panel = page.locator("#panel");
  assert.match(await panel.locator("h2").textContent(), /Norland and Sudoria/);
  assert.equal(await panel.locator(".event").count(), 3);
  const clash = panel.locator(".event", {hasText: "clash"});
  assert.match(await clash.locator("blockquote").textContent(), /On Tuesday Norland fought Sudoria near Kurask, Mara Voss told reporters\./);
  assert.match(await clash.locator(".said").textContent(), /Mara Voss told \(confirms\)/);
  assert.equal(await clash.locator(".status").textContent(), "confirmed");
  assert.match(await clash.locator("time").textContent(), /5 Nov 2024/);
  assert.equal(await clash.locator("figcaption a").getAttribute("href"), "https://news.example/1");
  assert.match(await clash.locator("figcaption").textContent(), /Second report, Evening Post, 9 Nov 2024/);
  assert.deepEqual(trouble, []);
  await close();
});

test("a click on an actor shows its events and neighbours, and a click on nothing lets go", async () => {
  const {page, close, view} = await open(path);
  await click_entity(page, "Estmark");
  const panel = page.locator("#panel");
  assert.equal(await panel.locator("h2").textContent(), "Estmark");
  assert.deepEqual((await panel.locator(".ranking .name").allTextContents()).sort(), ["Norland", "Sudoria", "Árvíz Council"]);
  assert.equal(await panel.locator(".event").count(), 3);
  assert.match(await panel.locator(".event", {hasText: "agreement"}).locator("time").textContent(), /^Feb 2025$/);
  await panel.getByRole("button", {name: "Show only its events"}).click();
  assert.equal((await view()).events, 3);
  await page.getByRole("button", {name: /Remove the filter Only with/}).click();
  const box = await page.locator("#graph").boundingBox();
  await page.mouse.click(box.x + 4, box.y + box.height - 80);
  assert.equal(await panel.locator("h2").textContent(), "In view");
  await close();
});

test("search finds by name, by alias and without accents, from the keyboard alone", async () => {
  const {page, close} = await open(path);
  await page.keyboard.press("/");
  await page.keyboard.type("norlanders");
  assert.equal(await page.locator(".result").count(), 1);
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#panel h2"), "Norland");
  await page.keyboard.press("/");
  await page.keyboard.type("arviz");
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#panel h2"), "Árvíz Council");
  await page.keyboard.press("Escape");
  assert.equal(await page.textContent("#panel h2"), "In view");
  await page.keyboard.press("/");
  await page.keyboard.type("nobody at all");
  assert.match(await page.textContent("#search-results"), /Nobody of that name/);
  await close();
});

test("search brings back an actor that the filters hide", async () => {
  const {page, close, view} = await open(path, {hash: "#from=2024-11-05&to=2024-11-06"});
  assert.equal((await view()).events, 1);
  await page.keyboard.press("/");
  await page.keyboard.type("estmark");
  await page.keyboard.press("Enter");
  assert.equal((await view()).events, 6);
  assert.equal(await page.textContent("#panel h2"), "Estmark");
  await close();
});

test("filters by class, type, status, place and outlet work alone and together", async () => {
  const {page, close, view} = await open(path);
  const box = (facet, value) => page.locator(`#facet-${facet} label`, {hasText: value}).locator("input");
  for (const [facet, value, events] of [["quad", "material cooperation", 2], ["type", "accusation", 1], ["status", "confirmed", 1], ["place", "Kurask", 1], ["outlet", "Evening Post", 1]]) {
    await box(facet, value).check();
    assert.equal((await view()).events, events, `${facet} ${value}`);
    await box(facet, value).uncheck();
  }
  await box("type", "clash").check();
  await box("type", "accusation").check();
  assert.equal((await view()).events, 2, "values of one filter add up");
  await box("status", "reported").check();
  assert.equal((await view()).events, 1, "filters narrow each other");
  assert.equal(await page.locator(".chip").count(), 4);
  await page.getByRole("button", {name: "Clear all"}).click();
  assert.equal((await view()).events, 6);
  await close();
});

test("the address restores window, filters, selection, camera and colours", async () => {
  const first = await open(path);
  await first.page.locator("#facet-type label", {hasText: "clash"}).locator("input").check();
  await first.page.fill("#date-from", "2024-11-01");
  await first.page.locator("#date-from").dispatchEvent("change");
  await click_pair(first.page, "Norland", "Sudoria");
  await first.page.click("#zoom-in");
  await first.page.click("#theme");
  await first.page.waitForTimeout(900);
  const hash = await first.page.evaluate(() => location.hash), where = await first.page.evaluate((entity) => window.ekg.entity(entity), id("Norland"));
  const seen = await first.view();
  await first.close();
  const second = await open(path, {hash});
  assert.deepEqual(await second.view(), seen);
  assert.match(await second.page.textContent("#panel h2"), /Norland and Sudoria/);
  assert.equal(await second.page.evaluate(() => document.documentElement.dataset.theme), "dark");
  const again = await second.page.evaluate((entity) => window.ekg.entity(entity), id("Norland"));
  assert.ok(Math.abs(again.x - where.x) < 2 && Math.abs(again.y - where.y) < 2, "the camera stands where it stood");
  assert.deepEqual(second.trouble, []);
  await second.close();
});

test("a damaged address is not an error", async () => {
  const {trouble, view, close} = await open(path, {hash: "#from=never&to=2024-13-45&sel=en-unknown&type=dragon&cam=1%20x&theme=pink&only=%FF"});
  assert.equal((await view()).events, 6);
  assert.deepEqual(trouble, []);
  await close();
});

test("dark mode follows the system", async () => {
  const {page, close} = await open(path, {colorScheme: "dark"});
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), "rgb(20, 23, 28)");
  await close();
});

test("pictures and data are saved", async () => {
  const {page, trouble, close} = await open(path);
  const png = await download(page, "#save-png");
  assert.equal(png.name, "The-war.png");
  assert.deepEqual([...png.bytes.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47]);
  const svg = await download(page, "#save-svg");
  const drawn = await in_blank((text) => {
    const xml = new DOMParser().parseFromString(text, "image/svg+xml");
    return {error: xml.querySelector("parsererror") !== null, lines: xml.querySelectorAll("line").length, names: [...xml.querySelectorAll("g text")].map((name) => name.textContent)};
  }, svg.bytes.toString());
  assert.deepEqual({error: drawn.error, lines: drawn.lines}, {error: false, lines: 4});
  assert.ok(drawn.names.includes("Norland"));
  const whole = JSON.parse((await download(page, "#save-json")).bytes);
  assert.equal(whole.events.length, 6);
  await click_pair(page, "Norland", "Sudoria");
  const json = JSON.parse((await download(page, "#save-json")).bytes);
  assert.deepEqual({format: json.format, version: json.version, events: json.events.length}, {format: "ekg", version: 1, events: 3});
  assert.deepEqual(json.entities.map((entity) => entity.name).sort(), ["Kurask", "Mara Voss", "Norland", "Port Tarsis", "Sudoria"]);
  assert.equal(json.events.find((event) => event.type === "clash").attribution[0].by.name, "Mara Voss");
  const gexf = await download(page, "#save-gexf");
  const read = await in_blank((text) => {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    return {error: xml.querySelector("parsererror") !== null, nodes: xml.querySelectorAll("node").length, edges: [...xml.querySelectorAll("edge")].map((edge) => edge.getAttribute("label")).sort(),
      spell: xml.querySelector('edge[label="clash"] spell')?.getAttribute("end")};
  }, gexf.bytes.toString());
  assert.deepEqual(read, {error: false, nodes: 2, edges: ["accusation", "clash", "statement"], spell: "2024-11-05T23:59:59Z"});
  assert.deepEqual(trouble, []);
  await close();
});

const schema = new URL("../../../shared/data/schemas/gexf-1.3/gexf.xsd", import.meta.url);
const can_validate = existsSync(schema) && spawnSync("xmllint", ["--version"]).status === 0;
test("the saved GEXF is valid", {skip: can_validate ? false : "needs xmllint and ../shared/data/schemas"}, async () => {
  const {page, close} = await open(path);
  const {bytes} = await download(page, "#save-gexf");
  await close();
  const check = spawnSync("xmllint", ["--noout", "--schema", fileURLToPath(schema), "-"], {input: bytes});
  assert.equal(check.status, 0, check.stderr.toString());
});

test("what the page saves, ekg reads again", async () => {
  const {page, close} = await open(path);
  const {bytes} = await download(page, "#save-json");
  await close();
  const again = await open(make_page("again", bytes.toString(), "Again"));
  assert.equal((await again.view()).events, 6);
  await again.close();
});

test("hostile names and texts stay text", async () => {
  const evil = ["</script><script>window.hurt=1</script>", "<img src=x onerror=window.hurt=1>", "\u202Edesrever\u202C", "<!--<script>", "&amp;&lt;b&gt;", "%DATA%%TITLE%$&$`"];
  const rows = evil.slice(1).map((name, i) => ["clash", `2024-11-0${i + 1}`, evil[0], name, {place: `${name} place`, by: `${name} voice`, text: `${name} hit ${evil[0]}`}]);
  const documents = [{id: "</script>", title: evil[1], url: "javascript:window.hurt=1", outlet: evil[0], published: "2024-11-07"}];
  const hostile = graph_of(rows.map(([type, day, a, b, more]) => [type, day, a, b, {...more, doc: "</script>"}]), {documents});
  const {page, trouble, close} = await open(make_page("hostile", hostile, evil[0]));
  assert.equal(await page.title(), evil[0]);
  assert.equal(await page.textContent("#title"), evil[0]);
  await page.keyboard.press("/");
  await page.keyboard.type("script");
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#panel h2"), evil[0]);
  const text = await page.textContent("#panel");
  for (const name of [evil[0], evil[1], evil[3], evil[4], evil[5]]) assert.ok(text.includes(name), name);
  assert.ok(text.includes("desrever") && !/[\u202a-\u202e]/.test(text), "shown without its controls");
  assert.equal(await page.evaluate(() => window.hurt), undefined);
  assert.equal(await page.locator("#panel img, #panel script, #panel b").count(), 0);
  assert.equal(await page.locator("#panel a").count(), 0, "an address that is not of the web is no link");
  const gexf = await download(page, "#save-gexf"), svg = await download(page, "#save-svg");
  for (const {bytes} of [gexf, svg]) {
    const bad = await in_blank((xml) => new DOMParser().parseFromString(xml, "application/xml").querySelector("parsererror, img, script") !== null, bytes.toString());
    assert.equal(bad, false);
  }
  assert.deepEqual(trouble, []);
  await close();
});

test("on a phone nothing lies over something else, and the picture has room", async () => {
  const {page, close} = await open(path, {width: 420, height: 800});
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "nothing is wider than the screen");
  const boxes = await page.evaluate(() => ["#title", "#finder", "#toggle-facets", "#save", "#theme", "#help-open", "#graph", "#panel", "#timeline"].map((selector) => {
    const {left, top, right, bottom} = document.querySelector(selector).getBoundingClientRect();
    return {selector, left, top, right, bottom};
  }));
  for (const a of boxes) {
    assert.ok(a.left >= 0 && a.right <= 420 && a.top >= 0 && a.bottom <= 800 && a.right > a.left && a.bottom > a.top, `${a.selector} is on the screen`);
    for (const b of boxes) {
      const apart = a === b || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
      assert.ok(apart, `${a.selector} does not lie over ${b.selector}`);
    }
  }
  const picture = boxes.find(({selector}) => selector === "#graph");
  assert.ok(picture.bottom - picture.top > 260, `${picture.bottom - picture.top} pixels of picture`);
  assert.ok(await page.evaluate(() => document.querySelector("#title").clientWidth) >= 60, "the title can be read");
  await close();
});

test("on a small screen link, legend, dates and the note on undated events are there, and the legend is folded", async () => {
  for (const size of [{width: 420, height: 800}, {width: 844, height: 390}]) {
    const {page, close} = await open(path, size);
    for (const part of ["#link", "#legend summary", "#date-from", "#date-to", "#undated", "#zoom-fit", "#window-all"]) assert.ok(await page.isVisible(part), part);
    const height = (part) => page.locator(part).evaluate((element) => element.getBoundingClientRect().height);
    assert.ok(await height("#graph") > 230, `${await height("#graph")} pixels of picture`);
    assert.ok(await height("#legend") < 40);
    assert.equal(await page.isVisible("#legend-shapes"), false);
    await page.click("#legend summary");
    assert.ok(await page.isVisible("#legend-shapes"));
    assert.ok(await page.evaluate(() => {
      const legend = document.querySelector("#legend").getBoundingClientRect(), stage = document.querySelector("#stage").getBoundingClientRect();
      return legend.top >= stage.top && legend.right <= stage.right && legend.bottom <= stage.bottom;
    }), "the open legend lies within the picture");
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await close();
  }
  const {page, close} = await open(path);
  assert.ok(await page.isVisible("#legend-shapes"));
  assert.equal(await page.isVisible("#legend summary"), false);
  await close();
});

test("a date field does not keep what the window is not, and an address may name one end", async () => {
  const {page, close, view} = await open(path);
  await page.fill("#date-from", "2026-06-01");
  await page.locator("#date-from").dispatchEvent("change");
  await page.keyboard.press("Tab");
  await page.focus("#play");
  assert.equal(await page.inputValue("#date-from"), "2024-10-01");
  assert.equal(await page.getAttribute("#date-from", "max"), "2025-02-28");
  await page.evaluate(() => { location.hash = "#from=2024-12-01"; });
  await settle(page);
  assert.deepEqual([(await view()).events, await page.inputValue("#date-from"), await page.inputValue("#date-to")], [2, "2024-12-01", "2025-02-28"]);
  await page.evaluate(() => { location.hash = "#to=2024-11-01"; });
  await settle(page);
  assert.equal((await view()).events, 1);
  await close();
});

test("the first and the last year that a date can have make no trouble", async () => {
  const {page, trouble, close} = await open(make_page("years", graph_of([["aid", "0001-01-01", "A", "B"], ["aid", "9998-12-31", "A", "B"]])));
  assert.deepEqual([await page.inputValue("#date-from"), await page.inputValue("#date-to")], ["0001-01-01", "9998-12-31"]);
  assert.deepEqual(trouble, []);
  await close();
});

test("the focus stays on the page when what had it is gone", async () => {
  const {page, close} = await open(path);
  const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.className || document.activeElement.tagName);
  await page.locator("#panel .row").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await focus(), "panel");
  await page.keyboard.press("Escape");
  assert.equal(await focus(), "panel");
  await page.locator("#panel .row").first().focus();
  await page.keyboard.press("Enter");
  await page.locator("#panel .events-head .more").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await focus(), "more");
  assert.equal(await page.textContent(":focus"), "Oldest first");
  await page.keyboard.press("/");
  await page.keyboard.press("Escape");
  assert.equal(await focus(), "graph");
  await close();
  const many = await open(make_page("many", graph_of(Array.from({length: 12}, (_, i) => [`kind-${i}`, "2024-11-01", "A", "B", {}]))));
  await many.page.locator("#facet-type .more").focus();
  await many.page.keyboard.press("Enter");
  assert.equal(await many.page.textContent(":focus"), "Show fewer");
  await many.close();
});

test("a name of a million characters is cut, in what is shown alone", async () => {
  const name = "Long ".repeat(200000) + "end";
  const {page, trouble, close} = await open(make_page("long", graph_of([["aid", "2024-11-01", name, "B", {}]])));
  await page.locator("#panel .row").first().click();
  assert.ok((await page.textContent("#panel")).length < 3000);
  const {bytes} = await download(page, "#save-json");
  assert.ok(JSON.parse(bytes).entities.some((entity) => entity.name === name));
  assert.deepEqual(trouble, []);
  await close();
});

test("the bars of a single day are as high as its events are many", async () => {
  const {page, close} = await open(make_page("day", graph_of([["aid", "2024-11-01", "A", "B"], ["aid", "2024-11-01", "A", "B"]])));
  const high = await page.evaluate(() => {
    const canvas = document.querySelector("#timeline-canvas"), {data} = canvas.getContext("2d").getImageData(Math.round(canvas.width * 0.3), 0, 1, canvas.height);
    let blue = 0;
    for (let y = 0; y < canvas.height; y++) if (data[4 * y] === 31 && data[4 * y + 1] === 98 && data[4 * y + 2] === 173) blue++;
    return blue / canvas.height;
  });
  assert.ok(high > 0.5, `${high} of the height`);
  await close();
});

test("a name lies beside its shape and not over another, all around two hubs", async () => {
  const rows = Array.from({length: 10}, (_, i) => ["Central Republic", "Northern Union"].map((hub) => ["aid", "2024-11-01", hub, `${hub[0]}${i}`, {}])).flat();
  const {page, close} = await open(make_page("hubs", graph_of([...rows, ["aid", "2024-11-01", "Northern Union", "Central Republic", {}]])));
  const {bytes} = await download(page, "#save-svg");
  await close();
  const read = await in_blank((text) => {
    const svg = document.importNode(new DOMParser().parseFromString(text, "image/svg+xml").documentElement, true);
    document.body.append(svg);
    const shapes = [...svg.querySelectorAll("g[stroke]:not([fill]) > *")].map((shape) => shape.getBBox()), names = [...svg.querySelectorAll("g text")];
    const middle = ({x, y, width, height}) => [x + width / 2, y + height / 2];
    const over = names.filter((name) => {
      const {x, y, width, height} = name.getBBox();
      return shapes.some((shape) => middle(shape)[0] > x && middle(shape)[0] < x + width && middle(shape)[1] > y && middle(shape)[1] < y + height);
    });
    return {shapes: shapes.length, names: names.length, over: over.map((name) => name.textContent)};
  }, bytes.toString());
  assert.deepEqual(read, {shapes: 22, names: 22, over: []});
});

test("a saved picture is fine enough for print, and the screen's is as before", async () => {
  const {page, close} = await open(path);
  const size = () => page.evaluate(() => [document.querySelector("canvas.sigma-nodes").width, devicePixelRatio]);
  const before = await size(), {bytes} = await download(page, "#save-png");
  assert.ok(bytes.readUInt32BE(16) >= 2300, `${bytes.readUInt32BE(16)} pixels wide`);
  assert.deepEqual(await size(), before);
  await close();
});

test("on a phone the drawer of filters lies under the menus and is closed by Escape and by a press elsewhere", async () => {
  const {page, view, close} = await open(path, {width: 420, height: 800});
  await page.evaluate(() => { location.hash = "#status=confirmed"; });
  await settle(page);
  const drawer = () => page.locator("#facets").isVisible();
  await page.click("#toggle-facets");
  assert.equal(await drawer(), true);
  await page.keyboard.press("Escape");
  assert.deepEqual([await drawer(), (await view()).events], [false, 1], "the filter stands");
  await page.click("#toggle-facets");
  await page.click("#title");
  assert.equal(await drawer(), false);
  await page.click("#toggle-facets");
  await page.focus("#save");
  await page.keyboard.press("Enter");
  const on_top = await page.evaluate(() => [...document.querySelectorAll("#save-menu button")].map((button) => {
    const {left, right, top, bottom} = button.getBoundingClientRect();
    return button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
  }));
  assert.deepEqual(on_top, [true, true, true, true]);
  await close();
});

test("the note on undated events counts those that pass the filters", async () => {
  const {page, close} = await open(path);
  assert.match(await page.textContent("#undated"), /^1 undated event shown too/);
  await page.evaluate(() => { location.hash = "#status=confirmed"; });
  await settle(page);
  assert.equal(await page.textContent("#undated"), "");
  await close();
});

test("a long list of partners ends with a button for the others", async () => {
  const hub = graph_of(Array.from({length: 11}, (_, i) => ["meeting", "2024-11-01", "Hub", `Partner ${i}`, {}]));
  const {page, close} = await open(make_page("hub", hub, "Hub"));
  await page.keyboard.press("/");
  await page.keyboard.type("Hub");
  await page.keyboard.press("Enter");
  assert.equal(await page.locator("#panel .ranking .row").count(), 8);
  await page.click("#panel .ranking .more");
  assert.equal(await page.locator("#panel .ranking .row").count(), 11);
  assert.equal(await page.locator("#panel .ranking .more").count(), 0);
  await close();
});

test("the saved GEXF keeps to the rules of the Timeline", async () => {
  const graph = graph_of([
    ["aid", "2024-11-01", "Norland", "Sudoria", {}], ["aid", "2024-11-02", "Norland", "Sudoria", {}], ["aid", "2024-11-02", "Norland", "Sudoria", {}],
    ["aid", undefined, "Norland", "Sudoria", {}], ["protest", "2024-12-01", "Estmark", "Estmark", {}]]);
  const {page, close} = await open(make_page("spells", graph, "Spells"));
  const {bytes} = await download(page, "#save-gexf");
  await close();
  const read = await in_blank((text) => {
    const xml = new DOMParser().parseFromString(text, "application/xml");
    const spans = (element) => [...element.querySelectorAll("spell")].map((spell) => [spell.getAttribute("start").slice(0, 10), spell.getAttribute("end").slice(0, 10)]);
    const by = (tag) => Object.fromEntries([...xml.querySelectorAll(tag)].map((element) => [element.getAttribute("label"), element]));
    const nodes = by("node"), edges = by("edge");
    return {
      nodes: Object.fromEntries(Object.entries(nodes).map(([name, node]) => [name, spans(node)])),
      aid: spans(edges.aid), protest: spans(edges.protest), weight: edges.aid.getAttribute("weight"),
      weights: [...edges.aid.querySelectorAll('attvalue[for="weight"]')].map((value) => value.getAttribute("value")),
      looked: [...xml.querySelectorAll("node")].every((node) => node.getElementsByTagName("viz:size").length && node.getElementsByTagName("viz:color").length)};
  }, bytes.toString());
  assert.deepEqual(read, {nodes: {Norland: [], Sudoria: [], Estmark: [["2024-12-01", "2024-12-01"]]}, aid: [["2024-11-01", "2024-11-02"]],
    protest: [["2024-12-01", "2024-12-01"]], weight: "4", weights: ["1", "2"], looked: true});
});

test("an empty graph, one without dates and one without pairs say so", async () => {
  const empty = await open(make_page("empty", graph_of([])));
  assert.match(await empty.page.textContent("#empty"), /This graph has no events/);
  assert.match(await empty.page.textContent("#panel"), /There is nothing to list/);
  assert.match(await empty.page.textContent("#timeline-empty"), /There are no events/);
  assert.deepEqual(empty.trouble, []);
  await empty.close();
  const none = await open(make_page("none", war, "None", "--from", "1999", "--to", "2000"));
  assert.match(await none.page.textContent("#empty"), /No event of the graph was chosen for this page/);
  await none.close();
  const undated = await open(make_page("undated", graph_of([["clash", undefined, "A", "B"]])));
  assert.equal((await undated.view()).events, 1);
  assert.ok(await undated.page.isVisible("#timeline-empty"));
  assert.deepEqual(undated.trouble, []);
  await undated.close();
  const single = await open(make_page("single", graph_of([["statement", "2024-11-01", "A", undefined]])));
  assert.match(await single.page.textContent("#empty"), /no two sides/);
  assert.deepEqual(single.trouble, []);
  await single.close();
});

test("filters that leave nothing say so and offer the way back", async () => {
  const {page, close, view} = await open(path, {hash: "#type=aid&from=2024-11-01&to=2024-11-08"});
  assert.equal((await view()).events, 0);
  assert.match(await page.textContent("#empty"), /No event in this window passes the filters/);
  await page.click("#empty-all");
  assert.equal((await view()).events, 2);
  await close();
});

test("everything is reached by the keyboard, and nothing is cut off on a small screen", async () => {
  const {page, close} = await open(path, {width: 1024, height: 640});
  const reached = new Set();
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement.id));
  }
  for (const name of ["search", "save", "theme", "graph", "play", "handle-from", "handle-window", "handle-to", "date-from"]) assert.ok(reached.has(name), name);
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true);
  await page.click("#toggle-facets");
  assert.ok(await page.isVisible("#facet-type"));
  await close();
});

test("without WebGL the lists, the timeline and the search still work", async () => {
  const {page, close, view} = await open(path, {webgl: false});
  assert.ok(await page.isVisible("#no-picture"));
  assert.equal((await view()).events, 6);
  await page.keyboard.press("/");
  await page.keyboard.type("norland");
  await page.keyboard.press("Enter");
  assert.equal(await page.textContent("#panel h2"), "Norland");
  assert.ok(await page.locator("#panel blockquote").count() > 0);
  await close();
});

test("a graph of 3,000 events keeps lines back at first and counts rightly", async () => {
  const parts = [];
  generate(3000, 2500, 900, (text) => parts.push(text));
  const graph = parts.join("");
  const {trouble, view, page, close} = await open(make_page("crowd", graph));
  const {events, from, to} = await view();
  assert.equal(events, 3000);
  const day = 86400, middle = Math.floor((from + to) / 2 / day) * day;
  await page.evaluate(([a, b]) => { location.hash = `from=${a}&to=${b}`; }, [new Date(middle * 1000).toISOString().slice(0, 10), new Date((middle + 30 * day) * 1000).toISOString().slice(0, 10)]);
  await settle(page);
  const seconds = (text, after) => Date.parse(text) / 1000 + after;
  const expected = JSON.parse(graph).events.filter(({time}) => time && seconds(time.start, 0) < middle + 30 * day && seconds(time.end, day) > middle);
  assert.equal((await view()).events, expected.length);
  const pairs = new Set(expected.map((event) => [event.actors[0].id, event.recipients[0].id].sort().join()));
  assert.equal((await view()).pairs, pairs.size);
  assert.deepEqual(trouble, []);
  await close();
});
