/** How long ago something was, as one says it. Pure. */
import type { Language } from '../messages/locale.svelte';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Null if it is so long ago that one says the day. */
export function ago(
  instant: string,
  now: number,
  language: Language,
  justNow: string,
): string | null {
  const age = now - new Date(instant).getTime();
  if (Number.isNaN(age) || age >= 7 * DAY) return null;
  if (age < MINUTE) return justNow;
  const words = new Intl.RelativeTimeFormat(language === 'sv' ? 'sv-SE' : 'en-GB', {
    numeric: 'auto',
    style: 'short',
  });
  if (age < HOUR) return words.format(-Math.floor(age / MINUTE), 'minute');
  if (age < DAY) return words.format(-Math.floor(age / HOUR), 'hour');
  return words.format(-Math.floor(age / DAY), 'day');
}
