/**
 * A text that is fixed, read from its canonical blocks into what can be shown without an editor. Nothing
 * is taken for granted: what this page does not know becomes a part that is shown with its words.
 */
import { safeAddress } from './address';
import { WRITTEN, writtenOf, type Written } from './history/marked';
import type { NumberedName } from './numbered';

export interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
  href: string | null;
  /** Whether something is said of it that this page does not know. */
  unknownMark: boolean;
  /** Who wrote it, where that is shown. */
  written?: Written | null;
}
export type Inline = { run: Run } | { lineBreak: true } | { unknown: string };

export type FixedBlock =
  | { kind: 'paragraph'; inline: Inline[] }
  | { kind: 'heading'; level: 2 | 3; inline: Inline[] }
  | { kind: 'list'; numbered: boolean; start: number; items: FixedBlock[][] }
  | { kind: 'quote'; blocks: FixedBlock[] }
  | {
      kind: NumberedName;
      /** Its place among its kind, in reading order. */
      number: number;
      inline: Inline[];
      attrs: Record<string, unknown>;
    }
  | { kind: 'table'; rows: Cell[][] }
  /** All its words, a line for each block in it. */
  | { kind: 'unknown'; text: string };

export interface Cell {
  heading: boolean;
  columns: number;
  rows: number;
  blocks: FixedBlock[];
}

interface Raw {
  type: string;
  attrs: Record<string, unknown>;
  content: Raw[];
  marks: Raw[];
  text: string | null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function toRaw(value: unknown): Raw {
  const given = isObject(value) ? value : {};
  const list = (of: unknown) => (Array.isArray(of) ? of.map(toRaw) : []);
  return {
    type: typeof given.type === 'string' ? given.type : '',
    attrs: isObject(given.attrs) ? given.attrs : {},
    content: list(given.content),
    marks: list(given.marks),
    text: typeof given.text === 'string' ? given.text : null,
  };
}

export function readFixedText(blocks: readonly unknown[]): FixedBlock[] {
  const reader = new Reader();
  return blocks.map((block) => reader.block(toRaw(block)));
}

const INLINE = ['text', 'hardBreak'];
const MARKS = ['bold', 'italic', 'link', WRITTEN];

/** The words of something unknown. */
function wordsOf(raw: Raw): string {
  if (raw.text !== null) return raw.text;
  if (raw.type === 'hardBreak') return '\n';
  let words = '';
  for (const child of raw.content) {
    const isInline = INLINE.includes(child.type);
    if (!isInline && words !== '' && !words.endsWith('\n')) words += '\n';
    words += wordsOf(child);
    if (!isInline && child !== raw.content.at(-1)) words += '\n';
  }
  return words;
}

function readInline(raw: Raw): Inline {
  if (raw.type === 'hardBreak') return { lineBreak: true };
  if (raw.type !== 'text' || raw.text === null) return { unknown: wordsOf(raw) };
  const mark = (name: string) => raw.marks.find(({ type }) => type === name);
  const written = mark(WRITTEN);
  return {
    run: {
      text: raw.text,
      bold: mark('bold') !== undefined,
      italic: mark('italic') !== undefined,
      href: safeAddress(mark('link')?.attrs.href),
      unknownMark: raw.marks.some(({ type }) => !MARKS.includes(type)),
      ...(written ? { written: writtenOf(written) } : {}),
    },
  };
}

const CELLS = ['tableCell', 'tableHeader'];

class Reader {
  #counted: Record<NumberedName, number> = { measure: 0, commitment: 0 };

  block(raw: Raw): FixedBlock {
    const unknown: FixedBlock = { kind: 'unknown', text: wordsOf(raw) };
    const inline = () => raw.content.map(readInline);
    switch (raw.type) {
      case 'paragraph':
        return { kind: 'paragraph', inline: inline() };
      case 'heading':
        return { kind: 'heading', level: raw.attrs.level === 3 ? 3 : 2, inline: inline() };
      case 'measure':
      case 'commitment': {
        const number = ++this.#counted[raw.type];
        return { kind: raw.type, number, inline: inline(), attrs: raw.attrs };
      }
      case 'blockquote':
        return { kind: 'quote', blocks: this.#blocks(raw.content) };
      case 'bulletList':
      case 'orderedList': {
        if (raw.content.some(({ type }) => type !== 'listItem')) return unknown;
        const { start } = raw.attrs;
        return {
          kind: 'list',
          numbered: raw.type === 'orderedList',
          start: Number.isSafeInteger(start) ? (start as number) : 1,
          items: raw.content.map((item) => this.#blocks(item.content)),
        };
      }
      case 'table':
        return this.#table(raw) ?? unknown;
      default:
        return unknown;
    }
  }

  #blocks(raws: Raw[]): FixedBlock[] {
    return raws.map((raw) => this.block(raw));
  }

  #table({ content }: Raw): FixedBlock | null {
    const isWhole = content.every(
      (row) => row.type === 'tableRow' && row.content.every(({ type }) => CELLS.includes(type)),
    );
    if (!isWhole) return null;
    const span = (value: unknown, most: number) =>
      Number.isInteger(value) ? Math.min(Math.max(value as number, 1), most) : 1;
    const rows = content.map((row) =>
      row.content.map(({ type, attrs, content: blocks }) => ({
        heading: type === 'tableHeader',
        columns: span(attrs.colspan, 100),
        rows: span(attrs.rowspan, 1000),
        blocks: this.#blocks(blocks),
      })),
    );
    return { kind: 'table', rows };
  }
}
