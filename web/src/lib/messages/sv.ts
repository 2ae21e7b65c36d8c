/** Swedish, and the shape every other language must have: a missing message does not compile. */
import { record } from './record/sv';
import { approving } from './approving/sv';
import { history } from './history/sv';
import { comparing } from './comparing/sv';
import { discussion } from './discussion/sv';
import { editing } from './editing/sv';
import { coAuthors, measures, meetings, meetingView } from './meetings/sv';
import { reviewing } from './reviewing/sv';
import { shaping } from './shaping/sv';
import { access } from './people/access.sv';
import { notices } from './notices/sv';
import { keeping } from './people/keeping.sv';
import { people } from './people/sv';
import { proposals } from './proposals/sv';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const sv = {
  product: 'Överens',
  approving,
  history,
  comparing,
  discussion,
  proposals,
  reviewing,
  shaping,
  meetings,
  measures,
  coAuthors,
  meetingView,
  skip: 'Hoppa till innehållet',
  close: 'Stäng',
  cancel: 'Avbryt',
  sending: 'Sparar …',
  tryAgain: 'Försök igen',
  you: 'Du',
  reload: 'Ladda om sidan',
  language: { other: 'English', choose: 'Byt språk till engelska' },
  bar: {
    label: 'Sidhuvud',
    crumbs: 'Du är här',
    agreements: 'Mina överenskommelser',
    account: 'Mitt konto',
    help: 'Handbok',
    menu: 'Meny',
  },

  loading: 'Hämtar …',
  problem: {
    unreachable: {
      title: 'Det går inte att nå tjänsten just nu',
      detail: 'Kontrollera att du har kontakt med internet och försök igen.',
    },
    unknown: {
      title: 'Något gick fel',
      detail: 'Felet ligger hos oss. Försök igen om en stund.',
    },
  },
  notFound: {
    title: 'Sidan finns inte',
    detail:
      'Adressen kan vara felskriven, eller så hör sidan till en överenskommelse som du inte är med i.',
    home: 'Till mina överenskommelser',
  },
  signedOut: {
    title: 'Du är inte inloggad',
    detail: 'Du loggar in med en personlig länk. Inget lösenord behövs.',
    how: 'Så får du en länk',
    steps: [
      'Har du fått en inbjudan? Öppna länken i den.',
      'Hittar du ingen länk, eller fungerar den inte längre? Gör så som det står här ovanför, eller fråga samordnaren för din part.',
      'Använd länken själv och skicka den inte vidare: den som öppnar den loggas in som du.',
    ],
  },
  signIn: {
    title: 'Logga in',
    greeting: (name: string) => `Välkommen, ${name}`,
    to: (agreement: string) => `Länken loggar in dig i ”${agreement}”.`,
    party: (party: string) => `Du är med för ${party}.`,
    noParty: 'Du är med utan att höra till någon part.',
    expires: (moment: string) => `Länken gäller till ${moment} och kan användas en gång.`,
    button: (name: string) => `Logga in som ${name}`,
    notYou: 'Är det inte du? Stäng sidan och tala om för den som skickade länken att den kom fel.',
    already: 'Gå till mina överenskommelser',
    expired: {
      title: 'Länken har gått ut',
      detail: 'Be samordnaren för din part om en ny länk. Det du har skrivit finns kvar.',
    },
    used: {
      title: 'Länken är redan använd',
      detail:
        'Varje länk kan bara användas en gång. Är du redan inloggad i den här webbläsaren kan du gå vidare. Annars ber du samordnaren för din part om en ny.',
    },
    revoked: {
      title: 'Länken gäller inte längre',
      detail:
        'Det finns en nyare länk, eller så är inbjudan tillbakatagen. Öppna det senaste brevet, eller fråga samordnaren för din part.',
    },
    unknown: {
      title: 'Vi känner inte igen länken',
      detail:
        'Kontrollera att hela länken kom med när du kopierade den. Hjälper inte det ber du samordnaren för din part om en ny.',
    },
  },

  agreements: {
    title: 'Mina överenskommelser',
    none: 'Du är inte med i någon överenskommelse än.',
    sections: (count: number) => plural(count, 'avsnitt', 'avsnitt'),
  },
  phases: {
    label: 'Var arbetet är',
    done: 'klart',
    preparation: 'Förberedelse',
    drafting: 'Skrivande',
    consultation: 'Remiss',
    approval: 'Godkännande',
    decided: 'Beslutad',
    signed: 'Undertecknad',
    in_force: 'Gäller',
    under_revision: 'Ses över',
    ended: 'Avslutad',
  },
  roles: {
    coordinator: 'samordnare',
    drafter: 'skribent',
    reviewer: 'granskare',
    approver: 'godkännare',
    observer: 'läsare',
  },
  party: {
    mark: (letter: string) => `Part ${letter}`,
    none: 'Ingen part',
  },
  agreement: {
    between: (parties: string) => `Mellan ${parties}`,
    caseNumber: (number: string) => `Diarienummer ${number}`,
    sections: 'Avsnitt',
    section: 'Avsnitt',
    responsible: 'Ansvarar',
    principle: (number: number) => `Princip ${number}`,
    group: {
      before: 'Före principerna',
      principles: 'Principerna',
      after: 'Efter principerna',
      all: 'Avsnitt',
    },
    states: {
      drafting: 'Skrivs',
      in_approval: 'Låst för godkännande',
      agreed: 'Överens',
    },
    workingGroup: 'Arbetsgruppen',
    membersOf: (count: number) => plural(count, 'medlem', 'medlemmar'),
    draftersOf: (count: number) => plural(count, 'skriver', 'skriver'),
    neutral: 'Utan part',
    parityMet: 'Parterna har lika många som skriver, som överenskommelsen kräver.',
    parityNotMet:
      'Parterna har inte lika många som skriver. Överenskommelsen kräver att de är lika många.',
    showMembers: 'Visa alla',
    yourRoles: (roles: string) => `Du är ${roles}.`,
  },

  section: {
    sections: 'Avsnitt',
    showSections: 'Visa avsnitten',
    hideSections: 'Dölj avsnitten',
    writtenBy: (names: string) => `Skrivet av ${names}`,
    andMore: (count: number) => `${count} till`,
    nobodyYet: 'Grundtext. Ingen i arbetsgruppen har skrivit här än.',
    beside: 'Vid sidan av texten',
    hereNow: 'Här nu',
    alone: 'Bara du är här nu.',
    nobodyHere: 'Ingen är här nu.',
    contributors: 'Har skrivit',
    contributorsHint: 'Andel av den text som står nu.',
    fetching: 'Hämtar texten …',
    readOnly: {
      title: 'Du kan läsa men inte skriva här',
      'not-a-drafter':
        'Du är inte skribent i den här överenskommelsen. Samordnaren för din part kan ge dig den rollen.',
      'section-agreed':
        'Alla parter har godkänt texten. En skribent eller samordnare kan öppna avsnittet igen och anger då varför.',
      'text-is-fixed': 'Överenskommelsen är beslutad. Texten kan ändras först när den ses över.',
      'section-locked':
        'Avsnittet är låst medan parterna godkänner texten. En skribent eller samordnare kan öppna det igen och anger då varför.',
      other: 'Fråga samordnaren för din part om du tror att du borde få skriva här.',
    },
    outdated: {
      title: 'En nyare version av Överens finns',
      detail:
        'Texten innehåller sådant som den här sidan är för gammal för att visa. Ladda om sidan för att fortsätta skriva.',
      waiting: 'Vänta tills det står ”Sparat” innan du laddar om.',
    },
  },
  save: {
    label: 'Om texten är sparad',
    connecting: 'Ansluter …',
    syncing: 'Hämtar texten …',
    saving: 'Sparar …',
    saved: 'Sparat',
    reading: 'Läsläge',
    offline: 'Offline',
    offlineKept:
      'Offline – det du skriver finns kvar på den här datorn och skickas när du är tillbaka',
    offlineNotKept:
      'Offline – det du skriver kan inte lagras på den här datorn, så låt sidan vara öppen',
    refused: 'Kan inte spara',
    stopped: 'Anslutningen är bruten',
    announce: {
      offline:
        'Kontakten är bruten. Du kan fortsätta skriva, det skickas när kontakten är tillbaka.',
      back: 'Kontakten är tillbaka. Allt är sparat.',
    },
  },
  refused: {
    other: {
      title: 'Det går inte att spara just nu',
      detail:
        'Servern tog inte emot texten. Ladda om sidan. Händer det igen, hör av dig till samordnaren.',
    },
    4400: {
      title: 'Sidan och servern förstod inte varandra',
      detail: 'Det är ett fel hos oss. Texten har hämtats på nytt.',
    },
    4401: {
      title: 'Du är inte längre inloggad',
      detail:
        'Logga in igen i en annan flik. Kom sedan tillbaka hit och välj ”Försök igen”. Det du har skrivit finns kvar.',
    },
    4403: {
      title: 'Du har inte rätt att skriva här',
      detail: 'Din roll har ändrats. Samordnaren för din part kan ge dig rätt att skriva.',
    },
    4404: {
      title: 'Avsnittet finns inte längre',
      detail: 'Gå tillbaka till överenskommelsen och välj ett annat avsnitt.',
    },
    4408: {
      title: 'Anslutningen tog för lång tid',
      detail: 'Försök igen. Det du har skrivit finns kvar.',
    },
    4409: {
      title: 'Texten har börjat om från en tidigare version',
      detail:
        'Avsnittet har återställts från en säkerhetskopia, eller så har arbetsmaterialet gallrats. Du ser nu den text som gäller. Det som bara fanns i den gamla texten har inte blandats in.',
    },
    4413: {
      title: 'Texten är för stor',
      detail:
        'Avsnittet, eller det du klistrade in, är större än vad servern tar emot. Dela upp texten och försök igen.',
    },
    4423: {
      title: 'Avsnittet har låsts',
      detail:
        'Avsnittet låstes för godkännande medan du skrev. Det du skrev därefter kom inte med. En skribent eller samordnare kan öppna avsnittet igen.',
    },
    4429: {
      title: 'Det gick för fort',
      detail: 'Servern tog emot för mycket på kort tid. Vänta en liten stund och försök igen.',
    },
    'not-a-member': {
      title: 'Du är inte med i överenskommelsen längre',
      detail: 'Tror du att det är ett misstag? Hör av dig till samordnaren för din part.',
    },
    'foreign-text': {
      title: 'Servern kunde inte avgöra vem som skrev texten',
      detail: 'Det är ett fel hos oss. Texten har hämtats på nytt.',
    },
    'text-is-fixed': {
      title: 'Överenskommelsen är beslutad',
      detail: 'Texten fastställdes medan du skrev. Den kan ändras först när den ses över.',
    },
    diverged: {
      title: 'Din text stämde inte med serverns',
      detail: 'Texten har hämtats på nytt, så att du ser samma text som alla andra.',
    },
    understood: 'Jag förstår',
    startAfresh: 'Hämta den text som gäller nu',
    backToAgreement: 'Till överenskommelsen',
  },
  drafts: {
    title: (count: number): string =>
      count === 1 ? 'Ditt utkast som inte finns i texten' : 'Dina utkast som inte finns i texten',
    hint: 'Bara du ser det här, och bara på den här datorn.',
    keptBelow: 'Det du skrev finns kvar som ett eget utkast här nedanför.',
    unkept: 'Utkastet kan inte lagras på den här datorn. Kopiera det innan du stänger sidan.',
    from: (moment: string) => `Utkast från ${moment}`,
    why: {
      locked: 'Avsnittet låstes medan du skrev.',
      noRight: 'Du hade inte längre rätt att skriva här.',
      fixed: 'Överenskommelsen beslutades medan du skrev.',
      epoch: 'Avsnittet började om, och det här fanns bara i den gamla texten.',
      tooLarge: 'Det var mer än vad servern tar emot.',
      diverged: 'Texten på den här datorn stämde inte med serverns.',
      other: 'Servern tog inte emot det.',
    },
    added: 'Det här finns inte i texten:',
    removed: 'Du hade tagit bort det här, som står kvar i texten:',
    copy: 'Kopiera',
    insert: 'Lägg in i texten igen',
    inserted: 'Inlagt i texten.',
    discard: 'Kasta utkastet',
    discardTitle: 'Kasta utkastet?',
    discardDetail: 'Det kan inte hämtas tillbaka.',
    keep: 'Behåll det',
  },
  kept: {
    nothing:
      'Texten kan inte hämtas just nu, och den finns inte på den här datorn. Den visas så snart kontakten är tillbaka.',
    signOutTitle: 'Allt är inte sparat',
    unsent: (count: number): string =>
      count === 1
        ? 'I ett avsnitt finns text som inte har skickats än.'
        : `I ${count} avsnitt finns text som inte har skickats än.`,
    drafts: (count: number): string =>
      count === 1 ? 'Du har ett eget utkast.' : `Du har ${count} egna utkast.`,
    onThisComputer:
      'Det finns bara på den här datorn. Delar du datorn med andra kan det vara bäst att ta bort det.',
    stay: 'Fortsätt vara inloggad',
    signOutKeeping: 'Logga ut och låt det ligga kvar',
    signOutDeleting: 'Logga ut och ta bort det',
  },
  copy: {
    copied: 'Kopierat',
    failed: 'Det gick inte att kopiera. Markera texten och kopiera den för hand.',
  },

  ...editing,

  /** In the middle of a sentence. */
  actors: {
    operator: 'den som driver tjänsten',
    server: 'servern',
    somebody: 'någon som inte längre är med',
    erased: 'någon vars namn är raderat',
  },
  hash: {
    name: 'Kontrollsumma',
    what: 'Numret räknas ut av textens innehåll (SHA-256). Två texter med samma nummer säger exakt samma sak.',
    copy: 'Kopiera kontrollsumman',
  },

  people,
  access,
  notices,
  keeping,

  record,
  account: {
    title: 'Mitt konto',
    signedInAs: (name: string, email: string) => `Inloggad som ${name}, ${email}`,
    signOut: 'Logga ut',
    tokens: 'Åtkomstnycklar',
    tokensDetail:
      'En nyckel låter ett program, till exempel ett skript, göra det du själv får göra i en överenskommelse. De flesta behöver ingen.',
    noTokens: 'Du har inga nycklar.',
    newToken: 'Ny nyckel',
    label: 'Vad ska nyckeln användas till?',
    labelHint: 'Till exempel ”export till arkivet”.',
    agreement: 'Gäller i',
    create: 'Skapa nyckel',
    created: 'Nyckeln är skapad',
    shownOnce: 'Kopiera nyckeln nu. Den visas inte igen.',
    theToken: 'Din nya nyckel',
    copy: 'Kopiera nyckeln',
    done: 'Klart',
    madeAt: (moment: string) => `Skapad ${moment}`,
    revoke: 'Dra in',
    revokeLong: (label: string) => `Dra in nyckeln ”${label}”`,
    confirmRevoke: (label: string) =>
      `Ska nyckeln ”${label}” dras in? Det som använder den slutar fungera direkt.`,
    revoked: (label: string) => `Nyckeln ”${label}” är indragen.`,
    labelNeeded: 'Skriv vad nyckeln ska användas till.',
  },
};

export type Messages = typeof sv;
