// node gallery.mjs PAGE.html FOLDER [ENTITY PAIR-A PAIR-B]: pictures of a page as a reader sees it, for examples/gallery/ and
// the README. The entity and the pair are found by name; left out, the most active are taken.
import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {argv} from "node:process";
import {close, open} from "./browser.mjs";

const [, , path, out, entity, a, b] = argv;
mkdirSync(out, {recursive: true});

async function picture(name, options, act) {
  const {page, close} = await open(path, options);
  await act?.(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(900);
  await page.screenshot({path: join(out, `${name}.png`)});
  await close();
}
const find = async (page, name) => {
  await page.keyboard.press("/");
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
};
const row = (page, section, i) => page.locator("#panel section", {hasText: section}).locator(".row").nth(i);

await picture("overview", {});
await picture("overview-dark", {colorScheme: "dark"});
await picture("actor", {}, (page) => entity ? find(page, entity) : row(page, "Most active", 0).click());
await picture("relation", {}, async (page) => {
  if (!a || !b) return row(page, "Strongest relations", 0).click();
  await find(page, a);
  await page.locator("#panel .ranking .row", {hasText: b}).first().click();
});
await picture("window", {}, async (page) => {
  const box = await page.locator("#timeline-canvas").boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.62, box.y + 30, {steps: 5});
  await page.mouse.up();
});
await close();
