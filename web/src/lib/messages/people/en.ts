import type { PeopleMessages } from './sv';

const by = (name: string) => (name ? ` by ${name}` : '');

export const people: PeopleMessages = {
  title: 'People and roles',
  intro:
    'Everybody who takes part, party by party. Each party invites its own people and answers for them.',
  link: 'People and roles',
  you: 'you',
  noRoles: 'No role',
  invite: 'Invite somebody …',
  inviteTo: (party) => `Invite somebody to ${party}`,
  empty: 'Nobody has been invited yet.',
  former: (count) => (count === 1 ? 'One person who has left' : `${count} people who have left`),
  formerAbout: 'They are still named where they have written, approved or decided.',
  erasedName: 'The name is erased',
  neutral: 'Without a party',
  neutralAbout:
    'Those who belong to no party are invited by the operator of the server, not by any party.',
  operatorOnly: 'Only the operator of the server can invite the first coordinator of a party.',
  noMail: {
    title: 'This server sends no e-mail',
    detail:
      'You invite people as usual, but the personal link is printed by the operator of the server. Ask for it, and say which agreement it is for and what e-mail address the person has. You are not given the other party’s links, and they are not given yours.',
  },
  parity: {
    met: 'The parties have equally many who write, as the agreement requires.',
    notMet:
      'The agreement requires that the parties have equally many who write. They do not have that now.',
    count: (count) =>
      count === 0 ? 'nobody writes' : count === 1 ? 'one writes' : `${count} write`,
    after: (counts) =>
      `After the change the parties do not have equally many who write (${counts}). The agreement requires it, and the overview shows it until it is right again.`,
    of: (letter, count) => `party ${letter}: ${count}`,
  },
  look: (count) =>
    count === 1
      ? 'One invitation has not arrived. See below.'
      : `${count} invitations have not arrived. See below.`,

  mandate: {
    valid: 'The mandate is valid',
    validUntil: (day) => `The mandate is valid until ${day}`,
    missing: 'Has no valid mandate, and cannot approve yet',
    toMandates: 'To the mandates',
  },
  invitation: {
    waiting: ({ by: name }) => `Invited${by(name)}. The letter is waiting to be sent.`,
    stillWaiting: ({ by: name, day }, why) =>
      `Invited ${day}${by(name)}. The letter could not be sent yet (${why}); the server will try again.`,
    waitingForOperator: ({ by: name, day }) =>
      `Invited ${day}${by(name)}, has not signed in yet. The operator of the server prints the link.`,
    sent: ({ by: name, day }) => `Invited ${day}${by(name)}, has not signed in yet.`,
    failed: ({ day }, why) =>
      why
        ? `The letter could not be delivered: ${why}`
        : `The letter of ${day} could not be delivered.`,
    expired: ({ by: name, day }) =>
      `Invited ${day}${by(name)}, but the link expired before it was used.`,
    accepted: ({ day }) => `Has taken part since ${day}.`,
  },
  act: {
    roles: 'Change roles …',
    rolesLong: (name) => `Change roles: ${name}`,
    remove: 'Remove …',
    removeLong: (name) => `Remove ${name}`,
    revoke: 'Take the invitation back …',
    revokeLong: (name) => `Take the invitation back: ${name}`,
    inviteAgain: 'Invite again …',
    inviteAgainLong: (name) => `Invite again: ${name}`,
    anonymise: 'Erase the personal details …',
    anonymiseLong: (name) => `Erase the personal details: ${name}`,
  },

  cannotRemove: (reason) => `Cannot be removed yet. ${reason}`,
  roles: {
    may: {
      drafter: 'Writes in the texts and saves revisions.',
      reviewer: 'Reads everything and can make a dissenting statement.',
      approver: 'Approves the texts for the party. That takes a mandate.',
      observer: 'Reads everything but changes nothing.',
      coordinator:
        'Invites people and changes roles in their own party, records mandates and decisions, and downloads the record.',
    },
    given: {
      drafter: (name) => `${name} can write in the sections that are not locked.`,
      reviewer: (name) => `${name} can make a dissenting statement.`,
      approver: (name) => `${name} can approve the texts for the party.`,
      observer: (name) => `${name} can read everything.`,
      coordinator: (name) =>
        `${name} can invite, change roles and remove people in the party, you too.`,
    },
    taken: {
      drafter: (name) =>
        `${name} can no longer write. That holds at once, in the middle of a sentence too. The text stays, and what was not saved in time becomes a draft that only ${name} sees.`,
      reviewer: (name) => `${name} can no longer make dissenting statements as a reviewer.`,
      approver: (name) =>
        `${name} can no longer approve. What has been approved already stays on the record.`,
      observer: (name) => `${name} is no longer only an observer.`,
      coordinator: (name) =>
        `${name} can no longer invite, change roles, record mandates or download the record.`,
    },
  },
  rolesQuestion: 'What is the person to do?',
  rolesNeeded: 'Choose at least one role.',
  needsMandate: (name) => `Record a mandate for ${name} before it is time to approve.`,
  ownCoordinator:
    'It is your own role as coordinator that you take away. Another coordinator of the party has to give it back to you.',

  inviting: {
    title: (party) => `Invite somebody to ${party}`,
    intro: 'The person gets a letter with a personal link, which is valid for seven days.',
    introNoMail: 'The person is added now. The operator of the server prints the link.',
    name: 'Name',
    nameHint: 'First and last name, as it is to stand beside what the person writes and approves.',
    email: 'E-mail',
    emailHint: 'The person’s own address. Whoever can read the letter can sign in.',
    organisation: 'Organisation',
    noOrganisation: 'None in particular',
    save: 'Invite',
    done: (name) => `${name} is invited. A letter is on its way.`,
    doneNoMail: (name) => `${name} is added. Ask the operator of the server for a personal link.`,
    nameNeeded: 'Write the person’s name.',
    emailNeeded: 'Write the person’s e-mail address.',
    emailWrong: 'That does not look like an e-mail address. It should look like name@example.com.',
  },
  changing: {
    title: (name) => `Roles of ${name}`,
    intro: 'The change holds at once and is put on the record.',
    changes: 'This changes',
    nothing: 'Nothing has been changed yet.',
    save: 'Change roles',
    done: (name) => `The roles of ${name} are changed.`,
  },
  removing: {
    title: (name) => `Remove ${name}?`,
    lead: (name) =>
      `${name} can no longer read or write here. That holds at once, also where ${name} is signed in just now.`,
    stays:
      'What the person has written, approved and decided stays, with the name. If the name is to be erased, do that afterwards, under those who have left.',
    links: 'The invitation, links and access tokens to this agreement stop working.',
    save: 'Remove',
    done: (name) => `${name} is removed.`,
    own: 'It is yourself that you remove. You do not get in again without a new invitation.',
  },
  revoking: {
    title: (name) => `Take back the invitation of ${name}?`,
    lead: (name) =>
      `The link that ${name} has been sent stops working at once. ${name} has never signed in, so nothing else changes.`,
    stays: 'The record says that the person was invited, and that the invitation was taken back.',
    save: 'Take the invitation back',
    done: (name) => `The invitation of ${name} is taken back.`,
  },
  again: {
    title: (name) => `Invite ${name} again?`,
    lead: 'A new personal link is sent. Links that the person has been sent before stop working.',
    to: (email) => `The letter goes to ${email}.`,
    save: 'Send a new invitation',
    done: (name) => `A new invitation to ${name} is on its way.`,
  },
  anonymising: {
    title: (name) => `Erase the personal details of ${name}?`,
    goes: (name) =>
      `The name ${name} and the e-mail address are erased here, on the record and in everything that is downloaded afterwards. It cannot be undone.`,
    stays:
      'The texts stay, and so does the fact that somebody wrote and approved, for which party and when. The record shows that the details are erased, when and by whom.',
    copies:
      'Copies that have been downloaded or backed up before do not change. You have to see to them where they are.',
    signer: (name) =>
      `${name} has approved texts for their party. That takes a legal ground, which is put on the record.`,
    ground: 'Legal ground',
    groundHint:
      'For example the decision or the provision that the erasure rests on. Do not write the person’s name.',
    groundNeeded: 'Write the legal ground.',
    confirm: (name) => `Write ${name} to confirm`,
    confirmWrong: 'The name is not written as it stands above.',
    save: 'Erase the details',
    done: 'The personal details are erased.',
  },
};
