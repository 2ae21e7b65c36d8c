/** Anchoring sheets by organisation. Pure. */
import type { Agreement, AnchoringSheet, Party } from '../api/types';
import { findPerson } from '../people';

export interface OrganisationSheets {
  /** Null for those whose organisation takes part no more. */
  organisation: { id: string; name: string } | null;
  /** Newest first. */
  sheets: AnchoringSheet[];
}

/** The sheets of the organisation that a member belongs to, newest first. */
export function sheetsFor(
  agreement: Agreement,
  member: string,
  sheets: readonly AnchoringSheet[],
): AnchoringSheet[] {
  const person = findPerson(agreement, member || null);
  if (!person?.organisation) return [];
  const { organisation, party } = person;
  return sheets.filter((one) => one.organisation_name === organisation && one.party === party);
}

/** Each organisation of a party with its sheets. */
export function byOrganisation(
  party: Party,
  sheets: readonly AnchoringSheet[],
): OrganisationSheets[] {
  return party.organisations.map((organisation) => ({
    organisation,
    sheets: sheets.filter((one) => one.organisation === organisation.id),
  }));
}

/** Those of organisations that take part no more. */
export function ofTheGone(sheets: readonly AnchoringSheet[]): AnchoringSheet[] {
  return sheets.filter((one) => one.party === null);
}

export function countWaiting(sheets: readonly AnchoringSheet[]): { waiting: number; late: number } {
  const waiting = sheets.filter((one) => one.waiting);
  return { waiting: waiting.length, late: waiting.filter((one) => one.late).length };
}
