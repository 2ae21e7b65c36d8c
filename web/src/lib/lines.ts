/**
 * The lines of a fixed text, and their numbers. Pure: they depend on the text alone, and not on a font, a
 * window or a sheet of paper, so that line 34 is the same words everywhere. docs/line-numbers.md has the rule.
 */
import { readFixedText, type Cell, type FixedBlock, type Inline, type Run } from './fixed-text';
import type { Attributed, NumberedName } from './numbered';

/** Characters on a line, at most. */
export const WIDTH = 66;

export type Piece = Run | { unknown: string };

export interface Line {
  number: number;
  pieces: Piece[];
}

export type NumberedBlock =
  | { kind: 'paragraph'; lines: Line[] }
  | { kind: 'unknown'; lines: Line[] }
  | { kind: 'heading'; level: 2 | 3; lines: Line[] }
  | { kind: 'list'; numbered: boolean; start: number; items: NumberedBlock[][] }
  | { kind: 'quote'; blocks: NumberedBlock[] }
  | {
      kind: NumberedName;
      number: number;
      lines: Line[];
      node: Attributed;
      /** The line of who, at which level and when; null where nothing is decided. */
      facts: number | null;
    }
  /** Each row of a table is one line, however its cells are broken. */
  | { kind: 'table'; rows: { number: number; cells: Cell[] }[] };

export interface NumberedLines {
  blocks: NumberedBlock[];
  /** The number of the last line; 0 of an empty text. */
  last: number;
}

interface Letter {
  text: string;
  of: Piece;
}

/** Breaks what stands in one block into lines: at its own breaks, else after the last blank that fits. */
export function breakIntoLines(inline: readonly Inline[], width = WIDTH): Piece[][] {
  const rows: Letter[][] = [[]];
  for (const part of inline) {
    if ('lineBreak' in part) rows.push([]);
    else {
      const of = 'run' in part ? part.run : { unknown: part.unknown };
      const words = 'run' in part ? part.run.text : part.unknown || '…';
      for (const text of words) {
        if (text === '\n') rows.push([]);
        else rows.at(-1)?.push({ text, of });
      }
    }
  }
  return rows.flatMap((row) => wrap(row, width)).map(join);
}

const isBlank = ({ text }: Letter) => text === ' ' || text === '\t';

function wrap(letters: Letter[], width: number): Letter[][] {
  const lines: Letter[][] = [];
  let rest = letters;
  for (;;) {
    // Blanks at the end of a line take no room.
    let fits = Math.min(width, rest.length);
    if (rest.slice(fits).every(isBlank)) break;
    if (!isBlank(rest[fits] as Letter)) {
      const blank = rest.slice(0, fits).findLastIndex(isBlank);
      // A word that is longer than a line is cut.
      if (blank > 0) fits = blank + 1;
    }
    while (fits < rest.length && isBlank(rest[fits] as Letter)) fits += 1;
    lines.push(rest.slice(0, fits));
    rest = rest.slice(fits);
  }
  if (rest.some((letter) => !isBlank(letter))) lines.push(rest);
  return lines;
}

function join(letters: Letter[]): Piece[] {
  const pieces: Piece[] = [];
  let last: Letter['of'] | null = null;
  for (const { text, of } of letters) {
    const piece = pieces.at(-1);
    if (piece && of === last) {
      if ('text' in piece) piece.text += text;
      else piece.unknown += text;
    } else pieces.push('unknown' in of ? { unknown: text } : { ...of, text });
    last = of;
  }
  return pieces;
}

class Counter {
  last = 0;

  /** `saysMore` tells whether a measure or a commitment has a line of facts. */
  constructor(private readonly saysMore: (name: NumberedName, node: Attributed) => boolean) {}

  next(): number {
    return ++this.last;
  }

  lines(inline: readonly Inline[]): Line[] {
    return breakIntoLines(inline).map((pieces) => ({ number: this.next(), pieces }));
  }

  blocks(blocks: readonly FixedBlock[]): NumberedBlock[] {
    return blocks.map((block) => this.block(block));
  }

  block(block: FixedBlock): NumberedBlock {
    switch (block.kind) {
      case 'paragraph':
        return { kind: 'paragraph', lines: this.lines(block.inline) };
      case 'heading':
        return { kind: 'heading', level: block.level, lines: this.lines(block.inline) };
      case 'list': {
        const { numbered, start } = block;
        const items = block.items.map((item) => this.blocks(item));
        return { kind: 'list', numbered, start, items };
      }
      case 'quote':
        return { kind: 'quote', blocks: this.blocks(block.blocks) };
      case 'table': {
        const rows = block.rows.map((cells) => ({ number: this.next(), cells }));
        return { kind: 'table', rows };
      }
      case 'unknown':
        return { kind: 'unknown', lines: this.lines([{ unknown: block.text }]) };
      case 'measure':
      case 'commitment': {
        const { kind, number, attrs } = block;
        const lines = this.lines(block.inline);
        const facts = this.saysMore(kind, { attrs }) ? this.next() : null;
        return { kind, number, lines, node: { attrs }, facts };
      }
    }
  }
}

/** The text of canonical blocks in numbered lines. */
export function numberLines(
  blocks: readonly unknown[],
  saysMore: (name: NumberedName, node: Attributed) => boolean,
): NumberedLines {
  const counter = new Counter(saysMore);
  const numbered = counter.blocks(readFixedText(blocks));
  return { blocks: numbered, last: counter.last };
}

/** The words of a line, for those who look for them. */
export function wordsOfLine({ pieces }: Line): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : piece.unknown)).join('');
}
