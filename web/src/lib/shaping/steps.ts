/** The steps in which an agreement is made up, and what each of them still lacks. Pure. */
import { asksForCoordinator, type Account, type Draft } from './draft';

export const STEPS = ['about', 'parties', 'sections', 'people', 'check'] as const;
export type Step = (typeof STEPS)[number];

export const isStep = (word: string | null): word is Step => STEPS.some((step) => step === word);

export function stepAfter(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? step;
}

export function stepBefore(step: Step): Step | null {
  return STEPS[STEPS.indexOf(step) - 1] ?? null;
}

/** Something that is still to be said. */
export interface Lack {
  step: Step;
  /** The id of the field it is missing from. */
  field: string;
  what:
    | 'title'
    | 'party-name'
    | 'party-kind'
    | 'party-twice'
    | 'count'
    | 'no-sections'
    | 'section-title'
    | 'own-place'
    | 'person-name'
    | 'email'
    | 'email-twice';
}

/** No more than that somebody did not forget half of it; the server knows what an address is. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;
const blank = (words: string) => words.trim() === '';
const alike = (words: string) => words.trim().toLocaleLowerCase();

function lacksOfParties(draft: Draft): Lack[] {
  const seen = new Set<string>();
  return draft.parties.flatMap((party) => {
    const lacks: Lack[] = [];
    const lack = (field: string, what: Lack['what']) =>
      lacks.push({ step: 'parties', field: `party-${party.key}-${field}`, what });
    if (blank(party.name)) lack('name', 'party-name');
    else if (seen.has(alike(party.name))) lack('name', 'party-twice');
    seen.add(alike(party.name));
    if (party.kind === '') lack('kind', 'party-kind');
    const whole = Number.isInteger(party.count) && party.count >= 1;
    if (party.rule === 'at_least' && !whole) lack('count', 'count');
    return lacks;
  });
}

function lacksOfPeople(draft: Draft, account: Account): Lack[] {
  const lacks: Lack[] = [];
  const lack = (field: string, what: Lack['what']) => lacks.push({ step: 'people', field, what });
  if (draft.mine.party === '') {
    // Before that nobody knows which parties lack a coordinator.
    lack('own-place', 'own-place');
    return lacks;
  }
  const seen = new Set([alike(account.email), ...draft.others.map(({ email }) => alike(email))]);
  for (const party of draft.parties) {
    if (!asksForCoordinator(draft, party)) continue;
    const { name, email } = party.coordinator;
    if (blank(name)) lack(`coordinator-${party.key}-name`, 'person-name');
    if (!ADDRESS.test(email.trim())) lack(`coordinator-${party.key}-email`, 'email');
    else if (seen.has(alike(email))) lack(`coordinator-${party.key}-email`, 'email-twice');
    seen.add(alike(email));
  }
  return lacks;
}

/** Everything that is missing, step by step. */
export function lacksOf(draft: Draft, account: Account): Lack[] {
  const sections = draft.sections
    .filter(({ title }) => blank(title))
    .map(({ key }): Lack => ({
      step: 'sections',
      field: `section-${key}-title`,
      what: 'section-title',
    }));
  return [
    ...(blank(draft.title)
      ? [{ step: 'about' as const, field: 'agreement-title', what: 'title' as const }]
      : []),
    ...lacksOfParties(draft),
    ...(draft.sections.length === 0
      ? [{ step: 'sections' as const, field: 'add-section', what: 'no-sections' as const }]
      : []),
    ...sections,
    ...lacksOfPeople(draft, account),
  ];
}

/** The step in which a field of a description is filled in: `members[2].email` with the people. */
export function stepOfPath(path: string): Step {
  const first = /^[a-z_]+/.exec(path)?.[0];
  if (first === 'parties' || first === 'sections') return first;
  return first === 'members' ? 'people' : 'about';
}
