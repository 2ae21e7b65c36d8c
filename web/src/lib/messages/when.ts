/** Days and times in an agreement's own time zone: the same for all who read it. Pure. */
import type { Language } from './locale.svelte';

export interface When {
  /** 12 March 2027. */
  day(instant: string): string;
  /** 12 Mar, or 12 Mar 2026 in another year than this one. */
  shortDay(instant: string): string;
  /** 14:20. */
  time(instant: string): string;
  /** Tue 14:20 within the last days, else as `shortDay`. */
  lately(instant: string): string;
  /** 12 March 2027 at 14:20. */
  moment(instant: string): string;
  /** The calendar day there, as 2027-03-12. */
  isoDay(instant: string): string;
  /** A date without a time, as `shortDay` writes it. */
  shortDate(date: string): string;
}

/** How long ago a weekday is still told from last week's. */
const LATELY = 6 * 24 * 60 * 60 * 1000;

export function when(language: Language, timeZone: string, now: () => Date): When {
  const tag = language === 'sv' ? 'sv-SE' : 'en-GB';
  const format = (options: Intl.DateTimeFormatOptions, zone = timeZone) => {
    const formatter = new Intl.DateTimeFormat(tag, { timeZone: zone, ...options });
    return (instant: string) => {
      const date = new Date(instant);
      return Number.isNaN(date.getTime()) ? instant : formatter.format(date);
    };
  };
  const short = (zone: string) => {
    const ofThisYear = format({ day: 'numeric', month: 'short' }, zone);
    const ofAnyYear = format({ day: 'numeric', month: 'short', year: 'numeric' }, zone);
    const year = format({ year: 'numeric' }, zone);
    return (instant: string) =>
      year(instant) === year(now().toISOString()) ? ofThisYear(instant) : ofAnyYear(instant);
  };
  const shortDay = short(timeZone);
  const shortDate = short('UTC');
  const weekday = format({ weekday: 'short', hour: '2-digit', minute: '2-digit' });
  const parts = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });

  return {
    day: format({ dateStyle: 'long' }),
    shortDay,
    time: format({ hour: '2-digit', minute: '2-digit' }),
    lately(instant) {
      const age = now().getTime() - new Date(instant).getTime();
      return age < LATELY ? weekday(instant) : shortDay(instant);
    },
    moment: format({ dateStyle: 'long', timeStyle: 'short' }),
    isoDay(instant) {
      const date = new Date(instant);
      return Number.isNaN(date.getTime()) ? instant : parts.format(date);
    },
    shortDate: (date) => shortDate(`${date}T12:00:00Z`),
  };
}
