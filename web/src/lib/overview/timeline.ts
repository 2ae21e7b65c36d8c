/** What has happened to an agreement, day by day. Pure. */
import type { Agreement, Day, Phase } from '../api/types';

export type Happened =
  | { kind: 'phase'; day: Day; phase: Phase; now: boolean }
  | { kind: 'decision'; day: Day; body: string }
  | { kind: 'signing'; day: Day; place: string };

/** Phases entered, decisions on the agreed text, and the signing, in the order of their days. */
export function timeline(agreement: Agreement, dayOf: (instant: string) => Day): Happened[] {
  const { phases, decisions, signing } = agreement;
  const happened: Happened[] = [
    ...phases.map(({ phase, at }, place) => ({
      kind: 'phase' as const,
      day: dayOf(at),
      phase,
      now: place === phases.length - 1,
    })),
    ...decisions
      .filter(({ current }) => current)
      .map(({ date, body }) => ({ kind: 'decision' as const, day: date, body })),
    ...(signing ? [{ kind: 'signing' as const, day: signing.date, place: signing.place }] : []),
  ];
  return happened.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
}
