/** Something of the server's that a page shows: its last good answer, and what went wrong since. */
import { Problem } from './api/client';
import { session } from './session.svelte';

export class Resource<Value> {
  value: Value | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  #asked = 0;

  constructor(private readonly fetch: () => Promise<Value>) {}

  /** Asks anew. Answers that come in the wrong order do not count. */
  async load(): Promise<void> {
    const asked = ++this.#asked;
    try {
      const value = await this.fetch();
      if (asked !== this.#asked) return;
      this.value = value;
      this.problem = null;
      // Signed in anew in another tab.
      if (session.status === 'signed-out') void session.load();
    } catch (error) {
      if (asked !== this.#asked) return;
      session.notice(error);
      this.problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      if (!(error instanceof Problem)) console.error(error);
    }
  }
}

/** Calls `act` every so many milliseconds while the page is looked at. Returns how to stop it. */
export function whileVisible(interval: number, act: () => void): () => void {
  const ifVisible = () => {
    if (document.visibilityState === 'visible') act();
  };
  const timer = setInterval(ifVisible, interval);
  document.addEventListener('visibilitychange', ifVisible);
  return () => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', ifVisible);
  };
}
