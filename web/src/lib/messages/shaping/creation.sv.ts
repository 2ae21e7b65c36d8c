/** The page on which an agreement is made up, in Swedish. */
const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const creation = {
  title: 'Ny överenskommelse',
  notAllowed: {
    title: 'Du kan inte lägga upp en ny överenskommelse',
    detail:
      'Det kan den göra som redan samordnar en överenskommelse. Be annars den som driver tjänsten att släppa in dig.',
  },
  start: {
    intro:
      'Här lägger du upp en ny överenskommelse i några lugna steg. Ingenting skickas förrän du trycker på ”Lägg upp överenskommelsen” i det sista. Det du har fyllt i finns kvar om du går tillbaka eller laddar om sidan.',
    template: 'Börja med mallen',
    templateDetail:
      'Du får de avsnitt som brukar ingå: inledning, vision, utgångspunkter, de sex principerna, åtaganden och uppföljning. Du kan ändra, lägga till och ta bort.',
    language: 'Mallens språk',
    useTemplate: 'Börja med mallen',
    description: 'Börja med en beskrivning i JSON',
    descriptionDetail:
      'För dig som har fått en färdig beskrivning, till exempel från ett annat system. Den läses in i samma steg, så att du kan se över allt.',
    file: 'Välj en fil …',
    paste: 'Eller klistra in beskrivningen',
    useDescription: 'Läs in beskrivningen',
    empty: 'Välj en fil eller klistra in en beskrivning först.',
    unreadable: 'Filen gick inte att läsa. Försök med en annan, eller klistra in texten.',
    wrong: (count: number): string =>
      count === 1
        ? 'En sak i beskrivningen behöver rättas:'
        : `${count} saker i beskrivningen behöver rättas:`,
    whole: 'hela beskrivningen',
    problems: {
      json: 'Det här är inte JSON. Kontrollera att allt kom med när du kopierade.',
      missing: 'saknas',
      unknown: 'finns inte i en beskrivning',
      text: 'ska vara en text',
      list: 'ska vara en lista',
      object: 'ska vara ett objekt med fält',
      flag: 'ska vara true eller false',
      number: 'ska vara ett tal',
      choice: (choices: string) => `ska vara ${choices}`,
    },
  },
  steps: {
    label: 'Stegen',
    about: 'Vad den handlar om',
    parties: 'Parter',
    sections: 'Avsnitt',
    people: 'Personer',
    check: 'Se över',
    lacking: 'något fattas',
    back: 'Tillbaka',
    next: (step: string) => `Nästa: ${step}`,
    restart: 'Börja om från början …',
  },
  restart: {
    title: 'Börja om från början?',
    detail: 'Allt du har fyllt i försvinner. Det går inte att hämta tillbaka.',
    confirm: 'Börja om',
  },
  about: {
    intro: 'Allt det här kan ändras senare.',
    more: 'Språk och tidszon',
  },
  parties: {
    intro:
      'En part är en sida i överenskommelsen. Det finns minst två. Varje part får en bokstav, en färg och en form som den känns igen på.',
    party: (letter: string) => `Part ${letter}`,
    add: 'Lägg till en part',
    remove: (letter: string) => `Ta bort part ${letter}`,
    atLeast: 'Det behövs minst två parter.',
    removed: (letter: string) => `Part ${letter} är borttagen.`,
  },
  sections: {
    intro:
      'Det här är avsnitten i texten, i den ordning de ska stå. Ni kan ändra, lägga till och ta bort under hela arbetet.',
    add: 'Lägg till ett avsnitt',
    remove: (title: string) => `Ta bort ${title}`,
    hasText: 'Börjar med en grundtext',
    removed: (title: string) => `${title} är borttaget.`,
    options: 'Ansvariga parter',
  },
  people: {
    intro:
      'Nu behövs bara de första. Varje part ska ha en samordnare, som sedan själv bjuder in sina egna.',
    own: 'Din egen plats',
    ownAs: (name: string, email: string) => `Du är ${name}, ${email}.`,
    coordinatorOf: (party: string) => `Samordnare för ${party}`,
    neutral: 'Processledare utan part',
    neutralHint:
      'Du hör inte till någon part, får inte godkänna texter och räknas inte när parterna ska vara lika många.',
    drafter: 'Jag ska också skriva i texten',
    first: (party: string) => `Första samordnaren för ${party}`,
    firstHint: 'Den som ska bjuda in och ansvara för de andra hos parten.',
    ownOrganisation: 'Din organisation',
    organisation: 'Organisation',
    noOrganisation: 'Ingen',
    others: 'Fler personer i beskrivningen',
    othersHint: 'De får också en inbjudan. Ta bort dem som inte ska vara med från början.',
    other: (name: string, roles: string) => `${name} – ${roles}`,
    remove: (name: string) => `Ta bort ${name}`,
    removed: (name: string) => `${name} är borttagen.`,
    later: 'Fler bjuds in senare, från sidan Personer.',
  },
  check: {
    intro: 'Läs igenom. Ingenting är skickat än.',
    change: (step: string) => `Ändra: ${step}`,
    lacking: 'Det här fattas',
    untitled: 'Utan titel',
    between: (parties: string) => `Mellan ${parties}`,
    decide: (bodies: string) => `Beslut fattas av ${bodies}.`,
    noBodies: 'Ingen som ska fatta beslut är namngiven än.',
    organisations: (names: string) => `Organisationer: ${names}.`,
    sections: (count: number) => plural(count, 'avsnitt', 'avsnitt'),
    person: (name: string, roles: string) => `${name}, ${roles}`,
    parity: 'Parterna ska ha lika många som skriver.',
    happens: 'Det här händer när du lägger upp den',
    founded:
      'Överenskommelsen läggs upp och ärendeloggen börjar. Där står att det var du som gjorde det.',
    invited: (names: string) => `Inbjudningar skickas med e-post till ${names}.`,
    notMailed: (names: string) =>
      `Den här servern skickar ingen e-post. Be den som driver tjänsten att ta fram inloggningslänkar för ${names}.`,
    alone: 'Ingen annan än du är med från början, så inga inbjudningar skickas.',
    mailUnknown: (names: string) => `${names} behöver en inloggningslänk var.`,
    phase: 'Den börjar i skedet Förberedelse. Ingen annan än de som är med kan läsa den.',
    create: 'Lägg upp överenskommelsen',
    creating: 'Lägger upp …',
    unsure:
      'Svaret kom aldrig fram, så överenskommelsen kan ha blivit upplagd ändå. Titta efter bland dina överenskommelser innan du försöker igen.',
    toAgreements: 'Till mina överenskommelser',
    refused: 'Servern tog inte emot överenskommelsen',
    goTo: (step: string) => `Gå till ${step}`,
  },
  lacks: {
    title: 'Skriv vad överenskommelsen ska heta.',
    'party-name': 'Skriv vad parten heter.',
    'party-kind': 'Välj vad det är för slags part.',
    'party-twice': 'En annan part heter redan så.',
    count: 'Skriv hur många, med siffror. Minst en.',
    'no-sections': 'Lägg till minst ett avsnitt.',
    'section-title': 'Skriv en rubrik.',
    'own-place': 'Välj vilken part du samordnar, eller att du är processledare.',
    'person-name': 'Skriv personens namn.',
    email: 'Skriv en e-postadress, till exempel namn@exempel.se.',
    'email-twice': 'Någon annan har redan den adressen. Var och en behöver en egen.',
  },
};

export type CreationMessages = typeof creation;
