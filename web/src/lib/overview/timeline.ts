/** What has happened to an agreement and what is planned, day by day. Pure. */
import type { Agreement, Day, Phase } from '../api/types';

export type Happened =
  /** `planned` is the day it was planned for, where that is another. */
  | { kind: 'phase'; day: Day; phase: Phase; now: boolean; planned: Day | null }
  | { kind: 'planned'; day: Day; phase: Phase }
  | { kind: 'decision'; day: Day; body: string }
  | { kind: 'signing'; day: Day; place: string };

/** Phases entered and planned, decisions on the agreed text, and the signing, in the order of their days. */
export function timeline(agreement: Agreement, dayOf: (instant: string) => Day): Happened[] {
  const { phases, decisions, signing, plan } = agreement;
  const dateOf = (phase: Phase) => plan.find((planned) => planned.phase === phase)?.date ?? null;
  const happened: Happened[] = [
    ...phases.map(({ phase, at }, place) => {
      const day = dayOf(at);
      const date = dateOf(phase);
      const planned = date === day ? null : date;
      return { kind: 'phase' as const, day, phase, now: place === phases.length - 1, planned };
    }),
    // One that has begun says itself what was planned for it.
    ...plan
      .filter(({ phase }) => !phases.some((begun) => begun.phase === phase))
      .map(({ phase, date }) => ({ kind: 'planned' as const, day: date, phase })),
    ...decisions
      .filter(({ current }) => current)
      .map(({ date, body }) => ({ kind: 'decision' as const, day: date, body })),
    ...(signing ? [{ kind: 'signing' as const, day: signing.date, place: signing.place }] : []),
  ];
  return happened.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : 0));
}
