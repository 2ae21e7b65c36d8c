/** What has been purged, in words. */
import type { Agreement, Decision } from '../api/types';
import { whenIn } from '../messages/calendar';
import { locale } from '../messages/locale.svelte';
import { groundOf, rightsOf } from './rights';

export function decisionWords({ body, date, paragraph }: Decision): string {
  return `${body}, ${[locale.day(date), paragraph].filter(Boolean).join(' ')}`;
}

/** Null while nothing has been purged. */
export function purgedWords(agreement: Agreement): string | null {
  const { purged } = rightsOf(agreement);
  if (!purged) return null;
  const t = locale.t.keeping.purged;
  const day = whenIn(agreement.time_zone).day(purged.at);
  const ground = groundOf(agreement, purged);
  return ground ? t.onGround(day, decisionWords(ground)) : t.on(day);
}
