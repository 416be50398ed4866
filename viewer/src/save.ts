// What leaves the page: pictures, and the seen events as native JSON or GEXF (gexf.ts). Files are made in memory and
// handed to the browser's own download; nothing is sent anywhere.
import {GraphData, Records} from "./data";
import {Picture} from "./scene";
import {Theme} from "./theme";
import {window_text} from "./time";
import {View} from "./view";

export function download(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

export function file_name(title: string, suffix: string): string {
  return (title.normalize("NFKD").replace(/[^A-Za-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60) || "graph") + suffix;
}

// Text in XML: markup escaped, characters that XML 1.0 forbids replaced.
export function xml(text: string): string {
  return text.replace(/\p{Surrogate}/gu, "\ufffd").replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`);
}

function shape(node: Picture["nodes"][number]): string {
  const {x, y, radius: r, shape} = node, f = (value: number) => value.toFixed(1);
  if (shape === 1) return `<rect x="${f(x - r * 0.86)}" y="${f(y - r * 0.86)}" width="${f(1.72 * r)}" height="${f(1.72 * r)}" rx="${f(0.16 * r)}"`;
  if (shape === 2) return `<path d="M${f(x)} ${f(y - 1.2 * r)}L${f(x + 1.2 * r)} ${f(y)}L${f(x)} ${f(y + 1.2 * r)}L${f(x - 1.2 * r)} ${f(y)}Z"`;
  if (shape === 3) return `<path d="M${f(x)} ${f(y - 1.24 * r)}L${f(x + 1.074 * r)} ${f(y + 0.62 * r)}L${f(x - 1.074 * r)} ${f(y + 0.62 * r)}Z"`;
  return `<circle cx="${f(x)}" cy="${f(y)}" r="${f(r)}"`;
}

export function svg(picture: Picture, theme: Theme, title: string, caption: string): string {
  const {palette} = theme, {width, height} = picture, parts: string[] = [];
  parts.push(`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + 40}" viewBox="0 0 ${width} ${height + 40}" font-family="system-ui, sans-serif">`,
             `<title>${xml(title)}</title>`, `<rect width="100%" height="100%" fill="${palette.paper}"/>`,
             `<clipPath id="frame"><rect width="${width}" height="${height}"/></clipPath><g clip-path="url(#frame)">`, `<g stroke-linecap="round">`);
  for (const l of picture.lines) {
    parts.push(`<line x1="${l.x1.toFixed(1)}" y1="${l.y1.toFixed(1)}" x2="${l.x2.toFixed(1)}" y2="${l.y2.toFixed(1)}" stroke="${l.color}" stroke-width="${l.width.toFixed(2)}" stroke-opacity="${l.opacity.toFixed(2)}"/>`);
  }
  parts.push(`</g><g stroke="${palette.paper}">`);
  for (const node of picture.nodes) {
    parts.push(`${shape(node)} fill="${palette.nodes[node.shape]}"${node.faded ? ' fill-opacity="0.25"' : ""}${node.marked ? ` stroke="${palette.accent}" stroke-width="2"` : ""}/>`);
  }
  parts.push(`</g><g stroke="${palette.muted}">`);
  for (const {line} of picture.names)
    if (line) parts.push(`<line ${["x1", "y1", "x2", "y2"].map((end, i) => `${end}="${line[i].toFixed(1)}"`).join(" ")}/>`);
  parts.push(`</g><g fill="${palette.ink}" stroke="${palette.paper}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke" dominant-baseline="middle">`);
  for (const name of picture.names) {
    parts.push(`<text x="${name.x.toFixed(1)}" y="${name.y.toFixed(1)}" font-size="${name.size}" font-weight="${name.bold ? 650 : 500}">${xml(name.text)}</text>`);
  }
  parts.push(`</g></g><text x="16" y="${height + 24}" font-size="13" fill="${palette.muted}">${xml(caption)}</text></svg>`);
  return parts.join("\n") + "\n";
}

// `ratio`: pixels of `canvas` a pixel of the page.
export async function png(canvas: HTMLCanvasElement, ratio: number, theme: Theme, caption: string): Promise<Blob> {
  const framed = document.createElement("canvas");
  framed.width = canvas.width;
  framed.height = canvas.height + 40 * ratio;
  const context = framed.getContext("2d")!;
  context.fillStyle = theme.palette.paper;
  context.fillRect(0, 0, framed.width, framed.height);
  context.drawImage(canvas, 0, 0);
  context.font = `${13 * ratio}px system-ui, "DejaVu Sans", sans-serif`;
  context.fillStyle = theme.palette.muted;
  context.fillText(caption, 16 * ratio, canvas.height + 24 * ratio);
  return new Promise((done, failed) => framed.toBlob((blob) => blob ? done(blob) : failed(new Error("The browser made no PNG.")), "image/png"));
}

export function caption(data: GraphData, view: View): string {
  const time = data.first === data.last ? "" : `, ${view.unbounded ? window_text(data.first, data.last) : window_text(view.from, view.to)}`;
  return `${data.title}${time}`;
}

// The native graph JSON of some events: their records word for word, with the documents and entities that they name, in
// the order and form of the json writer.
export function native_json(data: GraphData, records: Records, events: number[]): string[] {
  const documents = new Set<number>(), entities = new Set<number>(), lines: {id: string; line: string}[] = [];
  for (const event of events) {
    for (const list of [data.parties, data.places]) for (const entity of list.of(event)) entities.add(entity);
    for (const document of data.sources.of(event)) documents.add(document);
    const {id, attribution} = records.event(event);
    for (const {by} of attribution ?? []) {
      const entity = by?.id === undefined ? undefined : data.entity_of.get(by.id);
      if (entity !== undefined) entities.add(entity);
    }
    lines.push({id, line: records.event_line(event)});
  }
  lines.sort((a, b) => a.id < b.id ? -1 : 1);
  const list = (rows: string[]) => rows.length ? `[\n${rows.join(",\n")}\n]` : "[]";
  const rows = (numbers: Set<number>, line: (i: number) => string) => list([...numbers].sort((a, b) => a - b).map(line));
  return ['{"format":"ekg","version":1,\n"documents":', rows(documents, (i) => records.document_line(i)),
          ',\n"entities":', rows(entities, (i) => records.entity_line(i)), ',\n"events":', list(lines.map(({line}) => line)), "}\n"];
}
