// The filters at the left: a list of values with counts for each facet, and the chips of what is chosen.
import {bdi, byId, count, h, name_text, replace} from "./dom";
import {GraphData} from "./data";
import {Facet, View} from "./view";

const SHORT = 7;

export class Facets {
  private readonly opened = new Set<string>();
  private readonly wanted = new Map<string, string>();  // facet → what is typed to find a value
  private readonly bodies = new Map<string, HTMLElement>();

  constructor(private readonly data: GraphData, private readonly view: View, private readonly changed: () => void) {
    const root = byId("facets");
    for (const facet of view.facets) {
      const known = facet.values.length > 1 || (facet.values.length === 1 && facet.key !== "outlet");
      if (!known) continue;
      const body = h("div", {class: "facet-body"});
      this.bodies.set(facet.key, body);
      root.append(h("fieldset", {class: "facet", id: `facet-${facet.key}`}, h("legend", {}, facet.title), body));
    }
    this.update();
  }

  // Shows the counts and what is chosen. O(events) for the counts.
  update(): void {
    this.view.count_facets();
    for (const facet of this.view.facets) {
      const body = this.bodies.get(facet.key);
      if (body) this.fill(facet, body);
    }
    this.chips();
  }

  private fill(facet: Facet, body: HTMLElement): void {
    const focused = document.activeElement instanceof HTMLInputElement && body.contains(document.activeElement) ? document.activeElement : undefined;
    const typing = focused?.type === "search", focus_value = focused?.value;
    const used = Array.from(facet.values, (_, i) => i).filter((value) => facet.chosen.has(value) || facet.counts[value] > 0);
    if (facet.key !== "quad") {
      used.sort((a, b) => Number(facet.chosen.has(b)) - Number(facet.chosen.has(a)) || facet.counts[b] - facet.counts[a] || (facet.values[a] < facet.values[b] ? -1 : 1));
    }
    const wanted = (this.wanted.get(facet.key) ?? "").toLowerCase();
    const matching = wanted ? used.filter((value) => facet.values[value].toLowerCase().includes(wanted)) : used;
    const open = this.opened.has(facet.key), listed = matching.slice(0, open ? 200 : facet.chosen.size + SHORT);
    const most = Math.max(1, ...listed.map((value) => facet.counts[value]));
    const rows = listed.map((value) => this.row(facet, value, most));
    const more = used.length > SHORT + facet.chosen.size && h("button", {class: "more", "aria-expanded": String(open), onclick: () => {
      if (open) {
        this.opened.delete(facet.key);
        this.wanted.delete(facet.key);
      } else this.opened.add(facet.key);
      this.fill(facet, body);
      body.querySelector<HTMLElement>(".more")?.focus();
    }}, open ? "Show fewer" : `All ${count(used.length)}`);
    const find = open && used.length > 15 && h("input", {
      type: "search", class: "find", placeholder: `Find in ${facet.title.toLowerCase()}`, "aria-label": `Find in ${facet.title.toLowerCase()}`,
      value: this.wanted.get(facet.key) ?? "", oninput: (event: Event) => {
        this.wanted.set(facet.key, (event.target as HTMLInputElement).value);
        this.fill(facet, body);
      }});
    replace(body, find || null, ...rows, rows.length === 0 && h("p", {class: "none"}, "none in this window"), more || null);
    if (typing && find) {
      find.focus();
      find.setSelectionRange(find.value.length, find.value.length);
    } else if (focus_value !== undefined) {
      body.querySelector<HTMLInputElement>(`input[value="${CSS.escape(focus_value)}"]`)?.focus();
    }
  }

  private row(facet: Facet, value: number, most: number): HTMLElement {
    const bar = h("span", {class: "bar"});
    bar.style.width = `${100 * facet.counts[value] / most}%`;
    return h("label", {class: "value", title: name_text(facet.values[value])},
      h("input", {type: "checkbox", value: String(value), checked: facet.chosen.has(value), onchange: () => this.toggle(facet, value)}),
      facet.key === "quad" && h("span", {class: `swatch quad-${value}`}),
      h("span", {class: "name"}, bdi(facet.values[value])), h("span", {class: "count"}, count(facet.counts[value])), bar);
  }

  private toggle(facet: Facet, value: number): void {
    const chosen = new Set(facet.chosen);
    if (!chosen.delete(value)) chosen.add(value);
    this.view.choose(facet, chosen);
    this.changed();
  }

  private chips(): void {
    const chips: HTMLElement[] = [];
    const chip = (kind: string, text: string, remove: () => void) => chips.push(
      h("button", {class: "chip", "aria-label": `Remove the filter ${kind}: ${name_text(text)}`, onclick: () => {
        remove();
        this.changed();
        (byId("chips").querySelector("button") ?? byId("graph")).focus();
      }}, h("span", {class: "chip-kind"}, kind), bdi(text), h("span", {"aria-hidden": "true"}, "×")));
    if (this.view.focus !== undefined) chip("Only with", this.data.name[this.view.focus], () => this.view.set_focus(undefined));
    for (const facet of this.view.facets) {
      for (const value of facet.chosen) {
        chip(facet.title, facet.values[value], () => this.view.choose(facet, new Set([...facet.chosen].filter((other) => other !== value))));
      }
    }
    if (chips.length > 1) {
      chips.push(h("button", {class: "chip clear", onclick: () => {
        this.view.clear();
        this.changed();
        byId("graph").focus();
      }}, "Clear all"));
    }
    replace(byId("chips"), ...chips);
  }
}
