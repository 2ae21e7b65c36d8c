import { describe, expect, it } from 'vitest';
import { readFixedText } from './fixed-text';

const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

describe('a fixed text', () => {
  it('is read with its marks and line breaks', () => {
    const link = { type: 'link', attrs: { href: 'https://norrskar.example/' } };
    const blocks = readFixedText([
      paragraph(text('Vi '), text('möts', { type: 'bold' }, link), { type: 'hardBreak' }),
    ]);
    const run = { bold: false, italic: false, href: null, unknownMark: false };
    expect(blocks).toEqual([
      {
        kind: 'paragraph',
        inline: [
          { run: { ...run, text: 'Vi ' } },
          { run: { ...run, text: 'möts', bold: true, href: 'https://norrskar.example/' } },
          { lineBreak: true },
        ],
      },
    ]);
  });

  it('has no link that runs something', () => {
    const link = { type: 'link', attrs: { href: 'javascript:alert(1)' } };
    expect(readFixedText([paragraph(text('Hej', link))])).toEqual([
      {
        kind: 'paragraph',
        inline: [
          { run: { text: 'Hej', bold: false, italic: false, href: null, unknownMark: false } },
        ],
      },
    ]);
  });

  it('keeps the words of what this page does not know, a line for each block in it', () => {
    const unknown = {
      type: 'timeline',
      content: [paragraph(text('Först'), text(' detta')), paragraph(text('Sedan detta'))],
    };
    expect(readFixedText([unknown])).toEqual([
      { kind: 'unknown', text: 'Först detta\nSedan detta' },
    ]);
    expect(readFixedText([paragraph(unknown)])).toEqual([
      { kind: 'paragraph', inline: [{ unknown: 'Först detta\nSedan detta' }] },
    ]);
  });

  it('tells words of which something is said that this page does not know', () => {
    const [block] = readFixedText([
      paragraph(text('under', { type: 'underline' }), text('vanligt')),
    ]);
    expect(block).toMatchObject({
      inline: [{ run: { unknownMark: true } }, { run: { unknownMark: false } }],
    });
  });

  it('numbers its measures and commitments in reading order, wherever they stand', () => {
    const measure = { type: 'measure', content: [text('gör')], attrs: { level: 'dialogue' } };
    const blocks = readFixedText([
      measure,
      { type: 'blockquote', content: [measure] },
      { type: 'commitment', attrs: { kind: 'joint' } },
      measure,
    ]);
    expect(blocks).toMatchObject([
      { kind: 'measure', number: 1 },
      { blocks: [{ number: 2 }] },
      { kind: 'commitment', number: 1 },
      { number: 3 },
    ]);
  });

  it('shows a list or a table that holds something else as unknown rather than lose it', () => {
    const strange = [
      { type: 'bulletList', content: [paragraph(text('Ingen punkt'))] },
      { type: 'table', content: [{ type: 'tableRow', content: [paragraph(text('Ingen ruta'))] }] },
    ];
    expect(readFixedText(strange)).toEqual([
      { kind: 'unknown', text: 'Ingen punkt' },
      { kind: 'unknown', text: 'Ingen ruta' },
    ]);
  });

  it('takes any JSON at all', () => {
    const strange = [null, 7, 'x', [], { type: 'paragraph', content: 'x' }, { type: 'text' }];
    expect(readFixedText(strange)).toHaveLength(strange.length);
  });

  it('reads lists, headings and cells as the editor does', () => {
    const blocks = readFixedText([
      { type: 'heading', attrs: { level: 1 } },
      { type: 'heading', attrs: { level: 3 } },
      {
        type: 'orderedList',
        attrs: { start: 3 },
        content: [{ type: 'listItem', content: [paragraph(text('Tre'))] }],
      },
      {
        type: 'table',
        content: [
          { type: 'tableRow', content: [{ type: 'tableHeader', attrs: { colspan: 2 } }] },
          { type: 'tableRow', content: [{ type: 'tableCell', attrs: { colspan: -1 } }] },
        ],
      },
    ]);
    expect(blocks).toMatchObject([
      { kind: 'heading', level: 2 },
      { kind: 'heading', level: 3 },
      { kind: 'list', numbered: true, start: 3, items: [[{ kind: 'paragraph' }]] },
      {
        kind: 'table',
        rows: [[{ heading: true, columns: 2, rows: 1 }], [{ heading: false, columns: 1 }]],
      },
    ]);
  });
});
