// Bundles src/ into ../data/viewer/page.html: one file in which the writer replaces %TITLE% and %DATA%. The policy names
// the hashes of the style and the script, so nothing else can run; there is no address it may connect to.
import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, writeFileSync} from "node:fs";
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
const parts = {"%CSP%": policy, "%STYLE%": style, "%SCRIPT%": script};
const page = readFileSync(here("src/page.html"), "utf8").replace(/%(CSP|STYLE|SCRIPT)%/g, (name) => parts[name]);
mkdirSync(here("../data/viewer"), {recursive: true});
writeFileSync(here("../data/viewer/page.html"), page);
console.log(`data/viewer/page.html: ${page.length} bytes`);
