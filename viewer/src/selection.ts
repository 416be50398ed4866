// What the reader has picked out: an entity or a pair of entities.
export type Selection = {entity: number} | {pair: number} | undefined;

export function same(a: Selection, b: Selection): boolean {
  if (!a || !b) return a === b;
  return "entity" in a ? "entity" in b && a.entity === b.entity : "pair" in b && a.pair === b.pair;
}
