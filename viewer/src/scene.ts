// The picture: sigma holds the entities, the camera and the mouse; the pairs are a layer of our own below them, the
// names a layer above. A change of the window rewrites state bytes and schedules a frame; sigma reprocesses nothing.
import Graph from "graphology";
import Sigma from "sigma";
import {GraphData} from "./data";
import {byId} from "./dom";
import {Emphasis, node_program} from "./node_program";
import {place_names, Name} from "./names";
import {Direction, pack_kind, PairEmphasis, PairLayer} from "./pair_layer";
import {Selection} from "./selection";
import {StateTexture} from "./state_texture";
import {rgb, Theme} from "./theme";
import {View} from "./view";

// Lines drawn at once: of the pairs with an end in the frame the strongest, so that more appear as the camera nears.
const LINE_BUDGET = 2500;
const PRINT_WIDTH = 2400;  // pixels of a saved picture
const MOST_WEIGHT = 1024;  // pairs of more events are drawn alike
const LOG = Float32Array.from({length: MOST_WEIGHT + 1}, (_, w) => Math.log2(Math.max(w, 1)));
// Shapes by kind: circle person; square state; diamond armed; triangle all that speak or gather.
const SHAPES: Record<string, number> = {
  person: 0, country: 1, government: 1, place: 1, military: 2, armed_group: 2, organization: 3, media: 3, group: 3, other: 0};

// Writes the things that have events to `ranked`, those of most first and equals in their order, by counting; those of
// MOST_WEIGHT and more, which count as equal, stand first: returns how many they are.
function rank(events: Uint32Array, ranked: Uint32Array): number {
  const next = new Uint32Array(MOST_WEIGHT + 1);
  for (let i = 0; i < events.length; i++) next[events[i] < MOST_WEIGHT ? events[i] : MOST_WEIGHT]++;
  const strongest = next[MOST_WEIGHT];
  for (let weight = MOST_WEIGHT, at = 0; weight > 0; weight--) {
    const here = next[weight];
    next[weight] = at;
    at += here;
  }
  for (let i = 0; i < events.length; i++) {
    if (events[i] > 0) ranked[next[events[i] < MOST_WEIGHT ? events[i] : MOST_WEIGHT]++] = i;
  }
  return strongest;
}

export function shape_of(kind: string): number { return SHAPES[kind] ?? 0; }

export interface SceneEvents {
  select(selection: Selection): void;
  hover(selection: Selection, x: number, y: number): void;
  moved(): void;  // the camera rests somewhere else
  drawn(): void;  // another number of lines is drawn
}

export interface Picture {  // what is on the screen, for the SVG
  width: number; height: number;
  lines: {x1: number; y1: number; x2: number; y2: number; width: number; color: string; opacity: number}[];
  nodes: {x: number; y: number; radius: number; shape: number; faded: boolean; marked: boolean}[];
  names: Name[];
}

class NoHover {  // sigma's own highlight is not used
  drawLabel = undefined;
  drawHover = undefined;
  kill() {}
  reallocate() {}
  process() {}
  render() {}
}

export class Scene {
  readonly sigma: Sigma;
  readonly node_state: StateTexture;
  hovered: Selection;
  private readonly pair_state: StateTexture;
  private readonly pair_layer: PairLayer;
  private readonly at: Float32Array;      // framed x, y of every entity; NaN: not in the picture
  private readonly by_events: Uint32Array; // the seen pairs, those of most events first
  private readonly drawn: Uint32Array;     // the pairs in the frame, drawn[0 … lines)
  private lines = 0;
  private readonly by_weight: Uint32Array;
  private seen_entities = 0;
  private largest = 1;
  private selection: Selection;
  private names: Name[] = [];

  constructor(readonly container: HTMLElement, private readonly data: GraphData, private readonly view: View,
              private readonly theme: Theme, private readonly events: SceneEvents) {
    this.node_state = new StateTexture(data.entities);
    this.pair_state = new StateTexture(data.pairs);
    this.by_weight = new Uint32Array(data.entities);
    this.by_events = new Uint32Array(data.pairs);
    this.drawn = new Uint32Array(data.pairs);
    const graph = new Graph({multi: false, type: "undirected"});
    for (let entity = 0; entity < data.entities; entity++) {
      if (data.events_of_entity.count(entity) === 0) continue;
      graph.addNode(String(entity), {x: data.x[entity], y: data.y[entity], size: 1, index: entity,
                                     shape: shape_of(data.kinds[data.kind[entity]])});
    }
    // Of the graph sigma makes its own once, after it knows the frame.
    this.sigma = new Sigma(new Graph(), container, {
      defaultNodeType: "entity", nodeProgramClasses: {entity: node_program(this) as never},
      nodeHoverProgramClasses: {entity: NoHover as never}, defaultDrawNodeHover: () => {},
      renderLabels: false, stagePadding: Math.min(64, Math.round(container.clientWidth / 14)), minCameraRatio: 0.004, maxCameraRatio: 3, enableCameraRotation: false,
      zoomingRatio: 1.5, allowInvalidContainer: true});
    this.sigma.setCustomBBox(this.extent());
    this.sigma.setGraph(graph);
    this.at = new Float32Array(2 * data.entities).fill(NaN);
    graph.forEachNode((key) => {
      const {x, y} = this.sigma.getNodeDisplayData(key)!;
      this.at[2 * Number(key)] = x;
      this.at[2 * Number(key) + 1] = y;
    });
    const ends = new Float32Array(4 * data.pairs);
    for (let pair = 0; pair < data.pairs; pair++) {
      ends.set(this.at.subarray(2 * data.pair_a[pair], 2 * data.pair_a[pair] + 2), 4 * pair);
      ends.set(this.at.subarray(2 * data.pair_b[pair], 2 * data.pair_b[pair] + 2), 4 * pair + 2);
    }
    const gl = this.sigma.getCanvases().edges.getContext("webgl2");
    if (!gl) throw new Error("This browser does not offer WebGL 2, which the picture of the graph needs.");
    this.pair_layer = new PairLayer(gl, this.pair_state, ends);
    this.sigma.on("beforeRender", () => performance.mark("ekg-frame"));
    this.sigma.on("afterRender", () => {
      this.draw();
      performance.measure("ekg-frame", "ekg-frame");
    });
    this.listen();
  }

  // The middle of the entities; a few far ones must not make the rest small.
  private extent(): {x: [number, number]; y: [number, number]} {
    const range = (values: Float32Array): [number, number] => {
      const sorted = values.filter((_, i) => this.data.events_of_entity.count(i) > 0).sort();
      if (sorted.length === 0) return [0, 1];
      const cut = sorted.length > 1000 ? Math.floor(sorted.length * 0.004) : 0;
      const low = sorted[cut], high = sorted[sorted.length - 1 - cut];
      return high > low ? [low, high] : [low - 0.5, high + 0.5];
    };
    const y = range(this.data.y);
    return {x: range(this.data.x), y: [y[0] - 0.08 * (y[1] - y[0]), y[1]]};  // the legend lies over the foot
  }

  // Sigma draws once while it is made.
  private get nearness(): number { return this.sigma ? 1 / this.sigma.getCamera().ratio : 1; }
  node_opacity = (): number => Math.min(1, Math.max(0, Math.log2(this.nearness) / 4));
  node_scale = (): number => this.room() * Math.min(3, Math.max(0.6, Math.pow(this.nearness, 0.4)));
  node_colors = () => ({fills: this.theme.palette.nodes.flatMap(rgb), ring: rgb(this.theme.palette.ring), accent: rgb(this.theme.palette.accent)});
  get lines_held_back(): number { return this.view.pairs - this.lines; }
  // In a small frame signs are smaller, for as many of them lie in it.
  private room(): number {
    if (!this.sigma) return 1;
    const {width, height} = this.sigma.getDimensions();
    return Math.min(1, Math.max(0.6, Math.min(width, height) / 600));
  }
  private widen(): number { return Math.min(2, Math.max(0.7, Math.pow(this.nearness, 0.25))); }

  // Takes over what the view shows and what is selected, and schedules a frame. O(pairs + entities).
  update(selection: Selection): void {
    this.selection = selection;
    this.write_pairs();
    this.write_entities();
    this.sigma.scheduleRender();
  }

  private write_pairs(): void {
    const {pair_events, pair_quad, pair_backward, pairs} = this.view;
    const {pair_a, pair_b} = this.data;
    const bytes = this.pair_state.bytes, selection = this.selection;
    const entity = selection && "entity" in selection ? selection.entity : -1;
    const chosen = selection && "pair" in selection ? selection.pair : -1;
    const rest = selection ? PairEmphasis.faded : PairEmphasis.normal;
    const base = pairs > 1500 ? 0.42 : pairs > 300 ? 0.55 : 0.72;
    const thin = pairs > 1500 ? 1 : 2.2, thicker = pairs > 1500 ? 0.28 : 1.7;
    for (let pair = 0, k = 0; pair < pair_events.length; pair++, k += 4) {
      const events = pair_events[pair];
      if (events === 0) {
        bytes[k] = 0;
        continue;
      }
      const back = pair_backward[pair], weight = events < MOST_WEIGHT ? events : MOST_WEIGHT;
      const direction = back * 4 <= events ? Direction.forward : back * 4 >= events * 3 ? Direction.backward : Direction.both;
      const marked = pair === chosen || pair_a[pair] === entity || pair_b[pair] === entity;
      bytes[k] = 4 * (thin + thicker * LOG[weight]);
      bytes[k + 1] = pack_kind(pair_quad[pair], direction, marked ? PairEmphasis.marked : rest);
      bytes[k + 2] = Math.min(230, 255 * (base + 0.09 * LOG[weight]));
    }
    this.pair_state.changed();
    this.rank_pairs();
  }

  private rank_pairs(): void { rank(this.view.pair_events, this.by_events); }

  // Near, lines are long and few are enough.
  private budget(): number { return Math.max(700, LINE_BUDGET / (1 + Math.log2(Math.max(1, this.nearness)))); }

  // Chooses the pairs to draw: what is selected, then the strongest with an end in the frame. O(pairs) at worst.
  private choose_lines(): void {
    const {data, view, selection, drawn, at} = this, {pair_a, pair_b} = data;
    let n = 0;
    if (selection && "pair" in selection) drawn[n++] = selection.pair;
    else if (selection) for (const pair of data.pairs_of_entity.of(selection.entity)) drawn[n++] = pair;
    let kept = 0;
    for (let i = 0; i < n; i++) if (view.pair_events[drawn[i]] > 0) drawn[kept++] = drawn[i];
    n = kept;
    const corner = this.sigma.viewportToFramedGraph({x: 0, y: 0}), {width, height} = this.sigma.getDimensions();
    const opposite = this.sigma.viewportToFramedGraph({x: width, y: height});
    const left = Math.min(corner.x, opposite.x), right = Math.max(corner.x, opposite.x);
    const low = Math.min(corner.y, opposite.y), high = Math.max(corner.y, opposite.y);
    const inside = (entity: number) => at[2 * entity] > left && at[2 * entity] < right && at[2 * entity + 1] > low && at[2 * entity + 1] < high;
    const crowded = view.pairs > LINE_BUDGET, bytes = this.pair_state.bytes, most = Math.max(n, this.budget());
    for (let i = 0; i < view.pairs && n < most; i++) {
      const pair = this.by_events[i];
      if (bytes[4 * pair + 1] >= 32 * PairEmphasis.marked) continue;
      if (!crowded || inside(pair_a[pair]) || inside(pair_b[pair])) drawn[n++] = pair;
    }
    if (n === this.lines) return;
    this.lines = n;
    this.events.drawn();
  }

  private write_entities(): void {
    const {entity_events} = this.view, {data, selection} = this, bytes = this.node_state.bytes;
    let largest = 1, seen = 0;
    for (let entity = 0; entity < entity_events.length; entity++) {
      if (entity_events[entity] === 0) continue;
      if (entity_events[entity] > largest) largest = entity_events[entity];
      seen++;
    }
    const n = seen;
    const smallest = n > 10000 ? 1.2 : n > 1500 ? 2 : n > 150 ? 3.2 : 4.2, range = n > 1500 ? 13 : 12;
    const crowded = n > 1500, quiet = selection ? Emphasis.faded : Emphasis.normal;
    for (let entity = 0, k = 0; entity < entity_events.length; entity++, k += 4) {
      const events = entity_events[entity];
      bytes[k] = events === 0 ? 0 : 4 * (smallest + range * Math.sqrt(events / Math.max(largest, 8)));
      bytes[k + 1] = quiet;
      bytes[k + 2] = crowded ? Math.min(255, 36 + 32 * LOG[events < MOST_WEIGHT ? events : MOST_WEIGHT]) : 255;
    }
    if (selection && "entity" in selection) {
      for (const pair of data.pairs_of_entity.of(selection.entity)) {
        if (this.view.pair_events[pair] === 0) continue;
        for (const entity of [data.pair_a[pair], data.pair_b[pair]]) {
          bytes[4 * entity + 1] = Emphasis.neighbour;
          bytes[4 * entity + 2] = 255;
        }
      }
      bytes[4 * selection.entity + 1] = Emphasis.selected;
    } else if (selection) {
      bytes[4 * data.pair_a[selection.pair] + 1] = bytes[4 * data.pair_b[selection.pair] + 1] = Emphasis.selected;
    }
    this.node_state.changed();
    this.largest = largest;
    this.seen_entities = seen;
    this.rank_entities();
  }

  private rank_entities(): void {
    const events = this.view.entity_events, strongest = rank(events, this.by_weight);
    this.by_weight.subarray(0, strongest).sort((a, b) => events[b] - events[a] || a - b);
  }

  recolor(): void { this.sigma.scheduleRender(); }

  private draw(): void {
    if (!this.pair_layer) return;  // sigma draws once while it is made
    const params = this.sigma.getRenderParams();
    this.choose_lines();
    this.pair_layer.draw({
      matrix: params.matrix, width: params.width, height: params.height, pixelRatio: params.pixelRatio, widen: this.widen(),
      arrows: this.view.pairs < 1200 || this.nearness > 2.5 || this.selection !== undefined, colors: this.theme.palette.quads.flatMap(rgb),
    }, this.drawn.subarray(0, this.lines));
    this.write_names();
  }

  private radius_of(entity: number): number { return this.node_state.bytes[4 * entity] * 0.25 * this.node_scale(); }

  private write_names(): void {
    const {width, height} = this.sigma.getDimensions();
    const context = this.sigma.getCanvases().labels.getContext("2d")!;
    const hovered = this.hovered, first: number[] = [];
    if (hovered) first.push(...("entity" in hovered ? [hovered.entity] : [this.data.pair_a[hovered.pair], this.data.pair_b[hovered.pair]]));
    this.names = place_names(context, {
      width, height, palette: this.theme.palette, foot: byId<HTMLDetailsElement>("legend").open ? 74 : 30, first, order: this.by_weight.subarray(0, this.seen_entities),
      text: (entity) => this.data.name[entity], importance: (entity) => Math.sqrt(this.view.entity_events[entity] / this.largest),
      emphasis: (entity) => this.node_state.bytes[4 * entity + 1], radius: (entity) => this.radius_of(entity),
      seen: (entity) => this.node_state.bytes[4 * entity] > 0, at: (entity) => this.viewport_of(entity)});
  }

  viewport_of(entity: number): {x: number; y: number} {
    return this.sigma.framedGraphToViewport({x: this.at[2 * entity], y: this.at[2 * entity + 1]});
  }

  // The drawn pair whose line passes nearest to a point of the container, if it is near enough. O(lines).
  pair_at(x: number, y: number): number | undefined {
    const here = this.sigma.viewportToFramedGraph({x, y}), there = this.sigma.viewportToFramedGraph({x: x + 7, y});
    let nearest = (there.x - here.x) ** 2, found: number | undefined;
    const {pair_a, pair_b} = this.data, bytes = this.pair_state.bytes, at = this.at;
    for (let i = 0; i < this.lines; i++) {
      const pair = this.drawn[i];
      if (this.selection && bytes[4 * pair + 1] < 32 * PairEmphasis.marked) continue;
      const ax = at[2 * pair_a[pair]], ay = at[2 * pair_a[pair] + 1];
      const dx = at[2 * pair_b[pair]] - ax, dy = at[2 * pair_b[pair] + 1] - ay;
      const t = Math.min(1, Math.max(0, ((here.x - ax) * dx + (here.y - ay) * dy) / (dx * dx + dy * dy || 1)));
      const distance = (here.x - ax - t * dx) ** 2 + (here.y - ay - t * dy) ** 2;
      if (distance < nearest) {
        nearest = distance;
        found = pair;
      }
    }
    return found;
  }

  private listen(): void {
    const hover = (selection: Selection, x: number, y: number) => {
      const before = this.hovered;
      this.hovered = selection;
      this.container.style.cursor = selection ? "pointer" : "";
      this.events.hover(selection, x, y);
      if (JSON.stringify(before) !== JSON.stringify(selection)) this.sigma.scheduleRender();
    };
    this.sigma.on("enterNode", ({node, event}) => hover({entity: Number(node)}, event.x, event.y));
    this.sigma.on("leaveNode", ({event}) => hover(undefined, event.x, event.y));
    this.sigma.on("leaveStage", () => hover(undefined, 0, 0));
    let waiting = false;
    this.sigma.on("moveBody", ({event}) => {
      const inside = event.original.target instanceof Node && this.container.contains(event.original.target);
      if (waiting || (this.hovered && "entity" in this.hovered) || !inside) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        if (this.hovered && "entity" in this.hovered) return;
        const pair = this.pair_at(event.x, event.y);
        if (pair !== undefined || this.hovered) hover(pair === undefined ? undefined : {pair}, event.x, event.y);
      });
    });
    this.sigma.on("clickNode", ({node}) => this.events.select({entity: Number(node)}));
    this.sigma.on("clickStage", ({event}) => {
      const pair = this.pair_at(event.x, event.y);
      this.events.select(pair === undefined ? undefined : {pair});
    });
    let timer = 0;
    this.sigma.getCamera().on("updated", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.events.moved(), 200);
    });
  }

  // Brings what is selected into sight, unless it is there already.
  show(selection: Selection): void {
    if (!selection) return;
    const ends = "entity" in selection ? [selection.entity] : [this.data.pair_a[selection.pair], this.data.pair_b[selection.pair]];
    const {width, height} = this.sigma.getDimensions(), margin = 60;
    const outside = ends.some((entity) => {
      const {x, y} = this.viewport_of(entity);
      return !(x > margin && y > margin && x < width - margin && y < height - margin);
    });
    if (!outside) return;
    const x = ends.reduce((sum, entity) => sum + this.at[2 * entity], 0) / ends.length;
    const y = ends.reduce((sum, entity) => sum + this.at[2 * entity + 1], 0) / ends.length;
    this.move({x, y, ratio: Math.min(this.sigma.getCamera().ratio, ends.length > 1 ? 1 : 0.5)});
  }

  move(state: {x?: number; y?: number; ratio?: number}): void {
    const camera = this.sigma.getCamera();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) camera.setState(state);
    else void camera.animate(state, {duration: 350});
  }
  zoom(factor: number): void { this.move({ratio: this.sigma.getCamera().ratio / factor}); }
  pan(dx: number, dy: number): void {
    const {x, y, ratio} = this.sigma.getCamera();
    this.move({x: x + 0.12 * ratio * dx, y: y + 0.12 * ratio * dy});
  }
  reset(): void { this.move({x: 0.5, y: 0.5, ratio: 1}); }

  // Everything that is drawn within the frame, in its pixels.
  picture(): Picture {
    const {width, height} = this.sigma.getDimensions(), {data} = this;
    const bytes = this.pair_state.bytes, lines: Picture["lines"] = [], nodes: Picture["nodes"] = [];
    const inside = (x: number, y: number) => x > -50 && y > -50 && x < width + 50 && y < height + 50;
    for (let i = this.lines - 1; i >= 0; i--) {
      const pair = this.drawn[i];
      const from = this.viewport_of(data.pair_a[pair]), to = this.viewport_of(data.pair_b[pair]);
      if (!inside(from.x, from.y) && !inside(to.x, to.y)) continue;
      const kind = bytes[4 * pair + 1], emphasis = kind >> 5;
      const opacity = emphasis === PairEmphasis.marked ? 0.95 : bytes[4 * pair + 2] / 255 * (emphasis === PairEmphasis.faded ? 0.13 : 1);
      lines.push({x1: from.x, y1: from.y, x2: to.x, y2: to.y, width: bytes[4 * pair] * 0.25 * this.widen(),
                  color: this.theme.palette.quads[kind & 7], opacity});
    }
    for (let entity = 0; entity < data.entities; entity++) {
      if (this.node_state.bytes[4 * entity] === 0) continue;
      const {x, y} = this.viewport_of(entity), emphasis = this.node_state.bytes[4 * entity + 1];
      if (!inside(x, y)) continue;
      nodes.push({x, y, radius: this.radius_of(entity), shape: shape_of(data.kinds[data.kind[entity]]),
                  faded: emphasis === Emphasis.faded, marked: emphasis >= Emphasis.hovered});
    }
    return {width, height, lines, nodes, names: this.names};
  }

  // The picture as it stands, on one canvas: drawn for a moment as on a screen fine enough for print.
  canvas(): HTMLCanvasElement {
    const screen = Object.getOwnPropertyDescriptor(window, "devicePixelRatio")!;  // where sigma reads it
    const ratio = Math.max(devicePixelRatio, Math.min(4, PRINT_WIDTH / this.sigma.getDimensions().width));
    try {
      Object.defineProperty(window, "devicePixelRatio", {value: ratio, configurable: true});
      this.sigma.resize(true);
      return this.copied();
    } finally {
      Object.defineProperty(window, "devicePixelRatio", screen);
      this.sigma.resize(true);
      this.sigma.refresh({skipIndexation: true, partialGraph: {nodes: [], edges: []}});
    }
  }

  private copied(): HTMLCanvasElement {
    this.sigma.refresh({skipIndexation: true, partialGraph: {nodes: [], edges: []}});
    const layers = this.sigma.getCanvases(), canvas = document.createElement("canvas");
    canvas.width = layers.nodes.width;
    canvas.height = layers.nodes.height;
    const context = canvas.getContext("2d")!;
    context.fillStyle = this.theme.palette.paper;
    context.fillRect(0, 0, canvas.width, canvas.height);
    for (const layer of [layers.edges, layers.nodes, layers.labels]) context.drawImage(layer, 0, 0);
    return canvas;
  }
}
