import { describe, expect, it } from 'vitest';
import { readDescription } from './read';

const right = {
  title: 'Avtal om leden',
  parties: [{ letter: 'A', name: 'Kommunen', kind: 'public', approval: { rule: 'any' } }],
  members: [{ name: 'Siv', email: 'siv@leden.example', party: null, roles: ['observer'] }],
  sections: [{ kind: 'free', title: 'Om leden', text: null }],
};
const problems = (value: unknown) => {
  const answer = readDescription(JSON.stringify(value));
  return 'wrong' in answer ? answer.wrong.map(({ path, what }) => `${path}: ${what}`) : [];
};

describe('a description that is read', () => {
  it('is what stood there', () => {
    expect(readDescription(JSON.stringify(right))).toEqual({ description: right });
  });

  it('is refused where it is no JSON, or no object', () => {
    expect(readDescription('{"title": ')).toEqual({
      wrong: [{ path: '', what: 'json', choices: [] }],
    });
    expect(problems([])).toEqual([': object']);
    expect(problems(null)).toEqual([': object']);
  });

  it('says at which field something is missing, unknown or of the wrong kind', () => {
    expect(
      problems({ ...right, title: undefined, titel: 'x', parity: 'yes', languages: 'sv' }),
    ).toEqual(['title: missing', 'titel: unknown', 'parity: flag', 'languages: list']);
    expect(
      problems({
        ...right,
        parties: [{ ...right.parties[0], approval: { rule: 'at_least', count: '2' } }],
        members: [right.members[0], { ...right.members[0], roles: ['boss'], party: 3 }],
        sections: [{ kind: 'chapter', title: 1 }],
      }),
    ).toEqual([
      'parties[0].approval.count: number',
      'members[1].party: text',
      'members[1].roles[0]: choice',
      'sections[0].kind: choice',
      'sections[0].title: text',
    ]);
  });

  it('is not taken in by names that every object has', () => {
    expect(problems({ ...right, constructor: 1 })).toEqual(['constructor: unknown']);
  });
});
