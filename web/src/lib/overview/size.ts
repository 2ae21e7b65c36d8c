/** The size of a file as people say it. Pure. */
import type { Language } from '../messages/locale.svelte';

export function fileSize(bytes: number, language: Language): string {
  const mega = bytes >= 1_000_000;
  return new Intl.NumberFormat(language === 'sv' ? 'sv-SE' : 'en-GB', {
    style: 'unit',
    unit: mega ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: mega ? 1 : 0,
  }).format(mega ? bytes / 1_000_000 : Math.max(bytes / 1000, 1));
}
