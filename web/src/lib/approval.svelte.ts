/**
 * What an approver reads and signs. The text that is shown stays as it is while it is read, whatever is
 * saved meanwhile: what one approves is what one has before one's eyes, and its hash is what is sent.
 */
import { api, Problem } from './api/client';
import type { ApprovalView, NewSignOff, SignOff } from './api/types';
import { Resource } from './resource.svelte';
import { session } from './session.svelte';

/** Refusals that say that the text is not the one that was read. */
const TEXT_HAS_CHANGED: readonly string[] = ['other-text', 'edited-since'];

export class Approval {
  /** What the reader sees. */
  shown: ApprovalView | null = $state.raw(null);
  /** The approval that was given here. */
  signed: SignOff | null = $state.raw(null);
  /** Why the last try was refused, unless the text had changed. */
  refusal: Problem | null = $state.raw(null);
  /** That the text had changed, and how, at the last try: to another revision, or behind the latest. */
  changed: 'revision' | 'edited' | null = $state(null);
  readonly #latest: Resource<ApprovalView>;

  constructor(private readonly section: string) {
    this.#latest = new Resource(() => api.approval(section));
  }

  get problem(): Problem | null {
    return this.#latest.problem;
  }

  /** The number of a revision that is newer than the one shown; null if that is the latest. */
  get newer(): number | null {
    const latest = this.#latest.value?.revision ?? null;
    return latest && latest.hash !== this.shown?.revision?.hash ? latest.number : null;
  }

  /** Asks how it stands now. Another text waits until the reader asks for it. */
  async load(): Promise<void> {
    await this.#latest.load();
    if (this.shown === null || this.newer === null) this.#show();
  }

  showLatest(): void {
    this.changed = null;
    this.#show();
  }

  async sign(signOff: NewSignOff): Promise<void> {
    this.refusal = null;
    this.changed = null;
    try {
      this.signed = await api.signOff(this.section, signOff);
    } catch (error) {
      session.notice(error);
      const problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      if (!(error instanceof Problem)) console.error(error);
      await this.#latest.load();
      if (TEXT_HAS_CHANGED.includes(problem.code)) {
        this.changed = this.newer === null ? 'edited' : 'revision';
      } else {
        this.refusal = problem;
      }
      this.#show();
    }
  }

  #show(): void {
    if (this.#latest.value) this.shown = this.#latest.value;
  }
}
