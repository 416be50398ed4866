// Search by name: the entities whose name or alias holds what is typed, those that begin with it first.
import {bdi, byId, count, h, replace} from "./dom";
import {GraphData} from "./data";
import {View, words} from "./view";

const MOST = 12;

export function fold(text: string): string {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

export class Search {
  private readonly input = byId<HTMLInputElement>("search");
  private readonly list = byId("search-results");
  private readonly entities: number[];
  private readonly names: string[];          // folded
  private readonly aliases: (string[] | undefined)[];
  private found: number[] = [];
  private active = -1;

  constructor(private readonly data: GraphData, private readonly view: View, private readonly pick: (entity: number) => void) {
    this.entities = Array.from({length: data.entities}, (_, i) => i).filter((i) => data.events_of_entity.count(i) > 0);
    this.names = this.entities.map((i) => fold(data.name[i]));
    this.aliases = this.entities.map((i) => data.aliases(i).length ? data.aliases(i).map(fold) : undefined);
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("focus", () => this.search());
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.input.addEventListener("keydown", (event) => this.key(event));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  find(text: string): number[] {
    const wanted = fold(text.trim());
    if (!wanted) return [];
    const weight = (i: number) => this.data.events_of_entity.count(this.entities[i]);
    const hits: {i: number; rank: number}[] = [];
    for (let i = 0; i < this.names.length; i++) {
      const at = this.names[i].indexOf(wanted);
      if (at >= 0) hits.push({i, rank: this.names[i] === wanted ? 0 : at === 0 ? 1 : this.names[i][at - 1] === " " ? 2 : 4});
      else if (this.aliases[i]?.some((alias) => alias.includes(wanted))) hits.push({i, rank: 3});
    }
    hits.sort((a, b) => a.rank - b.rank || weight(b.i) - weight(a.i) || a.i - b.i);
    return hits.slice(0, MOST).map(({i}) => this.entities[i]);
  }

  private search(): void {
    const text = this.input.value;
    this.found = this.find(text);
    this.active = this.found.length ? 0 : -1;
    if (!text.trim()) return this.close();
    const wanted = fold(text.trim());
    const rows = this.found.map((entity, i) => {
      const alias = fold(this.data.name[entity]).includes(wanted) ? undefined : this.data.aliases(entity).find((name) => fold(name).includes(wanted));
      const events = this.view.entity_events[entity];
      return h("div", {role: "option", id: `result-${i}`, class: "result", onpointerdown: (event: Event) => {
        event.preventDefault();
        this.take(i);
      }}, h("span", {class: "name"}, bdi(this.data.name[entity]), alias ? h("span", {class: "alias"}, " also ", bdi(alias)) : null),
      h("span", {class: "hint"}, words(this.data.kinds[this.data.kind[entity]])),
      h("span", {class: "count"}, events ? count(events) : "hidden"));
    });
    replace(this.list, ...rows, rows.length === 0 && h("p", {class: "none"}, "Nobody of that name in this graph."));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark();
  }

  private mark(): void {
    [...this.list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === this.active)));
    if (this.active >= 0) this.input.setAttribute("aria-activedescendant", `result-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  private take(i: number): void {
    const entity = this.found[i];
    if (entity === undefined) return;
    this.input.value = "";
    this.close();
    this.input.blur();
    this.pick(entity);
  }

  private close(): void {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
  }

  private key(event: KeyboardEvent): void {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const n = this.found.length;
      if (n) this.active = (this.active + (event.key === "ArrowDown" ? 1 : n - 1)) % n;
      this.mark();
    } else if (event.key === "Enter") this.take(this.active);
    else if (event.key === "Escape") {
      this.input.value = "";
      this.close();
      byId("graph").focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
