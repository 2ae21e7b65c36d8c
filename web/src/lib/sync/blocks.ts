/** The blocks of a text: what people see of it, compared and put back without an editor. */
import * as Y from 'yjs';
import { plainLines, ROOT } from './plain';
import { elementFromJson, elementJson } from './tree';

/** One element at the top of a text. */
export interface Block {
  /** What it says, a line for each paragraph or list item in it. */
  text: string;
  /** All of it, as `tree` writes it. */
  json: string;
}

/** Reads the blocks of a document again and again; only what has changed is read anew. */
export class BlockReader {
  #known = new WeakMap<Y.XmlElement, Block>();
  #fragment: Y.XmlFragment;

  constructor(document: Y.Doc) {
    this.#fragment = document.getXmlFragment(ROOT);
    this.#fragment.observeDeep((events) => {
      for (const { target } of events) this.#forget(target);
    });
  }

  /** The blocks in which something is said, in order. */
  read(): Block[] {
    const blocks: Block[] = [];
    for (const child of this.#fragment.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      const known = this.#known.get(child);
      const block = known ?? { text: plainLines(child).join('\n'), json: elementJson(child) };
      if (!known) this.#known.set(child, block);
      if (block.text !== '') blocks.push(block);
    }
    return blocks;
  }

  #forget(changed: Y.AbstractType<unknown>): void {
    let type: Y.AbstractType<unknown> | null = changed;
    while (type && type.parent !== this.#fragment) type = type.parent;
    if (type instanceof Y.XmlElement) this.#known.delete(type);
  }
}

export function readBlocks(document: Y.Doc): Block[] {
  return new BlockReader(document).read();
}

/** The blocks that `others` lacks in this very form, each as often as it lacks it. */
export function without(blocks: readonly Block[], others: readonly Block[]): Block[] {
  const there = new Map<string, number>();
  for (const { json } of others) there.set(json, (there.get(json) ?? 0) + 1);
  return blocks.filter(({ json }) => {
    const left = there.get(json) ?? 0;
    if (left > 0) there.set(json, left - 1);
    return left === 0;
  });
}

/**
 * Puts blocks into a text, each after the block it stood after in `whole` or, if none of those before
 * it is there any more, at the end.
 */
export function insertBlocks(
  document: Y.Doc,
  blocks: readonly Block[],
  whole: readonly Block[],
): void {
  const fragment = document.getXmlFragment(ROOT);
  document.transact(() => {
    for (const block of blocks) {
      const before = whole.slice(
        0,
        whole.findIndex(({ json }) => json === block.json),
      );
      fragment.insert(placeAfter(fragment, before), [elementFromJson(block.json)]);
    }
  });
}

function placeAfter(fragment: Y.XmlFragment, before: readonly Block[]): number {
  const standing = fragment
    .toArray()
    .map((child) => (child instanceof Y.XmlElement ? elementJson(child) : ''));
  for (const { json } of [...before].reverse()) {
    const place = standing.lastIndexOf(json);
    if (place >= 0) return place + 1;
  }
  return fragment.length;
}
