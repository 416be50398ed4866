// Building the page's elements. Text becomes text nodes, never markup.

type Child = Node | string | null | undefined | false;
type Props = Record<string, string | number | boolean | null | undefined | ((event: any) => void)>;

// h("button", {class: "plain", onclick: save}, "Save"): `on…` are listeners, other values attributes; false, null and
// undefined leave the attribute out.
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K, props: Props = {}, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  append(element, children);
  return element;
}

export function append(parent: Node, children: Child[]): void {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    parent.appendChild(typeof child === "string" ? document.createTextNode(child) : child);
  }
}

export function replace(parent: Element, ...children: Child[]): void {
  parent.textContent = "";
  append(parent, children);
}

export function byId<T extends HTMLElement>(id: string): T {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element as T;
}

// Control and bidirectional formatting characters, which could make a name read as another or spill into its
// neighbours. Shown text goes without them; saved files keep them.
const unshown = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
export function shown(text: string): string { return text.replace(unshown, ""); }

// A name or title as shown; one longer than a page could hold is cut.
const LONGEST = 300;
export function name_text(text: string): string {
  return shown(text.length > LONGEST ? text.slice(0, LONGEST).replace(/\p{Surrogate}$/u, "") + "…" : text);
}

// A name or text from the data, isolated from the text around it whatever its direction.
export function bdi(text: string, className?: string): HTMLElement {
  return h("bdi", {class: className}, name_text(text));
}

const grouped = new Intl.NumberFormat("en");
export function count(n: number): string { return grouped.format(n); }
export function counted(n: number, one: string, many = one + "s"): string { return `${count(n)} ${n === 1 ? one : many}`; }

// Calls `work` once, `delay_ms` after the last call.
export function settled(work: () => void, delay_ms: number): () => void {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, delay_ms);
  };
}
