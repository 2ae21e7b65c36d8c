/** Möten, åtgärdsregistret, medförfattarna och mötesvyn, på svenska. */
import type { Said, Sentence } from '../record/said';

const called = ({ text }: Said) => (text ? ` ”${text}”` : '');

export const meetings = {
  link: 'Möten',
  title: 'Möten',
  intro:
    'Här står arbetsgruppens möten, med vilka som var med, minnesanteckningar och filer. Alla medlemmar läser dem.',
  call: 'Kalla till möte',
  upcoming: 'Kommande',
  past: 'Tidigare',
  noneUpcoming: 'Inget möte är planerat.',
  nonePast: 'Inget möte har hållits än.',
  cancelled: 'Inställt',
  notesOpen: 'Anteckningarna är öppna',
  notesClosed: 'Anteckningarna är stängda',
  present: (count: number) => (count === 1 ? 'En närvarande' : `${count} närvarande`),
  files: (count: number) => (count === 1 ? 'En fil' : `${count} filer`),
  untitled: 'Möte utan namn',
  dialog: {
    call: 'Kalla till möte',
    change: 'Ändra mötet',
    intro: 'Mötet syns för alla medlemmar, och kallelsen står i ärendeloggen.',
    title: 'Vad heter mötet?',
    date: 'Dag',
    place: 'Tid och plats',
    placeHint: 'Till exempel kl. 13–15, Stadshuset, eller en länk till ett videomöte.',
    convener: 'Vem kallar?',
    sections: 'Vilka avsnitt gäller det?',
    sectionsHint: 'Välj inget om mötet gäller helheten.',
    saveCall: 'Kalla till mötet',
    saveChange: 'Spara ändringarna',
    needTitle: 'Skriv vad mötet heter.',
    needDate: 'Välj en dag.',
    called: 'Mötet är utlyst.',
    changed: 'Mötet är ändrat.',
  },
  page: {
    change: 'Ändra',
    cancel: 'Ställ in mötet',
    print: 'Skriv ut',
    facts: 'Om mötet',
    date: 'Dag',
    place: 'Tid och plats',
    convener: 'Kallar',
    sections: 'Avsnitt',
    whole: 'Helheten',
    retired: 'ingår inte längre i texten',
    cancelledBecause: (reason: string) => `Mötet är inställt: ${reason}`,
    cancelledSimply: 'Mötet är inställt.',
    cancelTitle: 'Ställ in mötet',
    cancelIntro: 'Det går inte att ångra. Mötet står kvar i listan som inställt.',
    cancelDone: 'Mötet är inställt.',
    live: 'Visa på skärmen i rummet',
  },
  attendance: {
    title: 'Närvaro',
    intro: 'Kryssa för dem som är med.',
    neutral: 'Utanför parterna',
    guests: 'Andra som var med',
    guestsHint: 'En på varje rad, med namn och varifrån de kommer.',
    save: 'Spara närvaron',
    saved: 'Närvaron är sparad.',
    nobody: 'Ingen närvaro är antecknad än.',
    noted: (when: string, by: string) => `Antecknat ${when} av ${by}.`,
  },
  notes: {
    title: 'Minnesanteckningar',
    label: 'Minnesanteckningar',
    close: 'Stäng anteckningarna',
    closeTitle: 'Stäng minnesanteckningarna?',
    closeIntro:
      'De fastställs som de är, och deras kontrollsumma skrivs i ärendeloggen. En samordnare kan öppna dem igen.',
    closeButton: 'Stäng dem',
    closed: (when: string, by: string) => `Minnesanteckningarna stängdes ${when} av ${by}.`,
    hash: 'Kontrollsumma',
    done: 'Minnesanteckningarna är stängda.',
    reopen: 'Öppna dem igen',
    reopened: 'Minnesanteckningarna är öppna igen.',
    unsaved: 'Vänta tills allt är sparat.',
  },
  file: {
    title: 'Filer',
    none: 'Inga filer än.',
    add: 'Lägg till en fil',
    addButton: 'Lägg till filen',
    remove: (name: string) => `Ta bort ${name}`,
    removeShort: 'Ta bort',
    removeTitle: 'Ta bort filen från mötet?',
    removeIntro: (name: string) =>
      `${name} visas inte längre vid mötet. Den står kvar i ärendeloggen och i exporter.`,
    removed: 'Filen är borttagen från mötet.',
    added: 'Filen är tillagd.',
    need: 'Välj en fil först.',
    hint: 'PDF eller bild (PNG, JPEG), högst 20 MB.',
  },
};

export const measures = {
  link: 'Alla åtgärder',
  title: 'Åtgärder',
  intro: 'Alla åtgärder i alla avsnitt, som texten är just nu.',
  introOf: (number: number) =>
    `Alla åtgärder i alla avsnitt, som de stod i helhetsversion ${number}.`,
  ofText: 'I vilken text?',
  now: 'Texten nu',
  download: 'Hämta för kalkylprogram (CSV)',
  none: 'Det finns inga åtgärder i texten än.',
  nothing: 'Ingen åtgärd stämmer med urvalet.',
  shown: (count: number, all: number) =>
    count === all ? `${all} åtgärder.` : `${count} av ${all} åtgärder visas.`,
  columns: {
    number: 'Nr',
    text: 'Åtgärd',
    section: 'Avsnitt',
    responsible: 'Ansvarar',
    level: 'Nivå',
    due: 'Senast',
  },
  all: 'Alla',
  without: 'Inte bestämt',
  sort: 'Ordna efter',
  group: 'Gruppera efter',
  groups: {
    none: 'Ingen gruppering',
    section: 'Avsnitt',
    responsible: 'Vem som ansvarar',
    level: 'Nivå',
    due: 'År',
  },
  filters: 'Urval',
  clear: 'Visa alla',
  from: 'Från och med',
  until: 'Till och med',
  due: 'Datum',
  withDate: 'Har datum',
  noDate: 'Utan datum',
  several: 'Flera parter',
  sorted: (column: string, down: boolean) =>
    `Ordnade efter ${column.toLowerCase()}, ${down ? 'fallande' : 'stigande'}.`,
  order: { text: 'Som i texten' },
};

export const coAuthors = {
  allWithheld: 'De som har skrivit vill inte stå här.',
  open: 'Medförfattare …',
  title: 'Medförfattare',
  intro:
    'Här står de av vilka något står kvar i texten. Servern ser vem som har skrivit vad, så ingen kan läggas till eller tas bort.',
  order: 'Ordningen under rubriken',
  characters: (count: number) => (count === 1 ? 'ett tecken' : `${count} tecken`),
  withheld: 'vill inte stå här',
  me: 'Jag vill inte stå här',
  meHint: 'Det gäller bara dig. Vem som har skrivit vad syns ändå för arbetsgruppen.',
  save: 'Spara ordningen',
  saved: 'Sparat.',
  nobodyHere: 'Ingens ord står i texten än.',
};

export const meetingView = {
  open: 'Mötesvy',
  title: (section: string, number: number) => `${section}, revision ${number} i mötesvy`,
  revision: 'Revision',
  line: 'Gå till rad',
  go: 'Gå',
  noLine: (last: number) => `Raderna går från 1 till ${last}.`,
  at: (line: number) => `Rad ${line}.`,
  size: 'Storlek',
  smaller: 'Mindre text',
  larger: 'Större text',
  dark: 'Ljust på mörkt',
  light: 'Mörkt på ljust',
  print: 'Skriv ut med radnummer',
  back: 'Till texten',
  moved: (number: number) =>
    `Texten har ändrats efter revision ${number}. Raderna här är revisionens.`,
  newer: (number: number) => `Det finns en nyare revision, ${number}.`,
  show: (number: number) => `Visa revision ${number}`,
  none: 'Avsnittet har ingen sparad revision än. Raderna får sina nummer av en revision.',
  keys: 'Skriv ett radnummer och tryck på Enter. Plus och minus ändrar storleken, D byter mellan mörkt och ljust.',
};

export const meetingSentences = {
  co_authors_ordered: ({ by, section }) => `${by} ändrade medförfattarnas ordning i ${section}`,
  co_author_withheld: ({ by, section, personal }) =>
    personal
      ? `${by} vill inte stå som medförfattare till ${section}`
      : `${by} står åter som medförfattare till ${section}`,
  meeting_called: (said) =>
    `${said.by} kallade till mötet${called(said)}${said.day ? ` den ${said.day}` : ''}`,
  meeting_changed: (said) => `${said.by} ändrade mötet${called(said)}`,
  meeting_attended: (said) => `${said.by} antecknade vilka som var med på mötet${called(said)}`,
  meeting_file_added: (said) => `${said.by} lade en fil till mötet${called(said)}`,
  meeting_file_removed: (said) => `${said.by} tog bort en fil från mötet${called(said)}`,
  meeting_cancelled: (said) => `${said.by} ställde in mötet${called(said)}`,
  meeting_notes_closed: (said) =>
    `${said.by} stängde minnesanteckningarna från mötet${called(said)}`,
  meeting_notes_reopened: (said) =>
    `${said.by} öppnade minnesanteckningarna från mötet${called(said)} igen`,
} satisfies Record<string, Sentence>;

export type MeetingMessages = typeof meetings;
export type MeasureMessages = typeof measures;
export type CoAuthorMessages = typeof coAuthors;
export type MeetingViewMessages = typeof meetingView;
