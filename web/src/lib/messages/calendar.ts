/** Days and times as the reader's language writes them, in the time zone of an agreement. */
import { locale, type Language } from './locale.svelte';
import { when, type When } from './when';

// Making the formats is slow, and a page writes many days.
const made = new Map<string, When>();

function remembered(language: Language, timeZone: string): When {
  const key = `${language} ${timeZone}`;
  const known = made.get(key) ?? when(language, timeZone, () => new Date());
  made.set(key, known);
  return known;
}

export const whenIn = (timeZone: string): When => remembered(locale.language, timeZone);
