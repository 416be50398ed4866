// A tab-separated file without a header into a table: node load_duckdb.mjs FILE NODE_MODULES
import { createRequire } from "node:module";
const [file, modules] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + "/")("@duckdb/node-api");
const db = await (await DuckDBInstance.create(":memory:")).connect();
const start = performance.now();
await db.run(`create table e as select * from read_csv('${file}', delim = '\t', header = false, quote = '')`);
const ms = performance.now() - start;
const count = (await (await db.runAndReadAll("select count(*) from e")).getRows())[0][0];
console.log(JSON.stringify({ query: "load", ms, answer: `${count} events` }));
console.log(JSON.stringify({ query: "peak memory", ms: 0, answer: `${Math.round(process.resourceUsage().maxRSS / 1024)} MB` }));
