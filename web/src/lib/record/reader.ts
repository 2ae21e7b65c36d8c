/** Who reads a record: in their language, with what is known of the agreement. */
import type { Agreement, Mandate } from '../api/types';
import { locale } from '../messages/locale.svelte';
import type { Messages } from '../messages/sv';
import { languageName } from '../shaping/names';

export interface Reader {
  agreement: Agreement;
  mandates: readonly Mandate[];
  t: Messages;
  /** A date without a time, and a list of names, in the reader's language. */
  day: (date: string) => string;
  list: (names: string[]) => string;
  /** A language by its name there. */
  language: (tag: string) => string;
}

export const readerOf = (agreement: Agreement, mandates: readonly Mandate[]): Reader => ({
  agreement,
  mandates,
  t: locale.t,
  day: (date) => locale.day(date),
  list: (names) => locale.list(names),
  language: (tag) => languageName(tag, locale.language),
});
