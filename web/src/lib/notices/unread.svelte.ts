/** How many notices one has not read: the number in the bar, the same on every page. */
import { whileVisible } from '../resource.svelte';
import { telling } from './api';

/** How old the number may be, in milliseconds. */
const INTERVAL = 30_000;

class UnreadCount {
  /** Null until it is known. */
  count: number | null = $state(null);
  #asked = 0;

  async refresh(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const { unread } = await telling.unread();
      if (asked === this.#asked) this.count = unread;
    } catch {
      // The pages say what is wrong; a number that is not known is left out.
      if (asked === this.#asked) this.count = null;
    }
  }

  /** Keeps the number fresh. Returns how to stop that. */
  follow(): () => void {
    void this.refresh();
    return whileVisible(INTERVAL, () => void this.refresh());
  }
}

export const unreadCount = new UnreadCount();
