import { dialogs } from './dialogs.en';
import { log } from './log.en';
import type { RecordMessages } from './sv';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const record: RecordMessages = {
  timeZone: (zone) => `Days and times are those of the time zone ${zone}.`,
  beside: 'About the agreement',
  dialogs,
  log,

  next: {
    title: 'For you to do',
    nothing:
      'Nothing waits for you just now. You can read the texts and see how the work goes below.',
    approve: (count) =>
      count === 1
        ? 'One section waits for your approval:'
        : `${count} sections wait for your approval:`,
    approveLink: (title, revision) => `${title}, revision ${revision}`,
    ownMandate: 'You are an approver but have no valid mandate. Without one you cannot approve.',
    askCoordinator: (names) => `Ask ${names} to record it.`,
    toMandates: 'See the mandates',
    mandates: (names) => `A mandate is missing for ${names}. Nobody can approve without one.`,
    recordMandate: 'Record a mandate …',
    decide: (bodies) => `The decision of ${bodies} can be recorded now.`,
    recordDecision: 'Record a decision …',
    sign: 'Every body has decided. Once the agreement has been signed, record it here.',
    recordSigning: 'Record the signing …',
    saveWhole:
      'The parties agree on every section. Save the whole text, so that everybody sees the same.',
    saveWholeAction: 'Save the whole text …',
    enter: {
      preparation: 'The agreement can go back to preparation.',
      drafting: 'When the working group is complete, the drafting can begin.',
      consultation: 'The text can go out for consultation.',
      approval: 'The parties agree on every section. Approval and decisions come next.',
      decided: 'Every body has decided. The agreement can be marked as decided.',
      signed: 'The signing has been recorded. The agreement can be marked as signed.',
      in_force: 'The agreement has been signed. It can now come into force.',
      under_revision: 'The agreement can be revised.',
      ended: 'The agreement can be ended.',
    },
    reopened: (count) =>
      count === 1
        ? 'One section has been opened again. Go through the text and save a new revision:'
        : `${count} sections have been opened again. Go through the texts and save new revisions:`,
    edited: (count) =>
      count === 1
        ? 'One section has changes that are in no revision. Save one when the text is ready to be read:'
        : `${count} sections have changes that are in no revision. Save one when the text is ready to be read:`,
  },

  table: {
    writtenBy: 'Written by',
    text: 'Text',
    approvals: 'Approvals',
    people: (count) => plural(count, 'person', 'people'),
    nobody: 'Nobody yet',
    share: (party, percent) => `${party} ${percent}%`,
    noParty: 'no party',
    measures: (count) => plural(count, 'measure', 'measures'),
    reservations: (count) => plural(count, 'reservation', 'reservations'),
    editedSince: 'edited since',
    notBegun: 'Not begun',
    noRevision: 'No revision yet',
    writing: (count) => `${count} writing now`,
    hereNow: (count) => `${count} here now`,
    approved: (revision) => `Approved r${revision}`,
    changedSince: 'the text has changed since',
    withdrawn: (revision) => `Withdrawn r${revision}`,
    notYet: 'Not yet',
    byOn: (name, day) => `${name}, ${day}`,
    locked: (revision) => `Locked at revision ${revision}`,
    lockedWhy: 'Somebody has approved it, so the text is locked until it is opened again.',
    agreed: 'Agreed',
  },

  dates: {
    title: 'Dates',
    now: 'now',
    decided: (body) => `Decision: ${body}`,
    signed: (place) => `Signed in ${place}`,
    goOn: 'Change the phase',
  },

  card: {
    title: 'The record',
    entries: (count, since) => `${plural(count, 'entry', 'entries')}, unbroken since ${since}.`,
    open: 'Open the record',
  },

  whole: {
    title: 'Whole-text revisions',
    about: 'A whole-text revision is all the sections together, as they read at one moment.',
    none: 'No whole-text revision has been saved yet.',
    number: (number) => `Whole-text revision ${number}`,
    savedBy: (who, moment) => `Saved by ${who}, ${moment}`,
    current: 'The same as the sections’ latest revisions',
    behind: 'Sections have new revisions since',
    save: 'Save the whole text …',
    all: 'All whole-text revisions',
    page: 'Whole-text revision',
    caseNumber: 'Case number',
    parties: 'Parties',
    saved: 'Saved',
    note: 'Note',
    sectionRevision: (number) => `Revision ${number} of the section`,
    responsible: (names) => `Responsible: ${names}`,
    print: 'Print or save as PDF',
    canonical: 'Download the text the checksum is computed from',
    contents: 'Contents',
  },

  deciding: {
    title: 'Decisions and signing',
    later:
      'Decisions are recorded when the parties agree on every section and the text is in approval.',
    noBodies: 'No deciding bodies have been named.',
    decided: (day, paragraph) => `Decided ${day} ${paragraph}`,
    notYet: 'Not decided yet',
    earlierText: (day) => `Decided ${day} on an earlier text`,
    minutes: 'Minutes',
    minutesOf: (body) => `Minutes: ${body}`,
    record: 'Record a decision …',
    signing: 'Signing',
    notSigned: 'Not signed yet',
    signedOn: (day, place) => `Signed ${day} in ${place}`,
    scan: 'The signed copy',
    recordSigning: 'Record the signing …',
  },

  mandates: {
    title: 'Mandates',
    about: 'A mandate is the decision or the minutes that give an approver the right to approve.',
    none: 'No approver has been appointed.',
    missing: 'Lacks a mandate',
    kind: { decision: 'Decision', minutes: 'Minutes' },
    from: (kind, issuer, day, paragraph) => `${kind}: ${issuer}, ${day} ${paragraph}`,
    valid: 'Valid',
    validUntil: (day) => `Valid until ${day}`,
    expired: (day) => `Expired ${day}`,
    invalid: 'Not valid today',
    record: 'Record a mandate …',
    failed: 'The mandates could not be loaded.',
  },
};
