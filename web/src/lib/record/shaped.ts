/** What an entry says about how an agreement was shaped. Pure. */
import { findParty } from '../agreement';
import type { Phase, RecordEntry } from '../api/types';
import type { ShapedWords } from '../messages/record/said';
import { PHASES } from '../shaping/words';
import { fieldOf } from './detail';
import type { Reader } from './reader';

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];

const fields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Free words stand in an entry by their digest; empty once they are erased. */
function wordsOf({ words }: RecordEntry, field: unknown): string {
  const { digest } = fields(field);
  return words.find((one) => one.digest === digest)?.text ?? '';
}

function changesOf(entry: RecordEntry, { t, list, language }: Reader): string {
  const change = fields(fieldOf(entry.detail, 'change'));
  const words = t.record.log.changed;
  const said: string[] = [];
  if ('title' in change) said.push(words.title(wordsOf(entry, change.title)));
  if ('case_number' in change) said.push(words.caseNumber(String(change.case_number)));
  if ('time_zone' in change) said.push(words.timeZone(String(change.time_zone)));
  if ('languages' in change) {
    said.push(words.languages(list(texts(change.languages).map(language))));
  }
  if ('parity' in change) said.push(words.parity(change.parity === true));
  if ('accepted_by_another_party' in change) {
    said.push(words.anotherParty(change.accepted_by_another_party === true));
  }
  return list(said);
}

function planOf(entry: RecordEntry, { t, list, day }: Reader): string {
  const plan = fields(fieldOf(entry.detail, 'plan'));
  const planned = PHASES.filter((phase: Phase) => phase in plan);
  return list(planned.map((phase) => `${t.phases[phase]} ${day(String(plan[phase]))}`));
}

export function shapedWords(entry: RecordEntry, reader: Reader): ShapedWords {
  const responsible = texts(fieldOf(entry.detail, 'responsible'));
  const names = responsible.map((id) => findParty(reader.agreement, id)?.name ?? '');
  return {
    changes: changesOf(entry, reader),
    plan: planOf(entry, reader),
    responsible: reader.list(names.filter((name) => name !== '')),
    decides: reader.list(texts(fieldOf(entry.detail, 'bodies'))),
  };
}
