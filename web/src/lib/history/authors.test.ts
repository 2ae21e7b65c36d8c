import { describe, expect, it } from 'vitest';
import { marked, WRITTEN, type Written } from './marked';
import { amounts, WrittenRuns } from './runs';

const run = (client: number, clock: number, length: number, member: string | null) => ({
  client,
  clock,
  length,
  member,
  at: null,
});

describe('who wrote the characters of a document', () => {
  it('is told by their ids, in the order of their clocks', () => {
    const runs = new WrittenRuns([
      run(1, 10, 5, 'erik'),
      run(2, 0, 3, 'maja'),
      run(1, 4, 2, 'maja'),
    ]);
    const said = runs.of(1, 3, 14).map(({ length, writer }) => [length, writer?.member]);
    expect(said).toEqual([
      [1, undefined],
      [2, 'maja'],
      [4, undefined],
      [5, 'erik'],
      [2, undefined],
    ]);
    expect(runs.of(2, 1, 1).map(({ writer }) => writer?.member)).toEqual(['maja']);
    expect(runs.of(3, 0, 2)).toEqual([{ length: 2, writer: undefined }]);
  });

  it('is counted, with what is nobody’s last', () => {
    const counted = amounts([
      { member: null, length: 90 },
      { member: 'erik', length: 2 },
      { member: 'maja', length: 3 },
      { member: 'erik', length: 2 },
    ]);
    expect(counted.map(({ member }) => member)).toEqual(['erik', 'maja', null]);
  });
});

interface Node {
  type: string;
  text?: string;
  marks?: { type: string; attrs: Written }[];
  content?: Node[];
}

/** The runs of a marked text: their words, writers and states, with a star where a writer begins. */
function read(blocks: unknown[]): string[] {
  return (blocks as Node[]).flatMap(({ text, marks, content }) => {
    if (text === undefined) return read(content ?? []);
    const written = marks?.find(({ type }) => type === WRITTEN)?.attrs;
    const { member, state, begins } = written ?? { member: '?', state: '?', begins: false };
    return [`${begins ? '*' : ''}${member}:${state}:${text}`];
  });
}

const paragraph = (...texts: string[]) => ({
  type: 'paragraph',
  content: texts.map((text) => ({ type: 'text', text })),
});
const stands = (length: number, member: string | null, isNew = false) => ({
  length,
  member,
  at: null,
  new: isNew,
});

describe('a fixed text with who wrote it', () => {
  it('is cut where the writer changes and begins anew with each block', () => {
    const blocks = [paragraph('Vi möts ', 'tidigt.'), paragraph('Alla.')];
    const stretches = [stands(10, 'erik'), stands(5, 'maja', true), stands(5, 'maja')];
    expect(read(marked(blocks, stretches))).toEqual([
      '*erik:stands:Vi möts ',
      'erik:stands:ti',
      '*maja:new:digt.',
      '*maja:stands:Alla.',
    ]);
  });

  it('shows what went where it stood', () => {
    const blocks = [paragraph('Vi möts.'), paragraph('Alla.')];
    const stretches = [stands(13, 'erik')];
    const gone = (offset: number, leads: boolean, text: string) => ({
      offset,
      leads,
      text,
      member: 'maja',
    });
    const removed = [
      gone(8, true, 'Nästan '),
      gone(8, false, ' Ofta.'),
      gone(2, false, ' alla'),
      gone(13, false, ' Slut.'),
    ];
    expect(read(marked(blocks, stretches, removed))).toEqual([
      '*erik:stands:Vi',
      '*maja:removed: alla',
      '*erik:stands: möts.',
      '*maja:removed: Ofta.',
      '*maja:removed:Nästan ',
      '*erik:stands:Alla.',
      '*maja:removed: Slut.',
    ]);
  });

  it('shows what went also where nothing is left', () => {
    const removed = [{ offset: 0, leads: false, text: 'Allt.', member: 'erik' }];
    expect(read(marked([{ type: 'paragraph' }], [], removed))).toEqual(['*erik:removed:Allt.']);
  });

  it('is whole even if less is known of it than it holds', () => {
    const said = read(marked([paragraph('Vi möts.')], [stands(2, 'erik')]));
    expect(said).toEqual(['*erik:stands:Vi', '?:?: möts.']);
  });
});
