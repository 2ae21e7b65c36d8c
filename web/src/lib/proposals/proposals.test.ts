// @vitest-environment jsdom
import { getSchema } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import { expect, test } from 'vitest';
import { textSchema } from '../editor/schema';
import { closeAll, documentOf, fragmentOf, mirror, open, p } from '../editor/testing/bound';
import { keyOf, plain, sameBlocks } from './blocks';
import { merge } from './merge';
import { redline } from './redline';
import { Places, rangeOf, runOf, sameSeen, seen } from './run';

const schema = getSchema(textSchema());
const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const doc = (...blocks: object[]) => schema.nodeFromJSON({ type: 'doc', content: blocks });
/** Removed in brackets, added in braces. */
function told(before: object[], after: object[]): string {
  return redline(doc(...before), doc(...after))
    .map((block) => {
      const words = block.pieces.map(({ change, text }) =>
        change === 'same' ? text : change === 'added' ? `{${text}}` : `[${text}]`,
      );
      return `${words.join('')}${block.reshaped ? ' ~' : ''}`;
    })
    .join(' | ');
}

test('a redline marks words, and never letters within them', () => {
  expect(told([paragraph('De får ett brett stöd.')], [paragraph('De får ett bredare stöd.')])).toBe(
    'De får ett [brett]{bredare} stöd.',
  );
});

test('a sentence that was mostly rewritten is shown as replaced', () => {
  const before = [paragraph('Parterna träffas tidigt och på lika villkor varje år.')];
  const after = [paragraph('Ett möte hålls när någon av dem så önskar.')];
  expect(told(before, after)).toBe(
    '[Parterna träffas tidigt och på lika villkor varje år.] | {Ett möte hålls när någon av dem så önskar.}',
  );
});

test('a block between others that came is marked as a whole, and so is one that went', () => {
  const [one, two, three] = ['Ett.', 'Något helt annat.', 'Tre.'].map(paragraph) as [
    object,
    object,
    object,
  ];
  expect(told([one, three], [one, two, three])).toBe('Ett. | {Något helt annat.} | Tre.');
  expect(told([one, two, three], [one, three])).toBe('Ett. | [Något helt annat.] | Tre.');
});

test('a changed kind, fact or mark is told of where the words are the same', () => {
  const heading = {
    type: 'heading',
    attrs: { level: 2 },
    content: [{ type: 'text', text: 'Ett' }],
  };
  expect(told([paragraph('Ett')], [heading])).toBe('Ett ~');
  const bold = [{ type: 'text', text: 'Ett', marks: [{ type: 'bold' }] }];
  expect(told([paragraph('Ett')], [{ type: 'paragraph', content: bold }])).toBe('Ett ~');
});

test('the pieces that stayed or went are the earlier text, those that stayed or came the later', () => {
  const words = ['en', 'två', 'tre ', ', ', ' ', 'fyra', '.'];
  let seed = 7;
  const next = (most: number) => (seed = (seed * 48271) % 2147483647) % most;
  const text = () => Array.from({ length: next(12) + 1 }, () => words[next(words.length)]).join('');
  for (let round = 0; round < 300; round += 1) {
    const [before, after] = [Array.from({ length: 3 }, text), Array.from({ length: 3 }, text)];
    const [a, b] = [doc(...before.map(paragraph)), doc(...after.map(paragraph))];
    const blocks = redline(a, b);
    const joined = (not: string) =>
      blocks
        .flatMap(({ pieces }) => pieces)
        .filter(({ change }) => change !== not)
        .map((piece) => piece.text)
        .join('');
    expect(joined('added')).toBe(before.join(''));
    expect(joined('removed')).toBe(after.join(''));
    for (const piece of blocks.flatMap(({ pieces }) => pieces)) {
      const within = piece.change === 'removed' ? a : b;
      expect(within.textBetween(piece.from, piece.to)).toBe(piece.text);
    }
  }
});

test('what only one of two changed is as that one made it', () => {
  const base = ['Ett är ett.', 'Två är två.', 'Tre är tre.'].map(paragraph);
  const proposed = ['Ett är inte ett.', 'Två är två.', 'Tre är tre.'].map(paragraph);
  const now = ['Ett är ett.', 'Två är två.', 'Tre är ju tre.'].map(paragraph);
  const merged = merge(base, proposed, now);
  expect(merged.left).toBe(0);
  expect(merged.blocks.map(keyOf)).toEqual(
    ['Ett är inte ett.', 'Två är två.', 'Tre är ju tre.'].map((text) => keyOf(paragraph(text))),
  );
});

test('two changes in different words of one block are put together', () => {
  const merged = merge(
    [paragraph('Parterna träffas tidigt och ofta.')],
    [paragraph('Parterna möts tidigt och ofta.')],
    [paragraph('Parterna träffas tidigt och varje år.')],
  );
  expect(merged.left).toBe(0);
  expect(merged.blocks.map(keyOf)).toEqual([
    keyOf(paragraph('Parterna möts tidigt och varje år.')),
  ]);
});

test('where both changed the same words the text stays as it is now, and that is counted', () => {
  const merged = merge(
    [paragraph('De träffas ofta.'), paragraph('Slut.')],
    [paragraph('De träffas sällan.'), paragraph('Nu är det slut.')],
    [paragraph('De träffas varje år.'), paragraph('Slut.')],
  );
  expect(merged.left).toBe(1);
  expect(merged.blocks.map(keyOf)).toEqual(
    ['De träffas varje år.', 'Nu är det slut.'].map((text) => keyOf(paragraph(text))),
  );
});

test('the two ways to write a block are the same block', () => {
  const canonical = {
    type: 'paragraph',
    content: [{ text: 'ett ' }, { text: 'två', marks: [{ type: 'bold' }] }],
  };
  const editors = {
    type: 'paragraph',
    attrs: { kept: null },
    content: [
      { type: 'text', text: 'e' },
      { type: 'text', text: 'tt ' },
      { type: 'text', marks: [{ type: 'bold', attrs: {} }], text: 'två' },
    ],
  };
  expect(sameBlocks([canonical], [editors])).toBe(true);
  expect(sameBlocks([canonical], [plain({ ...editors, type: 'heading' })])).toBe(false);
  expect(schema.nodeFromJSON(plain(canonical)).textContent).toBe('ett två');
});

test('a selection takes whole blocks, and not the one it ends before', () => {
  const text = doc(...['ett', 'två', 'tre'].map(paragraph));
  const select = (from: number, to: number) => runOf(TextSelection.create(text, from, to));
  expect(select(2, 2)).toEqual({ from: 0, to: 1 });
  expect(select(2, 7)).toEqual({ from: 0, to: 2 });
  expect(select(2, 6)).toEqual({ from: 0, to: 1 });
  expect(select(6, 6)).toEqual({ from: 1, to: 2 });
  expect(rangeOf(text, { from: 1, to: 3 })).toEqual({ from: 5, to: 15 });
});

test('a run is found by its blocks wherever they stand, and not when one is gone or another between', () => {
  const document = documentOf(p('ett'), p('två'), p('tre'));
  const editor = open(document);
  const other = fragmentOf(mirror(document));
  const saw = seen(editor.state.doc, fragmentOf(document), { from: 1, to: 3 });
  expect(saw?.map(({ block }) => keyOf(block))).toEqual(
    ['två', 'tre'].map((text) => keyOf(paragraph(text))),
  );
  editor.commands.insertContentAt(0, '<p>före</p>');
  expect(new Places(other).find(saw ?? [])).toEqual({ from: 2, to: 4 });
  const again = seen(editor.state.doc, fragmentOf(document), { from: 2, to: 4 });
  expect(sameSeen(saw ?? [], again ?? [])).toBe(true);
  other.delete(3, 1);
  expect(new Places(fragmentOf(document)).find(saw ?? [])).toBeNull();
  closeAll();
});
