// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { documentOf, p } from '../editor/testing/bound';
import { readBlocks } from '../sync/blocks';
import { keyOf } from './blocks';
import { changeBy } from './draft';
import { inLanes } from './lanes';

const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const blocks = (...texts: string[]) => readBlocks(documentOf(...texts.map(p)));
const change = (before: string[] | null, after: string[], now: string[]) => {
  const found = changeBy(
    { before: before && blocks(...before), after: blocks(...after) },
    now.map((text) => (text === '' ? { type: 'paragraph' } : paragraph(text))),
  );
  return found && { ...found, blocks: found.blocks.map(keyOf) };
};
const keys = (...texts: string[]) => texts.map((text) => keyOf(paragraph(text)));

test('a draft becomes a proposal about just the blocks that its writer changed', () => {
  expect(change(['ett', 'två', 'tre'], ['ett', 'två!', 'tre'], ['ett', 'två', 'tre'])).toEqual({
    from: 1,
    to: 2,
    blocks: keys('två!'),
  });
});

test('what others changed since is not taken back by it', () => {
  expect(change(['ett', 'två', 'tre'], ['ett', 'två!', 'tre'], ['ETT', 'två', '', 'tre'])).toEqual({
    from: 1,
    to: 2,
    blocks: keys('två!'),
  });
});

test('what both put in at the same place stands there for both', () => {
  expect(change(['ett.'], ['ett. Hans.'], ['ett. Hennes.'])).toEqual({
    from: 0,
    to: 1,
    blocks: keys('ett. Hennes. Hans.'),
  });
  expect(change(['ett'], ['ett', 'hans'], ['ett', 'hennes'])).toEqual({
    from: 1,
    to: 2,
    blocks: keys('hennes', 'hans'),
  });
});

test('what was only added is offered behind what it stood behind', () => {
  expect(change(['ett', 'två'], ['ett', 'nytt', 'två'], ['ett', 'två'])).toEqual({
    from: 0,
    to: 1,
    blocks: keys('ett', 'nytt'),
  });
  expect(change(['ett'], ['nytt', 'ett'], ['ett'])).toEqual({
    from: 0,
    to: 1,
    blocks: keys('nytt', 'ett'),
  });
});

test('a draft that is in the text already proposes nothing', () => {
  expect(change(['ett'], ['ett', 'två'], ['ett', 'två'])).toBeNull();
});

test('marks that would stand on one another stand side by side', () => {
  const lanes = inLanes([
    { id: 'a', top: 0, bottom: 50 },
    { id: 'b', top: 20, bottom: 60 },
    { id: 'c', top: 50, bottom: 70 },
  ]);
  expect(lanes.map(({ id, lane }) => [id, lane])).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 0],
  ]);
});
