// node generate.mjs EVENTS ENTITIES DAYS > graph.json: a native graph JSON with invented actors, for tests and measuring.
// The same arguments give the same bytes. Partners are drawn from a ring of communities, activity follows Zipf's law.
import {argv, stdout} from "node:process";
import {fileURLToPath} from "node:url";

export function generate(events, entities, days, write) {
  let state = 12345;
  const random = () => {  // mulberry32
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const pick = (list) => list[Math.floor(random() * list.length)];
  const lands = ["Norland", "Sudoria", "Estmark", "Vesta", "Carinth", "Borduria", "Tarsis", "Lyonesse", "Arden", "Quivira", "Ophir", "Zembla"];
  const forms = [["government", "the government of"], ["military", "the army of"], ["armed_group", "Front for"], ["organization", "Red Relief"],
    ["person", "Minister Ada"], ["person", "General Ivo"], ["person", "President Mara"], ["media", "Radio"], ["group", "Workers of"]];
  const types = [["statement", "verbal-cooperation"], ["meeting", "verbal-cooperation"], ["aid", "material-cooperation"], ["deployment", "material-conflict"],
    ["clash", "material-conflict"], ["accusation", "verbal-conflict"], ["threat", "verbal-conflict"], ["agreement", "verbal-cooperation"], ["release", "material-cooperation"]];
  const verbs = {statement: "praised", meeting: "met", aid: "sent aid to", deployment: "massed troops against", clash: "fought", accusation: "accused",
    threat: "threatened", agreement: "agreed with", release: "released prisoners of"};
  const statuses = ["asserted", "asserted", "reported", "confirmed", "denied", "planned", "unverified"];
  const outlets = ["The Courier", "Evening Post", "Agence Nord", "Daily Ledger"];
  const id = (prefix, i) => `${prefix}-${i.toString(16).padStart(16, "0")}`;
  const documents = Math.max(1, Math.ceil(events / 6)), places = Math.min(40, Math.max(2, Math.ceil(entities / 10)));
  const date = (day) => new Date(Date.UTC(2022, 0, 1) + day * 86400000).toISOString().slice(0, 10);
  const entity = [];
  for (let i = 0; i < entities; i++) {
    const [kind, form] = i < lands.length ? ["country", ""] : forms[i % forms.length], land = lands[i % lands.length];
    const name = i < lands.length ? land : `${form} ${land}${i >= 60 ? " " + Math.floor(i / 12) : ""}`;
    entity.push({id: id("en", i), name, kind, country: land.slice(0, 3).toUpperCase(), ...(i % 5 === 0 ? {aliases: [`${name} authorities`]} : {})});
  }
  for (let i = 0; i < places; i++) entity.push({id: id("en", entities + i), name: `Port ${lands[i % lands.length]}${i >= 12 ? " " + i : ""}`, kind: "place"});
  write('{"format": "ekg", "version": 1,\n"documents": [\n');
  for (let i = 0; i < documents; i++) {
    const outlet = outlets[i % outlets.length];
    write(JSON.stringify({id: `doc-${i}`, title: `Report ${i} of ${outlet}`, url: `https://news.example/${i}`, outlet, language: "en",
      published: date(Math.floor(i / documents * days))}) + (i + 1 < documents ? ",\n" : "\n"));
  }
  write('],\n"entities": [\n');
  entity.forEach((e, i) => write(JSON.stringify(e) + (i + 1 < entity.length ? ",\n" : "\n")));
  write('],\n"events": [\n');
  const zipf = () => Math.min(entities - 1, Math.floor(entities ** (random() ** 1.15)) - 1);
  const party = (i) => ({id: entity[i].id, name: entity[i].name, kind: entity[i].kind, country: entity[i].country});
  for (let i = 0; i < events; i++) {
    const a = Math.max(0, zipf()), near = Math.floor((random() - 0.5) * Math.max(8, entities / 60));
    let b = random() < 0.35 ? Math.max(0, zipf()) : (a + near + entities) % entities;
    if (b === a) b = (a + 1) % entities;
    const [type, quad] = pick(types), day = Math.floor(i / events * days), month = random() < 0.08;
    const start = month ? date(day).slice(0, 8) + "01" : date(day);
    const end = month ? new Date(Date.UTC(+start.slice(0, 4), +start.slice(5, 7), 0)).toISOString().slice(0, 10) : start;
    const place = entity[entities + Math.floor(random() ** 2 * places)], doc = `doc-${Math.floor(i / events * documents)}`;
    const text = `${entity[a].name} ${verbs[type]} ${entity[b].name} near ${place.name}, officials said.`;
    const status = pick(statuses);
    write(JSON.stringify({id: id("ev", i), type, quad, ...(random() < 0.03 ? {} : {time: {start, end, precision: month ? "month" : "day", text: month ? "that month" : "on the day"}}),
      actors: [party(a)], recipients: [party(b)], places: [{id: place.id, name: place.name}], status,
      ...(status === "asserted" ? {} : {attribution: [{by: party(Math.min(entities - 1, 12 + (i % 7))), verb: "said", stance: status === "confirmed" ? "confirms" : status === "denied" ? "denies" : "asserts"}]}),
      doc, sentence: i % 6, span: [0, [...text].length], trigger: [entity[a].name.length + 1, entity[a].name.length + 1 + verbs[type].length], text,
      mentions: [{doc, sentence: i % 6, span: [0, [...text].length], trigger: [entity[a].name.length + 1, entity[a].name.length + 1 + verbs[type].length], text}],
      confidence: Math.round(50 + random() * 49) / 100}) + (i + 1 < events ? ",\n" : "\n"));
  }
  write("]}\n");
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const parts = [];
  generate(Number(argv[2] ?? 300), Number(argv[3] ?? 60), Number(argv[4] ?? 365), (text) => {
    parts.push(text);
    if (parts.length > 5000) stdout.write(parts.splice(0).join(""));
  });
  stdout.write(parts.join(""));
}
