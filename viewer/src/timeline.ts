// The timeline: a stacked histogram of the filtered events by class, and on it the window, which is dragged, moved by
// the arrow keys, or played. Events known only to the month or year are spread over the bins that they may lie in.
import {byId, count, counted} from "./dom";
import {GraphData} from "./data";
import {Theme} from "./theme";
import {DAY, floor_to, from_iso, iso, marks_of, step, tick_text, Unit, unit_for, units, unit_text, window_text} from "./time";
import {QUADS, View} from "./view";

const MARGIN = {left: 44, right: 16, top: 10, bottom: 22};
type Grip = "from" | "to" | "window" | "new";

export class Timeline {
  private readonly canvas = byId<HTMLCanvasElement>("timeline-canvas");
  private readonly play_button = byId<HTMLButtonElement>("play");
  private readonly handles = {from: byId("handle-from"), window: byId("handle-window"), to: byId("handle-to")};
  private readonly inputs = {from: byId<HTMLInputElement>("date-from"), to: byId<HTMLInputElement>("date-to")};
  private first: number; private last: number;  // what the axis shows
  private unit: Unit = "day";
  private readonly finest: Unit;                // no event is known better than to this
  private edges: number[] = [];                 // bin i is [edges[i], edges[i + 1])
  private bins = new Float64Array(0);           // QUADS numbers a bin
  private marked: Float64Array | undefined;     // the same of the selection
  private playing = 0;
  private grip: {kind: Grip; at: number; from: number; to: number} | undefined;

  // `moved` is told of each new window.
  constructor(private readonly data: GraphData, private readonly view: View, private readonly theme: Theme,
              private readonly moved: (from: number, to: number) => void) {
    this.first = data.first;
    this.last = data.last;
    if (data.first === data.last) {
      this.finest = "day";
      byId("timeline").classList.add("empty");
      if (data.events === 0) byId("timeline-empty").textContent = "There are no events, so there is no timeline.";
      return;
    }
    this.finest = finest_unit(data);
    this.listen();
    new ResizeObserver(() => this.recount()).observe(this.canvas.parentElement!);
  }

  private get width(): number { return this.canvas.clientWidth; }
  private get height(): number { return this.canvas.clientHeight; }
  private x_of(time: number): number {
    return MARGIN.left + (time - this.first) / (this.last - this.first) * (this.width - MARGIN.left - MARGIN.right);
  }
  private time_of(x: number): number {
    return this.first + (x - MARGIN.left) / (this.width - MARGIN.left - MARGIN.right) * (this.last - this.first);
  }

  private selection_events: ArrayLike<number> | undefined;

  // Counts the bins anew: after a change of filters, size or zoom.
  recount(): void {
    if (this.data.first === this.data.last || this.width === 0) return;
    this.unit = unit_for(this.first, this.last, Math.max(20, this.width / 5), this.finest);
    this.edges = [];
    for (let edge = floor_to(this.first, this.unit); edge < this.last; edge = step(edge, this.unit)) this.edges.push(edge);
    this.edges.push(step(this.edges[this.edges.length - 1], this.unit));
    this.bins = new Float64Array((this.edges.length - 1) * QUADS);
    for (let event = 0; event < this.data.events; event++) if (this.view.passes_filters(event)) this.add(this.bins, event);
    this.mark();
    this.draw();
  }

  // Brings out the events of the selection, if any.
  select(events: ArrayLike<number> | undefined): void {
    this.selection_events = events;
    this.mark();
    this.draw();
  }

  private mark(): void {
    this.marked = undefined;
    if (!this.selection_events) return;
    this.marked = new Float64Array(this.bins.length);
    for (let k = 0; k < this.selection_events.length; k++) {
      if (this.view.passes_filters(this.selection_events[k])) this.add(this.marked, this.selection_events[k]);
    }
  }

  private add(bins: Float64Array, event: number): void {
    const begin = this.data.begin[event], end = this.data.end[event], edges = this.edges;
    if (!(begin < this.last && end > this.first)) return;
    let low = 0, high = edges.length - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edges[middle] <= begin) low = middle;
      else high = middle - 1;
    }
    const quad = this.data.quad[event];
    for (let bin = low; bin < edges.length - 1 && edges[bin] < end; bin++) {
      const part = Math.min(end, edges[bin + 1]) - Math.max(begin, edges[bin]);
      if (part > 0) bins[bin * QUADS + quad] += part / (end - begin);
    }
  }

  draw(): void {
    if (this.edges.length === 0) return;
    const {canvas, width, height, theme} = this, {palette} = theme, ratio = devicePixelRatio;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const context = canvas.getContext("2d")!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    const base = height - MARGIN.bottom, tall = base - MARGIN.top, bins = this.edges.length - 1;
    let highest = 0;
    for (let bin = 0; bin < bins; bin++) {
      let sum = 0;
      for (let q = 0; q < QUADS; q++) sum += this.bins[bin * QUADS + q];
      highest = Math.max(highest, sum);
    }
    const top = nice(highest);
    context.font = '11px system-ui, "DejaVu Sans", sans-serif';
    context.fillStyle = palette.muted;
    context.strokeStyle = palette.line;
    context.lineWidth = 1;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (const part of top >= 2 ? [0.5, 1] : [1]) {
      const y = Math.round(base - tall * part) + 0.5;
      line(context, MARGIN.left, y, width - MARGIN.right, y);
      context.fillText(count(top * part), MARGIN.left - 6, y);
    }
    this.draw_axis(context, base);

    // Stack order: cooperation below, conflict above, deeds nearest to the middle.
    const stack = [0, 1, 3, 2, 4], from_x = this.x_of(this.view.from), to_x = this.x_of(this.view.to);
    for (let bin = 0; bin < bins; bin++) {
      const left = Math.max(MARGIN.left, this.x_of(this.edges[bin])), right = Math.min(width - MARGIN.right, this.x_of(this.edges[bin + 1]));
      const gap = right - left > 4 ? 1 : right - left > 2 ? 0.5 : 0;
      const inside = this.edges[bin] < this.view.to && this.edges[bin + 1] > this.view.from;
      let y = base;
      for (const source of this.marked ? [this.marked, this.bins] : [this.bins]) {
        const rest = this.marked !== undefined && source === this.bins;
        for (const q of stack) {
          const value = source[bin * QUADS + q] - (rest ? this.marked![bin * QUADS + q] : 0);
          if (value <= 0) continue;
          const h = value / top * tall;
          context.globalAlpha = (inside ? 1 : 0.25) * (rest ? 0.22 : 1);
          context.fillStyle = palette.quads[q];
          context.fillRect(left, y - h, Math.max(right - left - gap, 0.6), h);
          y -= h;
        }
      }
    }
    context.globalAlpha = 1;

    context.fillStyle = palette.ink;
    if (!this.view.unbounded) {
      context.globalAlpha = 0.05;
      context.fillRect(from_x, MARGIN.top - 6, to_x - from_x, tall + 6);
      context.globalAlpha = 1;
    }
    for (const x of [from_x, to_x]) {
      if (x < MARGIN.left - 1 || x > width - MARGIN.right + 1) continue;
      context.fillRect(x - 0.75, MARGIN.top - 6, 1.5, tall + 6);
      context.beginPath();
      context.roundRect(x - 4, MARGIN.top + tall / 2 - 11, 8, 22, 4);
      context.fill();
    }
    this.place_handles(from_x, to_x, base);
  }

  private draw_axis(context: CanvasRenderingContext2D, base: number): void {
    const {palette} = this.theme, {width} = this;
    line(context, MARGIN.left, base + 0.5, width - MARGIN.right, base + 0.5);
    const {marks, unit, decades} = marks_of(this.first, this.last, Math.max(2, (width - MARGIN.left - MARGIN.right) / 84));
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    context.fillStyle = palette.muted;
    let year = "", free = 0;
    for (const tick of marks) {
      const x = Math.round(this.x_of(tick)) + 0.5, this_year = iso(tick).slice(0, 4);
      line(context, x, base, x, base + 4);
      if (x < free || x > width - MARGIN.right - 20) continue;
      // "1990s" where every decade is marked; several of them are told apart by the year with which they begin.
      const text = tick_text(tick, decades > 1 ? "year" : unit, this_year !== year);
      context.fillText(text, x + 3, base + 15);
      free = x + context.measureText(text).width + 12;
      year = this_year;
    }
  }

  private place_handles(from_x: number, to_x: number, base: number): void {
    const {from, to, window} = this.handles, {view} = this;
    const put = (handle: HTMLElement, left: number, width: number) => {
      const begin = Math.max(MARGIN.left - 8, Math.min(left, this.width - MARGIN.right - 8));
      handle.style.left = `${begin}px`;
      handle.style.width = `${Math.max(8, Math.min(width, this.width - MARGIN.right + 8 - begin))}px`;
      handle.style.height = `${base}px`;
    };
    put(from, from_x - 8, 16);
    put(to, to_x - 8, 16);
    put(window, from_x + 8, to_x - from_x - 16);
    for (const [handle, now, text] of [[from, view.from, unit_text(view.from, "day")], [to, view.to, unit_text(view.to - 1, "day")],
                                       [window, view.from, window_text(view.from, view.to)]] as const) {
      handle.setAttribute("aria-valuemin", String(this.data.first));
      handle.setAttribute("aria-valuemax", String(this.data.last));
      handle.setAttribute("aria-valuenow", String(now));
      handle.setAttribute("aria-valuetext", text);
    }
    this.write_dates();
    byId("window-text").textContent = view.unbounded ? "All of the time" : window_text(view.from, view.to);
    byId("undated").textContent = view.undated === 0 ? "" :
      `${counted(view.undated, "undated event")} ${view.unbounded ? "shown too" : "not shown"}`;
    byId<HTMLButtonElement>("window-all").disabled = view.unbounded;
    const zoomed = this.first !== this.data.first || this.last !== this.data.last;
    const zoom = byId<HTMLButtonElement>("window-zoom");
    zoom.textContent = zoomed ? "Whole axis" : "Zoom in";
    zoom.disabled = view.unbounded && !zoomed;
  }

  // A field in which the reader types is left alone until it is left.
  private write_dates(): void {
    const {from, to} = this.inputs, {view} = this;
    if (document.activeElement !== from) from.value = field_text(Math.floor(view.from / DAY) * DAY);
    if (document.activeElement !== to) to.value = field_text(Math.ceil(view.to / DAY) * DAY - DAY);
  }

  private set(from: number, to: number): void {
    const {first, last} = this.data;
    from = Math.max(first, Math.min(from, last));
    to = Math.max(first, Math.min(to, last));
    if (from > to) [from, to] = [to, from];
    if (from === to) to = Math.min(last, step(floor_to(from, this.unit), this.unit));
    if (from === to) from = to - DAY;
    if (from !== this.view.from || to !== this.view.to) this.moved(from, to);
  }

  // Keeps the width at the ends of the time.
  private slide(from: number, to: number): void {
    const {first, last} = this.data, width = to - from;
    const begin = Math.max(first, Math.min(from, last - width));
    this.set(begin, begin + width);
  }

  // The grip's ends fall on boundaries of bins.
  private round(time: number): number {
    const low = floor_to(time, this.unit), high = step(low, this.unit);
    return time - low < high - time ? low : high;
  }

  private listen(): void {
    const area = this.canvas.parentElement!;
    area.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      const x = event.clientX - this.canvas.getBoundingClientRect().left, {from, to} = this.view;
      const near = (time: number) => Math.abs(x - this.x_of(time)) < 9;
      const kind: Grip = near(from) && x <= this.x_of(from) + 4 ? "from" : near(to) ? "to" : near(from) ? "from" :
        !this.view.unbounded && x > this.x_of(from) && x < this.x_of(to) ? "window" : "new";
      this.grip = {kind, at: this.time_of(x), from, to};
      if (kind !== "new") this.handles[kind].focus({preventScroll: true});
      area.setPointerCapture(event.pointerId);
      this.stop();
      event.preventDefault();
    });
    area.addEventListener("pointermove", (event) => {
      if (!this.grip) return;
      const time = this.time_of(event.clientX - this.canvas.getBoundingClientRect().left);
      const {kind, at, from, to} = this.grip;
      if (kind === "from") this.set(this.round(time), to);
      else if (kind === "to") this.set(from, this.round(time));
      else if (kind === "window") {
        const begin = this.round(from + time - at);
        this.slide(begin, begin + to - from);
      } else if (Math.abs(this.x_of(time) - this.x_of(at)) > 3) this.set(this.round(at), this.round(time));
    });
    const end = (event: PointerEvent) => {
      if (this.grip?.kind === "new") {  // a click picks its bin
        const time = this.time_of(event.clientX - this.canvas.getBoundingClientRect().left);
        if (Math.abs(this.x_of(time) - this.x_of(this.grip.at)) <= 3) {
          const from = floor_to(time, this.unit);
          this.set(from, step(from, this.unit));
        }
      }
      this.grip = undefined;
    };
    area.addEventListener("pointerup", end);
    area.addEventListener("pointercancel", () => this.grip = undefined);
    area.addEventListener("dblclick", () => this.all());

    for (const kind of ["from", "window", "to"] as const) {
      this.handles[kind].addEventListener("keydown", (event) => this.key(event, kind));
    }
    const typed = () => {
      const from = from_iso(this.inputs.from.value), to = from_iso(this.inputs.to.value);
      if (from !== undefined && to !== undefined && from <= to) this.set(from, to + DAY);
    };
    for (const input of [this.inputs.from, this.inputs.to]) {
      input.min = field_text(Math.floor(this.data.first / DAY) * DAY);
      input.max = field_text(Math.ceil(this.data.last / DAY) * DAY - DAY);
      input.addEventListener("change", typed);
      input.addEventListener("blur", () => this.write_dates());
    }
    byId("window-all").addEventListener("click", () => this.all());
    byId("window-zoom").addEventListener("click", () => this.zoom());
    this.play_button.addEventListener("click", () => this.toggle());
  }

  private key(event: KeyboardEvent, kind: "from" | "window" | "to"): void {
    const {from, to} = this.view, {first, last} = this.data;
    const steps = ({ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10} as Record<string, number>)[event.key];
    if (steps !== undefined) {
      const by = (time: number) => {
        const floor = floor_to(time, this.unit);
        return step(floor, this.unit, steps * (event.shiftKey ? 10 : 1) + (steps < 0 && floor !== time ? 1 : 0));
      };
      if (kind === "from") this.set(Math.min(by(from), floor_to(to - 1, this.unit)), to);
      else if (kind === "to") this.set(from, Math.max(by(to), step(floor_to(from, this.unit), this.unit)));
      else this.slide(by(from), by(from) + to - from);
    } else if (event.key === "Home") {
      if (kind === "from") this.set(first, to);
      else if (kind === "window") this.slide(first, first + to - from);
    } else if (event.key === "End") {
      if (kind === "to") this.set(from, last);
      else if (kind === "window") this.slide(last - (to - from), last);
    } else return;
    this.stop();
    event.preventDefault();
  }

  all(): void {
    this.stop();
    this.first = this.data.first;
    this.last = this.data.last;
    this.set(this.first, this.last);
    this.recount();
  }

  private zoom(): void {
    const zoomed = this.first !== this.data.first || this.last !== this.data.last;
    this.first = zoomed ? this.data.first : this.view.from;
    this.last = zoomed ? this.data.last : this.view.to;
    this.recount();
  }

  // Plays the window to the end of the time, a step every 160 ms; from the whole time, a tenth of it.
  toggle(): void {
    if (this.playing) return this.stop();
    if (this.data.first === this.data.last) return;
    const {data} = this;
    let {from, to} = this.view;
    if (this.view.unbounded) [from, to] = [data.first, data.first + Math.max(DAY, Math.ceil((data.last - data.first) / 10 / DAY) * DAY)];
    else if (to >= data.last) [from, to] = [data.first, data.first + to - from];
    const pace = Math.max(step(floor_to(from, this.unit), this.unit) - floor_to(from, this.unit), Math.floor((data.last - data.first) / 120 / DAY) * DAY);
    this.set(from, to);
    this.play_button.setAttribute("aria-label", "Pause");
    this.play_button.classList.add("playing");
    this.playing = window.setInterval(() => {
      if (this.view.to >= data.last) return this.stop();
      this.slide(this.view.from + pace, this.view.to + pace);
    }, 160);
  }

  stop(): void {
    clearInterval(this.playing);
    this.playing = 0;
    this.play_button.setAttribute("aria-label", "Play");
    this.play_button.classList.remove("playing");
  }
}

// The unit of the best known event: a day's event in bins of an hour would be a twenty-fourth in each.
function finest_unit(data: GraphData): Unit {
  const rank = data.precisions.map((precision) => Math.max(0, units.indexOf((precision === "unknown" ? "day" : precision) as Unit)));  // second, minute: hours
  let finest = units.length - 1;
  for (let event = 0; event < data.events; event++) if (!Number.isNaN(data.begin[event])) finest = Math.min(finest, rank[data.precision[event]]);
  return units[finest];
}

// What a date field takes: it knows the years 1 to 9999.
function field_text(seconds: number): string {
  const text = iso(seconds);
  return /^(?!0000)\d{4}-/.test(text) ? text.slice(0, 10) : "";
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

function nice(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 5, 6, 8, 10].map((k) => k * power).find((top) => top >= value)!;
}
