/** Sections being chosen for people to read: the agreement and its texts as they are now, not as the page had them. */
import { api } from '../api/client';
import type { Agreement, Section } from '../api/types';
import { fetchAgreement } from '../kept/answers';
import { Resource } from '../resource.svelte';

export class Choosing {
  readonly #agreement: Resource<Agreement>;
  readonly #texts;
  /** The ids of those that are chosen. */
  chosen: string[] = $state([]);

  constructor(private readonly known: Agreement) {
    this.#agreement = new Resource(() => fetchAgreement(known.id));
    this.#texts = new Resource(() => api.texts(known.id));
    void this.load();
  }

  get agreement(): Agreement {
    return this.#agreement.value ?? this.known;
  }

  get texts() {
    return this.#texts.value;
  }

  /** What is chosen, each at its latest revision. */
  get sections(): { section: string; revision: number }[] {
    const isChosen = ({ id, latest }: Section) => latest !== null && this.chosen.includes(id);
    const chosen = this.agreement.sections.filter(isChosen);
    return chosen.map(({ id, latest }) => ({ section: id, revision: latest?.number ?? 0 }));
  }

  async load(): Promise<void> {
    await Promise.all([this.#agreement.load(), this.#texts.load()]);
  }
}
