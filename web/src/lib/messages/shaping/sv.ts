/** Making up an agreement and changing its shape, in Swedish. */
import { creation } from './creation.sv';
import { settings } from './settings.sv';

export const shaping = {
  kinds: {
    preamble: 'Inledning',
    vision: 'Vision',
    starting_points: 'Utgångspunkter',
    definitions: 'Begrepp',
    challenges: 'Utmaningar',
    principle: 'Princip',
    commitments: 'Åtaganden',
    follow_up: 'Uppföljning',
    free: 'Fritt avsnitt',
  },
  partyKinds: { public: 'Offentlig', civil: 'Idéburen' },
  /** What there is to fill in, wherever it is filled in. */
  fields: {
    title: 'Titel',
    titleHint: 'Till exempel ”Överenskommelse om samverkan i Ådalen”.',
    caseNumber: 'Diarienummer',
    caseNumberHint: 'Kan lämnas tomt. Arbetet börjar ofta innan det finns något nummer.',
    timeZone: 'Tidszon',
    timeZoneHint: 'Alla datum och klockslag i överenskommelsen läses i den här tidszonen.',
    languages: 'Språk som texten skrivs på',
    languagesHint: 'Det första är huvudspråket.',
    language: (number: number) => `Språk ${number}`,
    addLanguage: 'Lägg till ett språk',
    removeLanguage: (name: string) => `Ta bort ${name}`,
    parity: 'Parterna ska ha lika många som skriver',
    parityHint: 'Översikten säger till när de inte är lika många. Ingen hindras från att skriva.',
    letter: 'Bokstav',
    partyName: 'Partens namn',
    partyNameHint: 'Till exempel ”Ådals kommun” eller ”Föreningslivet i Ådalen”.',
    partyKind: 'Vad är det för slags part?',
    kindHints: {
      public: 'En kommun, en region eller en myndighet.',
      civil: 'Föreningar, studieförbund, trossamfund och andra i civilsamhället.',
    },
    approval: 'Hur godkänner parten en text?',
    approvalAny: 'Det räcker att en godkännare godkänner',
    approvalCount: 'Flera måste godkänna',
    count: 'Hur många?',
    bodies: 'Vilka ska fatta beslut för parten?',
    bodiesHint:
      'De som till sist beslutar om hela överenskommelsen, till exempel kommunfullmäktige eller ett årsmöte.',
    body: (number: number) => `Beslutande organ ${number}`,
    addBody: 'Lägg till ett beslutande organ',
    organisations: 'Organisationer som hör till parten',
    organisationsHint: 'Till exempel nämnder eller föreningar. De kan läggas till efterhand.',
    organisation: (number: number) => `Organisation ${number}`,
    addOrganisation: 'Lägg till en organisation',
    removeName: (name: string) => `Ta bort ${name}`,
    removeEmpty: 'Ta bort den tomma raden',
    sectionKind: 'Slag av avsnitt',
    sectionTitle: 'Rubrik',
    responsible: 'Parter som ansvarar för avsnittet',
    nobodyResponsible: 'Ingen särskild',
    name: 'Namn',
    email: 'E-post',
  },
  order: {
    handle: (title: string, place: number, of: number) =>
      `Flytta ${title}, plats ${place} av ${of}`,
    hint: 'Dra i handtaget, eller ställ dig på det och använd piltangenterna. Knapparna gör samma sak.',
    up: (title: string) => `Flytta upp ${title}`,
    down: (title: string) => `Flytta ner ${title}`,
    now: (title: string, place: number, of: number) => `${title} är nu på plats ${place} av ${of}.`,
    untitled: 'avsnittet utan rubrik',
  },
  approvalRule: (count: number): string =>
    count === 1 ? 'En godkännare räcker' : `${count} godkännare behövs`,
  /** On the pages that lead here. */
  newAgreement: 'Ny överenskommelse',
  openSettings: 'Inställningar',
  retired: {
    title: 'Avsnitt som har utgått',
    at: (day: string) => `utgick ${day}`,
  },
  planned: 'planerat',
  plannedFor: (day: string) => `planerat till ${day}`,
  creation,
  settings,
};

export type ShapingMessages = typeof shaping;
