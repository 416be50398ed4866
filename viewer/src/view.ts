// What of the graph is seen: the time window and the filters, and what they leave of every pair and entity.
// One pass over the events in typed arrays answers a move of the window; nothing is allocated in it.
import {GraphData, Lists, NO_QUAD} from "./data";

export interface Facet {
  key: string; title: string;
  values: string[];        // as shown
  keys: string[];          // as the permalink writes them
  lists: Lists;            // event → its values
  chosen: Set<number>;     // empty: all
  counts: Uint32Array;     // events of each value that pass all the other filters
}

export const QUADS = NO_QUAD + 1;

export class View {
  readonly facets: Facet[] = [];
  from: number; to: number;         // the window, half-open
  focus: number | undefined;        // only events with this party
  readonly visible: Uint8Array;     // of every event
  readonly entity_events: Uint32Array;
  readonly pair_events: Uint32Array;
  readonly pair_quads: Uint32Array;     // QUADS numbers a pair
  readonly pair_backward: Uint32Array;  // events in which the higher entity acts
  readonly pair_quad: Uint8Array;       // the most frequent
  events = 0; pairs = 0; entities = 0;  // how many are seen
  undated = 0;                          // events that pass the filters
  private readonly pair_changed: Uint8Array;
  private readonly changed: Uint32Array;
  private readonly fails: Uint8Array;   // a bit a filter that leaves the event out, the window apart
  private readonly focus_bit = 0x80;

  constructor(readonly data: GraphData) {
    this.from = data.first;
    this.to = data.last;
    this.visible = new Uint8Array(data.events);
    this.fails = new Uint8Array(data.events);
    this.entity_events = new Uint32Array(data.entities);
    this.pair_events = new Uint32Array(data.pairs);
    this.pair_quads = new Uint32Array(data.pairs * QUADS);
    this.pair_backward = new Uint32Array(data.pairs);
    this.pair_quad = new Uint8Array(data.pairs);
    this.pair_changed = new Uint8Array(data.pairs);
    this.changed = new Uint32Array(data.pairs);
    this.make_facets();
    this.count_undated();
    this.apply();
  }

  private make_facets(): void {
    const data = this.data;
    const add = (key: string, title: string, values: string[], lists: Lists, keys = values) => {
      this.facets.push({key, title, values, keys, lists, chosen: new Set(), counts: new Uint32Array(values.length)});
    };
    add("quad", "Relation", [...data.quads.map(words), "other"], Lists.single(data.quad), [...data.quads, "other"]);
    add("type", "Event type", data.types.map(words), Lists.single(data.type), data.types);
    add("status", "Status", data.statuses.map(words), Lists.single(data.status), data.statuses);

    const places = [...new Set(data.places.item)].sort((a, b) => a - b);
    const place_index = new Map(places.map((entity, i) => [entity, i]));
    add("place", "Place", places.map((entity) => data.name[entity]),
        new Lists(data.places.start, data.places.item.map((entity) => place_index.get(entity)!)),
        places.map((entity) => data.id[entity]));

    const outlets = [...new Set(data.documents.outlet)].sort();
    const outlet_index = new Map(outlets.map((outlet, i) => [outlet, i]));
    add("outlet", "Outlet", outlets.map((outlet) => outlet || "not known"),
        new Lists(data.sources.start, data.sources.item.map((doc) => outlet_index.get(data.documents.outlet[doc])!)), outlets);
  }

  // No window is set: undated events are seen too.
  get unbounded(): boolean { return this.from <= this.data.first && this.to >= this.data.last; }
  get filtered(): boolean { return this.focus !== undefined || this.facets.some((facet) => facet.chosen.size > 0); }

  passes_filters(event: number): boolean { return this.fails[event] === 0; }

  set_window(from: number, to: number): void {
    this.from = from;
    this.to = to;
    this.apply();
  }

  choose(facet: Facet, chosen: Set<number>): void {
    facet.chosen = chosen;
    this.refilter(facet);
    this.count_undated();
    this.apply();
  }

  set_focus(entity: number | undefined): void {
    this.focus = entity;
    const parties = this.data.parties;
    for (let event = 0; event < this.data.events; event++) {
      const pass = entity === undefined || parties.of(event).includes(entity);
      this.fails[event] = pass ? this.fails[event] & ~this.focus_bit : this.fails[event] | this.focus_bit;
    }
    this.count_undated();
    this.apply();
  }

  clear(): void {
    for (const facet of this.facets) facet.chosen.clear();
    this.focus = undefined;
    this.fails.fill(0);
    this.count_undated();
    this.apply();
  }

  private count_undated(): void {
    this.undated = 0;
    for (let event = 0; event < this.data.events; event++) {
      if (this.fails[event] === 0 && Number.isNaN(this.data.begin[event])) this.undated++;
    }
  }

  private refilter(facet: Facet): void {
    const bit = 1 << this.facets.indexOf(facet), chosen = facet.chosen, {start, item} = facet.lists;
    const wanted = new Uint8Array(facet.values.length);
    for (const value of chosen) wanted[value] = 1;
    for (let event = 0; event < this.data.events; event++) {
      let pass = chosen.size === 0;
      for (let k = start[event]; !pass && k < start[event + 1]; k++) pass = wanted[item[k]] === 1;
      this.fails[event] = pass ? this.fails[event] & ~bit : this.fails[event] | bit;
    }
  }

  // Counts only what has changed: O(events), the changed ones weighing most.
  private apply(): void {
    const {visible, fails, entity_events, pair_events, pair_quads, pair_backward, pair_changed, changed, from, to, unbounded} = this;
    const {begin, end, quad, backward} = this.data;
    const pair_start = this.data.pairs_of_event.start, pair_item = this.data.pairs_of_event.item;
    const party_start = this.data.parties.start, party_item = this.data.parties.item;
    let changes = 0;
    for (let event = 0; event < visible.length; event++) {
      const seen = fails[event] === 0 && (unbounded || (begin[event] < to && end[event] > from)) ? 1 : 0;
      if (seen === visible[event]) continue;
      visible[event] = seen;
      const by = seen ? 1 : -1, crossing = seen ? 1 : 0;  // a count that is `crossing` afterwards came from or fell to 0
      this.events += by;
      for (let k = party_start[event]; k < party_start[event + 1]; k++) {
        if ((entity_events[party_item[k]] += by) === crossing) this.entities += by;
      }
      for (let k = pair_start[event]; k < pair_start[event + 1]; k++) {
        const pair = pair_item[k];
        if ((pair_events[pair] += by) === crossing) this.pairs += by;
        pair_quads[pair * QUADS + quad[event]] += by;
        if (backward[k]) pair_backward[pair] += by;
        if (!pair_changed[pair]) {
          pair_changed[pair] = 1;
          changed[changes++] = pair;
        }
      }
    }
    for (let i = 0; i < changes; i++) {
      const pair = changed[i];
      let best = 0;
      for (let q = 1; q < QUADS; q++) if (pair_quads[pair * QUADS + q] > pair_quads[pair * QUADS + best]) best = q;
      this.pair_quad[pair] = best;
      pair_changed[pair] = 0;
    }
  }

  // Facet counts: events in the window that fail no filter but the facet's own.
  count_facets(): void {
    const {begin, end} = this.data;
    for (const facet of this.facets) facet.counts.fill(0);
    for (let event = 0; event < this.data.events; event++) {
      if (!(this.unbounded || (begin[event] < this.to && end[event] > this.from))) continue;
      for (let i = 0; i < this.facets.length; i++) {
        if (this.fails[event] & ~(1 << i)) continue;
        const {lists, counts} = this.facets[i];
        for (let k = lists.start[event]; k < lists.start[event + 1]; k++) {
          let again = false;
          for (let j = lists.start[event]; j < k; j++) again ||= lists.item[j] === lists.item[k];
          if (!again) counts[lists.item[k]]++;
        }
      }
    }
  }

  visible_of(list: ArrayLike<number>): number[] {
    const seen: number[] = [];
    for (let k = 0; k < list.length; k++) if (this.visible[list[k]]) seen.push(list[k]);
    return seen;
  }
}

export function words(code: string): string { return code.replace(/[-_]/g, " "); }
