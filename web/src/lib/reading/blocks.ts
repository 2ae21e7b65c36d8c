/**
 * The blocks of a fixed text, read for being shown. They may be of any age and of anybody's making: what
 * is not known keeps its place and its words, and nothing is believed about its shape.
 */
import { safeAddress } from '../address';

export interface Run {
  kind: 'run';
  text: string;
  bold: boolean;
  italic: boolean;
  /** Where it leads, if it may be followed. */
  href: string | null;
  /** Whether something is said of it that we do not know. */
  strange: boolean;
}
export type Inline = Run | { kind: 'break' } | { kind: 'strange'; text: string };

export type Level = 'information' | 'consultation' | 'dialogue' | 'partnership';

export interface Cell {
  header: boolean;
  columns: number;
  rows: number;
  blocks: Block[];
}
export type Block =
  | { kind: 'paragraph'; content: Inline[] }
  | { kind: 'heading'; level: number; content: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'quote'; blocks: Block[] }
  | {
      kind: 'measure';
      number: number;
      content: Inline[];
      responsible: string[];
      level: Level | null;
      due: string | null;
    }
  | {
      kind: 'commitment';
      number: number;
      content: Inline[];
      responsible: string[];
      joint: boolean;
    }
  | { kind: 'table'; rows: Cell[][] }
  | { kind: 'strange'; text: string };

interface Part {
  type: string;
  attrs: Record<string, unknown>;
  content: Part[];
  text: string;
  marks: Part[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const asParts = (value: unknown): Part[] => (Array.isArray(value) ? value.map(asPart) : []);

function asPart(value: unknown): Part {
  const given = isObject(value) ? value : {};
  return {
    type: typeof given.type === 'string' ? given.type : '',
    attrs: isObject(given.attrs) ? given.attrs : {},
    content: asParts(given.content),
    text: typeof given.text === 'string' ? given.text : '',
    marks: asParts(given.marks),
  };
}

const INLINE = ['text', 'hardBreak'];
const LEVELS: readonly Level[] = ['information', 'consultation', 'dialogue', 'partnership'];

/** All words in a part, each block's on a line of its own. */
function wordsOf(part: Part): string {
  if (part.type === 'hardBreak') return '\n';
  let words = part.text;
  for (const child of part.content) {
    const inside = wordsOf(child);
    const apart = INLINE.includes(child.type) || words === '' || words.endsWith('\n');
    words += apart ? inside : `\n${inside}`;
  }
  return words;
}

function run(part: Part): Run {
  const read: Run = {
    kind: 'run',
    text: part.text,
    bold: false,
    italic: false,
    href: null,
    strange: false,
  };
  for (const mark of part.marks) {
    if (mark.type === 'bold') read.bold = true;
    else if (mark.type === 'italic') read.italic = true;
    else if (mark.type === 'link') read.href = safeAddress(mark.attrs.href);
    else read.strange = true;
  }
  return read;
}

function inline(parts: Part[]): Inline[] {
  return parts.map((part) => {
    if (part.type === 'text') return run(part);
    if (part.type === 'hardBreak') return { kind: 'break' };
    return { kind: 'strange', text: wordsOf(part) };
  });
}

const whole = (value: unknown, fallback: number, most: number): number =>
  Number.isInteger(value) ? Math.min(Math.max(value as number, 0), most) : fallback;
const ids = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id): id is string => typeof id === 'string') : [];

class Reader {
  #measures = 0;
  #commitments = 0;

  blocks(parts: Part[]): Block[] {
    return parts.map((part) => this.#block(part));
  }

  #block(part: Part): Block {
    const { type, attrs, content } = part;
    switch (type) {
      case 'paragraph':
        return { kind: 'paragraph', content: inline(content) };
      case 'heading':
        return { kind: 'heading', level: whole(attrs.level, 1, 6), content: inline(content) };
      case 'bulletList':
      case 'orderedList':
        return {
          kind: 'list',
          ordered: type === 'orderedList',
          start: whole(attrs.start, 1, 999_999_999),
          items: content.map((item) => this.#item(item)),
        };
      case 'blockquote':
        return { kind: 'quote', blocks: this.blocks(content) };
      case 'measure':
        return {
          kind: 'measure',
          number: ++this.#measures,
          content: inline(content),
          responsible: ids(attrs.responsible),
          level: LEVELS.find((level) => level === attrs.level) ?? null,
          due: typeof attrs.due === 'string' ? attrs.due : null,
        };
      case 'commitment':
        return {
          kind: 'commitment',
          number: ++this.#commitments,
          content: inline(content),
          responsible: ids(attrs.responsible),
          joint: attrs.kind === 'joint',
        };
      case 'table':
        return {
          kind: 'table',
          rows: content.map((row) => row.content.map((cell) => this.#cell(cell))),
        };
      default:
        return { kind: 'strange', text: wordsOf(part) };
    }
  }

  #item(part: Part): Block[] {
    return part.type === 'listItem' ? this.blocks(part.content) : [this.#block(part)];
  }

  #cell(part: Part): Cell {
    const known = part.type === 'tableCell' || part.type === 'tableHeader';
    return {
      header: part.type === 'tableHeader',
      columns: Math.max(1, whole(part.attrs.colspan, 1, 100)),
      rows: Math.max(1, whole(part.attrs.rowspan, 1, 1000)),
      blocks: known ? this.blocks(part.content) : [this.#block(part)],
    };
  }
}

/** Reads ProseMirror JSON. Measures and commitments get their numbers in reading order. */
export function readBlocks(blocks: readonly unknown[]): Block[] {
  return new Reader().blocks(asParts(blocks));
}
