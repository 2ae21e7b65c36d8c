/** An entry of the record as a sentence in the reader's language. Pure. */
import { findParty } from '../agreement';
import type { Phase, RecordEntry, Role } from '../api/types';
import type { Said } from '../messages/record/said';
import { actorName, findPerson, nameOf } from '../people';
import { fieldOf, textField } from './detail';
import type { Reader } from './reader';
import { reviewedWords } from './reviewed';
import { shapedWords } from './shaped';

/** What was said in one's own words; it stands under the sentence, as a quotation. */
const QUOTED = [
  'revision_saved',
  'revision_named',
  'agreement_revision_saved',
  'sign_off_withdrawn',
  'reservation_made',
  'section_locked',
  'section_reopened',
  'section_retired',
  'review_asked',
  'review_answered',
  'words_erased',
  'member_anonymised',
];

export function quoteOf(entry: RecordEntry): string | null {
  return QUOTED.includes(entry.kind) && entry.text ? entry.text : null;
}

interface Decided {
  body: string;
  date: string;
  paragraph: string;
}

/** Who decided, when and under which paragraph, as far as it is known. */
function decidedWords({ body, date, paragraph }: Decided, { day }: Reader): string {
  // The sign and its number stay on one line.
  const when = [date && day(date), paragraph.replace(/§ /g, '§\u00a0')].filter(Boolean).join(' ');
  return [body, when].filter(Boolean).join(', ');
}

/** The record holds digests of free words; the words of what it is about stand elsewhere. */
function decisionOf(entry: RecordEntry, reader: Reader): string {
  const field = entry.kind === 'decision_recorded' ? 'id' : 'decision';
  const id = fieldOf(entry.detail, field);
  const known = reader.agreement.decisions.find((one) => one.id === id);
  const date = textField(entry.detail, 'date');
  return decidedWords(known ?? { body: entry.text ?? '', date, paragraph: '' }, reader);
}

function mandateOf(entry: RecordEntry, reader: Reader): string {
  const { kind, detail } = entry;
  const id = fieldOf(detail, kind === 'mandate_recorded' ? 'id' : 'mandate');
  const known = reader.mandates.find((one) => one.id === id);
  if (known) return decidedWords({ ...known, body: known.issuer }, reader);
  if (kind !== 'mandate_recorded') return '';
  const date = textField(detail, 'date');
  return decidedWords({ body: entry.text ?? '', date, paragraph: '' }, reader);
}

/** Of one whose name is gone, the party is all that is left to say. */
function partyOfForgotten({ kind, member }: RecordEntry, { agreement }: Reader): string | null {
  return kind === 'member_anonymised' ? (findPerson(agreement, member)?.party ?? null) : null;
}

/** As it begins a sentence. Names stay as they are written. */
const first = (words: string) => `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}`;

function saidBy(entry: RecordEntry, reader: Reader): Said {
  const { agreement, t } = reader;
  const { detail } = entry;
  const phase = textField(detail, 'phase') as Phase | '';
  const roles = fieldOf(detail, 'roles');
  const date = textField(detail, 'date') || textField(detail, 'due');
  return {
    by: actorName(agreement, entry.by, {
      operator: first(t.actors.operator),
      server: first(t.actors.server),
      somebody: first(t.actors.somebody),
      erased: first(t.actors.erased),
    }),
    section: entry.section?.title ?? '',
    revision: entry.revision ?? 0,
    party: findParty(agreement, entry.party ?? partyOfForgotten(entry, reader))?.name ?? '',
    member: entry.member ? nameOf(findPerson(agreement, entry.member), t.actors) : '',
    text: entry.text ?? '',
    phase: (phase && t.phases[phase]) || phase,
    roles: Array.isArray(roles)
      ? reader.list(roles.map((role) => t.roles[role as Role] ?? role))
      : '',
    decided: decisionOf(entry, reader),
    mandate: mandateOf(entry, reader),
    about: String(fieldOf(detail, 'position') ?? ''),
    place: textField(detail, 'place') || (entry.text ?? ''),
    day: date && reader.day(date),
    restored: Number(fieldOf(detail, 'restored_from') ?? 0),
    personal: fieldOf(detail, 'personal') === true || fieldOf(detail, 'withheld') === true,
    ...shapedWords(entry, reader),
    ...reviewedWords(entry, reader),
  };
}

export function sentenceOf(entry: RecordEntry, reader: Reader): string {
  const { sentences } = reader.t.record.log;
  const said = saidBy(entry, reader);
  return `${(sentences[entry.kind] ?? sentences.other)(said)}.`;
}

/** Whether the server did it by itself after a spell of quiet. */
export function isAutomatic(entry: RecordEntry): boolean {
  return fieldOf(entry.detail, 'automatic') === true;
}
