import { expect, it } from 'vitest';
import { looksLikeAddress } from './address';

it('catches what cannot be an address, and lets the rest to the server', () => {
  for (const address of ['maja@öns.example', ' maja.a+b@gillet.example ', 'm@a.b.example']) {
    expect(looksLikeAddress(address), address).toBe(true);
  }
  for (const slip of [
    '',
    'maja',
    'maja@',
    '@gillet.example',
    'maja@gillet',
    'a@b.c, d@e.f',
    'maja@g.',
  ]) {
    expect(looksLikeAddress(slip), slip).toBe(false);
  }
});
