// The panel at the right: what is in view, or what is known of the selected entity or pair, down to the sentences.
import {bdi, byId, count, counted, h, replace, shown} from "./dom";
import {EventRecord, GraphData, NO_QUAD, Records} from "./data";
import {Selection} from "./selection";
import {day_text, from_iso, span_text} from "./time";
import {QUADS, View, words} from "./view";

const PAGE = 25;

export interface PanelEvents {
  select(selection: Selection): void;
  focus(entity: number | undefined): void;
}

export class Panel {
  records: Records | undefined;
  problem = "";  // why there are no records
  private readonly root = byId("panel");
  private readonly document_of: Map<string, number>;
  private shown_events = PAGE;
  private newest_first = false;
  private hidden_too = false;
  private selection: Selection;

  constructor(private readonly data: GraphData, private readonly view: View, private readonly events: PanelEvents) {
    this.document_of = new Map(data.documents.id.map((id, i) => [id, i]));
  }

  update(selection: Selection): void {
    const changed = JSON.stringify(selection) !== JSON.stringify(this.selection);
    if (changed) {
      this.shown_events = PAGE;
      this.hidden_too = false;
      this.root.scrollTop = 0;
    }
    this.selection = selection;
    const at = this.places().indexOf(document.activeElement as HTMLElement);
    if (!selection) replace(this.root, ...this.overview());
    else if ("entity" in selection) replace(this.root, ...this.entity(selection.entity));
    else replace(this.root, ...this.pair(selection.pair));
    // What had the focus is gone: what stands in its place has it, or the panel when it tells of something else.
    if (at >= 0) ((changed ? undefined : this.places()[at]) ?? this.root).focus({preventScroll: true});
  }

  private places(): HTMLElement[] { return [...this.root.querySelectorAll<HTMLElement>("button, a, summary")]; }

  // All events of the selection, seen or not.
  events_of(selection: Selection): ArrayLike<number> | undefined {
    if (!selection) return undefined;
    return "entity" in selection ? this.data.events_of_entity.of(selection.entity) : this.data.events_of_pair.of(selection.pair);
  }

  private overview(): (HTMLElement | false)[] {
    const {view, data} = this;
    const entities = top(view.entity_events, 12), pairs = top(view.pair_events, 12);
    const most = view.entity_events[entities[0]] ?? 1, most_pair = view.pair_events[pairs[0]] ?? 1;
    return [
      h("header", {class: "panel-head"}, h("h2", {}, "In view"),
        h("p", {class: "facts"}, `${counted(view.events, "event")}, ${counted(view.entities, "actor")}, ${counted(view.pairs, "relation")}`)),
      ...(view.events === 0 ? [h("p", {class: "none"}, this.why_nothing())] : []),
      ...(entities.length ? [h("section", {}, h("h3", {}, "Most active"), h("ol", {class: "ranking"}, ...entities.map((entity) =>
        h("li", {}, h("button", {class: "row", onclick: () => this.events.select({entity})},
          h("span", {class: "name"}, bdi(data.name[entity])), h("span", {class: "count"}, count(view.entity_events[entity])),
          share(view.entity_events[entity] / most))))))] : []),
      ...(pairs.length ? [h("section", {}, h("h3", {}, "Strongest relations"), h("ol", {class: "ranking"}, ...pairs.map((pair) =>
        h("li", {}, this.pair_row(pair, this.names_of(pair), most_pair)))))] : []),
      view.events > 0 && h("p", {class: "hint"}, "Click an actor or a line in the picture to read the sentences behind it."),
    ];
  }

  private why_nothing(): string {
    const {view} = this, ways = [!view.unbounded && "widen the window", view.filtered && "remove a filter"].filter(Boolean).join(" or ");
    return ways ? `Nothing happens here: ${ways}.` : "There is nothing to list.";
  }

  private names_of(pair: number): HTMLElement {
    return h("span", {class: "name"}, bdi(this.data.name[this.data.pair_a[pair]]), h("span", {class: "between"}, " – "),
             bdi(this.data.name[this.data.pair_b[pair]]));
  }

  private pair_row(pair: number, name: HTMLElement, most: number): HTMLElement {
    return h("button", {class: "row", onclick: () => this.events.select({pair})}, name,
             h("span", {class: "count"}, count(this.view.pair_events[pair])), this.quad_bar(pair, most));
  }

  private quad_bar(pair: number, most: number): HTMLElement {
    const bar = h("span", {class: "quads", "aria-hidden": "true"});
    for (const quad of [0, 1, 3, 2, 4]) {
      const n = this.view.pair_quads[pair * QUADS + quad];
      if (n === 0) continue;
      const part = h("span", {class: `quad-${quad}`});
      part.style.width = `${100 * n / most}%`;
      bar.append(part);
    }
    return bar;
  }

  private entity(entity: number): HTMLElement[] {
    const {data, view} = this;
    const focused = view.focus === entity;
    const neighbours = [...data.pairs_of_entity.of(entity)].filter((pair) => view.pair_events[pair] > 0)
      .sort((a, b) => view.pair_events[b] - view.pair_events[a] || a - b);
    const most = view.pair_events[neighbours[0]] ?? 1;
    const aliases = data.aliases(entity), record = this.records?.entity(entity);
    const wikidata = record?.wikidata && /^Q\d+$/.test(record.wikidata) ? record.wikidata : undefined;
    return [
      h("header", {class: "panel-head"}, this.close_button(),
        h("h2", {}, bdi(data.name[entity])),
        h("p", {class: "facts"}, words(data.kinds[data.kind[entity]]) + [data.country[entity], record?.sector].filter(Boolean).map((code) => ` · ${shown(code!)}`).join(""),
          ...(wikidata ? [" · ", h("a", {href: `https://www.wikidata.org/wiki/${wikidata}`, target: "_blank", rel: "noopener noreferrer"}, wikidata)] : [])),
        ...first_of(record?.roles ?? [], 4, (role) => h("p", {class: "aliases"}, bdi([role.title, role.of && `of ${role.of}`].filter(Boolean).join(" ")),
          role.from || role.to ? `, ${shown(role.from ?? "")}–${shown(role.to ?? "")}` : "")),
        aliases.length > 0 && h("p", {class: "aliases"}, "Also ", ...first_of(aliases, 6, (name, i) => h("span", {}, i ? ", " : "", bdi(name)))),
        h("div", {class: "actions"}, h("button", {"aria-pressed": String(focused), onclick: () => this.events.focus(focused ? undefined : entity)},
          focused ? "Show everybody" : "Show only its events"))),
      ...(neighbours.length ? [h("section", {}, h("h3", {}, `With ${counted(neighbours.length, "other")}`),
        h("ol", {class: "ranking"}, ...first_of(neighbours, 8, (pair) => {
          const other = data.pair_a[pair] === entity ? data.pair_b[pair] : data.pair_a[pair];
          return h("li", {}, this.pair_row(pair, h("span", {class: "name"}, bdi(data.name[other])), most));
        }, "li")))] : []),
      this.event_list(data.events_of_entity.of(entity)),
    ];
  }

  private pair(pair: number): HTMLElement[] {
    const {data, view} = this, a = data.pair_a[pair], b = data.pair_b[pair];
    const entity_button = (entity: number) => h("button", {class: "entity-link", onclick: () => this.events.select({entity})}, bdi(data.name[entity]));
    const all = view.pair_events[pair], back = view.pair_backward[pair];
    const counts = Array.from({length: QUADS}, (_, q) => view.pair_quads[pair * QUADS + q]);
    return [
      h("header", {class: "panel-head"}, this.close_button(), h("h2", {class: "pair-title"}, entity_button(a), h("span", {class: "between"}, " and "), entity_button(b)),
        h("ul", {class: "directions"}, all - back > 0 && direction(data.name[a], data.name[b], all - back), back > 0 && direction(data.name[b], data.name[a], back)),
        this.quad_bar(pair, Math.max(all, 1)),
        h("p", {class: "facts"}, counts.map((n, q) => n ? `${count(n)} ${q === NO_QUAD ? "other" : words(data.quads[q])}` : "").filter(Boolean).join(", "))),
      this.event_list(data.events_of_pair.of(pair)),
    ];
  }

  private close_button(): HTMLElement {
    return h("button", {class: "close", "aria-label": "Close, back to the overview", title: "Close (Esc)", onclick: () => this.events.select(undefined)}, "×");
  }

  private event_list(all: ArrayLike<number>): HTMLElement {
    const seen = this.view.visible_of(all), hidden = all.length - seen.length;
    const list = this.hidden_too ? Array.from(all) : seen;
    const time = (event: number) => Number.isNaN(this.data.begin[event]) ? Infinity : this.data.begin[event];
    list.sort((a, b) => {
      const x = time(a), y = time(b);
      return x === y ? a - b : x === Infinity ? 1 : y === Infinity ? -1 : this.newest_first ? y - x : x - y;
    });
    const update = () => this.update(this.selection);
    return h("section", {class: "events"},
      h("div", {class: "events-head"}, h("h3", {}, counted(list.length, "event")),
        list.length > 1 && h("button", {class: "more", onclick: () => {
          this.newest_first = !this.newest_first;
          update();
        }}, this.newest_first ? "Oldest first" : "Newest first"),
        hidden > 0 && h("button", {class: "more", "aria-pressed": String(this.hidden_too), onclick: () => {
          this.hidden_too = !this.hidden_too;
          update();
        }}, this.hidden_too ? "Only those in view" : `${count(hidden)} more out of view`)),
      ...list.slice(0, this.shown_events).map((event) => this.card(event)),
      list.length > this.shown_events && h("button", {class: "wide", onclick: () => {
        this.shown_events += 2 * PAGE;
        update();
      }}, `Show ${count(Math.min(2 * PAGE, list.length - this.shown_events))} more`));
  }

  private card(event: number): HTMLElement {
    const {data} = this, quad = data.quad[event], status = data.statuses[data.status[event]];
    const record = this.records?.event(event);
    const dated = !Number.isNaN(data.begin[event]);
    const when = dated ? span_text(data.begin[event], data.end[event], data.precisions[data.precision[event]]) : "no date";
    const names = (list: ArrayLike<number>) => Array.from(list).flatMap((entity, i) => [i ? ", " : "",
      h("button", {class: "entity-link", onclick: () => this.events.select({entity})}, bdi(data.name[entity]))]);
    const actors = data.actors.of(event), recipients = data.recipients.of(event), places = data.places.of(event);
    const quantities = (record?.quantities ?? []).map((quantity) => quantity.text).filter((text): text is string => !!text);
    return h("article", {class: `event quad-edge-${quad}${this.view.visible[event] ? "" : " out"}`},
      h("div", {class: "event-top"}, h("time", {title: record?.time?.text ? shown(`“${record.time.text}”`) : null}, when),
        h("span", {class: `status status-${status}`}, words(status))),
      h("h4", {}, h("span", {class: `swatch quad-${quad}`}), bdi(words(data.types[data.type[event]]) + (record?.mode ? `, ${words(record.mode)}` : "")),
        h("span", {class: "class"}, quad === NO_QUAD ? "" : words(data.quads[quad]))),
      h("p", {class: "parties"}, ...(actors.length ? names(actors) : [h("span", {class: "none"}, "somebody")]),
        recipients.length > 0 && h("span", {class: "arrow", "aria-label": "acts on"}, " → "), ...(recipients.length ? names(recipients) : [])),
      ...(record ? this.telling(record) : [h("p", {class: "none"}, this.problem || "Reading the sentences …")]),
      (places.length > 0 || quantities.length > 0) && h("p", {class: "more-facts"},
        ...Array.from(places).flatMap((place, i) => [i ? ", " : "in ", bdi(data.name[place])]),
        ...quantities.flatMap((text, i) => [i || places.length ? " · " : "", bdi(text)])),
      this.related(event));
  }

  private telling(record: EventRecord): HTMLElement[] {
    const mentions = record.mentions?.length ? record.mentions : record.doc ? [{doc: record.doc, text: record.text, span: record.span, trigger: record.trigger}] : [];
    const said = (record.attribution ?? []).map((attribution) => h("li", {},
      attribution.by?.name ? bdi(attribution.by.name, "speaker") : h("span", {class: "speaker"}, "somebody not named"),
      ...(attribution.verb ? [" ", bdi(attribution.verb)] : []),
      attribution.stance && h("span", {class: "stance"}, ` (${words(attribution.stance)})`)));
    const quotes = mentions.map((mention) => h("figure", {class: "mention"},
      mention.text ? h("blockquote", {}, ...marked(mention.text, mention.span, mention.trigger)) : null,
      h("figcaption", {}, ...this.source(mention.doc))));
    return [
      ...(quotes.length ? [quotes[0]] : []),
      ...(quotes.length > 1 ? [h("details", {}, h("summary", {}, `${counted(quotes.length - 1, "other report")}`), ...quotes.slice(1))] : []),
      ...(said.length ? [h("ul", {class: "said", "aria-label": "Who says so"}, ...said)] : []),
    ];
  }

  private source(id: string): (HTMLElement | string)[] {
    const doc = this.document_of.get(id), documents = this.data.documents;
    if (doc === undefined) return [bdi(id)];
    const title = documents.title[doc] || id, url = documents.url[doc];
    const safe = /^https?:\/\//i.test(url);
    return [safe ? h("a", {href: url, target: "_blank", rel: "noopener noreferrer"}, bdi(title)) : bdi(title),
            ...(documents.outlet[doc] ? [", ", bdi(documents.outlet[doc])] : []),
            ...(documents.published[doc] ? [", ", bdi(date_text(documents.published[doc]))] : [])];
  }

  private related(event: number): HTMLElement | null {
    const about = this.data.about.get(event), tellers = this.data.told_by.get(event) ?? [];
    if (about === undefined && tellers.length === 0) return null;
    const link = (other: number) => {
      const pairs = this.data.pairs_of_event.of(other), parties = this.data.parties.of(other);
      const text = words(this.data.types[this.data.type[other]]);
      const target: Selection = pairs.length ? {pair: pairs[0]} : parties.length ? {entity: parties[0]} : undefined;
      return target ? h("button", {class: "entity-link", onclick: () => this.events.select(target)}, bdi(text)) : bdi(text);
    };
    return h("p", {class: "more-facts"}, ...(about !== undefined ? ["speaks of: ", link(about)] : []),
             ...(tellers.length ? [about !== undefined ? " · " : "", "spoken of in: ", ...tellers.slice(0, 5).flatMap((other, i) => [i ? ", " : "", link(other)])] : []));
  }
}

function direction(from: string, to: string, n: number): HTMLElement {
  return h("li", {}, h("span", {class: "name"}, bdi(from), h("span", {class: "arrow", "aria-label": "acts on"}, " → "), bdi(to)), h("span", {class: "count"}, count(n)));
}

// The first `n`, and a button, in an element of its own where the list wants one, that puts the others in its place.
function first_of<Item>(items: Item[], n: number, element: (item: Item, i: number) => HTMLElement, around?: "li"): HTMLElement[] {
  const first = items.slice(0, n).map(element);
  if (items.length <= n) return first;
  const more = h("button", {class: "more", onclick: () => {
    const others = items.slice(n).map((item, i) => element(item, i + n));
    place.replaceWith(...others);
    others[0].querySelector<HTMLElement>("button")?.focus();
  }}, `${count(items.length - n)} more`);
  const place = around ? h(around, {}, more) : more;
  return [...first, place];
}

function date_text(text: string): string {
  const seconds = /^\d{4}-\d\d-\d\d/.test(text) ? from_iso(text) : undefined;
  return seconds === undefined ? text : day_text(seconds);
}

function share(part: number): HTMLElement {
  const bar = h("span", {class: "bar"});
  bar.style.width = `${100 * part}%`;
  return bar;
}

// The sentence with the trigger brought out. Ranges are code points of the document; `text` begins at span[0] when it is
// as long as the span.
function marked(text: string, span?: [number, number], trigger?: [number, number]): (HTMLElement | string)[] {
  const points = Array.from(text);
  if (!span || !trigger || span[1] - span[0] !== points.length || trigger[0] < span[0] || trigger[1] > span[1]) return [bdi(text)];
  const piece = (from: number, to: number) => shown(points.slice(from, to).join(""));
  const begin = trigger[0] - span[0], end = trigger[1] - span[0];
  return [h("bdi", {}, piece(0, begin), h("mark", {}, piece(begin, end)), piece(end, points.length))];
}

// Indexes of the `n` greatest values, none of them 0. O(values · log n) at worst.
function top(values: Uint32Array, n: number): number[] {
  const best: number[] = [];
  for (let i = 0; i < values.length; i++) {
    if (values[i] === 0 || (best.length === n && values[i] <= values[best[n - 1]])) continue;
    let at = best.length;
    while (at > 0 && values[best[at - 1]] < values[i]) at--;
    best.splice(at, 0, i);
    if (best.length > n) best.pop();
  }
  return best;
}
