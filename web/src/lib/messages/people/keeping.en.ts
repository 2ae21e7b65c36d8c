import type { KeepingMessages } from './keeping.sv';

export const keeping: KeepingMessages = {
  title: 'Keep and forget',
  export: {
    button: 'Download everything',
    about:
      'One file (ZIP) with the whole record, all revisions, attachments and members. It lasts: it can be read without this service.',
    more: 'How the file is checked',
    verify:
      'Anybody can check that nothing in the file has been changed, without an account and without this server, by the command',
    command: 'overens verify FILE --key KEY',
    with: 'The server’s key begins with',
    copyKey: 'Copy the whole key',
    keyElsewhere:
      'Fetch the key from the server itself, not together with the file: then you also know who signed it.',
    personal: 'The file holds names. Keep it where only those who need it can get at it.',
  },
  material: {
    button: 'Download the working material …',
    title: 'Download the working material',
    about:
      'The working material is how the texts came to be: each change, when it was made and by whom. It is large, and is no part of the record.',
    asOf: 'Up to and including',
    asOfHint: 'As it was when that day had ended.',
    asOfNeeded: 'Choose a day.',
    asOfFuture: 'Choose today or an earlier day.',
    save: 'Download',
    done: 'The working material is downloaded. See that the file is where you want it.',
  },
  purge: {
    button: 'Purge the working material …',
    title: 'Purge the working material',
    lead: 'What is purged cannot be brought back.',
    goes: 'This goes',
    going: [
      'Each change on the way to the text as it is now.',
      'Who wrote what within the text, between the revisions.',
      'What somebody has written offline and not sent yet does not get into the text. It becomes a draft of its writer’s.',
    ],
    stays: 'This stays',
    staying: [
      'All saved revisions, with those who contributed to them.',
      'Approvals, decisions, the signing and the rest of the record.',
      'The text as it reads now.',
    ],
    first: 'Download it first',
    firstAbout:
      'Ask your archive for advice. After the purge it is only in what you have downloaded.',
    decision: 'Which decision does the purge rest on?',
    choose: 'Choose …',
    decisionNeeded: 'Choose a decision.',
    confirm: (title) => `Write “${title}” to confirm`,
    confirmWrong: 'The title is not written as it stands above.',
    save: 'Purge',
    done: 'The working material is purged. The record says so.',
  },
  purged: {
    on: (day) => `The working material was purged ${day}.`,
    onGround: (day, decision) =>
      `The working material was purged ${day}, by the decision of ${decision}.`,
    history:
      'How the text came to be before that has been purged. The revisions and the record are still there.',
  },
  erase: {
    button: 'Erase the words …',
    buttonLong: (position) => `Erase the words … of number ${position}`,
    title: 'Erase words from the record',
    lead: 'The words go for everybody, here and in what is downloaded afterwards. It cannot be undone.',
    stays:
      'The entry stays: who, when and what. The record shows that the words are erased, when, by whom and why, and the chain can still be checked.',
    which: 'Which words?',
    reason: 'Why are they erased?',
    reasonHint: 'Everybody can read the reason. Do not repeat what is to be erased.',
    reasonNeeded: 'Write why the words are erased.',
    save: 'Erase the words',
    done: 'The words are erased.',
    erased: (day, by) => `Erased ${day} by ${by}.`,
    erasedUnknown: 'Erased.',
    why: (reason) => `Reason: ${reason}`,
  },
};
