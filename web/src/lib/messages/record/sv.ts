/** What the agreement's page, its record and its whole-text revisions say, in Swedish. */
import { dialogs } from './dialogs.sv';
import { log } from './log.sv';

const plural = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const record = {
  timeZone: (zone: string) => `Dagar och klockslag gäller i tidszonen ${zone}.`,
  beside: 'Om överenskommelsen',
  dialogs,
  log,

  next: {
    title: 'Att göra för dig',
    nothing: 'Just nu väntar inget på dig. Du kan läsa texterna och se hur arbetet går nedan.',
    approve: (count: number): string =>
      count === 1
        ? 'Ett avsnitt väntar på ditt godkännande:'
        : `${count} avsnitt väntar på ditt godkännande:`,
    approveLink: (title: string, revision: number) => `${title}, revision ${revision}`,
    ownMandate: 'Du är godkännare men har inget mandat som gäller. Utan det kan du inte godkänna.',
    askCoordinator: (names: string) => `Be ${names} att registrera det.`,
    toMandates: 'Se mandaten',
    mandates: (names: string) =>
      `Mandat saknas för ${names}. Utan mandat går det inte att godkänna.`,
    recordMandate: 'Registrera mandat …',
    decide: (bodies: string) => `Nu kan beslutet antecknas för ${bodies}.`,
    recordDecision: 'Anteckna beslut …',
    sign: 'Alla har beslutat. När överenskommelsen är undertecknad antecknar du det här.',
    recordSigning: 'Anteckna undertecknandet …',
    saveWhole:
      'Parterna är överens om alla avsnitt. Spara en helhetsversion, så att alla ser samma text.',
    saveWholeAction: 'Spara helhetsversion …',
    enter: {
      preparation: 'Överenskommelsen kan gå tillbaka till förberedelse.',
      drafting: 'När arbetsgruppen är på plats kan skrivandet börja.',
      consultation: 'Texten kan skickas på remiss.',
      approval: 'Parterna är överens om alla avsnitt. Nästa steg är godkännande och beslut.',
      decided: 'Alla har beslutat. Överenskommelsen kan föras till beslutad.',
      signed: 'Undertecknandet är antecknat. Överenskommelsen kan föras till undertecknad.',
      in_force: 'Överenskommelsen är undertecknad. Nu kan den börja gälla.',
      under_revision: 'Överenskommelsen kan ses över.',
      ended: 'Överenskommelsen kan avslutas.',
    },
    reopened: (count: number): string =>
      count === 1
        ? 'Ett avsnitt har öppnats igen. Gå igenom texten och spara en ny revision:'
        : `${count} avsnitt har öppnats igen. Gå igenom texterna och spara nya revisioner:`,
    edited: (count: number): string =>
      count === 1
        ? 'Ett avsnitt har ändringar som ingen revision innehåller. Spara en när texten är klar att läsa:'
        : `${count} avsnitt har ändringar som ingen revision innehåller. Spara en när texten är klar att läsa:`,
  },

  table: {
    writtenBy: 'Skrivet av',
    text: 'Text',
    approvals: 'Godkännanden',
    people: (count: number) => plural(count, 'person', 'personer'),
    nobody: 'Ingen än',
    share: (party: string, percent: number) => `${party} ${percent} %`,
    noParty: 'utan part',
    measures: (count: number) => plural(count, 'åtgärd', 'åtgärder'),
    reservations: (count: number) => plural(count, 'reservation', 'reservationer'),
    editedSince: 'ändrad sedan dess',
    notBegun: 'Inte påbörjad',
    noRevision: 'Ingen revision än',
    writing: (count: number) => `${count} skriver nu`,
    hereNow: (count: number) => `${count} här nu`,
    approved: (revision: number) => `Godkänt r${revision}`,
    changedSince: 'texten har ändrats sedan dess',
    withdrawn: (revision: number) => `Återtaget r${revision}`,
    notYet: 'Inte än',
    byOn: (name: string, day: string) => `${name}, ${day}`,
    locked: (revision: number) => `Låst vid revision ${revision}`,
    lockedWhy: 'Någon har godkänt, så texten är låst tills den öppnas igen.',
    agreed: 'Överens',
  },

  dates: {
    title: 'Datum',
    now: 'nu',
    decided: (body: string) => `Beslut: ${body}`,
    signed: (place: string) => `Undertecknad i ${place}`,
    goOn: 'Byt skede',
  },

  card: {
    title: 'Ärendeloggen',
    entries: (count: number, since: string) =>
      `${plural(count, 'händelse', 'händelser')}, obruten kedja sedan ${since}.`,
    open: 'Öppna ärendeloggen',
  },

  whole: {
    title: 'Helhetsversioner',
    about: 'En helhetsversion är alla avsnitt tillsammans, så som de lydde vid ett tillfälle.',
    none: 'Ingen helhetsversion är sparad än.',
    number: (number: number) => `Helhetsversion ${number}`,
    savedBy: (who: string, moment: string) => `Sparad av ${who} ${moment}`,
    current: 'Stämmer med avsnittens senaste revisioner',
    behind: 'Avsnitt har fått nya revisioner sedan dess',
    save: 'Spara helhetsversion …',
    all: 'Alla helhetsversioner',
    page: 'Helhetsversion',
    caseNumber: 'Diarienummer',
    parties: 'Parter',
    saved: 'Sparad',
    note: 'Anteckning',
    sectionRevision: (number: number) => `Avsnittets revision ${number}`,
    responsible: (names: string) => `Ansvarar: ${names}`,
    print: 'Skriv ut eller spara som PDF',
    canonical: 'Hämta den text kontrollsumman är räknad på',
    contents: 'Innehåll',
  },

  deciding: {
    title: 'Beslut och undertecknande',
    later: 'Beslut antecknas när parterna är överens om alla avsnitt och texten är i godkännande.',
    noBodies: 'Inga beslutande organ är angivna.',
    decided: (day: string, paragraph: string) => `Beslutat ${day} ${paragraph}`,
    notYet: 'Inte beslutat än',
    earlierText: (day: string) => `Beslutade ${day} om en tidigare text`,
    minutes: 'Protokoll',
    minutesOf: (body: string) => `Protokoll: ${body}`,
    record: 'Anteckna beslut …',
    signing: 'Undertecknande',
    notSigned: 'Inte undertecknad än',
    signedOn: (day: string, place: string) => `Undertecknad ${day} i ${place}`,
    scan: 'Undertecknat exemplar',
    recordSigning: 'Anteckna undertecknandet …',
  },

  mandates: {
    title: 'Mandat',
    about: 'Ett mandat är det beslut eller protokoll som ger en godkännare rätt att godkänna.',
    none: 'Ingen godkännare är utsedd.',
    missing: 'Saknar mandat',
    kind: { decision: 'Beslut', minutes: 'Protokoll' },
    from: (kind: string, issuer: string, day: string, paragraph: string) =>
      `${kind}: ${issuer}, ${day} ${paragraph}`,
    valid: 'Gäller',
    validUntil: (day: string) => `Gäller till ${day}`,
    expired: (day: string) => `Gick ut ${day}`,
    invalid: 'Gäller inte i dag',
    record: 'Registrera mandat …',
    failed: 'Mandaten kunde inte hämtas.',
  },
};

export type RecordMessages = typeof record;
