import { record } from './record/en';
import { approving } from './approving/en';
import { history } from './history/en';
import { comparing } from './comparing/en';
import { discussion } from './discussion/en';
import { editing } from './editing/en';
import { coAuthors, measures, meetings, meetingView } from './meetings/en';
import { reviewing } from './reviewing/en';
import { shaping } from './shaping/en';
import { access } from './people/access.en';
import { notices } from './notices/en';
import { keeping } from './people/keeping.en';
import { people } from './people/en';
import { proposals } from './proposals/en';
import type { Messages } from './sv';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const en: Messages = {
  product: 'Överens',
  approving,
  history,
  comparing,
  discussion,
  proposals,
  reviewing,
  shaping,
  meetings,
  measures,
  coAuthors,
  meetingView,
  skip: 'Skip to the content',
  close: 'Close',
  cancel: 'Cancel',
  sending: 'Saving …',
  tryAgain: 'Try again',
  you: 'You',
  reload: 'Reload the page',
  language: { other: 'Svenska', choose: 'Change language to Swedish' },
  bar: {
    label: 'Page header',
    crumbs: 'You are here',
    agreements: 'My agreements',
    account: 'My account',
    help: 'Manual',
    menu: 'Menu',
  },

  loading: 'Loading …',
  problem: {
    unreachable: {
      title: 'The service cannot be reached just now',
      detail: 'Check that you are connected to the internet and try again.',
    },
    unknown: {
      title: 'Something went wrong',
      detail: 'The fault is ours. Try again in a little while.',
    },
  },
  notFound: {
    title: 'There is no such page',
    detail:
      'The address may be mistyped, or the page belongs to an agreement you are not a member of.',
    home: 'To my agreements',
  },
  signedOut: {
    title: 'You are not signed in',
    detail: 'You sign in with a personal link. No password is needed.',
    how: 'How to get a link',
    steps: [
      'Have you been sent an invitation? Open the link in it.',
      'No link, or one that no longer works? Do as it says above, or ask your party’s coordinator.',
      'Use the link yourself and do not pass it on: whoever opens it is signed in as you.',
    ],
  },
  signIn: {
    title: 'Sign in',
    greeting: (name) => `Welcome, ${name}`,
    to: (agreement) => `The link signs you in to “${agreement}”.`,
    party: (party) => `You take part for ${party}.`,
    noParty: 'You take part without belonging to any party.',
    expires: (moment) => `The link is valid until ${moment} and can be used once.`,
    button: (name) => `Sign in as ${name}`,
    notYou: 'Is this not you? Close the page and tell whoever sent the link that it went astray.',
    already: 'Go to my agreements',
    expired: {
      title: 'The link has expired',
      detail: 'Ask your party’s coordinator for a new link. What you have written is still there.',
    },
    used: {
      title: 'The link has already been used',
      detail:
        'Each link can be used only once. If you are signed in already in this browser, you can go on. Otherwise ask your party’s coordinator for a new one.',
    },
    revoked: {
      title: 'The link is no longer valid',
      detail:
        'There is a newer link, or the invitation has been taken back. Open the latest letter, or ask your party’s coordinator.',
    },
    unknown: {
      title: 'We do not recognise the link',
      detail:
        'Check that you copied the whole of it. If that does not help, ask your party’s coordinator for a new one.',
    },
  },

  agreements: {
    title: 'My agreements',
    none: 'You are not a member of any agreement yet.',
    sections: (count) => plural(count, 'section', 'sections'),
  },
  phases: {
    label: 'Where the work is',
    done: 'done',
    preparation: 'Preparation',
    drafting: 'Drafting',
    consultation: 'Consultation',
    approval: 'Approval',
    decided: 'Decided',
    signed: 'Signed',
    in_force: 'In force',
    under_revision: 'Under revision',
    ended: 'Ended',
  },
  roles: {
    coordinator: 'coordinator',
    drafter: 'drafter',
    reviewer: 'reviewer',
    approver: 'approver',
    observer: 'observer',
  },
  party: {
    mark: (letter) => `Party ${letter}`,
    none: 'No party',
  },
  agreement: {
    between: (parties) => `Between ${parties}`,
    caseNumber: (number) => `Case number ${number}`,
    sections: 'Sections',
    section: 'Section',
    responsible: 'Responsible',
    principle: (number) => `Principle ${number}`,
    group: {
      before: 'Before the principles',
      principles: 'Principles',
      after: 'After the principles',
      all: 'Sections',
    },
    states: {
      drafting: 'Being written',
      in_approval: 'Locked for approval',
      agreed: 'Agreed',
    },
    workingGroup: 'Working group',
    membersOf: (count) => plural(count, 'member', 'members'),
    draftersOf: (count) => plural(count, 'writes', 'write'),
    neutral: 'Without a party',
    parityMet: 'The parties have equally many who write, as the agreement requires.',
    parityNotMet:
      'The parties do not have equally many who write. The agreement requires equal numbers.',
    showMembers: 'Show all',
    yourRoles: (roles) => `You are ${roles}.`,
  },

  section: {
    sections: 'Sections',
    showSections: 'Show the sections',
    hideSections: 'Hide the sections',
    writtenBy: (names) => `Written by ${names}`,
    andMore: (count) => `${count} more`,
    nobodyYet: 'Starting text. Nobody in the working group has written here yet.',
    beside: 'Beside the text',
    hereNow: 'Here now',
    alone: 'Only you are here now.',
    nobodyHere: 'Nobody is here now.',
    contributors: 'Have written',
    contributorsHint: 'Share of the text as it stands now.',
    fetching: 'Fetching the text …',
    readOnly: {
      title: 'You can read here, but not write',
      'section-agreed':
        'All parties have approved the text. A drafter or a coordinator can open the section again, and then says why.',
      'text-is-fixed': 'The agreement is decided. Its text can change only when it is revised.',
      'not-a-drafter':
        'You are not a drafter in this agreement. Your party’s coordinator can give you that role.',
      'section-locked':
        'The section is locked while the parties approve its text. A drafter or a coordinator can open it again, and then says why.',
      other: 'Ask your party’s coordinator if you think that you should be able to write here.',
    },
    outdated: {
      title: 'There is a newer version of Överens',
      detail:
        'The text holds things that this page is too old to show. Reload the page to go on writing.',
      waiting: 'Wait until it says “Saved” before you reload.',
    },
  },
  save: {
    label: 'Whether the text is saved',
    connecting: 'Connecting …',
    syncing: 'Fetching the text …',
    saving: 'Saving …',
    saved: 'Saved',
    reading: 'Reading only',
    offline: 'Offline',
    offlineKept: 'Offline – what you write is kept on this computer and sent when you are back',
    offlineNotKept:
      'Offline – what you write cannot be kept on this computer, so leave the page open',
    refused: 'Cannot save',
    stopped: 'The connection has ended',
    announce: {
      offline: 'The connection is lost. You can go on writing; it is sent when it comes back.',
      back: 'The connection is back. Everything is saved.',
    },
  },
  refused: {
    other: {
      title: 'Saving is not possible just now',
      detail:
        'The server did not take the text. Reload the page. If it happens again, tell your coordinator.',
    },
    4400: {
      title: 'The page and the server did not understand one another',
      detail: 'The fault is ours. The text has been fetched anew.',
    },
    4401: {
      title: 'You are no longer signed in',
      detail:
        'Sign in again in another tab. Then come back here and choose “Try again”. What you have written is still there.',
    },
    4403: {
      title: 'You do not have the right to write here',
      detail: 'Your role has changed. Your party’s coordinator can give you the right to write.',
    },
    4404: {
      title: 'The section is no longer there',
      detail: 'Go back to the agreement and choose another section.',
    },
    4408: {
      title: 'Connecting took too long',
      detail: 'Try again. What you have written is still here.',
    },
    4409: {
      title: 'The text has started over from an earlier version',
      detail:
        'The section has been restored from a backup, or the working material has been purged. You now see the text that is valid. What was only in the old text has not been mixed in.',
    },
    4413: {
      title: 'The text is too large',
      detail:
        'The section, or what you pasted, is larger than the server accepts. Divide the text and try again.',
    },
    4423: {
      title: 'The section has been locked',
      detail:
        'The section was locked for approval while you were writing. What you wrote after that was not included. A drafter or a coordinator can open the section again.',
    },
    4429: {
      title: 'That went too fast',
      detail: 'The server was sent too much in a short time. Wait a little and try again.',
    },
    'not-a-member': {
      title: 'You are no longer a member of the agreement',
      detail: 'If you think that this is a mistake, tell your party’s coordinator.',
    },
    'foreign-text': {
      title: 'The server could not tell who wrote the text',
      detail: 'The fault is ours. The text has been fetched anew.',
    },
    'text-is-fixed': {
      title: 'The agreement is decided',
      detail: 'Its text was fixed while you were writing. It can change only when it is revised.',
    },
    diverged: {
      title: 'Your text did not match the server’s',
      detail: 'The text has been fetched anew, so that you see the same text as everybody else.',
    },
    understood: 'I understand',
    startAfresh: 'Fetch the text that is valid now',
    backToAgreement: 'To the agreement',
  },
  drafts: {
    title: (count) =>
      count === 1 ? 'Your draft that is not in the text' : 'Your drafts that are not in the text',
    hint: 'Only you see this, and only on this computer.',
    keptBelow: 'What you wrote is kept as a draft of your own below.',
    unkept: 'The draft cannot be kept on this computer. Copy it before you close the page.',
    from: (moment) => `Draft of ${moment}`,
    why: {
      locked: 'The section was locked while you were writing.',
      noRight: 'You no longer had the right to write here.',
      fixed: 'The agreement was decided while you were writing.',
      epoch: 'The section started over, and this was only in the old text.',
      tooLarge: 'It was more than the server accepts.',
      diverged: 'The text on this computer did not match the server’s.',
      other: 'The server did not take it.',
    },
    added: 'This is not in the text:',
    removed: 'You had removed this, which still stands in the text:',
    copy: 'Copy',
    insert: 'Put it into the text again',
    inserted: 'Put into the text.',
    discard: 'Discard the draft',
    discardTitle: 'Discard the draft?',
    discardDetail: 'It cannot be brought back.',
    keep: 'Keep it',
  },
  kept: {
    nothing:
      'The text cannot be fetched just now, and it is not on this computer. It is shown as soon as the connection is back.',
    signOutTitle: 'Not everything is saved',
    unsent: (count) =>
      count === 1
        ? 'One section has text that has not been sent yet.'
        : `${count} sections have text that has not been sent yet.`,
    drafts: (count) =>
      count === 1 ? 'You have a draft of your own.' : `You have ${count} drafts of your own.`,
    onThisComputer:
      'It is on this computer only. If you share the computer, it may be best to delete it.',
    stay: 'Stay signed in',
    signOutKeeping: 'Sign out and leave it here',
    signOutDeleting: 'Sign out and delete it',
  },
  copy: {
    copied: 'Copied',
    failed: 'Copying did not work. Select the text and copy it by hand.',
  },

  ...editing,

  actors: {
    operator: 'the operator of the service',
    server: 'the server',
    somebody: 'somebody who is no longer a member',
    erased: 'somebody whose name is erased',
  },
  hash: {
    name: 'Checksum',
    what: 'The number is worked out from what the text says (SHA-256). Two texts with the same number say exactly the same.',
    copy: 'Copy the checksum',
  },

  people,
  access,
  notices,
  keeping,

  record,
  account: {
    title: 'My account',
    signedInAs: (name, email) => `Signed in as ${name}, ${email}`,
    signOut: 'Sign out',
    tokens: 'Access tokens',
    tokensDetail:
      'A token lets a program, such as a script, do what you may do yourself in one agreement. Most people need none.',
    noTokens: 'You have no tokens.',
    newToken: 'New token',
    label: 'What is the token for?',
    labelHint: 'For example “export to the archive”.',
    agreement: 'Valid in',
    create: 'Create token',
    created: 'The token is created',
    shownOnce: 'Copy the token now. It is not shown again.',
    theToken: 'Your new token',
    copy: 'Copy the token',
    done: 'Done',
    madeAt: (moment) => `Created ${moment}`,
    revoke: 'Revoke',
    revokeLong: (label) => `Revoke the token “${label}”`,
    confirmRevoke: (label) =>
      `Revoke the token “${label}”? Whatever uses it stops working at once.`,
    revoked: (label) => `The token “${label}” is revoked.`,
    labelNeeded: 'Say what the token is for.',
  },
};
