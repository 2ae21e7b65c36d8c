/** How long to wait before the next dial. */

/** The most one waits before the first retry, in milliseconds. */
export const FIRST_DELAY = 500;
/** The most one ever waits, in milliseconds: what a person bears to look at. */
export const LONGEST_DELAY = 10_000;

/**
 * Exponential, with full jitter: after a restart of the server a whole working group must not dial at
 * the same moment. `attempt` is 1 after the first failure; `chance` is in [0, 1).
 */
export function retryDelay(attempt: number, chance: number = Math.random()): number {
  const ceiling = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** Math.max(0, attempt - 1));
  return Math.floor(chance * ceiling);
}
