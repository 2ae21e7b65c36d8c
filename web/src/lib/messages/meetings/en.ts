/** Meetings, the register of measures, co-authors and the meeting view, in English. */
import type { Said, Sentence } from '../record/said';
import type {
  CoAuthorMessages,
  MeasureMessages,
  MeetingMessages,
  meetingSentences as sentences,
  MeetingViewMessages,
} from './sv';

const called = ({ text }: Said) => (text ? ` “${text}”` : '');

export const meetings: MeetingMessages = {
  link: 'Meetings',
  title: 'Meetings',
  intro:
    'The working group’s meetings, with who was there, notes and files. Every member can read them.',
  call: 'Call a meeting',
  upcoming: 'To come',
  past: 'Held',
  noneUpcoming: 'No meeting is planned.',
  nonePast: 'No meeting has been held yet.',
  cancelled: 'Cancelled',
  notesOpen: 'The notes are open',
  notesClosed: 'The notes are closed',
  present: (count) => (count === 1 ? 'One person present' : `${count} people present`),
  files: (count) => (count === 1 ? 'One file' : `${count} files`),
  untitled: 'A meeting without a name',
  dialog: {
    call: 'Call a meeting',
    change: 'Change the meeting',
    intro: 'Every member sees the meeting, and that it was called stands in the record.',
    title: 'What is the meeting called?',
    date: 'Day',
    place: 'Time and place',
    placeHint: 'For example 1–3 pm, the town hall, or a link to a video meeting.',
    convener: 'Who convenes it?',
    sections: 'Which sections does it concern?',
    sectionsHint: 'Choose none if it concerns the whole.',
    saveCall: 'Call the meeting',
    saveChange: 'Save the changes',
    needTitle: 'Write what the meeting is called.',
    needDate: 'Choose a day.',
    called: 'The meeting has been called.',
    changed: 'The meeting has been changed.',
  },
  page: {
    change: 'Change',
    cancel: 'Cancel the meeting',
    print: 'Print',
    facts: 'About the meeting',
    date: 'Day',
    place: 'Time and place',
    convener: 'Convened by',
    sections: 'Sections',
    whole: 'The whole',
    retired: 'no longer part of the text',
    cancelledBecause: (reason) => `The meeting is cancelled: ${reason}`,
    cancelledSimply: 'The meeting is cancelled.',
    cancelTitle: 'Cancel the meeting',
    cancelIntro: 'This cannot be undone. The meeting stays in the list as cancelled.',
    cancelDone: 'The meeting is cancelled.',
    live: 'Show on the screen in the room',
  },
  attendance: {
    title: 'Attendance',
    intro: 'Tick those who are there.',
    neutral: 'Outside the parties',
    guests: 'Others who were there',
    guestsHint: 'One on each line, with their name and where they come from.',
    save: 'Save the attendance',
    saved: 'The attendance is saved.',
    nobody: 'No attendance has been noted yet.',
    noted: (when, by) => `Noted ${when} by ${by}.`,
  },
  notes: {
    title: 'Notes',
    label: 'Notes of the meeting',
    close: 'Close the notes',
    closeTitle: 'Close the notes?',
    closeIntro:
      'They are fixed as they are, and their checksum is written in the record. A coordinator can open them again.',
    closeButton: 'Close them',
    closed: (when, by) => `The notes were closed on ${when} by ${by}.`,
    hash: 'Checksum',
    done: 'The notes are closed.',
    reopen: 'Open them again',
    reopened: 'The notes are open again.',
    unsaved: 'Wait until everything is saved.',
  },
  file: {
    title: 'Files',
    none: 'No files yet.',
    add: 'Add a file',
    addButton: 'Add the file',
    remove: (name) => `Remove ${name}`,
    removeShort: 'Remove',
    removeTitle: 'Remove the file from the meeting?',
    removeIntro: (name) =>
      `${name} is not shown with the meeting any more. It stays in the record and in exports.`,
    removed: 'The file is removed from the meeting.',
    added: 'The file is added.',
    need: 'Choose a file first.',
    hint: 'PDF or picture (PNG, JPEG), at most 20 MB.',
  },
};

export const measures: MeasureMessages = {
  link: 'All measures',
  title: 'Measures',
  intro: 'All measures of all sections, as the text stands now.',
  introOf: (number) =>
    `All measures of all sections, as they stood in whole-text revision ${number}.`,
  ofText: 'In which text?',
  now: 'The text now',
  download: 'Download for a spreadsheet (CSV)',
  none: 'There are no measures in the text yet.',
  nothing: 'No measure fits the selection.',
  shown: (count, all) =>
    count === all ? `${all} measures.` : `${count} of ${all} measures are shown.`,
  columns: {
    number: 'No.',
    text: 'Measure',
    section: 'Section',
    responsible: 'Responsible',
    level: 'Level',
    due: 'Due',
  },
  all: 'All',
  without: 'Not decided',
  sort: 'Sort by',
  group: 'Group by',
  groups: {
    none: 'No groups',
    section: 'Section',
    responsible: 'Who is responsible',
    level: 'Level',
    due: 'Year',
  },
  filters: 'Selection',
  clear: 'Show all',
  from: 'From',
  until: 'Until',
  due: 'Date',
  withDate: 'Has a date',
  noDate: 'Without a date',
  several: 'Several parties',
  sorted: (column, down) =>
    `Sorted by ${column.toLowerCase()}, ${down ? 'descending' : 'ascending'}.`,
  order: { text: 'As in the text' },
};

export const coAuthors: CoAuthorMessages = {
  allWithheld: 'Those who have written prefer not to stand here.',
  open: 'Co-authors …',
  title: 'Co-authors',
  intro:
    'Those of whom something stands in the text. The server sees who has written what, so nobody can be added or left out.',
  order: 'The order under the title',
  characters: (count) => (count === 1 ? 'one character' : `${count} characters`),
  withheld: 'prefers not to stand here',
  me: 'I prefer not to stand here',
  meHint: 'This is about you alone. The working group still sees who has written what.',
  save: 'Save the order',
  saved: 'Saved.',
  nobodyHere: 'Nobody’s words stand in the text yet.',
};

export const meetingView: MeetingViewMessages = {
  open: 'Meeting view',
  title: (section, number) => `${section}, revision ${number} in the meeting view`,
  revision: 'Revision',
  line: 'Go to line',
  go: 'Go',
  noLine: (last) => `The lines go from 1 to ${last}.`,
  at: (line) => `Line ${line}.`,
  size: 'Size',
  smaller: 'Smaller text',
  larger: 'Larger text',
  dark: 'Light on dark',
  light: 'Dark on light',
  print: 'Print with line numbers',
  back: 'To the text',
  moved: (number) =>
    `The text has changed since revision ${number}. The lines here are the revision’s.`,
  newer: (number) => `There is a newer revision, ${number}.`,
  show: (number) => `Show revision ${number}`,
  none: 'The section has no saved revision yet. Lines get their numbers from a revision.',
  keys: 'Type a line number and press Enter. Plus and minus change the size, D changes between dark and light.',
};

export const meetingSentences: Record<keyof typeof sentences, Sentence> = {
  co_authors_ordered: ({ by, section }) =>
    `${by} changed the order of the co-authors of ${section}`,
  co_author_withheld: ({ by, section, personal }) =>
    personal
      ? `${by} prefers not to stand as co-author of ${section}`
      : `${by} stands as co-author of ${section} again`,
  meeting_called: (said) =>
    `${said.by} called the meeting${called(said)}${said.day ? ` on ${said.day}` : ''}`,
  meeting_changed: (said) => `${said.by} changed the meeting${called(said)}`,
  meeting_attended: (said) => `${said.by} noted who was at the meeting${called(said)}`,
  meeting_file_added: (said) => `${said.by} added a file to the meeting${called(said)}`,
  meeting_file_removed: (said) => `${said.by} removed a file from the meeting${called(said)}`,
  meeting_cancelled: (said) => `${said.by} cancelled the meeting${called(said)}`,
  meeting_notes_closed: (said) => `${said.by} closed the notes of the meeting${called(said)}`,
  meeting_notes_reopened: (said) =>
    `${said.by} opened the notes of the meeting${called(said)} again`,
};
