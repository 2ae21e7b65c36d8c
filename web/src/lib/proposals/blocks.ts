/**
 * Blocks as JSON: the server's canonical form and the editor's own say the same in two ways. Here they
 * are read into one, compared, and turned into the editor's.
 */
import type { JSONContent } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import type { BlockJson } from '../api/types';
import { description, type Kind } from '../editor/description';

interface Mark {
  type: string;
  attrs?: Record<string, unknown>;
}

/** Attributes in order of name, without those that say nothing. */
function attributes(given: unknown, defaults: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries((given ?? {}) as Record<string, unknown>);
  const told = entries.filter(
    ([key, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(defaults[key]),
  );
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function defaultsOf(type: string): Record<string, unknown> {
  const described = description.nodes[type]?.attributes ?? {};
  return Object.fromEntries(Object.entries(described).map(([key, one]) => [key, one.default]));
}

/** What is a matter of looks is no part of what a block says. */
const isLook = (kind: Kind | undefined, key: string) => kind?.looks?.includes(key) ?? false;

function withoutLooks(told: Record<string, unknown>, kind: Kind | undefined) {
  return Object.fromEntries(Object.entries(told).filter(([key]) => !isLook(kind, key)));
}

function marksOf(given: unknown): Mark[] {
  const list = Array.isArray(given) ? (given as Mark[]) : [];
  return list
    .map(({ type, attrs }) => {
      const told = withoutLooks(attributes(attrs, {}), description.marks[type]);
      return Object.keys(told).length > 0 ? { type, attrs: told } : { type };
    })
    .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** One form of a block, whichever it came in: the editor's JSON, with nothing that says nothing. */
export function plain(block: BlockJson): JSONContent {
  if (typeof block.text === 'string') {
    const marks = marksOf(block.marks);
    const text = { type: 'text', text: block.text };
    return marks.length > 0 ? { ...text, marks } : text;
  }
  const type = String(block.type ?? '');
  const attrs = withoutLooks(attributes(block.attrs, defaultsOf(type)), description.nodes[type]);
  const content: JSONContent[] = [];
  for (const child of (Array.isArray(block.content) ? block.content : []) as BlockJson[]) {
    const made = plain(child);
    const last = content.at(-1);
    const joins =
      made.type === 'text' &&
      last?.type === 'text' &&
      JSON.stringify(made.marks) === JSON.stringify(last.marks);
    if (joins) content[content.length - 1] = { ...last, text: `${last.text}${made.text}` };
    else if (made.type !== 'text' || made.text !== '') content.push(made);
  }
  return {
    type,
    ...(Object.keys(attrs).length > 0 ? { attrs } : {}),
    ...(content.length > 0 ? { content } : {}),
  };
}

/** Equal for blocks that say the same. */
export const keyOf = (block: BlockJson): string => JSON.stringify(plain(block)).normalize('NFC');

export function sameBlocks(a: readonly BlockJson[], b: readonly BlockJson[]): boolean {
  return a.length === b.length && a.every((block, place) => keyOf(block) === keyOf(b[place] ?? {}));
}

/** Whether a block holds only what this page can show and edit. */
export function isKnown(node: Node): boolean {
  let known = true;
  const look = (one: Node) => {
    const described = description.nodes[one.type.name];
    // A kept part goes by the name of what it stands for; its type is not the schema's.
    known &&= described !== undefined && one.type.schema.nodes[one.type.name] === one.type;
    known &&= one.marks.every((mark) => mark.type.name in description.marks);
    return known;
  };
  look(node);
  node.descendants(look);
  return known;
}

/** The words of blocks, a line for each that holds some. */
export function wordsOf(blocks: readonly BlockJson[]): string {
  const words = ({ type, text, content }: JSONContent): string => {
    if (text !== undefined) return text;
    if (type === 'hardBreak') return '\n';
    const parts = (content ?? []).map(words);
    return parts.join(content?.some((child) => child.text !== undefined) ? '' : '\n');
  };
  return blocks.map((block) => words(plain(block))).join('\n');
}
