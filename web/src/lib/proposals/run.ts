/** Runs of whole blocks at the top of a text: which a selection touches, and where they stand now. */
import type { Node } from '@tiptap/pm/model';
import type { Selection } from '@tiptap/pm/state';
import type * as Y from 'yjs';
import type { BlockJson, SeenBlock } from '../api/types';
import { isKnown, keyOf, plain } from './blocks';

/** Blocks by their place, `to` not among them. */
export interface Run {
  from: number;
  to: number;
}

/** The blocks that a selection touches. One that ends just before a block does not touch it. */
export function runOf(selection: Selection): Run {
  const { $from, $to, empty } = selection;
  const from = $from.index(0);
  const beginsThere = $to.depth > 0 && $to.pos === $to.start(1);
  const beyond = $to.depth === 0 ? $to.index(0) : $to.index(0) + 1;
  const to = !empty && beginsThere && $to.index(0) > from ? $to.index(0) : beyond;
  return { from, to: Math.max(to, from + 1) };
}

/** From and to in the editor's own count. */
export function rangeOf(doc: Node, run: Run): { from: number; to: number } {
  let at = 0;
  let from = 0;
  doc.forEach((node, offset, index) => {
    if (index === run.from) from = offset;
    if (index < run.to) at = offset + node.nodeSize;
  });
  return { from, to: at };
}

type Id = Pick<SeenBlock, 'client' | 'clock'>;
const nameOf = ({ client, clock }: Id): string => `${client}:${clock}`;

/** The ids of the blocks, in order; null for what has none. */
function idsOf(fragment: Y.XmlFragment): (Id | null)[] {
  return fragment.toArray().map((part) => part._item?.id ?? null);
}

/** Where each block of a text stands, by its id. */
export class Places {
  readonly #places = new Map<string, number>();

  constructor(fragment: Y.XmlFragment) {
    idsOf(fragment).forEach((id, place) => id && this.#places.set(nameOf(id), place));
  }

  /** Null unless all of them stand, one after the other. */
  find(ids: readonly Id[]): Run | null {
    const from = this.#places.get(nameOf(ids[0] ?? { client: -1, clock: -1 }));
    if (from === undefined) return null;
    const together = ids.every((id, at) => this.#places.get(nameOf(id)) === from + at);
    return together ? { from, to: from + ids.length } : null;
  }
}

/** The run as it stands. Null where the editor shows something that the document does not hold yet. */
export function seen(doc: Node, fragment: Y.XmlFragment, run: Run): SeenBlock[] | null {
  const ids = idsOf(fragment);
  if (ids.length !== doc.childCount || run.to > ids.length) return null;
  const blocks: SeenBlock[] = [];
  for (let place = run.from; place < run.to; place += 1) {
    const id = ids[place];
    const node = doc.child(place);
    if (!id || !isKnown(node)) return null;
    blocks.push({ client: id.client, clock: id.clock, block: plain(node.toJSON() as BlockJson) });
  }
  return blocks;
}

/** Whether both saw the same blocks saying the same. */
export function sameSeen(a: readonly SeenBlock[], b: readonly SeenBlock[]): boolean {
  return (
    a.length === b.length &&
    a.every((one, at) => {
      const other = b[at];
      return other && nameOf(one) === nameOf(other) && keyOf(one.block) === keyOf(other.block);
    })
  );
}
