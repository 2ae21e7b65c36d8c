/** What differs besides the words of a block, in words. */
import type { Agreement, ComparedBlock } from './api/types';
import { locale } from './messages/locale.svelte';
import { KINDS, LEVELS } from './numbered';

type Attribute = ComparedBlock['attributes'][number];

export function kindWords(kind: string): string {
  const { kinds } = locale.t.approving.compare;
  return kind in kinds ? kinds[kind as keyof typeof kinds] : kinds.other;
}

function valueWords(agreement: Agreement, name: string, value: unknown): string {
  const t = locale.t.block;
  if (Array.isArray(value) && value.length > 0) {
    const names = value.map(
      (id) => agreement.parties.find((party) => party.id === id)?.name ?? '?',
    );
    return locale.list(names);
  }
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return locale.t.approving.compare.nothing;
  if (name === 'due') return locale.day(value);
  const level = LEVELS.find((one) => one === value);
  if (name === 'level' && level) return t.levels[level];
  const kind = KINDS.find((one) => one === value);
  return name === 'kind' && kind ? t.kinds[kind] : value;
}

export function attributeWords(agreement: Agreement, kind: string, attribute: Attribute) {
  const names = locale.t.approving.compare.attributes;
  const key = kind === 'heading' && attribute.name === 'level' ? 'headingLevel' : attribute.name;
  return {
    name: key in names ? names[key as keyof typeof names] : `${names.other} (${attribute.name})`,
    before: valueWords(agreement, attribute.name, attribute.before),
    after: valueWords(agreement, attribute.name, attribute.after),
  };
}
