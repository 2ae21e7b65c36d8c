/** What one who opens the agreement should do next: only what is true, waits for just them, and is allowed. Pure. */
import type { Agreement, Mandate, Member, Phase, Review, Section, Texts } from '../api/types';
import { ownWaiting } from '../reviewing/standing';
import { approvalOf, isWholeCurrent } from '../standing';

export type Step =
  | { kind: 'own-mandate'; coordinators: Member[] }
  | { kind: 'approve'; sections: Section[] }
  | { kind: 'review'; review: Review; waiting: number }
  | { kind: 'decide'; bodies: string[] }
  | { kind: 'sign' }
  | { kind: 'mandates'; members: Member[] }
  | { kind: 'save-whole' }
  | { kind: 'enter'; phase: Phase }
  | { kind: 'reopened'; sections: Section[] }
  | { kind: 'edited'; sections: Section[] };

/** More would be a list to read, not a thing to do. */
const MOST = 3;

/** While texts can still be approved. */
const APPROVING: readonly Phase[] = ['drafting', 'consultation', 'approval'];
const WRITING: readonly Phase[] = ['drafting', 'consultation', 'approval', 'under_revision'];

export function nextSteps(
  agreement: Agreement,
  texts: Texts | null,
  mandates: readonly Mandate[] | null,
  asked: readonly Review[] | null = null,
): Step[] {
  return [
    ...ownMandate(agreement, mandates),
    ...approvals(agreement, texts),
    ...reviews(agreement, asked),
    ...decisions(agreement),
    ...(agreement.may.record_signing.allowed ? [{ kind: 'sign' } as const] : []),
    ...missingMandates(agreement, mandates),
    ...wholeText(agreement),
    ...phase(agreement),
    ...writing(agreement, texts),
  ].slice(0, MOST);
}

/** Whether anything is left to approve. */
const isApproving = ({ phase, ready }: Agreement) => APPROVING.includes(phase) && !ready;
const isApprover = (member: Member) => member.roles.includes('approver');
const isCoordinator = (member: Member) => member.roles.includes('coordinator');
const hasMandate = (mandates: readonly Mandate[], member: Member) =>
  mandates.some((mandate) => mandate.member === member.id && mandate.valid);

function ownMandate(agreement: Agreement, mandates: readonly Mandate[] | null): Step[] {
  const { me, members } = agreement;
  if (!mandates || !isApproving(agreement)) return [];
  // A coordinator is told so among the others.
  if (!isApprover(me) || isCoordinator(me) || me.party === null) return [];
  if (hasMandate(mandates, me)) return [];
  const coordinators = members.filter((one) => one.party === me.party && isCoordinator(one));
  return [{ kind: 'own-mandate', coordinators }];
}

function missingMandates(agreement: Agreement, mandates: readonly Mandate[] | null): Step[] {
  const { me, may } = agreement;
  if (!mandates || !may.record_mandate.allowed || !isApproving(agreement)) return [];
  const members = agreement.members.filter(
    (one) => one.party === me.party && isApprover(one) && !hasMandate(mandates, one),
  );
  return members.length > 0 ? [{ kind: 'mandates', members }] : [];
}

function approvals(agreement: Agreement, texts: Texts | null): Step[] {
  const { me, phase } = agreement;
  if (!isApprover(me) || me.party === null || !APPROVING.includes(phase)) return [];
  const { id, party } = me;
  const sections = agreement.sections.filter((section) => {
    const approval = approvalOf(section, party);
    // Without knowing whether the text has been edited since, nobody is called to it.
    const edited = texts?.sections[section.id]?.edited ?? true;
    if (!section.latest || edited || isReopened(section) || approval?.met) return false;
    const own = approval?.sign_offs.find((signOff) => signOff.member === id);
    if (!own) return true;
    // Who withdrew from this very text knows why.
    return own.standing !== 'current' && own.hash !== section.latest.hash;
  });
  return sections.length > 0 ? [{ kind: 'approve', sections }] : [];
}

/** The one to answer first; the others follow once it is answered. */
function reviews({ me }: Agreement, asked: readonly Review[] | null): Step[] {
  const waiting = (asked ?? []).filter((review) => ownWaiting(review, me.id).length > 0);
  const [first] = waiting.sort((a, b) => a.due.localeCompare(b.due));
  if (!first) return [];
  return [{ kind: 'review', review: first, waiting: ownWaiting(first, me.id).length }];
}

function decisions({ me, may, bodies }: Agreement): Step[] {
  if (!may.record_decision.allowed) return [];
  const waiting = bodies.filter((one) => one.party === me.party && one.decision === null);
  return waiting.length > 0 ? [{ kind: 'decide', bodies: waiting.map((one) => one.body) }] : [];
}

function wholeText(agreement: Agreement): Step[] {
  const { ready, phase, may } = agreement;
  const wanted = ready && APPROVING.includes(phase) && !isWholeCurrent(agreement);
  return wanted && may.save_revision.allowed ? [{ kind: 'save-whole' }] : [];
}

/** Where the agreement is to go from here, if what must come before has been done. */
function ahead({ phase, ready, bodies, signing }: Agreement): Phase | null {
  switch (phase) {
    case 'preparation':
      return 'drafting';
    case 'drafting':
    case 'consultation':
      return ready ? 'approval' : null;
    case 'approval':
      return bodies.every((one) => one.decision !== null) ? 'decided' : null;
    case 'decided':
      return signing ? 'signed' : null;
    case 'signed':
      return 'in_force';
    case 'in_force':
    case 'under_revision':
    case 'ended':
      return null;
  }
}

function phase(agreement: Agreement): Step[] {
  const next = ahead(agreement);
  return next && agreement.may.enter_phases.includes(next) ? [{ kind: 'enter', phase: next }] : [];
}

const instant = (at: string) => new Date(at).getTime();

/** Whether it was opened again and has no revision since. */
function isReopened({ reopened, latest }: Section): boolean {
  return reopened !== null && (!latest || instant(latest.at) < instant(reopened.at));
}

function writing(agreement: Agreement, texts: Texts | null): Step[] {
  const { me, phase, sections } = agreement;
  if (!me.roles.includes('drafter') || !WRITING.includes(phase)) return [];
  const reopened = sections.filter(isReopened);
  const edited = sections.filter((section) => {
    const text = texts?.sections[section.id];
    return text?.edited && text.contributors.length > 0 && !reopened.includes(section);
  });
  return [
    ...(reopened.length > 0 ? [{ kind: 'reopened', sections: reopened } as const] : []),
    ...(edited.length > 0 ? [{ kind: 'edited', sections: edited } as const] : []),
  ];
}
