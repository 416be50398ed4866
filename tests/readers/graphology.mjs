// graphology (as in Gephi Lite), Cytoscape.js, N3, ical.js and Neo4j's grammar of Cypher read what ekg writes: every node, edge and attribute must arrive.
// usage: node graphology.mjs SAMPLES; exit status 77 when node_modules is absent.
import {readFileSync, existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, dirname} from 'node:path';
import {fileURLToPath} from 'node:url';
import assert from 'node:assert';

const here = dirname(fileURLToPath(import.meta.url));
if (!existsSync(join(here, 'node_modules', 'graphology'))) {
  console.log('skipped: no node_modules; run `npm ci` in tests/readers');
  process.exit(77);
}
const {default: Graph} = await import('graphology');
const gexf = (await import('graphology-gexf')).default;
const graphml = (await import('graphology-graphml')).default;
const cytoscape = (await import('cytoscape')).default;
const n3 = (await import('n3')).default;
const ICAL = (await import('ical.js')).default;
const {CypherLexer, CypherParser, antlr4} = await cypher_grammar();
const {DOMParser} = await import('@xmldom/xmldom');
globalThis.DOMParser = DOMParser;

// The grammar's CommonJS requires an ES module, which Node 18 (Debian 12) refuses; bundled it is one file for any Node.
async function cypher_grammar() {
  const {build} = await import('esbuild');
  const exports = `export {CypherLexer, CypherParser} from '@neo4j-cypher/antlr4';
    export {default as antlr4} from '@neo4j-cypher/antlr4-browser';`;
  const {outputFiles} = await build({stdin: {contents: exports, resolveDir: here}, bundle: true, write: false, platform: 'node', format: 'cjs'});
  const module = {exports: {}};
  new Function('module', 'exports', 'require', outputFiles[0].text)(module, module.exports, createRequire(import.meta.url));
  return module.exports;
}

const samples = process.argv[2];
const text = name => readFileSync(join(samples, name), 'utf8');
const native = JSON.parse(text('actors.json'));
const entities = new Map(native.entities.map(entity => [entity.id, entity]));
const pairs = native.events.flatMap(event => (event.actors ?? []).flatMap(
    actor => (event.recipients ?? []).map(recipient => [actor.id, recipient.id, event.type].join(' '))));
const safe = name => name.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '\ufffd');

function check(graph, name, edges, held = safe) {
  const parties = new Set(native.events.flatMap(event => [...event.actors ?? [], ...event.recipients ?? []].map(p => p.id)));
  assert.deepEqual(new Set(graph.nodes().map(node => graph.getNodeAttribute(node, 'entity'))), parties, name);
  const found = graph.mapEdges((edge, data, source, target) =>
      [graph.getNodeAttribute(source, 'entity'), graph.getNodeAttribute(target, 'entity'), data.label].join(' '));
  assert.deepEqual(found.sort(), [...edges].sort(), name);
  graph.forEachNode((node, data) => {
    assert.equal(data.label, held(entities.get(data.entity).name), name);
    assert.ok(Number.isFinite(data.x) && Number.isFinite(data.y) && data.size > 0, name);
  });
}

for (const [variant, edges] of [['', new Set(pairs)], ['-aggregated', new Set(pairs)], ['-parallel', pairs]]) {
  // A dated weight is an attribute that graphology does not know of; the number of events is a plain column besides.
  const graph = gexf.parse(Graph, text(`actors${variant}.gexf`), {allowUndeclaredAttributes: true});
  check(graph, `gexf${variant}`, edges);
  graph.forEachEdge((edge, data, source, target) => {
    const key = [graph.getNodeAttribute(source, 'entity'), graph.getNodeAttribute(target, 'entity'), data.label].join(' ');
    if (edges !== pairs) assert.equal(data.events, pairs.filter(pair => pair === key).length);
  });
}
for (const [variant, edges] of [['', pairs], ['-aggregated', new Set(pairs)]]) {
  check(graphml.parse(Graph, text(`actors${variant}.graphml`)), `graphml${variant}`, edges);
}
for (const [variant, edges] of [['', pairs], ['-aggregated', new Set(pairs)]]) {
  check(Graph.from(JSON.parse(text(`actors${variant}.graphology.json`))), `json${variant}`, edges, name => name);
  const cy = cytoscape({...JSON.parse(text(`actors${variant}.cyjs`)), headless: true});
  const found = cy.edges().map(edge => [edge.source().data('entity'), edge.target().data('entity'), edge.data('label')].join(' '));
  assert.deepEqual(found.sort(), [...edges].sort(), 'cytoscape');
  cy.nodes().forEach(node => assert.equal(node.data('label'), entities.get(node.data('entity')).name));
}

const dated = native.events.filter(event => event.time?.start);
const triples = new n3.Parser().parse(text('actors.ttl'));
const of_type = type => triples.filter(t => t.predicate.value.endsWith('#type') && t.object.value.endsWith(type)).length;
const quads = new n3.Parser({format: 'N-Quads'}).parse(text('actors.nq'));
const said = list => new Set(list.map(t => [t.subject, t.predicate, t.object].map(term => `${term.termType} ${term.value} ${term.datatype?.value}`).join('\n')));
assert.deepEqual(said(quads), said(triples), 'N-Quads say what Turtle says');
assert.equal(of_type('/sem/Event'), native.events.length, 'turtle');
assert.equal(of_type('/Article'), native.documents.length, 'turtle');
const labels = new Set(triples.filter(t => t.predicate.value.endsWith('#label')).map(t => t.object.value));
for (const entity of native.entities) assert.ok(labels.has(entity.name), `turtle: ${entity.name}`);
for (const predicate of ['hasActor', 'recipient']) {
  const parties = native.events.flatMap(event => (predicate === 'recipient' ? event.recipients : event.actors) ?? []);
  assert.equal(triples.filter(t => t.predicate.value.endsWith(predicate)).length, parties.length, `turtle: ${predicate}`);
}

const calendar = new ICAL.Component(ICAL.parse(text('actors.ics')));
const entries = calendar.getAllSubcomponents('vevent').map(entry => new ICAL.Event(entry));
assert.equal(entries.length, dated.length, 'ics');
assert.equal(new Set(entries.map(entry => entry.uid)).size, dated.length, 'ics');
for (const line of text('actors.ics').split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, 'ics: long line');
for (const [entry, event] of entries.map(entry => [entry, dated.find(e => entry.uid === `${e.id}@ekg`)])) {
  if (!event) continue;  // an id that a calendar could not hold
  assert.equal(entry.startDate.toString(), event.time.start, 'ics');
  entry.endDate.addDuration(ICAL.Duration.fromString('-P1D'));
  assert.equal(entry.endDate.toString(), event.time.end, 'ics: the end is exclusive');
}
// Neo4j's own grammar of Cypher: no statement is wrong, and every name is one string literal.
function parse_cypher(script) {
  const wrong = [], listener = {syntaxError: (_, __, line, column, message) => wrong.push(`${line}:${column} ${message}`),
    reportAmbiguity() {}, reportAttemptingFullContext() {}, reportContextSensitivity() {}};
  const lexer = new CypherLexer(new antlr4.InputStream(script));
  const tokens = new antlr4.CommonTokenStream(lexer), parser = new CypherParser(tokens);
  for (const part of [lexer, parser]) {
    part.removeErrorListeners();
    part.addErrorListener(listener);
  }
  parser.cypher();
  if (parser.getCurrentToken().type !== antlr4.Token.EOF) wrong.push(`nothing of Cypher: ${parser.getCurrentToken().text}`);
  const texts = tokens.tokens.map(token => token.text).filter(word => word?.startsWith("'"));
  return {wrong, texts: new Set(texts.map(word => JSON.parse(`"${word.slice(1, -1).replaceAll('"', '\\"').replaceAll("\\'", "'")}"`)))};
}
assert.notEqual(parse_cypher("CREATE (:Ekg {id: 'it's'});").wrong.length, 0);
for (const view of ['actors', 'events', 'documents']) {
  const [index, ...rest] = text(`${view}-aggregated.cypher`).split('\n');  // the grammar is older than this form of CREATE INDEX
  assert.equal(index, 'CREATE INDEX ekg_id IF NOT EXISTS FOR (n:Ekg) ON (n.id);');
  const {wrong, texts} = parse_cypher(rest.join('\n').trim());
  assert.deepEqual(wrong, [], `cypher, ${view}`);
  if (view === 'actors') for (const [a, b] of pairs.map(pair => pair.split(' '))) for (const id of [a, b]) assert.ok(texts.has(entities.get(id).name), 'cypher');
}
console.log('graphology, Cytoscape.js, N3, ical.js, Neo4j: GEXF, GraphML, JSON, Turtle, iCalendar and Cypher arrive whole');
