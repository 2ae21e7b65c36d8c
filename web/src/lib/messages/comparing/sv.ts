/** What the comparison of two texts says. */

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const comparing = {
  change: {
    changed: 'Ändrat',
    added: 'Nytt',
    removed: 'Borttaget',
    moved_here: 'Flyttat hit',
    moved_away: 'Flyttat härifrån',
  },
  split: 'Här börjar nu ett nytt stycke',
  joined: 'Hör nu ihop med stycket före',
  movedHere: { up: 'stod förut längre ner', down: 'stod förut längre upp' },
  movedAway: { up: 'står nu längre upp', down: 'står nu längre ner' },
  toOther: 'Gå dit',
  tally: (changed: number, added: number, removed: number, moved: number) =>
    [
      changed > 0 ? plural(changed, 'ändrat', 'ändrade') : '',
      added > 0 ? plural(added, 'nytt', 'nya') : '',
      removed > 0 ? plural(removed, 'borttaget', 'borttagna') : '',
      moved > 0 ? plural(moved, 'flyttat', 'flyttade') : '',
    ]
      .filter(Boolean)
      .join(', '),
  format: {
    is: (text: string, look: string) => `”${text}” är nu ${look}`,
    isNot: (text: string, look: string) => `”${text}” är inte längre ${look}`,
    link: (text: string, address: string) => `”${text}” leder nu till ${address}`,
    linkGone: (text: string, address: string) => `”${text}” leder inte längre till ${address}`,
    bold: 'fetstil',
    italic: 'kursiv',
    hardBreak: 'en radbrytning',
    other: (name: string) => `märkt ”${name}”`,
    blank: 'mellanrum',
  },
  structure: 'Ingår i',
  depth: 'Nivå i listan',
  type: 'Slag',
  inline: 'Radbrytningar',
  containers: {
    bulletList: 'punktlista',
    orderedList: 'numrerad lista',
    blockquote: 'citat',
    table: 'tabell',
    tableRow: 'rad i en tabell',
    none: 'löpande text',
  },
  title: 'Avsnittets rubrik',
  responsible: 'Ansvariga parter',
  space: 'mellanslag',
  lineBreak: 'radbrytning',
  look: { label: 'Visa ändringarna', one: 'I en spalt', two: 'Sida vid sida' },
  sides: { before: 'Förut', after: 'Nu' },
  notThere: 'Fanns inte.',
  notThereNow: 'Finns inte kvar.',
  showAll: 'Visa även det oförändrade',
  hideAll: 'Dölj det oförändrade',
  place: (change: number, of: number) => `Ändring ${change} av ${of}`,
  nothingOf: 'Ingen ändring har nya ord av den parten.',
  by: {
    label: 'Ändringar av',
    all: 'alla',
    choice: (party: string, words: number) => `${party} (${plural(words, 'nytt ord', 'nya ord')})`,
    without: 'Utan part',
    nobody: 'texten som fanns från början',
    words: (names: string) => `Nya ord av ${names}`,
    unknown: 'Vems orden är går inte längre att se, för arbetsmaterialet är gallrat.',
    honest: 'Vems de nya orden är framgår. Vem som har tagit bort något går inte att se.',
  },
  quick: {
    label: 'Snabbval',
    own: 'sedan jag godkände',
    party: (party: string) => `sedan ${party} godkände`,
    latest: 'sedan den senast sparade texten',
    latestTwo: 'de två senast sparade texterna',
    numbers: (from: number, to: number | null) => (to === null ? `(${from})` : `(${from}, ${to})`),
  },
  moved: {
    title: 'Texten har ändrats sedan du öppnade jämförelsen',
    detail: 'Det du ser är jämförelsen som den var då.',
    button: 'Visa den senaste texten',
  },
  swap: 'Byt plats på texterna',
  print: 'Skriv ut jämförelsen',
  printed: (from: string, to: string) => `Jämförelse mellan ${from} och ${to}`,
};

export type Comparing = typeof comparing;
