/** Diskussioner vid sidan av texten, in Swedish, and the shape every other language must have. */
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const discussion = {
  title: 'Diskussion',
  what: 'Markera några ord i texten och välj Kommentera, eller ta upp något om hela avsnittet.',
  none: 'Inget är kommenterat än.',
  noneShown: 'Inga diskussioner passar urvalet.',
  show: 'Visa',
  filters: {
    open: 'Öppna',
    unread: 'Olästa',
    mine: 'Där jag är med',
    resolved: 'Avslutade',
    all: 'Alla',
  },
  inText: 'I texten',
  aboutSection: 'Om hela avsnittet',
  lost: 'Förlorade passager',
  lostWhat:
    'Det som de handlade om står inte längre i texten. Kommer samma ord tillbaka, pekar de dit igen.',

  comment: 'Kommentera',
  commentShortcut: 'Kommentera det markerade (Ctrl + Alt + M)',
  commentSection: 'Kommentera hela avsnittet',
  commentParagraph: 'Kommentera ett stycke',
  whichParagraph: 'Vilket stycke?',
  selectFirst: 'Markera först några ord i texten.',
  new: 'Ny kommentar',
  about: 'Om',
  aboutWhole: 'hela avsnittet',
  write: 'Skriv en kommentar',
  writeHint: 'Skriv @ och ett namn för att rikta dig till någon.',
  writeNeeded: 'Skriv något först.',
  send: 'Skicka',
  reply: 'Svara',
  replyTo: (about: string) => `Svara: ${about}`,
  edit: 'Ändra',
  editing: 'Ändra kommentaren',
  save: 'Spara',
  delete: 'Ta bort',
  deleteTitle: 'Ta bort kommentaren?',
  deleteWhat: 'Orden försvinner för alla och går inte att få tillbaka.',
  deleteKeep: 'Behåll',
  resolve: 'Avsluta',
  reopen: 'Öppna igen',
  people: 'Personer',
  peopleFound: (count: number) =>
    count === 0
      ? 'Ingen heter så.'
      : `${plural(count, 'person', 'personer')}. Välj med piltangenterna och Enter.`,
  passageGone:
    'Passagen har ändrats sedan du markerade den. Markera den igen i texten; det du skrev är kvar.',
  markAgain: 'Använd det som är markerat nu',

  quote: 'Det citerade',
  showInText: 'Visa i texten',
  changed: 'En del av passagen är ändrad.',
  lostAt: (revision: string | null) =>
    revision === null
      ? 'Passagen är borttagen.'
      : `Passagen är borttagen. Den fanns när ${revision} var den senaste.`,
  edited: 'ändrad',
  editedAt: (moment: string) => `Ändrad ${moment}`,
  deleted: 'Kommentaren är borttagen av den som skrev den.',
  resolvedBy: (name: string, when: string) => `Avslutad av ${name} ${when}`,
  unread: (count: number) => `${plural(count, 'ny', 'nya')}`,
  unreadLong: (count: number) => plural(count, 'oläst kommentar', 'olästa kommentarer'),
  comments: (count: number) => plural(count, 'kommentar', 'kommentarer'),
  openThreads: (count: number) => plural(count, 'öppen diskussion', 'öppna diskussioner'),
  mark: (number: number, name: string, comments: string) =>
    `Diskussion ${number}, av ${name}, ${comments}`,
  number: (number: number) => `Diskussion ${number}`,
  sent: 'Kommentaren är skickad.',
  resolvedNow: 'Diskussionen är avslutad.',
  reopenedNow: 'Diskussionen är öppen igen.',
  deletedNow: 'Kommentaren är borttagen.',
  news: (count: number) => `${plural(count, 'ny kommentar', 'nya kommentarer')} i diskussionen`,
  justNow: 'nyss',

  /** What of a section is open, on the agreement's page. */
  open: {
    proposals: (count: number) => plural(count, 'öppet förslag', 'öppna förslag'),
    threads: (count: number, unread: number) =>
      plural(count, 'diskussion', 'diskussioner') + (unread > 0 ? `, ${unread} med nytt` : ''),
    inSection: (words: string, section: string) => `${words}: ${section}`,
  },
};

export type DiscussionMessages = typeof discussion;
