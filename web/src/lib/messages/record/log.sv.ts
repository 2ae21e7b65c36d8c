import { meetingSentences } from '../meetings/sv';
/** The record, one sentence for each kind of entry, in Swedish. */
import { forgetting } from '../people/record.sv';
import { reviewingSentences } from '../reviewing/sentences.sv';
import { changed, shapingSentences } from '../shaping/sentences.sv';
import type { Said, Sentence } from './said';

const under = ({ mandate }: Said) => (mandate ? `, med mandat från ${mandate}` : '');
const ofParty = ({ party }: Said) => (party ? ` för ${party}` : '');

const sentences: Record<string, Sentence> & { other: Sentence } = {
  agreement_founded: ({ by, text }) =>
    text ? `${by} lade upp överenskommelsen ”${text}”` : `${by} lade upp överenskommelsen`,
  party_added: ({ by, party, text }) => `${by} lade till parten ${party || text}`,
  organisation_added: (said) => `${said.by} lade till organisationen ${said.text}${ofParty(said)}`,
  member_added: (said) => `${said.by} lade till ${said.member || said.text}${ofParty(said)}`,
  section_added: ({ by, section }) => `${by} lade till avsnittet ${section}`,
  phase_entered: ({ by, phase }) => `${by} förde överenskommelsen till skedet ${phase}`,
  roles_changed: ({ by, member, roles }) =>
    roles ? `${by} gav ${member} rollerna ${roles}` : `${by} tog ifrån ${member} alla roller`,
  member_removed: ({ by, member }) => `${by} tog bort ${member} ur överenskommelsen`,
  section_renamed: ({ by, section, text }) =>
    `${by} bytte namn på ett avsnitt till ${text || section}`,
  approval_changed: (said) => `${said.by} ändrade hur många som ska godkänna${ofParty(said)}`,
  ...shapingSentences,
  ...meetingSentences,
  ...reviewingSentences,
  revision_saved: ({ by, revision, section, restored }) =>
    restored
      ? `${by} tog tillbaka texten från revision ${restored} av ${section}, som blev revision ${revision}`
      : `${by} sparade revision ${revision} av ${section}`,
  revision_named: ({ by, revision, section }) =>
    `${by} gav revision ${revision} av ${section} ett namn`,
  agreement_revision_saved: ({ by, revision }) => `${by} sparade helhetsversion ${revision}`,
  mandate_recorded: ({ by, member, mandate }) =>
    mandate
      ? `${by} registrerade ett mandat för ${member}: ${mandate}`
      : `${by} registrerade ett mandat för ${member}`,
  section_signed_off: (said) =>
    `${said.by} godkände revision ${said.revision} av ${said.section}${ofParty(said)}${under(said)}`,
  sign_off_withdrawn: (said) =>
    `${said.by} tog tillbaka godkännandet av revision ${said.revision} av ${said.section}${ofParty(said)}`,
  reservation_made: (said) =>
    said.personal
      ? `${said.by} lämnade ett särskilt yttrande om revision ${said.revision} av ${said.section}`
      : `${said.by} lämnade en reservation${ofParty(said)} om revision ${said.revision} av ${said.section}`,
  section_locked: ({ by, section, revision }) =>
    revision ? `${by} låste ${section} vid revision ${revision}` : `${by} låste ${section}`,
  section_reopened: ({ by, section }) => `${by} öppnade ${section} igen`,
  decision_recorded: (said) =>
    `${said.by} antecknade ett beslut${ofParty(said)}: ${said.decided || said.text}`,
  signing_recorded: ({ by, day, place }) =>
    `${by} antecknade undertecknandet${day ? ` ${day}` : ''}${place ? ` i ${place}` : ''}`,
  ...forgetting,
  other: ({ by }) => `${by} gjorde något som den här sidan är för gammal för att beskriva`,
};

export const log = {
  title: 'Ärendeloggen',
  intro:
    'Här står allt som har bestämts eller lagts fast, i den ordning det skedde. Ingen händelse kan ändras eller tas bort. Ord kan raderas, och då syns det.',
  sentences,
  changed,
  automatic: 'Sparades av sig självt när det hade varit lugnt en stund.',
  erased:
    'Texten är raderad. Att den fanns, och att den inte har ändrats, går fortfarande att visa.',
  position: (position: number) => `Nummer ${position}`,
  more: 'Visa äldre',
  loadingMore: 'Hämtar äldre …',
  beginning: 'Här börjar loggen.',
  nothing: 'Ingen händelse stämmer med urvalet.',
  found: (count: number): string =>
    count === 1 ? 'En händelse visas.' : `${count} händelser visas.`,
  open: 'Visa allt som antecknades',
  openLong: (position: number) => `Visa allt som antecknades i nummer ${position}`,
  at: 'Tidpunkt (UTC)',
  kind: 'Slag',
  filters: {
    label: 'Urval',
    group: 'Slag av händelser',
    section: 'Avsnitt',
    member: 'Person',
    all: 'Alla',
    everyone: 'Alla',
    clear: 'Visa allt',
    groups: {
      texts: 'Texter och revisioner',
      approvals: 'Godkännanden och reservationer',
      people: 'Parter, medlemmar och mandat',
      decisions: 'Skeden, datum, beslut och undertecknande',
      meetings: 'Möten',
      forgetting: 'Raderat och gallrat',
    },
  },
  head: {
    title: 'Loggen går att kontrollera',
    entries: (count: number): string => (count === 1 ? 'En händelse' : `${count} händelser`),
    hash: 'Kontrollsumma för hela loggen',
    key: 'Serverns nyckel (Ed25519)',
    signature: 'Serverns underskrift',
    proves:
      'Varje händelse innehåller kontrollsumman av den före. Ändras, tas bort eller läggs något till i efterhand blir kontrollsumman för hela loggen en annan.',
    keep: 'Servern har skrivit under kontrollsumman. Spara den, så kan du senare visa att en kopia av loggen börjar precis så här.',
    download: 'Hämta den underskrivna kontrollsumman',
  },
};

export type LogMessages = typeof log;
