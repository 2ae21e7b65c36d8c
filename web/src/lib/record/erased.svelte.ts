/** All that was erased from a record, as far as is known: what one reads may be of long before. */
import { api } from '../api/client';
import type { RecordEntry } from '../api/types';
import { session } from '../session.svelte';
import { ERASING, erasuresOf, type Erasures } from './erasures';

/** How many entries are fetched at a time: as many as the server gives. */
const PAGE = 200;

export class Erased {
  erasures: Erasures = $state.raw(erasuresOf([]));
  #asked = 0;

  constructor(private readonly agreement: string) {}

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const entries: RecordEntry[] = [];
    try {
      let before: number | undefined;
      do {
        const kind = ERASING.join(',');
        const page = await api.record(this.agreement, { kind, before, most: PAGE });
        entries.push(...page.entries);
        before = page.next ?? undefined;
      } while (before !== undefined);
      if (asked === this.#asked) this.erasures = erasuresOf(entries);
    } catch (error) {
      // That words are gone is seen without it; by whom is told the next time.
      session.notice(error);
    }
  }
}
