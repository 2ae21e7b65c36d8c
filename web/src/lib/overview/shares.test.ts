import { describe, expect, it } from 'vitest';
import { sharesOf } from './shares';
import { agreement, member } from './testing';

const shown = {
  ...agreement({ members: [member('ann', 'a'), member('bo', 'b'), member('lars', null)] }),
  former_members: [member('tore', 'a')],
};
const said = (contributors: [string, number][]) =>
  sharesOf(
    shown,
    contributors.map(([who, characters]) => ({ member: who, characters })),
  ).map(({ party, percent }) => [party?.letter ?? '–', percent]);

describe('the shares of a text', () => {
  it('are the parties’, those who have left included, and the neutral ones last', () => {
    expect(
      said([
        ['lars', 100],
        ['bo', 600],
        ['ann', 200],
        ['tore', 100],
      ]),
    ).toEqual([
      ['A', 30],
      ['B', 60],
      ['–', 10],
    ]);
  });

  it('always make a hundred per cent', () => {
    expect(
      said([
        ['ann', 1],
        ['bo', 1],
        ['lars', 1],
      ]),
    ).toEqual([
      ['A', 34],
      ['B', 33],
      ['–', 33],
    ]);
    expect(
      said([
        ['ann', 485],
        ['bo', 515],
      ]),
    ).toEqual([
      ['A', 49],
      ['B', 51],
    ]);
  });

  it('are none of a text that is all the template’s', () => {
    expect(said([])).toEqual([]);
    expect(said([['ann', 0]])).toEqual([]);
  });
});
