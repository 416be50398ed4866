// Names of the important entities, drawn so that none covers another, nor a shape where there is room beside it, and none
// stands where it would be taken for the name of another shape.
import {shown} from "./dom";
import {Emphasis} from "./node_program";
import {Palette} from "./theme";

export interface Name {
  text: string; x: number; y: number; size: number; bold: boolean;
  line?: [x0: number, y0: number, x1: number, y1: number];  // to the shape, where the name does not stand beside it
}

export interface NameRequest {
  width: number; height: number; palette: Palette;
  foot: number;                    // pixels at the bottom where only the most important are written
  first: number[];                 // these before all others
  order: ArrayLike<number>;        // entities, the most important first
  text(entity: number): string;
  importance(entity: number): number;  // 0 … 1
  emphasis(entity: number): number;
  radius(entity: number): number;
  seen(entity: number): boolean;
  at(entity: number): {x: number; y: number};
}

const NAME = -1;  // in a cell of the grid; a shape is its entity + 1, nothing 0
const ALWAYS = 8;        // so many of the most important are written farther away where there is no room beside their shape
const FARTHER = [28, 46, 68, 92, 120];  // pixels from a shape to a name that a line leads to
const NEAR = 10;         // pixels between a shape and a name that could be its own
const MOST_TRIES = 600;   // measuring a text is slow
const CELL = 6;  // pixels of the grid that remembers what is taken
const family = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
const widths = new Map<string, number>();

function cut(text: string): string {
  const clean = shown(text).replace(/\s+/g, " ").trim();
  return clean.length > 34 ? clean.slice(0, 32).trimEnd() + "…" : clean;
}

export function place_names(context: CanvasRenderingContext2D, request: NameRequest): Name[] {
  const {width, height, palette} = request;
  context.clearRect(0, 0, width, height);
  const columns = Math.ceil(width / CELL) + 1, rows = Math.ceil(height / CELL) + 1;
  const taken = new Int32Array(columns * rows);
  const most = Math.max(8, Math.floor(width * height / (width < 600 ? 15000 : 7500)));
  const names: Name[] = [], done = new Set<number>();
  const blocked: {entity: number; x: number; y: number; radius: number}[] = [];
  let tries = 0;
  context.textBaseline = "middle";
  context.lineJoin = "round";

  // How many cells of a box hold a shape other than `own`, Infinity where one holds a name; with `take` they hold that.
  const covered = (x: number, y: number, w: number, h: number, own: number, take = 0): number => {
    const c0 = Math.max(0, Math.floor(x / CELL)), c1 = Math.min(columns - 1, Math.floor((x + w) / CELL));
    const r0 = Math.max(0, Math.floor(y / CELL)), r1 = Math.min(rows - 1, Math.floor((y + h) / CELL));
    let shapes = 0;
    for (let r = r0; r <= r1; r++) {
      for (let c = c0; c <= c1; c++) {
        const cell = r * columns + c;
        if (take) taken[cell] = take;
        else if (taken[cell] === NAME) return Infinity;
        else if (taken[cell] !== 0 && taken[cell] !== own + 1) shapes++;
      }
    }
    return shapes;
  };

  // Shapes are not written over, of many only the larger ones, but by the names of the most important.
  const sparse = request.order.length < 400;
  const block = (entity: number): void => {
    // A diamond's corners reach out, and a name that touches a shape seems to be its own.
    const radius = sparse ? request.radius(entity) * 1.15 + 2 : request.radius(entity) * 0.8;
    if (radius < (sparse ? 4 : 5) || request.emphasis(entity) === Emphasis.faded) return;
    const {x, y} = request.at(entity);
    if (!(x > 0 && y > 0 && x < width && y < height)) return;
    blocked.push({entity, x, y, radius: request.radius(entity) * 1.15});
    covered(x - radius, y - radius, 2 * radius, 2 * radius, entity, entity + 1);
  };

  // For how many other shapes could the name in a box be taken: beside them at their height, or right below or above.
  const mistaken = (left: number, middle: number, w: number, high: number, own: number): number => {
    let shapes = 0;
    for (const {entity, x, y, radius} of blocked) {
      if (entity === own) continue;
      const across = Math.max(left - (x + radius), x - radius - (left + w)), along = Math.abs(y - middle);
      const beside = across > -radius && across < NEAR && along < Math.max(radius, high / 2);
      const stacked = Math.abs(left + w / 2 - x) < w / 4 && along < radius + high / 2 + NEAR;
      if (beside || stacked) shapes++;
    }
    return shapes;
  };

  const place = (entity: number, force: boolean, rank = 0): void => {
    if (done.has(entity) || !request.seen(entity)) return;
    const emphasis = request.emphasis(entity), bottom = force || rank < ALWAYS ? height : height - request.foot;
    if (emphasis === Emphasis.faded && !force) return;
    const {x, y} = request.at(entity);
    if (!(x > -20 && y > 0 && x < width + 20 && y < bottom)) return;
    const bold = emphasis === Emphasis.selected || force;
    const size = Math.round(11 + 4.5 * request.importance(entity) + (bold ? 1 : 0));
    const text = cut(request.text(entity));
    if (!text) return;
    tries++;
    const font = `${bold ? 650 : 500} ${size}px ${family}`, key = font + text;
    context.font = font;
    let w = widths.get(key);
    if (w === undefined) widths.set(key, w = context.measureText(text).width);
    const radius = request.radius(entity), gap = radius + 4, high = size * 1.25;
    const below = y + radius * 1.15 + high * 0.62, above = y - radius * 1.15 - high * 0.62, slant = radius * 0.5 + high * 0.5;
    const beside = x + gap, before = x - gap - w;
    const places = [[beside, y], [before, y], [x - w / 2, below], [x - w / 2, above],
      [beside, y + slant], [beside, y - slant], [before, y + slant], [before, y - slant],
      [x - radius, below], [x - radius, above], [x + radius - w, below], [x + radius - w, above]];
    // The first free place; of the others the one that covers least and is taken for fewest.
    let spot = places[0], least = Infinity;
    const look = (candidates: number[][]): boolean => {
      for (const candidate of candidates) {
        const [left, middle] = candidate;
        if (!(left > 2 && left + w < width - 2 && middle > high && middle < bottom)) continue;
        const cells = covered(left - 3, middle - high / 2, w + 6, high, entity);
        const cost = cells < least ? cells + 12 * mistaken(left, middle, w, high, entity) : cells;
        if (cost >= least) continue;
        spot = candidate;
        least = cost;
        if (cost === 0) return true;
      }
      return false;
    };
    let line: Name["line"];
    if (!look(places)) {
      if (!force && rank >= ALWAYS) return;
      const beside_it = [spot, least] as const;
      least = Infinity;
      if (FARTHER.some((away) => look([[x - w / 2, y - radius - away], [x - w / 2, y + radius + away], [x - w - away, y - away * 0.7],
        [x + away, y - away * 0.7], [x - w - away, y + away * 0.7], [x + away, y + away * 0.7]]))) {
        const near = Math.max(spot[0], Math.min(spot[0] + w, x)), edge = spot[1] + (spot[1] < y ? high : -high) * 0.45;
        const length = Math.hypot(near - x, edge - y);
        line = [x + (near - x) * radius / length, y + (edge - y) * radius / length, near, edge];
      } else if (beside_it[1] === Infinity && !force) {
        return;
      } else {
        spot = beside_it[0];
      }
    }
    covered(spot[0] - 3, spot[1] - high / 2, w + 6, high, entity, NAME);
    done.add(entity);
    names.push({text, x: spot[0], y: spot[1], size, bold, line});
  };

  for (let i = 0; i < request.order.length && i < 400; i++) block(request.order[i]);
  for (const entity of request.first) place(entity, true);
  for (let i = 0; i < request.order.length && i < 40000; i++) {
    const entity = request.order[i], emphasis = request.emphasis(entity);
    if (emphasis === Emphasis.selected) place(entity, true);
  }
  for (let i = 0; i < request.order.length && names.length < most; i++) {
    if (tries > MOST_TRIES) break;
    place(request.order[i], false, i);
  }

  for (const {line} of names) {
    if (!line) continue;
    context.strokeStyle = palette.muted;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(line[0], line[1]);
    context.lineTo(line[2], line[3]);
    context.stroke();
  }
  for (const name of names) {
    context.font = `${name.bold ? 650 : 500} ${name.size}px ${family}`;
    context.strokeStyle = palette.paper;
    context.lineWidth = 3.5;
    context.strokeText(name.text, name.x, name.y);
    context.fillStyle = palette.ink;
    context.fillText(name.text, name.x, name.y);
  }
  return names;
}
