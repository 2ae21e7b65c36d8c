import type { Description } from '../api/types';
import { describe, expect, it } from 'vitest';
import { addParty, addSection, descriptionOf, draftOf, freeLetter, removeParty } from './draft';
import { lacksOf, stepAfter, stepBefore, stepOfPath } from './steps';

const account = { name: 'Siv Ekorre', email: 'siv@leden.example' };
const template: Description = {
  title: '',
  parties: [],
  members: [],
  sections: [
    { kind: 'starting_points', title: 'Utgångspunkter', text: 'Leden är *allas*.\n' },
    { kind: 'principle', title: 'Dialog', text: null },
  ],
};
const whole: Description = {
  title: 'Avtal om leden',
  case_number: 'KS 2027-1',
  time_zone: 'Europe/Helsinki',
  languages: ['sv', 'fi'],
  parity: true,
  parties: [
    {
      letter: 'A',
      name: 'Ledens kommun',
      kind: 'public',
      approval: { rule: 'at_least', count: 3 },
      bodies: ['Fullmäktige'],
      organisations: ['Parkkontoret'],
    },
    {
      letter: 'C',
      name: 'Ledens vänner',
      kind: 'civil',
      approval: { rule: 'any', count: null },
      bodies: [],
      organisations: [],
    },
  ],
  members: [
    {
      name: 'Siv Ekorre',
      email: 'SIV@leden.example',
      party: 'C',
      organisation: null,
      roles: ['coordinator', 'drafter'],
    },
    {
      name: 'Bo Gran',
      email: 'bo@leden.example',
      party: 'A',
      organisation: 'Parkkontoret',
      roles: ['coordinator'],
    },
    {
      name: 'Rut Lots',
      email: 'rut@process.example',
      party: null,
      organisation: null,
      roles: ['observer'],
    },
  ],
  sections: [{ kind: 'free', title: 'Om leden', text: 'Hej', responsible: ['C', 'A'] }],
};

/** Filled in as far as it must be. */
function filled() {
  const draft = draftOf(template, account);
  draft.title = 'Avtal om leden';
  for (const [place, party] of draft.parties.entries()) {
    party.name = `Part ${place}`;
    party.kind = 'civil';
  }
  draft.mine.party = 'A';
  draft.parties[1]!.coordinator = {
    name: 'Bo Gran',
    email: 'bo@leden.example',
    organisation: '',
    roles: ['coordinator'],
  };
  return draft;
}

describe('a draft', () => {
  it('of a description is sent as that description', () => {
    const sent = descriptionOf(draftOf(whole, account), account);
    expect(sent).toEqual({
      ...whole,
      members: whole.members.map((member, place) =>
        place === 0 ? { ...member, email: account.email } : member,
      ),
    });
  });

  it('of the template has two parties to fill in, and keeps the first texts', () => {
    const draft = draftOf(template, account);
    expect(draft.parties.map(({ letter, kind }) => [letter, kind])).toEqual([
      ['A', ''],
      ['B', ''],
    ]);
    expect(draft.mine.party).toBe('');
    expect(descriptionOf(filled(), account).sections).toEqual([
      {
        kind: 'starting_points',
        title: 'Utgångspunkter',
        text: 'Leden är *allas*.\n',
        responsible: [],
      },
      { kind: 'principle', title: 'Dialog', text: null, responsible: [] },
    ]);
  });

  it('names the founder and the first coordinator of every other party', () => {
    const draft = filled();
    addParty(draft);
    draft.parties[2]!.coordinator.name = 'Ida Sten';
    const roles = (party: string) => ({ party, organisation: null, roles: ['coordinator'] });
    expect(descriptionOf(draft, account).members).toEqual([
      { ...account, party: 'A', organisation: null, roles: ['coordinator', 'drafter'] },
      { name: 'Bo Gran', email: 'bo@leden.example', ...roles('B') },
      { name: 'Ida Sten', email: '', ...roles('C') },
    ]);
  });

  it('of a neutral process leader names a coordinator for every party', () => {
    const draft = filled();
    draft.mine.party = null;
    const parties = descriptionOf(draft, account).members.map(({ party }) => party);
    expect(parties).toEqual([null, 'A', 'B']);
  });

  it('that loses a party loses its letter everywhere, and its people', () => {
    const draft = draftOf(whole, account);
    removeParty(draft, 'C');
    expect(draft.sections[0]?.responsible).toEqual(['A']);
    expect(draft.mine.party).toBe('');
    expect(freeLetter(draft.parties.map(({ letter }) => letter))).toBe('B');
  });

  it('gives nobody an organisation that is no longer there', () => {
    const draft = draftOf(whole, account);
    draft.parties[0]!.organisations = ['Gatukontoret', ' '];
    const sent = descriptionOf(draft, account);
    expect(sent.members[1]?.organisation).toBeNull();
    expect(sent.parties[0]?.organisations).toEqual(['Gatukontoret']);
  });

  it('never gives two things the same key', () => {
    const draft = draftOf(template, account);
    addParty(draft);
    addSection(draft);
    const keys = [...draft.parties, ...draft.sections].map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('what is missing', () => {
  const whats = (draft: ReturnType<typeof filled>) =>
    lacksOf(draft, account).map(({ step, what }) => `${step}: ${what}`);

  it('is nothing when all is filled in', () => {
    expect(whats(filled())).toEqual([]);
    expect(whats(draftOf(whole, account))).toEqual([]);
  });

  it('is said step by step', () => {
    const draft = draftOf(template, account);
    draft.sections[1]!.title = ' ';
    expect(whats(draft)).toEqual([
      'about: title',
      'parties: party-name',
      'parties: party-kind',
      'parties: party-name',
      'parties: party-kind',
      'sections: section-title',
      'people: own-place',
    ]);
    draft.sections = [];
    draft.mine.party = 'B';
    expect(whats(draft).slice(-3)).toEqual([
      'sections: no-sections',
      'people: person-name',
      'people: email',
    ]);
  });

  it('is another name, or another address, where two have the same', () => {
    const draft = filled();
    draft.parties[1]!.name = 'part 0 ';
    draft.parties[1]!.coordinator.email = 'Siv@Leden.example';
    expect(whats(draft)).toEqual(['parties: party-twice', 'people: email-twice']);
  });

  it('is a number of approvers that is none', () => {
    const draft = filled();
    draft.parties[0]!.rule = 'at_least';
    for (const count of [Number.NaN, 0, 1.5]) {
      draft.parties[0]!.count = count;
      expect(whats(draft)).toEqual(['parties: count']);
    }
  });
});

it('the steps follow one another, and a field’s path leads to its step', () => {
  expect([stepBefore('about'), stepAfter('about'), stepAfter('check')]).toEqual([
    null,
    'parties',
    'check',
  ]);
  expect(
    ['members[2].email', 'parties[0]', 'sections[1].title: x', 'title'].map(stepOfPath),
  ).toEqual(['people', 'parties', 'sections', 'about']);
});
