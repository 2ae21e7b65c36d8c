import type { AccessMessages } from './access.sv';

const minutes = (seconds: number) => Math.max(1, Math.ceil(seconds / 60));

export const access: AccessMessages = {
  ask: {
    title: 'Get a link by e-mail',
    intro: 'Write the address that you were invited with.',
    email: 'Your e-mail address',
    send: 'Send a link',
    sending: 'Sending …',
    needed: 'Write your e-mail address.',
    wrong: 'That does not look like an e-mail address. It should look like name@example.com.',
    sent: 'Look in your e-mail',
    onItsWay: (email) =>
      `If ${email} is an address that is known here, a letter is on its way. Open the link in it within an hour.`,
    none: 'Does no letter come?',
    steps: [
      'Wait some minutes, and look among the junk mail.',
      'See whether the address above is spelled right, and is the one that you were invited with.',
      'Else ask your party’s coordinator, who can see which address your invitation went to.',
    ],
    another: 'Try another address',
    tooMany: (seconds) =>
      seconds === null
        ? 'You have asked for many links in a short time. Wait a while and try again.'
        : `You have asked for many links in a short time. Try again in ${
            minutes(seconds) === 1 ? 'a minute' : `${minutes(seconds)} minutes`
          }.`,
    newOne: 'Get a new link by e-mail',
  },
  withoutMail: {
    title: 'This server sends no e-mail',
    detail:
      'Ask the operator of the server for a personal link. If you do not know who that is, ask your party’s coordinator.',
  },
  link: {
    toAll: 'The link signs you in where you take part.',
    expired: 'Ask for a new one below. What you have written is still there.',
    used: 'Each link can be used only once. If you are signed in already in this browser, you can go on. Otherwise ask for a new one below.',
    revoked:
      'There is a newer link, or the invitation has been taken back. Open the latest letter, or ask for a new link below.',
    unknown:
      'Check that you copied the whole of it. If that does not help, ask for a new one below.',
  },
  places: {
    title: 'Where I take part',
    none: 'You do not take part in any agreement yet.',
  },
  sessions: {
    title: 'Where I am signed in',
    about:
      'Is there something that you do not recognise, or have you left a computer that others use? Sign it out here.',
    unknown: 'Unknown browser',
    current: 'this browser',
    since: (day) => `Signed in since ${day}`,
    seen: (moment) => `last used ${moment}`,
    until: (day) => `signs out by itself ${day}`,
    end: 'Sign out',
    endLong: (device, day) => `Sign out ${device}, signed in since ${day}`,
    ended: (device) => `${device} is signed out.`,
    endOthers: 'Sign out all others',
    endOthersAsk:
      'All but this browser are signed out at once. Text that was not saved in time stays on the computer where it was written.',
    endedOthers: 'All others are signed out.',
    only: 'You are signed in only here.',
  },
};
