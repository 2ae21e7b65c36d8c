/** Meetings in the order in which one looks for them. Pure. */
import type { Meeting } from '../api/types';

export interface ByTime {
  /** The next one first. */
  upcoming: Meeting[];
  /** The last one first. */
  past: Meeting[];
}

export function byTime(meetings: readonly Meeting[]): ByTime {
  const ordered = [...meetings].sort((one, other) => one.date.localeCompare(other.date));
  return {
    upcoming: ordered.filter(({ ahead }) => ahead),
    past: ordered.filter(({ ahead }) => !ahead).reverse(),
  };
}
