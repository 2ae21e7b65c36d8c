/** The people of an agreement: who they are, how they come in, and how they leave. In Swedish. */
import type { Role } from '../../api/types';

export interface Invited {
  /** Empty where it is not known. */
  by: string;
  day: string;
}

const by = (name: string) => (name ? ` av ${name}` : '');

const may: Record<Role, string> = {
  drafter: 'Skriver i texterna och sparar revisioner.',
  reviewer: 'Läser allt och kan lämna ett särskilt yttrande.',
  approver: 'Godkänner texterna för parten. Det kräver ett mandat.',
  observer: 'Läser allt men ändrar ingenting.',
  coordinator:
    'Bjuder in och ändrar roller i den egna parten, antecknar mandat och beslut och laddar ned ärendet.',
};

const given: Record<Role, (name: string) => string> = {
  drafter: (name) => `${name} kan skriva i de avsnitt som inte är låsta.`,
  reviewer: (name) => `${name} kan lämna ett särskilt yttrande.`,
  approver: (name) => `${name} kan godkänna texterna för parten.`,
  observer: (name) => `${name} kan läsa allt.`,
  coordinator: (name) =>
    `${name} kan bjuda in, ändra roller och ta bort personer i parten, även dig.`,
};

const taken: Record<Role, (name: string) => string> = {
  drafter: (name) =>
    `${name} kan inte längre skriva. Det gäller genast, också mitt i en mening. Texten står kvar, och det som inte hann sparas blir ett eget utkast som bara ${name} ser.`,
  reviewer: (name) => `${name} kan inte längre lämna särskilda yttranden som granskare.`,
  approver: (name) =>
    `${name} kan inte längre godkänna. Det som redan är godkänt står kvar i ärendeloggen.`,
  observer: (name) => `${name} är inte längre bara läsare.`,
  coordinator: (name) =>
    `${name} kan inte längre bjuda in, ändra roller, anteckna mandat eller ladda ned ärendet.`,
};

export const people = {
  title: 'Personer och roller',
  intro:
    'Här står alla som deltar, part för part. Varje part bjuder in och ansvarar för sina egna.',
  link: 'Personer och roller',
  you: 'du',
  noRoles: 'Ingen roll',
  invite: 'Bjud in någon …',
  inviteTo: (party: string) => `Bjud in någon till ${party}`,
  empty: 'Ingen är inbjuden än.',
  former: (count: number): string =>
    count === 1 ? 'En person som har lämnat' : `${count} personer som har lämnat`,
  formerAbout: 'De står kvar med namn där de har skrivit, godkänt eller beslutat.',
  erasedName: 'Namnet är raderat',
  neutral: 'Utan part',
  neutralAbout:
    'De som inte hör till någon part bjuds in av den som driver servern, inte av någon part.',
  operatorOnly: 'Bara den som driver servern kan bjuda in den första samordnaren för en part.',
  noMail: {
    title: 'Den här servern skickar ingen e-post',
    detail:
      'Du bjuder in som vanligt, men den personliga länken skrivs ut av den som driver servern. Be om den, och säg vilken överenskommelse det gäller och vilken e-postadress personen har. Den andra partens länkar får du inte, och de får inte dina.',
  },
  parity: {
    met: 'Parterna har lika många som skriver, som överenskommelsen kräver.',
    notMet: 'Överenskommelsen kräver att parterna har lika många som skriver. Nu är det inte så.',
    count: (count: number): string =>
      count === 0 ? 'ingen skriver' : count === 1 ? 'en skriver' : `${count} skriver`,
    after: (counts: string) =>
      `Efter ändringen har parterna inte lika många som skriver (${counts}). Överenskommelsen kräver det, och översikten visar det tills det stämmer igen.`,
    of: (letter: string, count: number) => `part ${letter}: ${count}`,
  },
  look: (count: number): string =>
    count === 1
      ? 'En inbjudan har inte kommit fram. Se efter nedan.'
      : `${count} inbjudningar har inte kommit fram. Se efter nedan.`,

  mandate: {
    valid: 'Mandatet gäller',
    validUntil: (day: string) => `Mandatet gäller till ${day}`,
    missing: 'Saknar mandat som gäller, och kan inte godkänna än',
    toMandates: 'Till mandaten',
  },
  invitation: {
    waiting: ({ by: name }: Invited) => `Inbjuden${by(name)}. Brevet väntar på att skickas.`,
    stillWaiting: ({ by: name, day }: Invited, why: string) =>
      `Inbjuden ${day}${by(name)}. Brevet har inte gått att skicka än (${why}), och servern försöker igen.`,
    waitingForOperator: ({ by: name, day }: Invited) =>
      `Inbjuden ${day}${by(name)}, har inte loggat in än. Den som driver servern skriver ut länken.`,
    sent: ({ by: name, day }: Invited) => `Inbjuden ${day}${by(name)}, har inte loggat in än.`,
    failed: ({ day }: Invited, why: string) =>
      why ? `Brevet kunde inte levereras: ${why}` : `Brevet från ${day} kunde inte levereras.`,
    expired: ({ by: name, day }: Invited) =>
      `Inbjuden ${day}${by(name)}, men länken gick ut innan den användes.`,
    accepted: ({ day }: Invited) => `Med sedan ${day}.`,
  },
  act: {
    roles: 'Ändra roller …',
    rolesLong: (name: string) => `Ändra roller för ${name}`,
    remove: 'Ta bort …',
    removeLong: (name: string) => `Ta bort ${name}`,
    revoke: 'Ta tillbaka inbjudan …',
    revokeLong: (name: string) => `Ta tillbaka inbjudan till ${name}`,
    inviteAgain: 'Bjud in igen …',
    inviteAgainLong: (name: string) => `Bjud in igen: ${name}`,
    anonymise: 'Radera personuppgifterna …',
    anonymiseLong: (name: string) => `Radera personuppgifterna för ${name}`,
  },

  cannotRemove: (reason: string) => `Kan inte tas bort än. ${reason}`,
  roles: { may, given, taken },
  rolesQuestion: 'Vad ska personen göra?',
  rolesNeeded: 'Välj minst en roll.',
  needsMandate: (name: string) => `Anteckna ett mandat för ${name} innan det är dags att godkänna.`,
  ownCoordinator:
    'Det är din egen roll som samordnare du tar bort. En annan samordnare i parten måste ge dig den igen.',

  inviting: {
    title: (party: string) => `Bjud in till ${party}`,
    intro: 'Personen får ett brev med en personlig länk, som gäller i sju dagar.',
    introNoMail: 'Personen läggs till nu. Länken skrivs ut av den som driver servern.',
    name: 'Namn',
    nameHint: 'För- och efternamn, så som det ska stå vid det personen skriver och godkänner.',
    email: 'E-post',
    emailHint: 'Personens egen adress. Den som kan läsa brevet kan logga in.',
    organisation: 'Organisation',
    noOrganisation: 'Ingen särskild',
    save: 'Bjud in',
    done: (name: string) => `${name} är inbjuden. Ett brev är på väg.`,
    doneNoMail: (name: string) =>
      `${name} är tillagd. Be den som driver servern om en personlig länk.`,
    nameNeeded: 'Skriv personens namn.',
    emailNeeded: 'Skriv personens e-postadress.',
    emailWrong: 'Det ser inte ut som en e-postadress. Den ska se ut som namn@exempel.se.',
  },
  changing: {
    title: (name: string) => `Roller för ${name}`,
    intro: 'Ändringen gäller genast och skrivs in i ärendeloggen.',
    changes: 'Det här ändras',
    nothing: 'Inget är ändrat än.',
    save: 'Ändra roller',
    done: (name: string) => `Rollerna för ${name} är ändrade.`,
  },
  removing: {
    title: (name: string) => `Ta bort ${name}?`,
    lead: (name: string) =>
      `${name} kan inte längre läsa eller skriva här. Det gäller genast, även där ${name} är inloggad just nu.`,
    stays:
      'Det personen har skrivit, godkänt och beslutat står kvar, med namnet. Vill du radera namnet gör du det sedan, under dem som har lämnat.',
    links: 'Inbjudan, länkar och åtkomstnycklar till den här överenskommelsen slutar fungera.',
    save: 'Ta bort',
    done: (name: string) => `${name} är borttagen.`,
    own: 'Det är dig själv du tar bort. Du kommer inte in igen utan en ny inbjudan.',
  },
  revoking: {
    title: (name: string) => `Ta tillbaka inbjudan till ${name}?`,
    lead: (name: string) =>
      `Länken som ${name} har fått slutar fungera genast. ${name} har aldrig varit inloggad, så inget annat ändras.`,
    stays: 'I ärendeloggen står att personen var inbjuden och att inbjudan togs tillbaka.',
    save: 'Ta tillbaka inbjudan',
    done: (name: string) => `Inbjudan till ${name} är tillbakatagen.`,
  },
  again: {
    title: (name: string) => `Bjud in ${name} igen?`,
    lead: 'En ny personlig länk skickas. De länkar som personen redan har fått slutar fungera.',
    to: (email: string) => `Brevet går till ${email}.`,
    save: 'Skicka en ny inbjudan',
    done: (name: string) => `En ny inbjudan till ${name} är på väg.`,
  },
  anonymising: {
    title: (name: string) => `Radera personuppgifterna för ${name}?`,
    goes: (name: string) =>
      `Namnet ${name} och e-postadressen raderas här, i ärendeloggen och i allt som laddas ned efteråt. Det går inte att ångra.`,
    stays:
      'Texterna står kvar, liksom att någon skrev och godkände, för vilken part och när. I ärendeloggen syns att uppgifterna är raderade, när och av vem.',
    copies:
      'Kopior som redan är nedladdade eller säkerhetskopierade ändras inte. De får du ta hand om där de finns.',
    signer: (name: string) =>
      `${name} har godkänt texter för sin part. Då behövs ett lagligt skäl, som antecknas i ärendeloggen.`,
    ground: 'Lagligt skäl',
    groundHint:
      'Till exempel vilket beslut eller vilken bestämmelse raderingen stöder sig på. Skriv inte personens namn.',
    groundNeeded: 'Skriv det lagliga skälet.',
    confirm: (name: string) => `Skriv ${name} för att bekräfta`,
    confirmWrong: 'Namnet är inte skrivet som det står här ovanför.',
    save: 'Radera uppgifterna',
    done: 'Personuppgifterna är raderade.',
  },
};

export type PeopleMessages = typeof people;
