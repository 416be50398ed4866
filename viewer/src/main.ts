// The page: reads its data, then keeps picture, timeline, filters, panel and address in step with what the reader does.
import {byId, count, counted, h, name_text, replace, settled, shown} from "./dom";
import {GraphData, inflate, read_core, Records} from "./data";
import {Facets} from "./facets";
import {Panel} from "./panel";
import {read_link, write_link} from "./permalink";
import {gexf} from "./gexf";
import {caption, download, file_name, native_json, png, svg} from "./save";
import {Scene, shape_of} from "./scene";
import {Search} from "./search";
import {same, Selection} from "./selection";
import {Theme, ThemeChoice} from "./theme";
import {window_text} from "./time";
import {Timeline} from "./timeline";
import {View, words} from "./view";

class Page {
  private selection: Selection;
  private readonly view: View;
  private readonly theme: Theme;
  private readonly scene: Scene | undefined;  // none where the browser offers no WebGL 2
  private readonly timeline: Timeline;
  private readonly facets: Facets;
  private readonly panel: Panel;
  private readonly search: Search;
  private written = "";  // the hash that we wrote last

  constructor(private readonly data: GraphData) {
    this.view = new View(data);
    this.theme = new Theme(() => this.recolor());
    const place = read_link(location.hash, data, this.view);
    this.theme.set(place.theme);
    this.selection = place.selection;
    this.panel = new Panel(data, this.view, {select: (selection) => this.select(selection), focus: (entity) => {
      this.view.set_focus(entity);
      this.filtered();
    }});
    this.scene = this.picture();
    if (place.camera) this.scene?.sigma.getCamera().setState(place.camera);
    this.timeline = new Timeline(data, this.view, this.theme, (from, to) => this.move_window(from, to));
    this.facets = new Facets(data, this.view, () => this.filtered());
    this.search = new Search(data, this.view, (entity) => this.pick(entity));
    this.title();
    this.legend();
    this.scene?.update(this.selection);
    this.timeline.recount();
    this.timeline.select(this.panel.events_of(this.selection));
    this.panel.update(this.selection);
    this.status();
    this.wire();
  }

  private picture(): Scene | undefined {
    try {
      return new Scene(byId("graph"), this.data, this.view, this.theme, {
        select: (selection) => this.select(selection), hover: (selection, x, y) => this.hover(selection, x, y),
        moved: () => this.write_address(), drawn: () => this.status()});
    } catch (error) {
      replace(byId("graph"));
      byId("no-picture").hidden = false;
      console.warn(error);
      return undefined;
    }
  }

  private title(): void {
    const {data} = this, title = shown(data.title) || "Event graph";
    document.title = title;
    byId("title").textContent = title;
    const actors = Array.from({length: data.entities}, (_, i) => i).filter((i) => data.events_of_entity.count(i) > 0).length;
    byId("subtitle").textContent = [counted(data.events, "event"), counted(actors, "actor"), counted(data.documents.id.length, "article"),
      data.first === data.last ? "" : window_text(data.first, data.last)].filter(Boolean).join(" · ");
  }

  private legend(): void {
    const names = ["circle", "square", "diamond", "triangle"], kinds = new Map<number, Set<string>>();
    for (let entity = 0; entity < this.data.entities; entity++) {
      if (this.data.events_of_entity.count(entity) === 0) continue;
      const kind = this.data.kinds[this.data.kind[entity]], shape = shape_of(kind);
      kinds.set(shape, (kinds.get(shape) ?? new Set()).add(words(kind)));
    }
    replace(byId("legend-shapes"), ...[...kinds].sort((a, b) => a[0] - b[0]).map(([shape, list]) =>
      h("li", {}, h("span", {class: `shape shape-${shape}`, role: "img", "aria-label": names[shape]}), [...list].join(", "))));
    const small = matchMedia("(max-width: 760px), (max-height: 560px)");  // as in the style: the picture needs the room
    const fold = () => { byId<HTMLDetailsElement>("legend").open = !small.matches; };
    small.addEventListener("change", fold);
    fold();
  }

  // A new window: the picture at once, the slower rest when it comes to rest.
  private move_window(from: number, to: number): void {
    performance.mark("ekg-window");
    this.view.set_window(from, to);
    this.scene?.update(this.selection);
    this.timeline.draw();
    this.status();
    this.rest();
    performance.measure("ekg-window", "ekg-window");
  }

  private readonly rest = settled(() => {
    this.facets.update();
    this.panel.update(this.selection);
    this.write_address();
  }, 140);

  private filtered(): void {
    this.scene?.update(this.selection);
    this.timeline.recount();
    this.facets.update();
    this.panel.update(this.selection);
    this.status();
    this.write_address();
  }

  private select(selection: Selection): void {
    if (same(selection, this.selection)) return;
    this.selection = selection;
    this.scene?.update(selection);
    this.scene?.show(selection);
    this.timeline.select(this.panel.events_of(selection));
    this.panel.update(selection);
    if (selection) document.body.classList.add("panel-open");
    this.write_address();
  }

  // From the search: what the filters hide is brought back.
  private pick(entity: number): void {
    if (this.view.entity_events[entity] === 0) {
      this.view.clear();
      this.timeline.all();
      this.filtered();
    }
    this.select({entity});
    byId("panel").focus({preventScroll: true});
  }

  private hover(selection: Selection, x: number, y: number): void {
    const tip = byId("tip"), {data, view} = this;
    tip.hidden = !selection;
    if (!selection) return;
    const text = "entity" in selection ?
      [name_text(data.name[selection.entity]), `${words(data.kinds[data.kind[selection.entity]])}, ${counted(view.entity_events[selection.entity], "event")}`] :
      [`${name_text(data.name[data.pair_a[selection.pair]])} – ${name_text(data.name[data.pair_b[selection.pair]])}`, counted(view.pair_events[selection.pair], "event")];
    replace(tip, h("strong", {}, text[0]), h("span", {}, text[1]));
    const area = byId("graph");
    tip.style.left = `${Math.max(8, Math.min(x + 14, area.clientWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(8, Math.min(y + 16, area.clientHeight - tip.offsetHeight - 8))}px`;
  }

  private status(): void {
    const {view, data} = this;
    const none = view.events === 0, few = !none && view.pairs === 0;
    byId("empty").hidden = !none && !few;
    byId("empty-text").textContent = data.events === 0 ? (data.of > 0 ? "No event of the graph was chosen for this page." : "This graph has no events.") :
      none ? "No event in this window passes the filters." : "These events name no two sides, so there is no line to draw.";
    byId("empty-clear").hidden = !view.filtered || few;
    byId("empty-all").hidden = view.unbounded || few;
    const held = this.scene?.lines_held_back ?? 0;
    byId("status").textContent = `${counted(view.events, "event")} in view` +
      (held > 0 ? `. Drawn: the ${count(view.pairs - held)} strongest relations here of ${count(view.pairs)}.` : "");
  }

  private recolor(): void {
    if (!this.timeline) return;  // still being made
    this.scene?.recolor();
    this.timeline.draw();
    this.theme_button();
  }

  private theme_button(): void {
    const text = {auto: "Colours: as the system", light: "Colours: light", dark: "Colours: dark"}[this.theme.choice];
    byId("theme").setAttribute("aria-label", text);
    byId("theme").title = text;
  }

  private write_address(): void {
    const hash = write_link(this.data, this.view, {selection: this.selection, camera: this.scene?.sigma.getCamera().getState(), theme: this.theme.choice});
    this.written = hash ? "#" + hash : "";
    if (location.hash !== this.written) history.replaceState(null, "", this.written || "#");
  }

  private read_address(): void {
    if (location.hash === this.written || (location.hash === "" && this.written === "")) return;
    const place = read_link(location.hash, this.data, this.view);
    this.theme.set(place.theme);
    this.selection = place.selection;
    this.scene?.sigma.getCamera().setState(place.camera ?? {x: 0.5, y: 0.5, ratio: 1});
    this.filtered();
    this.timeline.select(this.panel.events_of(this.selection));
  }

  take_records(records: Records): void {
    this.panel.records = records;
    this.panel.update(this.selection);
    document.body.dataset.records = "ready";
    this.save_menu();
  }
  fail_records(problem: string): void {
    this.panel.problem = problem;
    this.panel.update(this.selection);
  }

  // What "save" means: the seen events of the selection, or all that is seen.
  private scope(): number[] {
    const events = this.panel.events_of(this.selection);
    if (events) return this.view.visible_of(events);
    return this.view.visible_of(Uint32Array.from({length: this.data.events}, (_, i) => i));
  }

  private save_menu(): void {
    const events = this.scope().length, what = this.selection ? "selection" : "view";
    byId("save-scope").textContent = `Data of the ${what}: ${counted(events, "event")}`;
    for (const id of ["save-png", "save-svg"]) byId<HTMLButtonElement>(id).disabled = !this.scene;
    for (const id of ["save-json", "save-gexf"]) byId<HTMLButtonElement>(id).disabled = events === 0 || (id === "save-json" && this.panel.records === undefined);
  }

  private async save(kind: string): Promise<void> {
    const {data, theme} = this, text = caption(data, this.view);
    const blob = (type: string, ...parts: string[]) => new Blob(parts, {type});
    const canvas = kind === "png" && this.scene?.canvas();
    if (canvas && this.scene) download(file_name(data.title, ".png"), await png(canvas, canvas.width / this.scene.sigma.getDimensions().width, theme, shown(text)));
    if (kind === "svg" && this.scene) download(file_name(data.title, ".svg"), blob("image/svg+xml", svg(this.scene.picture(), theme, data.title, shown(text))));
    if (kind === "gexf") download(file_name(data.title, ".gexf"), blob("application/xml", gexf(data, this.scope())));
    if (kind === "json" && this.panel.records) download(file_name(data.title, ".json"), blob("application/json", ...native_json(data, this.panel.records, this.scope())));
  }

  private say(text: string): void {
    const toast = byId("toast");
    toast.textContent = text;
    toast.classList.add("on");
    setTimeout(() => toast.classList.remove("on"), 2600);
  }

  private async copy_link(): Promise<void> {
    this.write_address();
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("The link to this view is copied.");
    } catch {
      this.say("The address bar holds the link to this view.");
    }
  }

  private wire(): void {
    const menu = byId("save-menu"), save = byId("save");
    const open = (show: boolean) => {
      menu.hidden = !show;
      save.setAttribute("aria-expanded", String(show));
      if (show) {
        this.save_menu();
        menu.querySelector("button")!.focus();
      }
    };
    save.addEventListener("click", () => open(menu.hidden !== false));
    for (const kind of ["png", "svg", "json", "gexf"]) {
      byId(`save-${kind}`).addEventListener("click", () => {
        open(false);
        save.focus();
        this.save(kind).catch((error: unknown) => this.say(`Not saved: ${String(error)}`));
      });
    }
    menu.addEventListener("keydown", (event) => {
      const buttons = [...menu.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
      const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
      if (event.key === "ArrowDown") buttons[(at + 1) % buttons.length].focus();
      else if (event.key === "ArrowUp") buttons[(at + buttons.length - 1) % buttons.length].focus();
      else return;
      event.preventDefault();
    });
    document.addEventListener("pointerdown", (event) => {
      if (!menu.hidden && event.target instanceof Node && !menu.contains(event.target) && !save.contains(event.target)) open(false);
    });
    byId("link").addEventListener("click", () => void this.copy_link());
    byId("theme").addEventListener("click", () => {
      const next: Record<ThemeChoice, ThemeChoice> = {auto: this.theme.dark ? "light" : "dark", dark: "light", light: "dark"};
      this.theme.set(next[this.theme.choice]);
      this.write_address();
    });
    this.theme_button();
    const help = byId<HTMLDialogElement>("help");
    byId("help-open").addEventListener("click", () => help.showModal());
    byId("help-close").addEventListener("click", () => help.close());
    byId("zoom-in").addEventListener("click", () => this.scene?.zoom(1.5));
    byId("zoom-out").addEventListener("click", () => this.scene?.zoom(1 / 1.5));
    byId("zoom-fit").addEventListener("click", () => this.scene?.reset());
    byId("empty-clear").addEventListener("click", () => {
      this.view.clear();
      this.filtered();
      byId("graph").focus();
    });
    byId("empty-all").addEventListener("click", () => {
      this.timeline.all();
      byId("graph").focus();
    });
    byId("toggle-facets").addEventListener("click", () => this.open_drawer(!this.drawer_is_open));
    document.addEventListener("pointerdown", (event) => {
      if (this.drawer_is_open && !(event.target as Element).closest("#facets, #toggle-facets")) this.open_drawer(false);
    });
    window.addEventListener("hashchange", () => this.read_address());
    document.addEventListener("keydown", (event) => this.key(event, open));
    new ResizeObserver(() => this.scene?.sigma.scheduleRefresh()).observe(byId("graph"));
  }

  // On a narrow screen the filters lie in a drawer over the picture.
  private get drawer_is_open(): boolean { return document.body.classList.contains("facets-open"); }
  private open_drawer(open: boolean): void {
    document.body.classList.toggle("facets-open", open);
    byId("toggle-facets").setAttribute("aria-expanded", String(open));
  }

  private key(event: KeyboardEvent, open_menu: (show: boolean) => void): void {
    const target = event.target as HTMLElement;
    if (event.ctrlKey || event.metaKey || event.altKey || byId<HTMLDialogElement>("help").open) return;
    if (event.key === "Escape") {
      if (!byId("save-menu").hidden) {
        open_menu(false);
        byId("save").focus();
      } else if (this.drawer_is_open) {
        this.open_drawer(false);
        byId("toggle-facets").focus();
      } else if (this.selection) this.select(undefined);
      else if (this.view.filtered) {
        this.view.clear();
        this.filtered();
      } else if (!this.view.unbounded) this.timeline.all();
      return;
    }
    if (target.matches("input:not([type=checkbox]), textarea, select")) return;
    const on_graph = target === byId("graph");
    const arrows: Record<string, [number, number]> = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1]};
    if (event.key === "/") this.search.focus();
    else if (event.key === "?") byId<HTMLDialogElement>("help").showModal();
    else if (event.key === "+" || event.key === "=") this.scene?.zoom(1.5);
    else if (event.key === "-") this.scene?.zoom(1 / 1.5);
    else if (event.key === "0") this.scene?.reset();
    else if (event.key === " " && !target.matches("button, input, a, summary, [role=slider]")) this.timeline.toggle();
    else if (event.key === "p") this.timeline.toggle();
    else if (on_graph && arrows[event.key]) this.scene?.pan(...arrows[event.key]);
    else return;
    event.preventDefault();
  }

  // Where things are on the screen, for tests and for the curious.
  where = {
    entity: (id: string) => this.scene?.viewport_of(this.data.entity_of.get(id)!),
    view: () => ({events: this.view.events, pairs: this.view.pairs, entities: this.view.entities, from: this.view.from, to: this.view.to}),
    held_back: () => this.scene?.lines_held_back,
  };
}

async function block(id: string): Promise<ArrayBuffer> {
  const element = byId(id), text = element.textContent ?? "";
  element.remove();
  return inflate(text);
}

// The records stand behind this script, and are the most of the page.
function whole_page(): Promise<void> {
  return new Promise((done) => {
    if (document.readyState !== "loading") done();
    else document.addEventListener("DOMContentLoaded", () => done(), {once: true});
  });
}

async function start(): Promise<void> {
  performance.mark("ekg-start");
  const bytes = await block("ekg-core"); const data = read_core(new TextDecoder().decode(bytes));
  const page = new Page(data);
  document.body.dataset.state = "ready";
  requestAnimationFrame(() => requestAnimationFrame(() => {
    performance.mark("ekg-first-frame");
    whole_page().then(() => block("ekg-records"))
      .then((bytes) => page.take_records(new Records(new Uint8Array(bytes), data.documents.id.length, data.entities, data.events)))
      .catch((error: unknown) => page.fail_records(`The sentences of this page cannot be read: ${String(error)}`));
  }));
  Object.assign(window, {ekg: page.where});
}

start().catch((error: unknown) => {
  byId("failure").hidden = false;
  byId("failure-text").textContent = error instanceof Error ? error.message : String(error);
  document.body.dataset.state = "failed";
  console.error(error);
});
