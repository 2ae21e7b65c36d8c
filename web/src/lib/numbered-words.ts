/** What a measure or a commitment says besides its text, in words. */
import type { Party } from './api/types';
import { locale } from './messages/locale.svelte';
import {
  dueOf,
  kindOf,
  levelOf,
  responsibleParties,
  type Attributed,
  type NumberedName,
} from './numbered';

/** A piece for each fact; none for what is not decided. */
export function factsOf(
  name: NumberedName,
  node: Attributed,
  parties: readonly Pick<Party, 'id' | 'name'>[],
): string[] {
  const t = locale.t.block;
  const responsible = responsibleParties(node, parties);
  const words: string[] = [];
  if (name === 'commitment') words.push(t.kindShort[kindOf(node)]);
  if (responsible.length > 1 && responsible.length === parties.length) words.push(t.everyone);
  else if (responsible.length > 0) words.push(locale.list(responsible.map((party) => party.name)));
  if (name === 'commitment') return words;
  const level = levelOf(node);
  if (level) words.push(t.levelOf(t.levels[level]));
  const due = dueOf(node);
  if (due) words.push(t.dueBy(locale.day(due)));
  return words;
}
