// Q1–Q5 to DuckDB: node duckdb.mjs FILE.csv PARAMETERS-AS-JSON NODE_MODULES
import { createRequire } from "node:module";
const [csv, parameters, modules] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + "/")("@duckdb/node-api");
const p = JSON.parse(parameters);
const db = await (await DuckDBInstance.create(":memory:")).connect();
const rows = async (sql) => (await db.runAndReadAll(sql)).getRows();
const tell = (query, ms, answer) => console.log(JSON.stringify({ query, ms, answer: String(answer) }));

let start = performance.now();
await db.run(`create table e as select id::int as id, "first"::int as "first", "last"::int as "last", actor::int as actor,
  recipient::int as recipient, "type"::tinyint as "type", quad::tinyint as quad, intensity::float as intensity, doc::int as doc from read_csv('${csv}')`);
tell("load", performance.now() - start, `${(await rows("select count(*) from e"))[0][0]} events`);
tell("peak memory", 0, `${Math.round(process.resourceUsage().maxRSS / 1024)} MB`);

async function measure(query, sql) {
  const times = [];
  let answer, spent = 0;
  for (let run = 0; run < 5 || (run < 51 && spent < 3000); ++run) {
    start = performance.now();
    answer = (await rows(sql))[0].join(" ");
    times.push(performance.now() - start);
    spent += times.at(-1);
  }
  tell(query, Math.min(...times), answer);
}
const quarter = `"first" < ${p.quarter_last} and "last" > ${p.quarter_first}`;
const year = `"first" < ${p.year_last} and "last" > ${p.year_first}`;
const a = p.party_a, b = p.party_b;
await measure("Q1", `select count(*) from e where ((actor = ${a} and recipient = ${b}) or (actor = ${b} and recipient = ${a})) and ${quarter}`);
await measure("Q2", `select sum(n)::bigint, max(n) from (select ("first" + 3) // 7 w, count(*) n from e where actor = ${a} or recipient = ${a} group by w)`);
await measure("Q3", `select count(*), max(n) from (select case when actor = ${a} then recipient else actor end o, count(*) n,
  count(*) filter (quad < 2) c, sum(intensity) i, min("first"), max("last") from e where (actor = ${a} or recipient = ${a}) and ${quarter} group by o)`);
await measure("Q4", `select sum(n)::bigint from (select least(actor, recipient) x, greatest(actor, recipient) y, count(*) n,
  count(*) filter (quad < 2) c, sum(intensity) i, min("first"), max("last") from e where ${year} group by x, y order by n desc limit 20)`);
