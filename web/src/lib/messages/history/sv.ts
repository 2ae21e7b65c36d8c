/** Who wrote what, and how a text came to be, in Swedish, and the shape every other language must have. */
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;
const number = new Intl.NumberFormat('sv-SE');

export const history = {
  authors: {
    switch: 'Vem skrev vad',
    keys: 'Alt + Skift + W',
    hint: 'Markerar varje del av texten med vem som skrev den.',
    template: 'grundtext',
    templateLong: 'Grundtext från mallen',
    unknown: 'okänt',
    unknownLong: 'Vem som skrev är inte känt längre',
    here: (who: string) => `Här skrev ${who}`,
    notYet: 'Vem som skrev här är inte hämtat än.',
    caret: 'Ställ markören i texten, eller peka på den, så står det här vem som skrev.',
    label: 'Vem skrev texten',
    legend: 'Så är texten märkt',
    legendHint:
      'Varje part har sin egen understrykning. Bokstav och initialer står där någons ord börjar.',
    next: (who: string) => `Gå till nästa ställe av ${who}`,
    nextShort: 'Nästa',
    fetching: 'Hämtar vem som skrev vad …',
    purged:
      'Arbetsmaterialet är gallrat. Vem som skrev det som stod då går inte längre att se; revisionerna namnger dem som var med.',
    notKnown: 'Vem som skrev vad i den här revisionen går inte att visa.',
    revisionPurged:
      'Hur den här revisionen kom till är gallrat, så vem som skrev vad går inte att visa.',
  },
  page: {
    link: 'Se hur texten kom till',
    name: 'Så kom texten till',
    title: (section: string) => `${section}: så kom texten till`,
    toText: 'Till texten',
    reading: 'Läser hela historiken',
    readingHint: 'Första gången för en lång text tar det en liten stund. Sedan går det fort.',
    readSoFar: (done: number, of: number) =>
      of > 0 ? `${number.format(done)} av ${number.format(of)} ändringar` : 'Väntar på sin tur …',
    purged: 'Historiken börjar här: det som var före är gallrat.',
    nothing: 'Ingen har skrivit här än. Det är grundtexten som visas.',
    newer: 'Texten har ändrats sedan sidan öppnades.',
    fetchNewer: 'Hämta det nya',
  },
  line: {
    label: 'Tidpunkt i textens historia',
    controls: 'Styr historiken',
    valueText: (when: string, who: string) => (who === '' ? when : `${when}, ${who}`),
    help: 'Tangenterna på reglaget: pilarna går en ändring, Page Up och Page Down en sittning, Skift och Page Up eller Page Down en dag, Home och End till början och slutet, blanksteg spelar upp eller pausar, R och Skift + R nästa och förra revision, M och Skift + M nästa och förra möte.',
    helpTitle: 'Tangentbordet',
    first: 'Till början',
    last: 'Till slutet',
    back: { step: 'En ändring bakåt', session: 'En sittning bakåt', day: 'En dag bakåt' },
    on: { step: 'En ändring framåt', session: 'En sittning framåt', day: 'En dag framåt' },
    unit: { step: 'Ändring', session: 'Sittning', day: 'Dag' },
    play: 'Spela upp',
    pause: 'Pausa',
    speed: 'Fart',
    speeds: { slow: 'långsam', usual: 'lagom', fast: 'snabb', fastest: 'snabbast' },
    ticks: {
      label: 'På tidslinjen',
      days: (count: number) => plural(count, 'dag', 'dagar'),
      sessions: (count: number) => plural(count, 'sittning', 'sittningar'),
      revisions: (count: number) => plural(count, 'revision', 'revisioner'),
      meetings: (count: number) => plural(count, 'möte', 'möten'),
      explained: 'Långt streck: ny dag. Kort streck: sittning. Ruta: revision. Ring: möte.',
    },
  },
  marks: {
    changes: 'Visa vad som ändrades i steget',
    follow: 'Följ med till ändringen',
    came: 'tillkom',
    went: 'försvann',
    amount: (came: number, went: number) =>
      `${plural(came, 'tecken tillkom', 'tecken tillkom')}, ${plural(went, 'försvann', 'försvann')}.`,
    none: 'Inga ord ändrades i det här steget.',
  },
  moment: {
    label: 'Den här tidpunkten',
    wrote: (who: string) => `Skrev i steget: ${who}`,
    begun: 'Här börjar texten.',
    locked: 'Avsnittet låstes.',
    reopened: 'Avsnittet öppnades igen.',
    written: (who: string) => `Senast skrev ${who}.`,
    session: (from: string, to: string) => `Sittning ${from}–${to}`,
    part: (name: string, added: number, removed: number) =>
      `${name}: ${number.format(added)} tecken skrivna, ${number.format(removed)} borttagna`,
    nearest: 'Närmaste revision',
    showRevision: (title: string) => `Öppna ${title}`,
    goToRevision: 'Gå till revisionen på tidslinjen',
    nearestMeeting: 'Närmaste möte om avsnittet',
    showMeeting: (title: string) => `Öppna mötet ${title}`,
    goToMeeting: 'Gå till mötet på tidslinjen',
    meetingHint: 'Texten så som den var när mötets dag började.',
    compare: 'Jämför med nu',
    compared: (when: string) => `Texten nu. Märkt är det som ändrats sedan ${when}.`,
    backFromNow: 'Tillbaka till tidpunkten',
    fetching: 'Hämtar …',
    text: 'Texten då',
    shares: 'Har skrivit det som stod då',
  },
};

export type History = typeof history;
