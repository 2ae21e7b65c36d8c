/** How a party stands to a section, as the overview and the section's page say it. Pure. */
import type { Agreement, PartyApproval, Section, SignOff } from './api/types';

export type Standing =
  /** The party's rule is met on the text as it stands. */
  | { kind: 'approved'; by: SignOff[] }
  /** Some have approved the text as it stands; the rule asks for more. */
  | { kind: 'partly'; by: SignOff[]; needed: number }
  /** What was approved has changed since. */
  | { kind: 'stale'; last: SignOff }
  | { kind: 'withdrawn'; last: SignOff }
  | { kind: 'none' };

/** The shape that stands beside the words; never without them. */
export const SIGNS = {
  approved: 'done',
  partly: 'half',
  stale: 'changed',
  withdrawn: 'undone',
  none: 'waiting',
} as const satisfies Record<Standing['kind'], string>;

/** `edited` says whether the text has changed since its latest revision: nobody has approved it then. */
export function standingOf(approval: PartyApproval | undefined, edited: boolean): Standing {
  if (!approval) return { kind: 'none' };
  const of = (standing: SignOff['standing']) =>
    approval.sign_offs.filter((signOff) => signOff.standing === standing);
  const by = of('current');
  if (edited && by[0]) return { kind: 'stale', last: by[0] };
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
