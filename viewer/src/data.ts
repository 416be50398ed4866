// The graph of a page in columns. The writer (export/writers/html.cpp) puts two blocks into the page, each deflated and
// in base64: `core`, columns as JSON, all that the picture needs; and `records`, the lines of the native graph JSON
// (documents, then entities, then events), which are parsed only when one is shown or saved.

// Lists of numbers, one for each of n things: those of i are item[start[i]] … item[start[i + 1] - 1].
export class Lists {
  constructor(readonly start: Uint32Array, readonly item: Uint32Array) {}
  static from_ends(ends: ArrayLike<number>, items: ArrayLike<number>): Lists {
    const start = new Uint32Array(ends.length + 1);
    start.set(ends, 1);
    return new Lists(start, new Uint32Array(items));
  }
  static single(values: ArrayLike<number>): Lists {
    const start = new Uint32Array(values.length + 1);
    for (let i = 0; i < start.length; i++) start[i] = i;
    return new Lists(start, new Uint32Array(values));
  }
  get size(): number { return this.start.length - 1; }
  count(i: number): number { return this.start[i + 1] - this.start[i]; }
  of(i: number): Uint32Array { return this.item.subarray(this.start[i], this.start[i + 1]); }
  // The other way round: for each of `n` values the things that list it, in order.
  inverse(n: number): Lists {
    const start = new Uint32Array(n + 1);
    for (const value of this.item) start[value + 1]++;
    for (let i = 0; i < n; i++) start[i + 1] += start[i];
    const item = new Uint32Array(this.item.length), next = start.slice(0, n);
    for (let thing = 0; thing < this.size; thing++) {
      for (let k = this.start[thing]; k < this.start[thing + 1]; k++) item[next[this.item[k]]++] = thing;
    }
    return new Lists(start, item);
  }
}

// What the writer writes; see export/writers/html.hpp.
interface Core {
  format: string; version: number; title: string;
  kinds: string[]; types: string[]; quads: string[]; statuses: string[]; precisions: string[];
  documents: {id: string[]; title: string[]; url: string[]; outlet: string[]; published: string[]};
  entities: {id: string[]; name: string[]; kind: number[]; country: string[]; aliases: Record<string, string[]>;
             x: number[]; y: number[]};
  events: {type: number[]; quad: number[]; status: number[]; begin: (number | null)[]; end: (number | null)[];
           precision: number[]; about: Record<string, number>;
           actors: number[]; actors_end: number[]; recipients: number[]; recipients_end: number[];
           places: number[]; places_end: number[]; documents: number[]; documents_end: number[]};
}

export const NO_QUAD = 4;  // an event whose class is not known

export interface GraphData {
  title: string;
  kinds: string[]; types: string[]; quads: string[]; statuses: string[]; precisions: string[];
  documents: Core["documents"];
  entities: number;
  id: string[]; name: string[]; kind: Uint8Array; country: string[]; aliases: (entity: number) => string[];
  x: Float32Array; y: Float32Array;
  entity_of: Map<string, number>;
  events: number;
  type: Uint16Array; quad: Uint8Array; status: Uint8Array; precision: Uint8Array;
  begin: Float64Array; end: Float64Array;  // NaN: the time is not known
  about: Map<number, number>;              // event → the event that it speaks of
  told_by: Map<number, number[]>;          // event → the events that speak of it
  actors: Lists; recipients: Lists; places: Lists; sources: Lists;
  parties: Lists;                          // event → actors and recipients, each once
  events_of_entity: Lists;
  // A pair is two entities with an event between them, the lower index first.
  pairs: number;
  pair_a: Uint32Array; pair_b: Uint32Array;
  pairs_of_event: Lists; backward: Uint8Array;  // 1 beside an item of pairs_of_event: the higher entity acts on the lower
  events_of_pair: Lists;
  pairs_of_entity: Lists;
  first: number; last: number;             // the span of all dated events, whole days; first === last: none is dated
  undated: number;
}

export async function inflate(base64: string): Promise<ArrayBuffer> {
  const text = base64.trim();
  const decode = (Uint8Array as unknown as {fromBase64?: (text: string) => Uint8Array<ArrayBuffer>}).fromBase64;
  let bytes: Uint8Array<ArrayBuffer>;
  if (decode) {
    bytes = decode(text);
  } else {
    const binary = atob(text);
    bytes = new Uint8Array(binary.length);
    for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  }
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer();
}

export function read_core(text: string): GraphData {
  const core = JSON.parse(text) as Core;
  if (core.format !== "ekg-page" || core.version !== 1) throw new Error("This page holds data of another version of ekg.");
  const events = core.events.type.length, entities = core.entities.id.length;
  const begin = instants(core.events.begin), end = instants(core.events.end);
  const actors = Lists.from_ends(core.events.actors_end, core.events.actors);
  const recipients = Lists.from_ends(core.events.recipients_end, core.events.recipients);
  const about = new Map(Object.entries(core.events.about).map(([event, of]) => [Number(event), of]));
  const told_by = new Map<number, number[]>();
  for (const [event, of] of about) told_by.set(of, [...(told_by.get(of) ?? []), event]);

  let first = Infinity, last = -Infinity, undated = 0;
  for (let i = 0; i < events; i++) {
    if (Number.isNaN(begin[i])) undated++;
    else {
      if (begin[i] < first) first = begin[i];
      if (end[i] > last) last = end[i];
    }
  }
  const day = 86400;
  first = first === Infinity ? 0 : Math.floor(first / day) * day;
  last = last === -Infinity ? 0 : Math.ceil(last / day) * day;

  const parties = parties_of(actors, recipients);
  const pairing = pair_up(actors, recipients, entities);
  const ends = new Uint32Array(2 * pairing.a.length);
  for (let pair = 0; pair < pairing.a.length; pair++) {
    ends[2 * pair] = pairing.a[pair];
    ends[2 * pair + 1] = pairing.b[pair];
  }
  const ends_of_pair = Lists.from_ends(Array.from(pairing.a, (_, i) => 2 * i + 2), ends);
  return {
    title: core.title, kinds: core.kinds, types: core.types, quads: core.quads, statuses: core.statuses,
    precisions: core.precisions, documents: core.documents, entities,
    id: core.entities.id, name: core.entities.name, kind: new Uint8Array(core.entities.kind),
    country: core.entities.country, aliases: (entity) => core.entities.aliases[entity] ?? [],
    x: new Float32Array(core.entities.x), y: new Float32Array(core.entities.y),
    entity_of: new Map(core.entities.id.map((id, i) => [id, i])),
    events, type: new Uint16Array(core.events.type),
    quad: new Uint8Array(core.events.quad.map((value) => value < 0 ? NO_QUAD : value)),
    status: new Uint8Array(core.events.status), precision: new Uint8Array(core.events.precision), begin, end, about,
    told_by, actors, recipients, places: Lists.from_ends(core.events.places_end, core.events.places),
    sources: Lists.from_ends(core.events.documents_end, core.events.documents), parties,
    events_of_entity: parties.inverse(entities), pairs: pairing.a.length, pair_a: pairing.a, pair_b: pairing.b,
    pairs_of_event: pairing.of_event, backward: pairing.backward, events_of_pair: pairing.of_event.inverse(pairing.a.length),
    pairs_of_entity: ends_of_pair.inverse(entities), first, last, undated,
  };
}

function instants(values: (number | null)[]): Float64Array {
  const seconds = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) seconds[i] = values[i] ?? NaN;
  return seconds;
}

function parties_of(actors: Lists, recipients: Lists): Lists {
  const start = new Uint32Array(actors.size + 1), items: number[] = [];
  for (let event = 0; event < actors.size; event++) {
    const from = items.length;
    for (const list of [actors, recipients]) {
      for (let k = list.start[event]; k < list.start[event + 1]; k++) {
        if (items.indexOf(list.item[k], from) < 0) items.push(list.item[k]);
      }
    }
    start[event + 1] = items.length;
  }
  return new Lists(start, new Uint32Array(items));
}

// Every actor with every recipient of an event, each pair once an event and direction.
function pair_up(actors: Lists, recipients: Lists, entities: number) {
  const index = new Map<number, number>(), a: number[] = [], b: number[] = [];
  const start = new Uint32Array(actors.size + 1), items: number[] = [], backward: number[] = [];
  for (let event = 0; event < actors.size; event++) {
    const from = items.length;
    for (let i = actors.start[event]; i < actors.start[event + 1]; i++) {
      for (let j = recipients.start[event]; j < recipients.start[event + 1]; j++) {
        const actor = actors.item[i], recipient = recipients.item[j];
        if (actor === recipient) continue;
        const low = Math.min(actor, recipient), high = Math.max(actor, recipient);
        let pair = index.get(low * entities + high);
        if (pair === undefined) {
          pair = a.length;
          index.set(low * entities + high, pair);
          a.push(low);
          b.push(high);
        }
        if (items.indexOf(pair, from) >= 0) continue;
        items.push(pair);
        backward.push(actor === high ? 1 : 0);
      }
    }
    start[event + 1] = items.length;
  }
  return {a: new Uint32Array(a), b: new Uint32Array(b), of_event: new Lists(start, new Uint32Array(items)),
          backward: new Uint8Array(backward)};
}

// The native record of an event as far as the page reads it.
export interface EventRecord {
  id: string; type: string; mode?: string; cameo?: string; plover?: string; intensity?: number;
  time?: {text?: string};
  actors?: {name: string; mention?: string}[]; recipients?: {name: string; mention?: string}[];
  quantities?: {text?: string}[];
  attribution?: {by?: {id?: string; name?: string}; verb?: string; stance?: string}[];
  quote?: string; doc?: string; text?: string; span?: [number, number]; trigger?: [number, number];
  mentions?: {doc: string; text?: string; span?: [number, number]; trigger?: [number, number]}[];
  confidence?: number;
}

export interface EntityRecord {
  sector?: string; wikidata?: string;
  roles?: {title?: string; of?: string; from?: string; to?: string}[];
}

// The lines of the native graph JSON.
export class Records {
  private readonly starts: Uint32Array;
  private readonly decoder = new TextDecoder();
  constructor(private readonly bytes: Uint8Array, readonly documents: number, readonly entities: number, readonly events: number) {
    const lines = documents + entities + events;
    this.starts = new Uint32Array(lines + 1);
    let at = 0;
    for (let line = 0; line < lines; line++) {
      const end = bytes.indexOf(10, at);
      if (end < 0) throw new Error("The records of this page are cut short.");
      this.starts[line + 1] = at = end + 1;
    }
  }
  private line(i: number): string { return this.decoder.decode(this.bytes.subarray(this.starts[i], this.starts[i + 1] - 1)); }
  document_line(i: number): string { return this.line(i); }
  entity_line(i: number): string { return this.line(this.documents + i); }
  event_line(i: number): string { return this.line(this.documents + this.entities + i); }
  entity(i: number): EntityRecord { return JSON.parse(this.entity_line(i)) as EntityRecord; }
  event(i: number): EventRecord { return JSON.parse(this.event_line(i)) as EventRecord; }
}
