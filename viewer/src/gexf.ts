// GEXF 1.3 of some events as Gephi's Timeline wants it, by the rules of the gexf writer: an edge a (actor, recipient, type)
// with its events' times as spells and its weight at each time; a vertex is there while one of its events is. An edge that is
// not dated is always there, and so are its ends. Ends of times are included. Colours are the page's on paper.
import {GraphData, NO_QUAD} from "./data";
import {xml} from "./save";
import {shape_of} from "./scene";
import {light} from "./theme";
import {DAY, iso} from "./time";

type Stretch = [from: number, to: number, events: number];
interface Edge { source: number; target: number; type: number; quads: number[]; events: number; times: Stretch[] }
interface Vertex { events: number; ends: number; undated: boolean; times: Stretch[] }  // ends: of edges

const AFTER_LAST_YEAR = 253402300800;  // 10000-01-01, which no format can write
const EDGE_LENGTH = 60;  // of Gephi's units, in which sizes are as well

export function gexf(data: GraphData, events: number[]): string {
  const edges = new Map<string, Edge>(), vertices = new Map<number, Vertex>();
  for (const event of events) {
    const dated = !Number.isNaN(data.begin[event]);
    const time: Stretch = [data.begin[event], Math.max(data.end[event], Math.min(data.begin[event] + DAY, AFTER_LAST_YEAR)), 1];
    for (const entity of data.parties.of(event)) {
      let vertex = vertices.get(entity);
      if (!vertex) vertices.set(entity, vertex = {events: 0, ends: 0, undated: false, times: []});
      vertex.events++;
      if (dated) vertex.times.push(time);
    }
    for (const source of data.actors.of(event)) {
      for (const target of data.recipients.of(event)) {
        const key = `${source} ${target} ${data.type[event]}`;
        let edge = edges.get(key);
        if (!edge) edges.set(key, edge = {source, target, type: data.type[event], quads: [0, 0, 0, 0, 0], events: 0, times: []});
        edge.events++;
        edge.quads[data.quad[event]]++;
        if (dated) edge.times.push(time);
        for (const end of [source, target]) {
          const vertex = vertices.get(end)!;
          vertex.ends++;
          if (!dated) vertex.undated = true;
        }
      }
    }
  }
  const out = ['<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3" version="1.3">',
    `<meta><creator>the page of ekg view</creator><description>${xml(data.title)}</description></meta>`,
    '<graph mode="dynamic" timeformat="dateTime" timerepresentation="interval" timezone="UTC" defaultedgetype="directed" idtype="string">',
    declared("node", "static", ["kind", "string"], ["country", "string"], ["events", "integer"]),
    '<attributes class="edge" mode="dynamic"><attribute id="weight" title="Weight" type="float"/></attributes>',
    declared("edge", "static", ["event_type", "string"], ["quad", "string"], ["events", "integer"]), "<nodes>"];
  for (const [node, vertex] of [...vertices].sort((a, b) => a[0] - b[0])) {
    const kind = data.kinds[data.kind[node]];
    const place = Number.isFinite(data.x[node]) && Number.isFinite(data.y[node])
      ? `<viz:position x="${(data.x[node] * EDGE_LENGTH).toFixed(2)}" y="${(data.y[node] * EDGE_LENGTH).toFixed(2)}" z="0.0"/>` : "";
    out.push(`<node id="${xml(data.id[node])}" label="${xml(data.name[node])}"><attvalues>${values(kind, data.country[node], String(vertex.events))}</attvalues>` +
      `${spells(vertex.undated ? [] : vertex.times)}<viz:size value="${(4 + 3 * Math.sqrt(vertex.ends)).toFixed(2)}"/>${place}${colour(light.nodes[shape_of(kind)])}</node>`);
  }
  out.push("</nodes>", "<edges>");
  let id = 0;
  for (const edge of edges.values()) {
    const quad = edge.quads.indexOf(Math.max(...edge.quads)), type = xml(data.types[edge.type]);
    const weights = stretches(edge.times, true).map(([from, to, n]) => `<attvalue for="weight" value="${n}"${dates(from, to)}/>`).join("");
    out.push(`<edge id="${id++}" source="${xml(data.id[edge.source])}" target="${xml(data.id[edge.target])}" weight="${edge.events}" label="${type}" kind="${type}">` +
      `<attvalues>${values(data.types[edge.type], quad === NO_QUAD ? "" : data.quads[quad], String(edge.events))}${weights}</attvalues>${spells(edge.times)}${colour(light.quads[quad])}</edge>`);
  }
  out.push("</edges>", "</graph>", "</gexf>");
  return out.join("\n") + "\n";
}

function declared(what: string, mode: string, ...columns: [string, string][]): string {
  return `<attributes class="${what}" mode="${mode}">${columns.map(([title, type], i) => `<attribute id="${i}" title="${title}" type="${type}"/>`).join("")}</attributes>`;
}

function values(...cells: string[]): string {
  return cells.map((value, i) => value && `<attvalue for="${i}" value="${xml(value)}"/>`).join("");
}

function colour(hex: string): string {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  return `<viz:color r="${r}" g="${g}" b="${b}"/>`;
}

function dates(from: number, to: number): string {
  const instant = (seconds: number) => iso(seconds).length === 10 ? `${iso(seconds)}T00:00:00Z` : iso(seconds);
  return ` start="${instant(from)}" end="${instant(to - 1)}"`;
}

function spells(times: Stretch[]): string {
  return times.length ? `<spells>${stretches(times, false).map(([from, to]) => `<spell${dates(from, to)}/>`).join("")}</spells>` : "";
}

// Disjoint and in order, what touches joined; `cut` keeps the borders at which the number of events changes.
function stretches(times: Stretch[], cut: boolean): Stretch[] {
  const changes = times.flatMap(([from, to, n]): [number, number][] => [[from, n], [to, -n]]).sort((a, b) => a[0] - b[0]);
  const joined: Stretch[] = [];
  let events = 0;
  for (let i = 0; i < changes.length;) {
    const now = changes[i][0];
    for (; i < changes.length && changes[i][0] === now; i++) events += changes[i][1];
    if (events === 0 || i === changes.length) continue;
    const last = joined[joined.length - 1];
    if (last && last[1] === now && (!cut || last[2] === events)) last[1] = changes[i][0];
    else joined.push([now, changes[i][0], events]);
  }
  return joined;
}
