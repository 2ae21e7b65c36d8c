/** Being told: the list, the letters, and how to do without them. In English. */
import type { NoticesMessages } from './sv';

const name = (who: string | null) => who ?? 'Somebody';

export const notices: NoticesMessages = {
  title: 'New to you',
  bell: 'New',
  bellRest: (count) =>
    count === 0
      ? 'to you: nothing unread'
      : count >= 100
        ? 'to you: 100 or more unread'
        : `to you: ${count} unread`,
  count: (count) => (count >= 100 ? '99+' : String(count)),
  intro: 'What concerns you in your agreements, the latest first.',
  filter: { label: 'Show', all: 'Everything', unread: 'Only unread' },
  markAll: 'Mark all as read',
  marked: 'Everything is marked as read.',
  none: 'Nothing here yet. When somebody mentions you, answers you or waits for you, it stands here.',
  noneUnread: 'You have read everything.',
  more: 'Show older ones',
  oldest: 'Older ones are not shown here.',
  unread: 'Unread',
  today: 'Today',
  yesterday: 'Yesterday',
  settled: 'No longer current',
  settings: 'Choose which letters you get',
  kinds: {
    mention: 'You are mentioned',
    reply: 'Reply',
    proposal: 'Proposal',
    outcome: 'Your proposal',
    sign_off: 'To approve',
    review: 'Review',
    meeting: 'Meeting',
    deadline: 'Date',
  },
  mention: (who) => `${name(who)} mentions you in a comment`,
  reply: (who) => `${name(who)} wrote in a thread that you take part in`,
  proposal: (who) => `${name(who)} proposes another wording of text that you wrote`,
  accepted: (who) => `${name(who)} has accepted your proposal: it is in the text`,
  rejected: (who) => `${name(who)} has rejected your proposal`,
  signOff: 'The text is locked and waits for your approval',
  review: (who) => `${name(who)} asks you to review and answer`,
  answerDue: (day) => `You have not answered in a review: the last day is ${day}`,
  meeting: {
    called: (who, day) => `${name(who)} calls a meeting on ${day}`,
    moved: (who, day) => `${name(who)} has changed when or where a meeting is: now on ${day}`,
    notes_closed: (_who, day) => `The notes of the meeting on ${day} are done and can be read`,
    cancelled: (who, day) => `${name(who)} has called off the meeting on ${day}`,
    near: (_who, day) => `There is a meeting on ${day}`,
  },
  plan: (who) => `${name(who)} has changed the plan`,
  phase: (phase, day) => `By the plan: ${phase} from ${day}`,
  ownMandate: (day) => `Your mandate holds until ${day}`,
  mandate: (whose, day) => `The mandate of ${whose ?? 'somebody'} holds until ${day}`,
  whole: 'The whole agreement',

  letters: {
    title: 'Letters about what happens',
    about: (email) =>
      `Letters go to ${email}. The daily one holds only what you have not read, or had a letter about, already.`,
    noMailTitle: 'No letters are sent from here',
    noDigestsTitle: 'No daily letters',
    noMail:
      'This server sends no e-mail. What happens, you see under New to you. The choices below count if it begins to send some.',
    noDigests:
      'Whoever runs the server has turned the daily letters off. What happens, you see under New to you.',
    digest: 'A letter a day with what is new',
    digestHint: 'It comes only on days with something new.',
    hour: 'At what time?',
    hourHint: (zone) => `Counted in the time zone ${zone}.`,
    usual: (hour) => `As usual, at ${hour}`,
    at: (hour) => `At ${hour}`,
    atOnce: 'Letters at once',
    mention: 'when somebody mentions me in a comment',
    signOff: 'when a section waits for my approval',
    language: 'Language of the letters',
    asAgreement: 'The same as the agreement',
    languages: { sv: 'Swedish', en: 'English' },
    save: 'Save',
    saved: 'Saved.',
  },

  unsubscribe: {
    title: 'Fewer letters',
    ask: {
      digest: 'Do you want no more daily letters?',
      mention: 'Do you want no more letters at once when somebody mentions you?',
      sign_off: 'Do you want no more letters at once when a section waits for your approval?',
    },
    what: {
      digest:
        'No daily letter will be sent any more to the address that this link came to. Letters at once are not affected.',
      mention:
        'No letters at once about being mentioned will be sent any more to the address that this link came to. It stands in the daily letter instead, if you get that.',
      sign_off:
        'No letters at once about sections to approve will be sent any more to the address that this link came to. It stands in the daily letter instead, if you get that.',
    },
    stays:
      'Everything still stands under New to you in Överens. You can change your mind there at any time.',
    button: 'Yes, no more such letters',
    done: 'Done: no more such letters',
    doneDetail:
      'If you change your mind, choose your letters again on your account page. You need to be signed in there.',
    account: 'To my account',
  },
};
