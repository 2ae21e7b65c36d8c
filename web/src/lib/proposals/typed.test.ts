// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import { countTyped, forgetAllTyped, forgetTyped, keepTyped, typedBefore } from './typed';

const block = { type: 'paragraph', content: [{ type: 'text', text: 'ett' }] };
const typed = {
  base: [{ client: 1, clock: 2, block }],
  blocks: [block],
  reason: 'r',
  renews: null,
};

afterEach(() => {
  vi.restoreAllMocks();
  localStorage.clear();
});

test('what was typed is there again, for the same member and section only', () => {
  expect(keepTyped('eva', 'one', typed)).toBe(true);
  expect(typedBefore('eva', 'one')).toEqual(typed);
  expect(typedBefore('eva', 'two')).toBeNull();
  expect(typedBefore('maja', 'one')).toBeNull();
  forgetTyped('eva', 'one');
  expect(typedBefore('eva', 'one')).toBeNull();
});

test('whoever signs out can leave nothing of theirs behind, and takes nothing of others', () => {
  keepTyped('eva', 'one', typed);
  keepTyped('eva', 'two', typed);
  keepTyped('maja', 'one', typed);
  expect(countTyped(['eva'])).toBe(2);
  forgetAllTyped(['eva']);
  expect(countTyped(['eva'])).toBe(0);
  expect(typedBefore('maja', 'one')).toEqual(typed);
});

test('storage that is full or broken is said, and breaks nothing', () => {
  vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new Error('full');
  });
  expect(keepTyped('eva', 'one', typed)).toBe(false);
  vi.restoreAllMocks();
  localStorage.setItem('overens.typed/eva/one', '{"base":[]}');
  expect(typedBefore('eva', 'one')).toBeNull();
  localStorage.setItem('overens.typed/eva/one', 'no JSON');
  expect(typedBefore('eva', 'one')).toBeNull();
});
