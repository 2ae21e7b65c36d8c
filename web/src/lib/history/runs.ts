/** Who wrote which characters: the server's answer, laid over the ids of the document that one has. Pure. */

/** Who wrote something and when; null for words that nobody typed, or of which nobody knows. */
export interface Writer {
  member: string | null;
  at: string | null;
}

/** Characters under one client id, from a clock on. */
export interface Run extends Writer {
  client: number;
  clock: number;
  length: number;
}

/** Some characters, and who wrote them; undefined as long as the server has not said. */
export interface Known {
  length: number;
  writer: Writer | undefined;
}

export class WrittenRuns {
  readonly #clients = new Map<number, Run[]>();

  constructor(runs: readonly Run[]) {
    for (const run of runs) {
      const known = this.#clients.get(run.client);
      if (known) known.push(run);
      else this.#clients.set(run.client, [run]);
    }
    // The answer is in the order of the text.
    for (const of of this.#clients.values()) of.sort((one, other) => one.clock - other.clock);
  }

  /** The characters of a span, in the order of their clocks. */
  of(client: number, clock: number, length: number): Known[] {
    const runs = this.#clients.get(client) ?? [];
    const parts: Known[] = [];
    const end = clock + length;
    let at = clock;
    for (let index = firstAfter(runs, clock); at < end; index += 1) {
      const run = runs[index];
      if (!run || run.clock >= end) break;
      if (run.clock > at) parts.push({ length: run.clock - at, writer: undefined });
      at = Math.max(at, run.clock);
      const until = Math.min(end, run.clock + run.length);
      if (until > at) parts.push({ length: until - at, writer: run });
      at = Math.max(at, until);
    }
    if (at < end) parts.push({ length: end - at, writer: undefined });
    return parts;
  }
}

/** The first run that ends after a clock. */
function firstAfter(runs: readonly Run[], clock: number): number {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const run = runs[middle];
    if (run && run.clock + run.length <= clock) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How much of a text is whose; most first, what is nobody's last. */
export function amounts(
  runs: readonly { member: string | null; length: number }[],
): { member: string | null; characters: number }[] {
  const of = new Map<string | null, number>();
  for (const { member, length } of runs) of.set(member, (of.get(member) ?? 0) + length);
  return [...of]
    .map(([member, characters]) => ({ member, characters }))
    .filter(({ characters }) => characters > 0)
    .sort(
      (one, other) =>
        Number(one.member === null) - Number(other.member === null) ||
        other.characters - one.characters,
    );
}
