import { describe, expect, it } from 'vitest';
import type { Inline } from './fixed-text';
import { breakIntoLines, numberLines, wordsOfLine, WIDTH, type NumberedBlock } from './lines';

const plain = { bold: false, italic: false, href: null, unknownMark: false };
const run = (text: string, bold = false): Inline => ({ run: { ...plain, bold, text } });
const words = (inline: Inline[], width?: number) =>
  breakIntoLines(inline, width).map((pieces) => wordsOfLine({ number: 0, pieces }));

describe('a line', () => {
  it('ends after the last blank that fits', () => {
    expect(words([run('ett två tre')], 7)).toEqual(['ett två ', 'tre']);
    expect(words([run('ett två tre')], 6)).toEqual(['ett ', 'två ', 'tre']);
    expect(words([run('ett två  ')], 7)).toEqual(['ett två  ']);
  });

  it('cuts a word that is longer than itself, and no other', () => {
    expect(words([run('abcdefgh ij')], 3)).toEqual(['abc', 'def', 'gh ', 'ij']);
  });

  it('ends where its writer ended it', () => {
    expect(words([run('ett'), { lineBreak: true }, run('två')])).toEqual(['ett', 'två']);
  });

  it('keeps a blank that holds two words together', () => {
    expect(words([run('se §\u00a012 nu')], 6)).toEqual(['se ', '§\u00a012 ', 'nu']);
  });

  it('counts characters as people do, beyond the sixteen bits of one', () => {
    expect(words([run('😀😀😀 b')], 3)).toEqual(['😀😀😀 ', 'b']);
  });

  it('is none of nothing, or of blanks alone', () => {
    expect(words([])).toEqual([]);
    expect(words([run('   ')])).toEqual([]);
  });

  it('keeps what is bold apart and loses no letter', () => {
    const [first, second] = breakIntoLines([run('ett '), run('två tre', true)], 8);
    expect(first).toEqual([
      { ...plain, text: 'ett ' },
      { ...plain, bold: true, text: 'två ' },
    ]);
    expect(second).toEqual([{ ...plain, bold: true, text: 'tre' }]);
  });

  it('is never longer than it may be, whatever the text, and all words are there', () => {
    let seed = 7;
    const chance = (most: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return seed % most;
    };
    for (let round = 0; round < 200; round += 1) {
      const text = Array.from({ length: chance(300) }, () => 'ab  cå-\u00a0'[chance(8)]).join('');
      const width = 1 + chance(WIDTH);
      const lines = words([run(text)], width);
      for (const line of lines) expect([...line.trimEnd()].length).toBeLessThanOrEqual(width);
      expect(lines.join('').trimEnd()).toBe(text.trim() === '' ? '' : text.trimEnd());
    }
  });
});

describe('the lines of a text', () => {
  const text = (words: string) => [{ type: 'text', text: words }];
  const paragraph = (words: string) => ({ type: 'paragraph', content: text(words) });

  it('are counted through headings, lists, measures with what is said of them, and rows', () => {
    const { blocks, last } = numberLines(
      [
        { type: 'heading', attrs: { level: 2 }, content: text('Rubrik') },
        { type: 'paragraph' },
        paragraph(`${'ord '.repeat(20)}slut`),
        { type: 'bulletList', content: [{ type: 'listItem', content: [paragraph('Punkt')] }] },
        { type: 'measure', attrs: { level: 'dialogue' }, content: text('Ett möte') },
        { type: 'measure', content: text('Ett till') },
        {
          type: 'table',
          content: [
            { type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph('a')] }] },
            { type: 'tableRow', content: [{ type: 'tableCell', content: [paragraph('b')] }] },
          ],
        },
      ],
      (_, { attrs }) => 'level' in attrs,
    );
    const numbers = (block: NumberedBlock): unknown => {
      if (block.kind === 'list') return block.items.map((item) => item.map(numbers));
      if (block.kind === 'quote') return block.blocks.map(numbers);
      if (block.kind === 'table') return block.rows.map((row) => row.number);
      const lines = block.lines.map((line) => line.number);
      return 'facts' in block && block.facts !== null ? [...lines, block.facts] : lines;
    };
    expect(blocks.map(numbers)).toEqual([[1], [], [2, 3], [[[4]]], [5, 6], [7], [8, 9]]);
    expect(last).toBe(9);
  });
});
