/** The record as it is being read: page after page, newest first. */
import { api, Problem } from '../api/client';
import type { RecordEntry, RecordPage, SignedHead } from '../api/types';
import { session } from '../session.svelte';
import { questionOf, type Filters } from './filters';

/** How many entries are fetched at a time. */
const PAGE = 50;

export class Reading {
  entries: RecordEntry[] = $state.raw([]);
  head: SignedHead | null = $state.raw(null);
  /** Where the older ones begin; null when all have been read. */
  next: number | null = $state(null);
  problem: Problem | null = $state.raw(null);
  loading = $state(false);
  #filters: Filters;
  #asked = 0;

  constructor(
    private readonly agreement: string,
    filters: Filters,
  ) {
    this.#filters = filters;
  }

  /** Reads from the newest entry on, by these filters from now on. */
  async begin(filters: Filters = this.#filters): Promise<void> {
    this.#filters = filters;
    await this.#fetch(undefined);
  }

  async more(): Promise<void> {
    if (this.next !== null) await this.#fetch(this.next);
  }

  /** Takes in what has been added since; if that is more than a page, reads on from there. */
  async refresh(): Promise<void> {
    const asked = this.#asked;
    if (this.loading || !this.head) return;
    try {
      const page = await this.#ask(undefined);
      if (asked !== this.#asked || page.head.hash === this.head.hash) return;
      const newest = this.entries[0]?.position ?? -1;
      const added = page.entries.filter(({ position }) => position > newest);
      if (added.length < page.entries.length) this.entries = [...added, ...this.entries];
      else [this.entries, this.next] = [page.entries, page.next];
      this.head = page.head;
    } catch (error) {
      // What is shown stays true; the next time may do better.
      session.notice(error);
    }
  }

  #ask(before: number | undefined): Promise<RecordPage> {
    return api.record(this.agreement, { ...questionOf(this.#filters), before, most: PAGE });
  }

  async #fetch(before: number | undefined): Promise<void> {
    const asked = ++this.#asked;
    this.loading = true;
    try {
      const page = await this.#ask(before);
      if (asked !== this.#asked) return;
      this.entries = before === undefined ? page.entries : [...this.entries, ...page.entries];
      this.next = page.next;
      this.head = page.head;
      this.problem = null;
    } catch (error) {
      if (asked !== this.#asked) return;
      session.notice(error);
      this.problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      if (!(error instanceof Problem)) console.error(error);
    } finally {
      if (asked === this.#asked) this.loading = false;
    }
  }
}
