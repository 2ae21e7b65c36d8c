/** What two sequences have in common, and what three come to together. Pure. */

/** A run of one sequence that became a run of the other; `same` when nothing changed in it. */
export interface Step {
  same: boolean;
  /** From and to in the first and in the second. */
  a: readonly [number, number];
  b: readonly [number, number];
}

/** More comparisons than this are not made: what is between the equal ends counts as replaced. */
const MOST_COMPARISONS = 4_000_000;

/** The indices of a longest common subsequence, by what the items weigh. */
function common<Item>(
  a: readonly Item[],
  b: readonly Item[],
  weigh: (a: Item, b: Item) => number,
): [number, number][] {
  if (a.length * b.length > MOST_COMPARISONS) return [];
  const width = b.length + 1;
  const best = new Float64Array((a.length + 1) * width);
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const weight = weigh(a[i] as Item, b[j] as Item);
      const together = weight > 0 ? weight + at(i + 1, j + 1) : 0;
      best[i * width + j] = Math.max(together, at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: [number, number][] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const weight = weigh(a[i] as Item, b[j] as Item);
    if (weight > 0 && at(i, j) === weight + at(i + 1, j + 1)) pairs.push([i++, j++]);
    else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

/** Pairs of items, in order, of the greatest weight in all; items of no weight are never paired. */
export function pair<Item>(
  a: readonly Item[],
  b: readonly Item[],
  weigh: (a: Item, b: Item) => number,
): [number, number][] {
  return common(a, b, weigh);
}

/** How the first sequence became the second. */
export function steps<Item>(
  a: readonly Item[],
  b: readonly Item[],
  equal: (a: Item, b: Item) => boolean,
  weight: (item: Item) => number = () => 1,
): Step[] {
  let head = 0;
  const shorter = Math.min(a.length, b.length);
  while (head < shorter && equal(a[head] as Item, b[head] as Item)) head += 1;
  let tail = 0;
  while (tail < shorter - head && equal(a.at(-1 - tail) as Item, b.at(-1 - tail) as Item))
    tail += 1;
  const middle = common(a.slice(head, a.length - tail), b.slice(head, b.length - tail), (x, y) =>
    equal(x, y) ? weight(x) : 0,
  ).map(([i, j]) => [i + head, j + head] as const);
  const pairs = [
    ...Array.from({ length: head }, (_, i) => [i, i] as const),
    ...middle,
    ...Array.from({ length: tail }, (_, i) => [a.length - tail + i, b.length - tail + i] as const),
    [a.length, b.length] as const,
  ];
  const made: Step[] = [];
  let [i, j] = [0, 0];
  for (const [x, y] of pairs) {
    if (i < x || j < y) made.push({ same: false, a: [i, x], b: [j, y] });
    const last = made.at(-1);
    if (x < a.length && y < b.length) {
      if (last?.same)
        made[made.length - 1] = { same: true, a: [last.a[0], x + 1], b: [last.b[0], y + 1] };
      else made.push({ same: true, a: [x, x + 1], b: [y, y + 1] });
    }
    [i, j] = [x + 1, y + 1];
  }
  return made;
}

/** What came of a stretch of the first sequence in the two that were made of it. */
export interface Stretch<Item> {
  base: Item[];
  ours: Item[];
  theirs: Item[];
  /** Whether only one of the two changed it, or both in the same way; else nobody can tell. */
  clear: boolean;
}

/** Where the first sequence stays in both others; `null` ends it. */
function anchors<Item>(base: readonly Item[], toOurs: Step[], toTheirs: Step[]) {
  const place = (list: Step[], at: number) => {
    const step = list.find(({ same, a }) => same && a[0] <= at && at < a[1]);
    return step ? step.b[0] + at - step.a[0] : null;
  };
  return base.flatMap((_, at) => {
    const [ours, theirs] = [place(toOurs, at), place(toTheirs, at)];
    return ours === null || theirs === null ? [] : [{ at, ours, theirs }];
  });
}

/** Parts three sequences into stretches, one for all that lies between what stayed in both. */
export function threeWay<Item>(
  base: readonly Item[],
  ours: readonly Item[],
  theirs: readonly Item[],
  equal: (a: Item, b: Item) => boolean,
): Stretch<Item>[] {
  const alike = (a: readonly Item[], b: readonly Item[]) =>
    a.length === b.length && a.every((item, at) => equal(item, b[at] as Item));
  const stay = anchors(base, steps(base, ours, equal), steps(base, theirs, equal));
  const ends = [...stay, { at: base.length, ours: ours.length, theirs: theirs.length }];
  const stretches: Stretch<Item>[] = [];
  let from = { at: 0, ours: 0, theirs: 0 };
  for (const end of ends) {
    const part = {
      base: base.slice(from.at, end.at),
      ours: ours.slice(from.ours, end.ours),
      theirs: theirs.slice(from.theirs, end.theirs),
    };
    const clear =
      alike(part.base, part.ours) || alike(part.base, part.theirs) || alike(part.ours, part.theirs);
    if (part.base.length + part.ours.length + part.theirs.length > 0)
      stretches.push({ ...part, clear });
    if (end.at < base.length) {
      const item = [base[end.at] as Item];
      stretches.push({
        base: item,
        ours: [ours[end.ours] as Item],
        theirs: [theirs[end.theirs] as Item],
        clear: true,
      });
    }
    from = { at: end.at + 1, ours: end.ours + 1, theirs: end.theirs + 1 };
  }
  return stretches;
}
