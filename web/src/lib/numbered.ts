/** What a measure or a commitment says besides its text: who, at which level, and when. */
import type { Party } from './api/types';

export const LEVELS = ['information', 'consultation', 'dialogue', 'partnership'] as const;
export type Level = (typeof LEVELS)[number];
export const KINDS = ['own', 'joint'] as const;
export type CommitmentKind = (typeof KINDS)[number];

export interface MeasureAttributes {
  /** Ids of parties. */
  responsible: string[] | null;
  level: Level | null;
  /** An ISO date. */
  due: string | null;
}

export interface CommitmentAttributes {
  /** Missing says a party's own. */
  kind: CommitmentKind | null;
  responsible: string[] | null;
}

/** A party as it stands under a measure. */
export type NamedParty = Pick<Party, 'id' | 'letter' | 'name'>;

export type NumberedName = 'measure' | 'commitment';

/** A node as far as this goes: its attributes may have been written by anybody. */
export interface Attributed {
  attrs: Record<string, unknown>;
}

export function responsibleOf(node: Attributed): string[] {
  const responsible: unknown = node.attrs.responsible;
  return Array.isArray(responsible)
    ? responsible.filter((id): id is string => typeof id === 'string')
    : [];
}
export function levelOf(node: Attributed): Level | null {
  return LEVELS.find((level) => level === node.attrs.level) ?? null;
}
export function dueOf(node: Attributed): string | null {
  return typeof node.attrs.due === 'string' ? node.attrs.due : null;
}
export function kindOf(node: Attributed): CommitmentKind {
  return KINDS.find((kind) => kind === node.attrs.kind) ?? 'own';
}

/** The parties of a list of ids, in the agreement's order. */
export function responsibleParties<Named extends Pick<Party, 'id'>>(
  node: Attributed,
  parties: readonly Named[],
): Named[] {
  const responsible = responsibleOf(node);
  return parties.filter((party) => responsible.includes(party.id));
}
