// node gallery.mjs FOLDER [PAGE.html]: pictures of a page as a reader sees it, for examples/gallery/ and the README. Without
// a page, one of invented actors is made.
import {mkdirSync} from "node:fs";
import {join} from "node:path";
import {argv} from "node:process";
import {close, make_page, open} from "./browser.mjs";
import {generate} from "./generate.mjs";

const [, , out, given] = argv;
mkdirSync(out, {recursive: true});
const invented = () => {
  const parts = [];
  generate(400, 60, 365, (text) => parts.push(text));
  return make_page("lands", parts.join(""), "Twelve invented lands, 2022");
};
const path = given ?? invented();

async function picture(name, options, act) {
  const {page, close} = await open(path, options);
  await act?.(page);
  await page.mouse.move(0, 0);
  await page.waitForTimeout(900);
  await page.screenshot({path: join(out, `${name}.png`)});
  await close();
}
const first = (page, section) => page.locator("#panel section", {hasText: section}).locator(".row").first().click();

await picture("overview", {});
await picture("dark", {colorScheme: "dark"});
await picture("actor", {}, (page) => first(page, "Most active"));
await picture("relation", {}, (page) => first(page, "Strongest relations"));
await picture("window", {}, async (page) => {
  const box = await page.locator("#timeline-canvas").boundingBox();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.62, box.y + 30, {steps: 5});
  await page.mouse.up();
});
await close();
