/** What is said about discussions beside the text, in English. */
import type { DiscussionMessages } from './sv';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const discussion: DiscussionMessages = {
  title: 'Discussion',
  what: 'Select some words in the text and choose Comment, or bring something up about the whole section.',
  none: 'Nothing has been commented yet.',
  noneShown: 'No discussions match.',
  show: 'Show',
  filters: {
    open: 'Open',
    unread: 'Unread',
    mine: 'That I take part in',
    resolved: 'Resolved',
    all: 'All',
  },
  inText: 'In the text',
  aboutSection: 'About the whole section',
  lost: 'Lost passages',
  lostWhat:
    'What they were about no longer stands in the text. If the same words come back, they point there again.',

  comment: 'Comment',
  commentShortcut: 'Comment on what is selected (Ctrl + Alt + M)',
  commentSection: 'Comment on the whole section',
  commentParagraph: 'Comment on a paragraph',
  whichParagraph: 'Which paragraph?',
  selectFirst: 'Select some words in the text first.',
  new: 'New comment',
  about: 'About',
  aboutWhole: 'the whole section',
  write: 'Write a comment',
  writeHint: 'Write @ and a name to address somebody.',
  writeNeeded: 'Write something first.',
  send: 'Send',
  reply: 'Answer',
  replyTo: (about) => `Answer: ${about}`,
  edit: 'Change',
  editing: 'Change the comment',
  save: 'Save',
  delete: 'Delete',
  deleteTitle: 'Delete the comment?',
  deleteWhat: 'The words are gone for everybody and cannot be brought back.',
  deleteKeep: 'Keep it',
  resolve: 'Resolve',
  reopen: 'Reopen',
  people: 'People',
  peopleFound: (count) =>
    count === 0
      ? 'Nobody has that name.'
      : `${plural(count, 'person', 'people')}. Choose with the arrows and Enter.`,
  passageGone:
    'The passage has changed since you selected it. Select it again in the text; what you wrote is kept.',
  markAgain: 'Use what is selected now',

  quote: 'What is quoted',
  showInText: 'Show in the text',
  changed: 'Part of the passage has been changed.',
  lostAt: (revision) =>
    revision === null
      ? 'The passage was removed.'
      : `The passage was removed. It was there when ${revision} was the latest.`,
  edited: 'changed',
  editedAt: (moment) => `Changed ${moment}`,
  deleted: 'The comment was deleted by whoever wrote it.',
  resolvedBy: (name, when) => `Resolved by ${name} ${when}`,
  unread: (count) => `${count} new`,
  unreadLong: (count) => plural(count, 'unread comment', 'unread comments'),
  comments: (count) => plural(count, 'comment', 'comments'),
  openThreads: (count) => plural(count, 'open discussion', 'open discussions'),
  mark: (number, name, comments) => `Discussion ${number}, by ${name}, ${comments}`,
  number: (number) => `Discussion ${number}`,
  sent: 'The comment was sent.',
  resolvedNow: 'The discussion is resolved.',
  reopenedNow: 'The discussion is open again.',
  deletedNow: 'The comment was deleted.',
  news: (count) => `${plural(count, 'new comment', 'new comments')} in the discussion`,
  justNow: 'just now',

  open: {
    proposals: (count) => plural(count, 'open proposal', 'open proposals'),
    threads: (count, unread) =>
      plural(count, 'discussion', 'discussions') + (unread > 0 ? `, ${unread} with news` : ''),
    inSection: (words, section) => `${words}: ${section}`,
  },
};
