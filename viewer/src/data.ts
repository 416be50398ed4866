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
    for (let k = 0; k < this.item.length; k++) start[this.item[k] + 1]++;
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
  of: number;  // events of the graph that the page was made of
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
  title: string; of: number;
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

  let entity_of: Map<string, number> | undefined;  // made for whoever asks: a link, a saved file
  const parties = parties_of(actors, recipients);
  const pairing = pair_up(actors, recipients, entities);
  const pairs = pairing.a.length, ends = new Uint32Array(2 * pairs), starts = new Uint32Array(pairs + 1);
  for (let pair = 0; pair < pairs; pair++) {
    ends[2 * pair] = pairing.a[pair];
    ends[2 * pair + 1] = pairing.b[pair];
    starts[pair + 1] = 2 * pair + 2;
  }
  const ends_of_pair = new Lists(starts, ends);
  return {
    title: core.title, of: core.of, kinds: core.kinds, types: core.types, quads: core.quads, statuses: core.statuses,
    precisions: core.precisions, documents: core.documents, entities,
    id: core.entities.id, name: core.entities.name, kind: new Uint8Array(core.entities.kind),
    country: core.entities.country, aliases: (entity) => core.entities.aliases[entity] ?? [],
    x: new Float32Array(core.entities.x), y: new Float32Array(core.entities.y),
    get entity_of() { return entity_of ??= new Map(core.entities.id.map((id, i) => [id, i])); },
    events, type: new Uint16Array(core.events.type),
    quad: Uint8Array.from(core.events.quad, (value) => value < 0 ? NO_QUAD : value),
    status: new Uint8Array(core.events.status), precision: new Uint8Array(core.events.precision), begin, end, about,
    told_by, actors, recipients, places: Lists.from_ends(core.events.places_end, core.events.places),
    sources: Lists.from_ends(core.events.documents_end, core.events.documents), parties,
    events_of_entity: parties.inverse(entities), pairs, pair_a: pairing.a, pair_b: pairing.b,
    pairs_of_event: pairing.of_event, backward: pairing.backward, events_of_pair: pairing.of_event.inverse(pairs),
    pairs_of_entity: ends_of_pair.inverse(entities), first, last, undated,
  };
}

function instants(values: (number | null)[]): Float64Array {
  const seconds = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) seconds[i] = values[i] ?? NaN;
  return seconds;
}

function parties_of(actors: Lists, recipients: Lists): Lists {
  const start = new Uint32Array(actors.size + 1), items = new Uint32Array(actors.item.length + recipients.item.length);
  let count = 0;
  for (let event = 0; event < actors.size; event++) {
    const from = count;
    for (const list of [actors, recipients]) {
      for (let k = list.start[event]; k < list.start[event + 1]; k++) {
        let again = false;
        for (let i = from; i < count; i++) again ||= items[i] === list.item[k];
        if (!again) items[count++] = list.item[k];
      }
    }
    start[event + 1] = count;
  }
  return new Lists(start, items.slice(0, count));
}

// The numbers 0 … n - 1 in an order that is always the same and follows nothing.
function shuffle(n: number): Uint32Array {
  const numbers = Uint32Array.from({length: n}, (_, i) => i);
  for (let i = n - 1, state = 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const j = state % (i + 1), other = numbers[j];
    numbers[j] = numbers[i];
    numbers[i] = other;
  }
  return numbers;
}

// Every actor with every recipient of an event, each pair once an event and direction. Pairs are found by counting, for a
// map of so many is slow, and numbered in an order that follows nothing: it decides which of equally strong ones are drawn.
function pair_up(actors: Lists, recipients: Lists, entities: number) {
  const each = (use: (event: number, actor: number, recipient: number) => void) => {
    for (let event = 0; event < actors.size; event++) {
      for (let i = actors.start[event]; i < actors.start[event + 1]; i++) {
        for (let j = recipients.start[event]; j < recipients.start[event + 1]; j++) {
          if (actors.item[i] !== recipients.item[j]) use(event, actors.item[i], recipients.item[j]);
        }
      }
    }
  };
  // Where the meetings of each lower entity lie, in the order of the events.
  const next = new Uint32Array(entities + 1);
  each((_, actor, recipient) => next[Math.min(actor, recipient) + 1]++);
  for (let entity = 0; entity < entities; entity++) next[entity + 1] += next[entity];
  const meetings = next[entities], start_of = next.slice(), high = new Uint32Array(meetings), place = new Uint32Array(meetings);
  let met = 0;
  each((_, actor, recipient) => {
    const at = next[Math.min(actor, recipient)]++;
    high[at] = Math.max(actor, recipient);
    place[met++] = at;
  });
  const a = new Uint32Array(meetings), b = new Uint32Array(meetings), pair_at = new Uint32Array(meetings);
  const seen_with = new Int32Array(entities).fill(-1), pair_with = new Uint32Array(entities);
  let pairs = 0;
  for (let low = 0; low < entities; low++) {
    for (let at = start_of[low]; at < start_of[low + 1]; at++) {
      const other = high[at];
      if (seen_with[other] !== low) {
        seen_with[other] = low;
        pair_with[other] = pairs;
        a[pairs] = low;
        b[pairs++] = other;
      }
      pair_at[at] = pair_with[other];
    }
  }
  const number = shuffle(pairs), lower = new Uint32Array(pairs), higher = new Uint32Array(pairs);
  for (let pair = 0; pair < pairs; pair++) {
    lower[number[pair]] = a[pair];
    higher[number[pair]] = b[pair];
  }
  const start = new Uint32Array(actors.size + 1), items = new Uint32Array(meetings), backward = new Uint8Array(meetings);
  let count = 0, last = -1;
  met = 0;
  each((event, actor, recipient) => {
    for (; last < event; last++) start[last + 1] = count;
    const pair = number[pair_at[place[met++]]];
    for (let i = start[event]; i < count; i++) if (items[i] === pair) return;
    backward[count] = actor > recipient ? 1 : 0;
    items[count++] = pair;
  });
  for (; last < actors.size; last++) start[last + 1] = count;
  return {a: lower, b: higher, of_event: new Lists(start, items.slice(0, count)), backward: backward.slice(0, count)};
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
