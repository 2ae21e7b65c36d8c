/** An entry of the record as a sentence in the reader's language. Pure. */
import { findParty } from '../agreement';
import type { Agreement, Mandate, Phase, RecordEntry, Role } from '../api/types';
import type { Said } from '../messages/record/log.sv';
import type { Messages } from '../messages/sv';
import { actorName, findPerson } from '../people';
import { fieldOf, textField } from './detail';

export interface Reader {
  agreement: Agreement;
  mandates: readonly Mandate[];
  t: Messages;
  /** A date without a time, and a list of names, in the reader's language. */
  day: (date: string) => string;
  list: (names: string[]) => string;
}

/** What was said in one's own words; it stands under the sentence, as a quotation. */
const QUOTED = [
  'revision_saved',
  'revision_named',
  'agreement_revision_saved',
  'sign_off_withdrawn',
  'reservation_made',
  'section_locked',
  'section_reopened',
];

export function quoteOf(entry: RecordEntry): string | null {
  return QUOTED.includes(entry.kind) && entry.text ? entry.text : null;
}

/** Who decided, when and under which paragraph, as far as it is known. */
function decided(body: string, entry: Record<string, unknown>, { day }: Reader): string {
  const date = textField(entry, 'date');
  // The sign and its number stay on one line.
  const paragraph = textField(entry, 'paragraph').replace(/§ /g, '§\u00a0');
  const when = [date && day(date), paragraph].filter(Boolean).join(' ');
  return [body, when].filter(Boolean).join(', ');
}

function mandateOf(entry: RecordEntry, reader: Reader): string {
  if (entry.kind === 'mandate_recorded') {
    const issuer = textField(entry.detail, 'issuer') || entry.text || '';
    return decided(issuer, entry.detail, reader);
  }
  const id = fieldOf(entry.detail, 'mandate');
  const mandate = reader.mandates.find((one) => one.id === id);
  return mandate ? decided(mandate.issuer, { ...mandate }, reader) : '';
}

/** As it begins a sentence. Names stay as they are written. */
const first = (words: string) => `${words.charAt(0).toLocaleUpperCase()}${words.slice(1)}`;

function saidBy(entry: RecordEntry, reader: Reader): Said {
  const { agreement, t } = reader;
  const { detail } = entry;
  const phase = textField(detail, 'phase') as Phase | '';
  const roles = fieldOf(detail, 'roles');
  const date = textField(detail, 'date');
  return {
    by: actorName(agreement, entry.by, {
      operator: first(t.actors.operator),
      server: first(t.actors.server),
      somebody: first(t.actors.somebody),
    }),
    section: entry.section?.title ?? '',
    revision: entry.revision ?? 0,
    party: findParty(agreement, entry.party)?.name ?? '',
    member: entry.member ? (findPerson(agreement, entry.member)?.name ?? t.actors.somebody) : '',
    text: entry.text ?? '',
    phase: (phase && t.phases[phase]) || phase,
    roles: Array.isArray(roles)
      ? reader.list(roles.map((role) => t.roles[role as Role] ?? role))
      : '',
    decided: decided(textField(detail, 'body') || (entry.text ?? ''), detail, reader),
    mandate: mandateOf(entry, reader),
    place: textField(detail, 'place') || (entry.text ?? ''),
    day: date && reader.day(date),
    restored: Number(fieldOf(detail, 'restored_from') ?? 0),
    personal: fieldOf(detail, 'personal') === true,
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
