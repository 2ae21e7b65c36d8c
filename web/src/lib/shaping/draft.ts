/** An agreement that is being made up in the browser, before the server knows of it. Pure. */
import type {
  Description,
  MemberDescription,
  PartyKind,
  Role,
  SectionDescription,
  SectionKind,
} from '../api/types';

/** Somebody who is to be in it, other than the one who makes it up. */
export interface DraftPerson {
  name: string;
  email: string;
  organisation: string;
  roles: Role[];
}

export interface DraftParty {
  /** Tells it from the others while all of it can be changed. */
  key: number;
  letter: string;
  name: string;
  /** Empty until it is chosen. */
  kind: PartyKind | '';
  rule: 'any' | 'at_least';
  /** With `at_least`. */
  count: number;
  bodies: string[];
  organisations: string[];
  /** Its first coordinator, unless the founder is that. */
  coordinator: DraftPerson;
}

export interface DraftSection {
  key: number;
  kind: SectionKind;
  title: string;
  text: string | null;
  /** Letters of parties. */
  responsible: string[];
}

/** The founder's own place. */
export interface DraftPlace {
  /** A letter, null for a neutral process leader, and empty until it is chosen. */
  party: string | null;
  organisation: string;
  roles: Role[];
}

export interface Draft {
  title: string;
  caseNumber: string;
  timeZone: string;
  languages: string[];
  parity: boolean;
  parties: DraftParty[];
  sections: DraftSection[];
  mine: DraftPlace;
  /** Whom a description names besides the coordinators; with the letter of their party. */
  others: (DraftPerson & { party: string | null })[];
  /** The next key that nothing has yet. */
  nextKey: number;
}

export interface Account {
  name: string;
  email: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Fewer would have nobody to agree with. */
const LEAST_PARTIES = 2;

export const nobody = (): DraftPerson => ({
  name: '',
  email: '',
  organisation: '',
  roles: ['coordinator'],
});

/** The first letter that is free; undefined if all are taken. */
export function freeLetter(taken: readonly string[]): string | undefined {
  return [...LETTERS].find((letter) => !taken.includes(letter));
}

export function addParty(draft: Draft): void {
  const letter = freeLetter(draft.parties.map((party) => party.letter));
  if (letter === undefined) return;
  draft.parties.push({
    key: draft.nextKey++,
    letter,
    name: '',
    kind: '',
    rule: 'any',
    count: 2,
    bodies: [],
    organisations: [],
    coordinator: nobody(),
  });
}

/** Takes a party away, and its letter from wherever it stood. Its people are of no party then, and go with it. */
export function removeParty(draft: Draft, letter: string): void {
  draft.parties = draft.parties.filter((party) => party.letter !== letter);
  for (const section of draft.sections) {
    section.responsible = section.responsible.filter((one) => one !== letter);
  }
  draft.others = draft.others.filter(({ party }) => party !== letter);
  if (draft.mine.party === letter) draft.mine.party = '';
}

export function addSection(draft: Draft): void {
  const section = { key: draft.nextKey++, kind: 'free' as const, title: '', text: null };
  draft.sections.push({ ...section, responsible: [] });
}

const sameAddress = (one: string, other: string) =>
  one.trim().toLowerCase() === other.trim().toLowerCase();

const person = (member: MemberDescription): DraftPerson => ({
  name: member.name,
  email: member.email,
  organisation: member.organisation ?? '',
  roles: [...member.roles],
});

/** What a template or a description makes to begin with, for the one who is to found it. */
export function draftOf(description: Description, account: Account): Draft {
  let nextKey = 0;
  const isMine = (member: MemberDescription) => sameAddress(member.email, account.email);
  const me = description.members.find(isMine);
  const others = description.members.filter((member) => !isMine(member));
  const parties = description.parties.map((party): DraftParty => {
    const mine = me?.party === party.letter && me.roles.includes('coordinator');
    const leads = (member: MemberDescription) =>
      member.party === party.letter && member.roles.includes('coordinator');
    const first = mine ? -1 : others.findIndex(leads);
    const [coordinator] = first < 0 ? [] : others.splice(first, 1);
    return {
      key: nextKey++,
      letter: party.letter,
      name: party.name,
      kind: party.kind,
      rule: party.approval?.rule ?? 'any',
      count: party.approval?.count ?? 2,
      bodies: [...(party.bodies ?? [])],
      organisations: [...(party.organisations ?? [])],
      coordinator: coordinator ? person(coordinator) : nobody(),
    };
  });
  const draft: Draft = {
    title: description.title,
    caseNumber: description.case_number ?? '',
    timeZone: description.time_zone ?? 'Europe/Stockholm',
    languages: [...(description.languages ?? ['sv'])],
    parity: description.parity ?? false,
    parties,
    sections: description.sections.map((section): DraftSection => ({
      key: nextKey++,
      kind: section.kind,
      title: section.title,
      text: section.text ?? null,
      responsible: [...(section.responsible ?? [])],
    })),
    mine: {
      party: me ? (me.party ?? null) : '',
      organisation: me?.organisation ?? '',
      roles: me ? [...new Set([...me.roles, 'coordinator' as const])] : ['coordinator', 'drafter'],
    },
    others: others.map((member) => ({ ...person(member), party: member.party ?? null })),
    nextKey,
  };
  while (draft.parties.length < LEAST_PARTIES) addParty(draft);
  return draft;
}

/** Whether the party's first coordinator is still to be named. */
export function asksForCoordinator(draft: Draft, party: DraftParty): boolean {
  return draft.mine.party !== party.letter;
}

function memberOf(draft: Draft, who: DraftPerson, letter: string | null): MemberDescription {
  const party = draft.parties.find((one) => one.letter === letter);
  const organisation = who.organisation.trim();
  const known = party?.organisations.some((name) => name.trim() === organisation) ?? false;
  return {
    name: who.name.trim(),
    email: who.email.trim(),
    party: letter,
    organisation: known ? organisation : null,
    roles: [...who.roles],
  };
}

const named = (names: readonly string[]) => names.map((name) => name.trim()).filter(Boolean);

/** Everybody who is to be in it, the founder first. */
export function membersOf(draft: Draft, account: Account): MemberDescription[] {
  return [
    memberOf(draft, { ...account, ...draft.mine }, draft.mine.party || null),
    ...draft.parties
      .filter((party) => asksForCoordinator(draft, party))
      .map((party) => memberOf(draft, party.coordinator, party.letter)),
    ...draft.others.map((other) => memberOf(draft, other, other.party)),
  ];
}

/** What is sent to the server. */
export function descriptionOf(draft: Draft, account: Account): Description {
  return {
    title: draft.title.trim(),
    case_number: draft.caseNumber.trim(),
    time_zone: draft.timeZone,
    languages: [...draft.languages],
    parity: draft.parity,
    parties: draft.parties.map((party) => ({
      letter: party.letter,
      name: party.name.trim(),
      kind: party.kind || 'civil',
      approval: { rule: party.rule, count: party.rule === 'any' ? null : party.count },
      bodies: named(party.bodies),
      organisations: named(party.organisations),
    })),
    members: membersOf(draft, account),
    sections: draft.sections.map(({ kind, title, text, responsible }): SectionDescription => ({
      kind,
      title: title.trim(),
      text,
      responsible: [...responsible],
    })),
  };
}
