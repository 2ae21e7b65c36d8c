/** How revisions, approvals and those who gave them stand, as the pages show it. Pure. */
import type {
  Agreement,
  Member,
  Party,
  Revision,
  Section,
  SectionInfo,
  SignOff,
} from './api/types';
import { membersOf } from './agreement';

/** Who can help a member of a party along: its coordinators, without oneself. */
export function coordinatorsOf(agreement: Agreement, party: string | null): Member[] {
  return membersOf(agreement, party).filter(
    (member) => member.roles.includes('coordinator') && member.id !== agreement.me.id,
  );
}

/** Who in one's own party may open a section again. */
export function reopenersOf(agreement: Agreement): Member[] {
  return membersOf(agreement, agreement.me.party).filter(
    ({ id, roles }) =>
      id !== agreement.me.id && (roles.includes('coordinator') || roles.includes('drafter')),
  );
}

/** How a party stands to a text that may be an older one. */
export interface RevisionMark {
  party: Party;
  standing: SignOff['standing'];
}

const WEIGHT: readonly SignOff['standing'][] = ['current', 'stale', 'withdrawn'];

/** Each party's strongest approval of exactly this text, in the agreement's order. */
export function marksOf(
  revision: Revision,
  parties: readonly Party[],
  signOffs: readonly SignOff[],
): RevisionMark[] {
  const onIt = signOffs.filter((signOff) => signOff.hash === revision.hash);
  return parties.flatMap((party) => {
    const theirs = onIt.filter((signOff) => signOff.party === party.id);
    const standing = WEIGHT.find((one) => theirs.some((signOff) => signOff.standing === one));
    return standing ? [{ party, standing }] : [];
  });
}

/**
 * Whether a revision is the text as it stands: the latest one, the latest one that has been edited since,
 * an earlier one whose text has come back (`same`), or none of these.
 */
export function placeOf(
  revision: Revision,
  latest: Revision | null,
  now: Pick<SectionInfo, 'edited' | 'hash'>,
): 'now' | 'edited' | 'same' | 'earlier' {
  if (revision.number === latest?.number) return now.edited ? 'edited' : 'now';
  return revision.hash === now.hash ? 'same' : 'earlier';
}

/** My own latest approval of a section, unless I took it back. */
export function ownSignOff(agreement: Agreement, section: Section): SignOff | null {
  const all = section.approvals.flatMap((approval) => approval.sign_offs);
  return all.find((one) => one.member === agreement.me.id && one.standing !== 'withdrawn') ?? null;
}

/** Whether my party has decided about the text as it stands; then its approvals stay. */
export function partyHasDecided(agreement: Agreement): boolean {
  return agreement.decisions.some(
    (decision) => decision.party === agreement.me.party && decision.current,
  );
}

/** The parties whose rule is not met yet. */
export function remainingParties(agreement: Agreement, section: Section): Party[] {
  const met = new Set(
    section.approvals.filter((approval) => approval.met).map((approval) => approval.party),
  );
  return agreement.parties.filter((party) => !met.has(party.id));
}

/** Names are compared as typed, but for blanks around them. */
export function sameName(typed: string, name: string): boolean {
  return typed.trim().normalize('NFC') === name.trim().normalize('NFC');
}
