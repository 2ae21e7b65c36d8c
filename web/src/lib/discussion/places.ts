/**
 * Where the characters of the shared text stand in the editor's document, and the other way round. Yjs knows them by
 * their ids, ProseMirror by positions.
 */
import type { Node } from '@tiptap/pm/model';
import * as Y from 'yjs';

/** Consecutive characters: client id, clock of the first, how many UTF-16 units. */
export type Span = [client: number, clock: number, length: number];

/** Characters of the editor's document, one after the other. */
export interface Range {
  from: number;
  to: number;
}

/** Which of the editor's nodes an element is, as the binding has it. */
export type NodeOf = (element: Y.XmlElement) => Node | Node[] | undefined;

interface Run {
  item: Y.Item;
  text: string;
  position: number;
  /** The text it stands in; another one is another block. */
  within: Y.XmlText;
}

/** Calls `visit` for every run of standing characters, in the order of the text. */
function walk(fragment: Y.XmlFragment, nodeOf: NodeOf, visit: (run: Run) => void): void {
  let position = 0;
  const inside = (parent: Y.XmlFragment | Y.XmlElement): void => {
    for (const child of parent.toArray()) {
      if (child instanceof Y.XmlText) {
        for (let item = child._start; item !== null; item = item.right) {
          if (item.deleted || !item.countable) continue;
          if (item.content instanceof Y.ContentString) {
            visit({ item, text: item.content.str, position, within: child });
          }
          position += item.length;
        }
      } else if (child instanceof Y.XmlElement) {
        const node = nodeOf(child);
        const known = Array.isArray(node) ? node[0] : node;
        if (known?.isLeaf) {
          position += known.nodeSize;
          continue;
        }
        position += 1;
        inside(child);
        position += 1;
      }
    }
  };
  inside(fragment);
}

/** What is selected, by its ids, with a line for each block. Null if no character is. */
export function marked(
  fragment: Y.XmlFragment,
  nodeOf: NodeOf,
  { from, to }: Range,
): { ids: Span[]; quote: string } | null {
  const ids: Span[] = [];
  let quote = '';
  let block: Y.XmlText | null = null;
  walk(fragment, nodeOf, ({ item, text, position, within }) => {
    const first = Math.max(0, from - position);
    const last = Math.min(item.length, to - position);
    if (first >= last) return;
    if (block !== null && block.parent !== within.parent) quote += '\n';
    block = within;
    quote += text.slice(first, last);
    const { client, clock } = item.id;
    const before = ids.at(-1);
    if (before && before[0] === client && before[1] + before[2] === clock + first) {
      before[2] += last - first;
    } else ids.push([client, clock + first, last - first]);
  });
  return quote.trim() === '' ? null : { ids, quote };
}

/** Where spans stand, each with what it is of; neighbours of one are joined. */
export function placed<Of>(
  fragment: Y.XmlFragment,
  nodeOf: NodeOf,
  wanted: { of: Of; spans: Span[] }[],
): Map<Of, Range[]> {
  const byClient = new Map<number, { of: Of; clock: number; end: number }[]>();
  for (const { of, spans } of wanted) {
    for (const [client, clock, length] of spans) {
      const list = byClient.get(client) ?? [];
      list.push({ of, clock, end: clock + length });
      byClient.set(client, list);
    }
  }
  const found = new Map<Of, Range[]>();
  walk(fragment, nodeOf, ({ item, position }) => {
    const { client, clock } = item.id;
    for (const span of byClient.get(client) ?? []) {
      const first = Math.max(span.clock, clock);
      const last = Math.min(span.end, clock + item.length);
      if (first >= last) continue;
      const range = { from: position + first - clock, to: position + last - clock };
      const ranges = found.get(span.of) ?? [];
      const before = ranges.at(-1);
      if (before && before.to === range.from) before.to = range.to;
      else ranges.push(range);
      found.set(span.of, ranges);
    }
  });
  return found;
}
