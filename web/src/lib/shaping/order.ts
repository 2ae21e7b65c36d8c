/** The order of things that are moved by hand. Pure. */

/** The list with what stood at one place moved to another; a place beyond the ends is the end. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const place = Math.max(0, Math.min(to, items.length - 1));
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  return item === undefined ? [...items] : rest.toSpliced(place, 0, item);
}

/** An order somebody has made, of what there is now: what is gone is left out, what is new comes last. */
export function reconciled(order: readonly string[], now: readonly string[]): string[] {
  const kept = order.filter((id) => now.includes(id));
  return [...kept, ...now.filter((id) => !kept.includes(id))];
}

export const sameOrder = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, place) => id === other[place]);
