/** Who reads a record: in their language, with what is known of the agreement. */
import type { Agreement, Mandate } from '../api/types';
import { locale } from '../messages/locale.svelte';
import { languageName } from '../shaping/names';
import type { Reader } from './sentence';

export const readerOf = (agreement: Agreement, mandates: readonly Mandate[]): Reader => ({
  agreement,
  mandates,
  t: locale.t,
  day: (date) => locale.day(date),
  list: (names) => locale.list(names),
  language: (tag) => languageName(tag, locale.language),
});
