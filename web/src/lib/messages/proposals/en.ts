/** Proposals in English. */
import type { ProposalMessages } from './sv';

export const proposals: ProposalMessages = {
  tab: 'Proposals',
  tabWith: (open) => `Proposals ${open}`,
  suggest: 'Suggest a change',
  suggestLong: 'Suggest a change to the paragraph you are in, or to what you have selected',
  nothingThere: 'There is no text to suggest changes to yet.',
  notHere: 'This part of the text takes a newer version of the page. Choose another paragraph.',
  alreadyWriting:
    'You are already writing a proposal in this section. Offer it or cancel it first.',

  passage: {
    title: 'Which part is it about?',
    first: 'From',
    last: 'To',
    go: 'Suggest a change here',
    empty: '(empty paragraph)',
  },

  cover: {
    label: 'Your proposal',
    intro:
      'Change it to what you want. The text itself stays as it is until somebody accepts your proposal. Underlined is new, struck through is gone.',
    text: 'The text of the proposal',
    reason: 'Why?',
    reasonHint: 'May be left empty, but it makes it easier to decide.',
    offer: 'Offer the proposal',
    offering: 'Offering …',
    offered: 'The proposal is offered. The others see it now.',
    unchanged: 'You have not changed anything yet.',
    unkept: 'The browser cannot keep what you write. Offer the proposal before you close the page.',
    kept: 'What you write is kept on this computer until you offer it or cancel.',
    changedTitle: 'The text has changed since you began',
    changed:
      'Somebody else has written in the same paragraphs. Go on from the text as it is now before you offer your proposal. What you have written comes along.',
    goOn: 'Go on from the text as it is now',
    earlier: 'This is what you had written',
    goneTitle: 'The paragraph is gone',
    gone: 'Somebody has removed or split the paragraphs you write about. Copy what you want to keep, cancel, and suggest it anew.',
    showNow: 'Show what has changed',
    hideNow: 'Hide what has changed',
    now: 'The text as it is now',
    renews: 'You offer your proposal anew, on the text as it is now.',
    left: (places) =>
      places === 1
        ? 'In one place the text has changed where you wanted a change too. The text as it is now stands there: write what you want.'
        : `In ${places} places the text has changed where you wanted a change too. The text as it is now stands there: write what you want.`,
    appended:
      'The paragraphs the proposal was about are gone. Your proposal stands here after the paragraph you were in. Remove what does not belong.',
    throwTitle: 'Throw away what you have written?',
    throwDetail: 'It cannot be brought back.',
    throwAway: 'Throw it away',
    keepWriting: 'Go on writing',
  },

  marks: {
    label: 'Open proposals, beside the text',
    open: (name, party) => `Proposal by ${name}${party ? `, ${party}` : ''}: show`,
    changed: 'the text has changed',
    added: 'proposed to be added:',
    removed: 'proposed to be removed:',
    end: 'end.',
    reshaped: 'Proposed: other format or details',
    liveAdded: 'added:',
    liveRemoved: 'removed:',
    liveReshaped: 'Changed: format or details',
  },

  panel: {
    title: 'Proposals',
    what: 'A proposal changes nothing until somebody accepts it.',
    none: 'There are no open proposals.',
    showInText: 'Show the proposals in the text',
    closed: (count) => (count === 1 ? 'One closed proposal' : `${count} closed proposals`),
    by: (moment) => `proposed on ${moment}`,
    reason: 'Reason',
    reshapedOnly: 'The words are the same. Something else changes.',
    inText: 'Show in the text',
    changed: 'The text has changed since this was offered. Look at it before you accept it.',
    changedOthers: 'The text has changed since this was offered.',
    gone: 'The paragraphs this is about are gone. It cannot be accepted as it is.',
    conflict: 'Another proposal is about the same paragraphs:',
    conflictBy: (name) => `the proposal by ${name}`,
    concerns: (names) => `About words that ${names} wrote.`,
    state: { accepted: 'Accepted', rejected: 'Rejected', withdrawn: 'Withdrawn' },
    closedBy: (name, moment) => `by ${name} on ${moment}`,
    edited: 'It was changed a little before it was accepted.',
    failed: 'The proposals could not be fetched.',
  },

  actions: {
    accept: 'Accept',
    acceptLong: (name) => `Accept the proposal by ${name}`,
    look: 'Look and accept\u00a0…',
    editAndAccept: 'Edit and accept\u00a0…',
    reject: 'Reject\u00a0…',
    withdraw: 'Withdraw\u00a0…',
    renew: 'Offer anew\u00a0…',
    change: 'Change my proposal\u00a0…',
    working: 'Working …',
    accepted: (name) => `The proposal by ${name} is accepted and stands in the text.`,
    acceptedOwn: 'Your proposal is accepted and stands in the text.',
    undo: 'Undo',
    undone: 'Undone. The text is as it was before the proposal.',
    rejected: 'The proposal is rejected.',
    withdrawn: 'The proposal is withdrawn.',
    rejectTitle: 'Reject the proposal?',
    rejectWhat: 'The text stays as it is. Everybody can read the reason.',
    rejectConfirm: 'Reject the proposal',
    withdrawTitle: 'Withdraw your proposal?',
    withdrawWhat: 'The text stays as it is. The proposal stays among the closed ones.',
    withdrawConfirm: 'Withdraw the proposal',
    withdrawReason: 'Why? (may be left empty)',
    conflictTitle: 'There is another proposal about the same paragraphs',
    conflictWhat: (names) =>
      `If you accept this one, somebody has to look at the other again before it can be accepted: the proposal by ${names}.`,
    acceptAnyway: 'Accept this proposal',
  },

  look: {
    titleEdit: 'Edit and accept',
    titleChanged: 'The text has changed since this was offered',
    base: 'As it was when it was offered',
    proposed: 'As it is proposed',
    now: 'As it is now',
    three: 'Three texts',
    result: 'As it will be',
    resultHint:
      'This is the text if you accept. Change it until it is right. Underlined is new compared with the text now, struck through goes.',
    merged: 'What the proposal changes has been put into the text as it is now.',
    left: (places) =>
      places === 1
        ? 'In one place both the proposal and somebody else changed the same words. The text as it is now stands there: write what is to hold.'
        : `In ${places} places both the proposal and somebody else changed the same words. The text as it is now stands there: write what is to hold.`,
    accept: 'Accept this',
    nothing: 'This changes nothing in the text. If you do not want the proposal, reject it.',
    movedOn: 'The text changed again while you looked. Look at the new text before you accept.',
    goneTitle: 'The paragraphs this is about are gone',
  },

  draft: {
    offer: 'Offer as a proposal\u00a0…',
    gone: 'The draft does not fit the text as it is now. Copy it, and suggest a change where it belongs.',
  },
};
