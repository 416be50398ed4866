// The view in the address: #from=2024-11-01&type=clash&sel=en-1. Entities stand by id, so a link outlives a new build
// of the graph as far as its ids do; what is not found is left out.
import {Selection} from "./selection";
import {from_iso, iso} from "./time";
import {GraphData} from "./data";
import {View} from "./view";
import {ThemeChoice} from "./theme";

export interface Camera { x: number; y: number; ratio: number; }
export interface Place { selection: Selection; camera?: Camera; theme: ThemeChoice; }

export function write_link(data: GraphData, view: View, place: Place): string {
  const link = new URLSearchParams();
  if (!view.unbounded) {
    link.set("from", iso(view.from));
    link.set("to", iso(view.to));
  }
  for (const facet of view.facets) {
    if (facet.chosen.size > 0) for (const value of [...facet.chosen].sort((a, b) => a - b)) link.append(facet.key, facet.keys[value]);
  }
  if (view.focus !== undefined) link.set("only", data.id[view.focus]);
  const {selection, camera, theme} = place;
  if (selection && "entity" in selection) link.set("sel", data.id[selection.entity]);
  else if (selection) {
    link.append("sel", data.id[data.pair_a[selection.pair]]);
    link.append("sel", data.id[data.pair_b[selection.pair]]);
  }
  if (camera && !(camera.x === 0.5 && camera.y === 0.5 && camera.ratio === 1)) {
    link.set("cam", [camera.x, camera.y, camera.ratio].map((value) => +value.toPrecision(4)).join(" "));
  }
  if (theme !== "auto") link.set("theme", theme);
  return link.toString();
}

// Sets `view` and returns the rest.
export function read_link(hash: string, data: GraphData, view: View): Place {
  const link = new URLSearchParams(hash.replace(/^#/, ""));
  view.clear();
  for (const facet of view.facets) {
    const chosen = new Set(link.getAll(facet.key).map((key) => facet.keys.indexOf(key)).filter((value) => value >= 0));
    if (chosen.size > 0) view.choose(facet, chosen);
  }
  const only_id = link.get("only"), only = only_id ? data.entity_of.get(only_id) : undefined;
  if (only !== undefined) view.set_focus(only);
  const from = Math.max(from_iso(link.get("from") ?? "") ?? data.first, data.first), to = Math.min(from_iso(link.get("to") ?? "") ?? data.last, data.last);
  if (from < to) view.set_window(from, to);
  else view.set_window(data.first, data.last);

  const ids = link.getAll("sel").map((id) => data.entity_of.get(id));
  let selection: Selection;
  if (ids.length === 1 && ids[0] !== undefined) selection = {entity: ids[0]};
  else if (ids.length === 2 && ids[0] !== undefined && ids[1] !== undefined) {
    const pair = [...data.pairs_of_entity.of(ids[0])].find((p) => data.pair_a[p] === ids[1] || data.pair_b[p] === ids[1]);
    if (pair !== undefined) selection = {pair};
  }
  const numbers = (link.get("cam") ?? "").split(" ").map(Number);
  const camera = numbers.length === 3 && numbers.every(Number.isFinite) && numbers[2] > 0 ?
    {x: numbers[0], y: numbers[1], ratio: numbers[2]} : undefined;
  const theme = link.get("theme");
  return {selection, camera, theme: theme === "light" || theme === "dark" ? theme : "auto"};
}
