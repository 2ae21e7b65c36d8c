/** Who wrote what of a section's text, as its page shows it: a switch that is remembered, and the server's answer. */
import { onDestroy, untrack } from 'svelte';
import { historyApi } from '../api/history';
import { Problem } from '../api/client';
import type { Authors } from '../api/types';
import { session } from '../session.svelte';
import { WrittenRuns, type Writer } from './runs';
import { rememberedSwitch, rememberSwitch } from './switch';

/** Milliseconds after a change in which more of the same is waited for, at least. */
const PAUSE = 700;

/** So many times as long as an answer takes, nothing is asked after it: a long text is asked for less often. */
const REST = 4;

export class WhoWrote {
  on: boolean = $state(rememberedSwitch());
  authors: Authors | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  /** Who wrote where the caret is, and where the pointer is; undefined where that is not known. */
  caret: Writer | undefined = $state.raw();
  pointer: Writer | undefined = $state.raw();
  /** Goes to the next of somebody's words; null where there is no editor. */
  go: ((member: string | null) => void) | null = $state.raw(null);
  readonly runs = $derived(this.authors ? new WrittenRuns(this.authors.runs) : null);

  #timer: ReturnType<typeof setTimeout> | null = null;
  #asking = false;
  #again = false;
  #took = 0;
  #closed = false;

  constructor(private readonly section: string) {}

  toggle(): void {
    this.on = !this.on;
    rememberSwitch(this.on);
    if (this.on) void this.load();
  }

  /** The text has changed, or may have. */
  changed(): void {
    if (!this.on || this.#timer !== null) return;
    this.#timer = setTimeout(
      () => {
        this.#timer = null;
        void this.load();
      },
      Math.max(PAUSE, this.#took * REST),
    );
  }

  async load(): Promise<void> {
    if (!this.on || this.#closed) return;
    if (this.#asking) {
      this.#again = true;
      return;
    }
    this.#asking = true;
    const begun = performance.now();
    try {
      const answer = await historyApi.authors(this.section);
      if (this.#isNews(answer)) this.authors = answer;
      this.problem = null;
    } catch (error) {
      session.notice(error);
      this.problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      if (!(error instanceof Problem)) console.error(error);
    }
    this.#took = performance.now() - begun;
    this.#asking = false;
    if (this.#again) {
      this.#again = false;
      this.changed();
    }
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #isNews(answer: Authors): boolean {
    const known = this.authors;
    return known?.position !== answer.position || known.epoch !== answer.epoch;
  }
}

/** For a page: asks when it is switched on, and when `granted` is new, for the text may be of another epoch then. */
export function whoWrote(section: string, granted: () => unknown): WhoWrote {
  const who = new WhoWrote(section);
  onDestroy(() => who.close());
  $effect(() => {
    granted();
    if (who.on) untrack(() => void who.load());
  });
  return who;
}
