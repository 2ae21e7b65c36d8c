/** What the pages work out from an agreement. Pure. */
import type { Agreement, Member, Party, Phase, Section } from './api/types';
import { FORESEEN } from './shaping/words';

export type GroupName = 'before' | 'principles' | 'after' | 'all';

export interface Group {
  name: GroupName;
  sections: Section[];
}

/** The sections in their order, parted by the first and the last principle. */
export function groupSections(sections: readonly Section[]): Group[] {
  const isPrinciple = (section: Section) => section.kind === 'principle';
  const first = sections.findIndex(isPrinciple);
  if (first < 0) return sections.length > 0 ? [{ name: 'all', sections: [...sections] }] : [];
  const last = sections.findLastIndex(isPrinciple);
  const groups: Group[] = [
    { name: 'before', sections: sections.slice(0, first) },
    { name: 'principles', sections: sections.slice(first, last + 1) },
    { name: 'after', sections: sections.slice(last + 1) },
  ];
  return groups.filter((group) => group.sections.length > 0);
}

export function findMember(agreement: Agreement, id: string): Member | null {
  return agreement.members.find((member) => member.id === id) ?? null;
}

export function findParty(agreement: Agreement, id: string | null): Party | null {
  return agreement.parties.find((party) => party.id === id) ?? null;
}

/** The members of a list of ids, each once, in the order of the agreement; ids we do not know left out. */
export function findMembers(agreement: Agreement, ids: readonly string[]): Member[] {
  const wanted = new Set(ids);
  return agreement.members.filter((member) => wanted.has(member.id));
}

export function membersOf(agreement: Agreement, party: string | null): Member[] {
  return agreement.members.filter((member) => member.party === party);
}

export function drafters(members: readonly Member[]): Member[] {
  return members.filter((member) => member.roles.includes('drafter'));
}

/** The first letters of the first and the last name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words[words.length - 1]] : [words[0]];
  return letters.map((word) => [...(word ?? '')][0]?.toLocaleUpperCase() ?? '').join('');
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** The stages one sees, in order; what comes after them is shown only when it has come. */
const STAGES: readonly Phase[] = FORESEEN;

export interface Stage {
  phase: Phase;
  standing: 'done' | 'now' | 'ahead';
}

export function stages(phase: Phase): Stage[] {
  const all = STAGES.includes(phase) ? STAGES : [...STAGES, phase];
  const now = all.indexOf(phase);
  return all.map((stage, index) => ({
    phase: stage,
    standing: index < now ? 'done' : index === now ? 'now' : 'ahead',
  }));
}

/** The letter as a class name; beyond D there is one neutral look, and the letter tells them apart. */
export function partyClass(letter: string | null): string {
  const known = ['A', 'B', 'C', 'D'];
  return letter !== null && known.includes(letter)
    ? `party-${letter.toLowerCase()}`
    : 'party-other';
}
