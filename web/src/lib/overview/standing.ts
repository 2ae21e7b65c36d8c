/** How a party stands to a section, as one cell of the overview says it. Pure. */
import type { Agreement, PartyApproval, Section, SignOff } from '../api/types';

export type Standing =
  /** The party's rule is met on the text as it stands. */
  | { kind: 'approved'; by: SignOff[] }
  /** Some have approved the text as it stands; the rule asks for more. */
  | { kind: 'partly'; by: SignOff[]; needed: number }
  /** What was approved has changed since. */
  | { kind: 'stale'; last: SignOff }
  | { kind: 'withdrawn'; last: SignOff }
  | { kind: 'none' };

/** `edited`: the text has been changed since its latest revision, so no approval is of it as it stands. */
export function standingOf(approval: PartyApproval | undefined, edited = false): Standing {
  if (!approval) return { kind: 'none' };
  const of = (standing: SignOff['standing']) =>
    approval.sign_offs.filter((signOff) => signOff.standing === standing);
  const by = of('current');
  const [newest] = by;
  if (newest && edited) return { kind: 'stale', last: newest };
  if (by.length > 0) {
    return approval.met
      ? { kind: 'approved', by }
      : { kind: 'partly', by, needed: approval.needed };
  }
  const [stale] = of('stale');
  if (stale) return { kind: 'stale', last: stale };
  const [withdrawn] = of('withdrawn');
  return withdrawn ? { kind: 'withdrawn', last: withdrawn } : { kind: 'none' };
}

export function approvalOf(section: Section, party: string): PartyApproval | undefined {
  return section.approvals.find((approval) => approval.party === party);
}

/** Whether the latest whole-text revision holds every section as it was saved last. */
export function isWholeCurrent(agreement: Agreement): boolean {
  const whole = agreement.latest_revision;
  return (
    whole !== null &&
    whole.sections.length === agreement.sections.length &&
    agreement.sections.every(
      (section, place) =>
        section.latest !== null && whole.sections[place]?.hash === section.latest.hash,
    )
  );
}
