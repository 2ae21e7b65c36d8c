/** Whether an anchoring sheet can stand on one page of paper. Pure; careful, so that what it lets onto one page does. */
import type { SheetToRead } from '../api/types';

/** Of a page in the letters of one-page.css: lines on it, and characters in a line. */
const LINES = 54;
const CHARACTERS = 92;
/** What title, facts and headings take at the top, in lines. */
const HEAD = 11;
/** The heading of a part or a section with what stands around it, and what stands around a block. */
const HEADING = 2.2;
const AROUND = 0.5;

interface Raw {
  type?: unknown;
  text?: unknown;
  content?: unknown;
}

const linesOf = (characters: number) => Math.max(1, Math.ceil(characters / CHARACTERS));

function lengthOf(runs: readonly Raw[]): number {
  return runs.reduce((sum, run) => sum + (typeof run.text === 'string' ? run.text.length : 1), 0);
}

/** How many lines blocks take. */
export function linesOnPaper(blocks: readonly unknown[]): number {
  return (blocks as Raw[]).reduce((sum, block) => {
    const content = Array.isArray(block.content) ? (block.content as Raw[]) : [];
    const isWords = content.length === 0 || content.some(({ type }) => type === 'text');
    if (!isWords) return sum + linesOnPaper(content);
    // Who is responsible for a measure stands below it; a heading has more room around it.
    const more = block.type === 'paragraph' ? 0 : 1;
    return sum + linesOf(lengthOf(content)) + AROUND + more;
  }, 0);
}

export function fitsOnePage({ sheet, texts }: SheetToRead): boolean {
  let lines = HEAD + HEADING * 2;
  for (const words of [sheet.mandate_asked, sheet.questions ?? '']) {
    for (const paragraph of words.split('\n')) lines += linesOf(paragraph.length);
  }
  for (const { blocks, changed } of texts) {
    lines += HEADING * 2 + linesOnPaper(blocks);
    for (const one of changed?.blocks ?? []) {
      if (one.change === 'same') continue;
      lines += 1 + linesOf(JSON.stringify(one).length / 2);
    }
  }
  return lines <= LINES;
}
