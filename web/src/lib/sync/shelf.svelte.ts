/** The drafts of one member in one section, as the page lists them; the same in every page open. */
import { differenceFrom, discardDraft, draftsOf, keepDraft, type Draft } from '../kept/drafts';
import type { Block } from './blocks';

export class Shelf {
  drafts: Draft[] = $state.raw([]);
  /** Those the browser could not keep: they live as long as the page. */
  unkept: readonly string[] = $state.raw([]);
  #channel: BroadcastChannel | null = null;

  constructor(
    private readonly member: string,
    private readonly section: string,
  ) {
    if (typeof BroadcastChannel !== 'undefined') {
      this.#channel = new BroadcastChannel(`overens.drafts/${member}/${section}`);
      this.#channel.onmessage = () => void this.load();
    }
    void this.load();
  }

  async load(): Promise<void> {
    try {
      const kept = await draftsOf(this.member, this.section);
      this.drafts = [...this.drafts.filter(({ id }) => this.unkept.includes(id)), ...kept];
    } catch (error) {
      console.warn(error);
    }
  }

  /** Puts a draft here. Says whether the browser keeps it. */
  async add(draft: Draft): Promise<boolean> {
    try {
      await keepDraft(draft);
      this.#channel?.postMessage('changed');
      await this.load();
      return true;
    } catch (error) {
      console.warn('A draft cannot be kept in this browser.', error);
      this.unkept = [...this.unkept, draft.id];
      this.drafts = [draft, ...this.drafts];
      return false;
    }
  }

  async discard(id: string): Promise<void> {
    this.drafts = this.drafts.filter((draft) => draft.id !== id);
    if (this.unkept.includes(id)) {
      this.unkept = this.unkept.filter((other) => other !== id);
      return;
    }
    try {
      await discardDraft(id);
      this.#channel?.postMessage('changed');
    } catch (error) {
      console.warn(error);
      await this.load();
    }
  }

  /** Compares with the text as the server has it: what the text has in full is no draft any more. */
  async compare(text: readonly Block[]): Promise<void> {
    for (const draft of this.drafts) {
      const difference = differenceFrom(draft, text);
      if (difference.added.length + difference.removed.length === 0) await this.discard(draft.id);
      else if (draft.difference === null) await this.add({ ...draft, difference });
    }
  }

  close(): void {
    this.#channel?.close();
  }
}
