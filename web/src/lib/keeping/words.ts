/** What has been purged, in words. */
import type { Agreement, Decision } from '../api/types';
import { whenIn } from '../messages/calendar';
import { locale } from '../messages/locale.svelte';

export function decisionWords({ body, date, paragraph }: Decision): string {
  return `${body}, ${[locale.day(date), paragraph].filter(Boolean).join(' ')}`;
}

/** The decisions that a purge can rest on: those of the text that is in force. */
export function groundsOf(agreement: Agreement): Decision[] {
  const current = agreement.decisions.filter((one) => one.current);
  return current.length > 0 ? current : agreement.decisions;
}

/** Null while nothing has been purged. */
export function purgedWords(agreement: Agreement): string | null {
  const { purged } = agreement;
  if (!purged) return null;
  const t = locale.t.keeping.purged;
  const day = whenIn(agreement.time_zone).day(purged.at);
  const ground = agreement.decisions.find((one) => one.id === purged.decision);
  return ground ? t.onGround(day, decisionWords(ground)) : t.on(day);
}
