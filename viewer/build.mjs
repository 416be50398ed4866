// Bundles src/ into ../data/viewer/page.html: one file in which the writer replaces %TITLE%, %CORE% and %RECORDS%. The policy names
// the hashes of the style and the script, so nothing else can run; there is no address it may connect to.
import {createHash} from "node:crypto";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const options = {bundle: true, minify: true, write: false, charset: "ascii", target: ["chrome105", "firefox113", "safari16.4"], legalComments: "none"};
const script = (await build({...options, entryPoints: [here("src/main.ts")], format: "iife"})).outputFiles[0].text.trim();
const style = (await build({...options, entryPoints: [here("src/style.css")]})).outputFiles[0].text.trim();
if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) throw new Error("the bundle holds an end tag");
const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const policy = ["default-src 'none'", `script-src ${hash(script)}`, `style-src ${hash(style)}`, "img-src data: blob:", "connect-src 'none'",
  "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"].join("; ");
const licences = ["sigma", "graphology", "graphology-utils", "events"].map((name) => {
  const folder = here(`node_modules/${name}/`), {version} = JSON.parse(readFileSync(folder + "package.json", "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version}\n\n${readFileSync(folder + file, "utf8").replace(/\r/g, "").trim()}`;
}).join("\n\n\n").replaceAll("--", "- -");
const parts = {"%LICENCES%": licences, "%CSP%": policy, "%STYLE%": style, "%SCRIPT%": script};
const page = readFileSync(here("src/page.html"), "utf8").replace(/%(CSP|STYLE|SCRIPT|LICENCES)%/g, (name) => parts[name]);
for (const name of ["%TITLE%", "%CORE%", "%RECORDS%"]) if (page.split(name).length !== 2) throw new Error(`${name} must stand in the page once`);
mkdirSync(here("../data/viewer"), {recursive: true});
writeFileSync(here("../data/viewer/page.html"), page);
console.log(`data/viewer/page.html: ${page.length} bytes`);
