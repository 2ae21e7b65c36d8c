import { describe, expect, it } from 'vitest';
import type { SheetText, SheetToRead } from '../api/types';
import { fitsOnePage, linesOnPaper } from './one-page';

const words = (length: number, type = 'paragraph') => ({
  type,
  content: [{ type: 'text', text: 'o'.repeat(length) }],
});

const text = (blocks: unknown[], changed: unknown = null) =>
  ({ blocks, changed }) as unknown as SheetText;

const sheet = (texts: SheetText[], mandate_asked = 'Att få godkänna.') =>
  ({ sheet: { mandate_asked, questions: '' }, texts }) as unknown as SheetToRead;

describe('an anchoring sheet on paper', () => {
  it('takes more lines the longer its paragraphs are, however deep they stand', () => {
    const short = linesOnPaper([words(20)]);
    expect(linesOnPaper([words(200)])).toBe(short + 2);
    const list = { type: 'bulletList', content: [{ type: 'listItem', content: [words(200)] }] };
    expect(linesOnPaper([list])).toBe(short + 2);
    expect(linesOnPaper([])).toBe(0);
  });

  it('fits one page with a short section, and not with three long ones', () => {
    const short = text([words(300), words(300), words(90, 'measure')]);
    const long = text(Array.from({ length: 8 }, () => words(300)));
    expect(fitsOnePage(sheet([short]))).toBe(true);
    expect(fitsOnePage(sheet([long, long, long]))).toBe(false);
  });

  it('counts what is asked for and what changed, and not what stayed', () => {
    const block = (change: string) => ({ change, text: 'o'.repeat(400) });
    const many = (change: string) => ({ blocks: Array.from({ length: 20 }, () => block(change)) });
    expect(fitsOnePage(sheet([text([words(90)], many('same'))]))).toBe(true);
    expect(fitsOnePage(sheet([text([words(90)], many('changed'))]))).toBe(false);
    expect(fitsOnePage(sheet([text([words(90)])], 'Rad.\n'.repeat(60)))).toBe(false);
  });
});
