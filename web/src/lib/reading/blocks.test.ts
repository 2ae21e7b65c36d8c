import { describe, expect, it } from 'vitest';
import { readBlocks } from './blocks';

const text = (words: string, ...marks: object[]) => ({ type: 'text', text: words, marks });
const paragraph = (...content: object[]) => ({ type: 'paragraph', content });

describe('a fixed text', () => {
  it('is read with its headings, lists, quotes and tables', () => {
    const cell = (type: string) => ({
      type,
      attrs: { colspan: 2 },
      content: [paragraph(text('ruta'))],
    });
    const blocks = readBlocks([
      { type: 'heading', attrs: { level: 3 }, content: [text('Rubrik')] },
      {
        type: 'orderedList',
        attrs: { start: 4 },
        content: [{ type: 'listItem', content: [paragraph(text('punkt'))] }],
      },
      { type: 'blockquote', content: [paragraph(text('citat'))] },
      { type: 'table', content: [{ type: 'tableRow', content: [cell('tableHeader')] }] },
    ]);
    expect(blocks.map((block) => block.kind)).toEqual(['heading', 'list', 'quote', 'table']);
    expect(blocks[0]).toMatchObject({ level: 3 });
    expect(blocks[1]).toMatchObject({ ordered: true, start: 4, items: [[{ kind: 'paragraph' }]] });
    expect(blocks[3]).toMatchObject({ rows: [[{ header: true, columns: 2, rows: 1 }]] });
  });

  it('numbers its measures and commitments in reading order, wherever they stand', () => {
    const measure = { type: 'measure', content: [text('gör')], attrs: { level: 'dialogue' } };
    const blocks = readBlocks([
      measure,
      { type: 'blockquote', content: [measure] },
      { type: 'commitment', attrs: { kind: 'joint', responsible: ['a', 7] } },
      measure,
    ]);
    expect(blocks[0]).toMatchObject({ number: 1, level: 'dialogue', due: null });
    expect(blocks[1]).toMatchObject({ blocks: [{ number: 2 }] });
    expect(blocks[2]).toMatchObject({ number: 1, joint: true, responsible: ['a'] });
    expect(blocks[3]).toMatchObject({ number: 3 });
  });

  it('leads only to addresses that run nothing', () => {
    const link = (href: unknown) => text('hit', { type: 'link', attrs: { href } });
    const [block] = readBlocks([
      paragraph(link('https://norrskar.example/'), link('javascript:alert(1)'), link(7)),
    ]);
    const hrefs =
      block?.kind === 'paragraph' ? block.content.map((run) => 'href' in run && run.href) : [];
    expect(hrefs).toEqual(['https://norrskar.example/', null, null]);
  });

  it('keeps the place and the words of what it does not know', () => {
    const blocks = readBlocks([
      { type: 'poll', content: [paragraph(text('fråga')), paragraph(text('svar'))] },
      paragraph({ type: 'mention', content: [text('Maja')] }, text('under', { type: 'underline' })),
      { type: 'bulletList', content: [paragraph(text('utan punkt'))] },
    ]);
    expect(blocks[0]).toEqual({ kind: 'strange', text: 'fråga\nsvar' });
    expect(blocks[1]).toMatchObject({
      content: [
        { kind: 'strange', text: 'Maja' },
        { text: 'under', strange: true },
      ],
    });
    expect(blocks[2]).toMatchObject({ items: [[{ kind: 'paragraph' }]] });
  });

  it('of any shape at all is read without a fault', () => {
    expect(readBlocks([null, 7, 'x', [], { type: 3, content: 'x', attrs: [] }])).toHaveLength(5);
    expect(readBlocks([{ type: 'heading', attrs: { level: 'high' } }])).toEqual([
      { kind: 'heading', level: 1, content: [] },
    ]);
  });
});
