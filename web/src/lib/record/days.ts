/** Entries of the record, day by day. Pure. */
import type { Day, RecordEntry } from '../api/types';

export interface OneDay {
  day: Day;
  entries: RecordEntry[];
}

/** Parts entries that stand in the order of their time; `dayOf` knows the time zone. */
export function byDay(entries: readonly RecordEntry[], dayOf: (instant: string) => Day): OneDay[] {
  const days: OneDay[] = [];
  for (const entry of entries) {
    const day = dayOf(entry.at);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}
