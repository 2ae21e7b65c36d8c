/** The dates that are planned, beside those that came. Pure. */
import type { Agreement, Day, Phase, PlannedPhase } from '../api/types';
import { PHASES } from './words';

/** When a phase began, last, in the agreement's own time zone; null if it has not. */
export function beganOn(
  agreement: Pick<Agreement, 'phases'>,
  phase: Phase,
  dayOf: (instant: string) => Day,
): Day | null {
  const entered = agreement.phases.findLast((one) => one.phase === phase);
  return entered ? dayOf(entered.at) : null;
}

/** By phase, in the order in which they come; phases without a date are left out. */
export function planOf(days: Partial<Record<Phase, string>>): PlannedPhase[] {
  return PHASES.flatMap((phase) => {
    const date = days[phase];
    return date ? [{ phase, date }] : [];
  });
}

export function daysOf(plan: readonly PlannedPhase[]): Partial<Record<Phase, Day>> {
  return Object.fromEntries(plan.map(({ phase, date }) => [phase, date]));
}
