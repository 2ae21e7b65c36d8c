import { expect, it } from 'vitest';
import { groupHash } from './hash';

it('a hash is shown in groups of four that hold all of it', () => {
  const hash = 'ab12'.repeat(16);
  const groups = groupHash(hash).split(' ');
  expect(groups).toHaveLength(16);
  expect(groups.every((group) => group.length === 4)).toBe(true);
  expect(groups.join('')).toBe(hash);
});
