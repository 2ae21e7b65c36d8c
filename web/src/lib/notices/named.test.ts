import { expect, it } from 'vitest';
import { namedIn } from './named';

const agreement = '0192f0c1-2222-7333-8444-555566667777';

it('finds the notice that a link in a letter is of, and keeps the rest of the address', () => {
  const address = `/agreements/a/sections/b?thread=c&notice=${agreement}.discussion-12#discussion`;
  expect(namedIn(address)).toEqual({
    agreement,
    id: 'discussion-12',
    rest: '/agreements/a/sections/b?thread=c#discussion',
  });
  expect(namedIn(`/agreements/a?notice=${agreement}.phase-7-2027-03-01-in_force`)?.rest).toBe(
    '/agreements/a',
  );
});

it('takes nothing else for one', () => {
  for (const address of ['/', '/?notice=', '/?notice=x.record-1', `/?notice=${agreement}.<b>`]) {
    expect(namedIn(address), address).toBeNull();
  }
});
