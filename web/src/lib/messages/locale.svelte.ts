/** The language of the interface: chosen, else the browser's, else Swedish. Remembered here only. */
import { en } from './en';
import { sv, type Messages } from './sv';

export type Language = 'sv' | 'en';

const STORED_UNDER = 'overens.language';
const catalogue: Record<Language, Messages> = { sv, en };

function remembered(): Language | null {
  try {
    const stored = localStorage.getItem(STORED_UNDER);
    return stored === 'sv' || stored === 'en' ? stored : null;
  } catch {
    // Storage can be forbidden; then the choice lasts as long as the page.
    return null;
  }
}

/** The first of the browser's languages that we speak, else Swedish. */
function preferred(languages: readonly string[]): Language {
  for (const language of languages) {
    const code = language.toLowerCase().split('-')[0] ?? '';
    if (code === 'sv' || code === 'en') return code;
  }
  return 'sv';
}

class Locale {
  language: Language = $state(remembered() ?? preferred(navigator.languages));
  t: Messages = $derived(catalogue[this.language]);

  choose(language: Language): void {
    this.language = language;
    try {
      localStorage.setItem(STORED_UNDER, language);
    } catch {
      // See remembered().
    }
  }

  /** A day, such as 1 mars 2027, of an ISO date that has no time in it. */
  day(date: string): string {
    const parsed = new Date(`${date}T12:00:00Z`);
    if (Number.isNaN(parsed.getTime())) return date;
    return new Intl.DateTimeFormat(this.#tag, { dateStyle: 'long', timeZone: 'UTC' }).format(
      parsed,
    );
  }

  /** A day and a time in the reader's own time zone, unless another is given. */
  moment(instant: string, timeZone?: string): string {
    const parsed = new Date(instant);
    if (Number.isNaN(parsed.getTime())) return instant;
    return new Intl.DateTimeFormat(this.#tag, {
      dateStyle: 'long',
      timeStyle: 'short',
      timeZone,
    }).format(parsed);
  }

  /** Of a hundred: 36 is 36 %. */
  percent(percent: number): string {
    return new Intl.NumberFormat(this.#tag, { style: 'percent' }).format(percent / 100);
  }

  /** Names after one another as the language does it: a, b and c. */
  list(names: string[]): string {
    return new Intl.ListFormat(this.#tag, { type: 'conjunction' }).format(names);
  }

  /** Names of which any one will do: a, b or c. */
  disjunction(names: string[]): string {
    return new Intl.ListFormat(this.#tag, { type: 'disjunction' }).format(names);
  }

  get #tag(): string {
    return this.language === 'sv' ? 'sv-SE' : 'en-GB';
  }
}

export const locale = new Locale();
