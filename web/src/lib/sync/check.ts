/**
 * Asks the server now and then whether its text is the same as ours. Two documents can come to differ
 * under one state vector, and then nothing else would ever show it. To conclude that they do differ
 * takes two questions, and nothing may have happened to the text between a question and its answer.
 */
import * as Y from 'yjs';
import { fingerprint } from './fingerprint';
import { DIFFERS, SAME } from './wire';

/** All in milliseconds. */
export interface CheckTimes {
  /** From the moment everything is saved to the first question. */
  first: number;
  /** At least so long between two questions about a text that is as it should be. */
  interval: number;
  /** From an answer that it differs to the question whether it really does. The server answers one
   * question of a connection in about 20 seconds. */
  again: number;
}

export const usualTimes: CheckTimes = { first: 5_000, interval: 5 * 60_000, again: 25_000 };

export interface CheckOptions {
  document: Y.Doc;
  times: CheckTimes;
  /** Whether everything is saved and nothing is on its way. */
  isQuiet: () => boolean;
  ask: (stateVector: Uint8Array, fingerprint: Uint8Array) => void;
  onDiverged: () => void;
}

export class DivergenceCheck {
  #offered = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether a question is being put together or waits for its answer. */
  #asking = false;
  /** Whether anything has happened to the text since the question was begun. */
  #disturbed = false;
  /** Whether anything has happened to the text since the last good answer. */
  #changed = true;
  #differed = false;
  #question = 0;
  #lastAsked = Number.NEGATIVE_INFINITY;

  constructor(private readonly options: CheckOptions) {}

  /** The server of this connection answers questions. */
  offered(): void {
    this.#offered = true;
  }

  /** The text has been edited, or some has come. */
  changed(): void {
    this.#changed = true;
    this.#disturbed = true;
  }

  /** Everything is saved. */
  settled(): void {
    if (!this.#offered || this.#asking || this.#timer !== undefined || !this.#changed) return;
    const { first, interval, again } = this.options.times;
    const soonest = this.#lastAsked + (this.#differed ? again : interval);
    this.#askIn(Math.max(first, soonest - Date.now()));
  }

  answered(verdict: number): void {
    if (!this.#asking) return;
    this.#asking = false;
    const conclusive = !this.#disturbed && this.options.isQuiet();
    if (conclusive && verdict === DIFFERS) {
      if (this.#differed) return this.options.onDiverged();
      this.#differed = true;
      return this.#askIn(this.options.times.again);
    }
    if (conclusive && verdict === SAME) this.#changed = false;
    this.#differed = false;
    if (this.options.isQuiet()) this.settled();
  }

  /** The connection is gone, and with it the question. */
  ended(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#offered = false;
    this.#asking = false;
    this.#differed = false;
  }

  #askIn(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#ask();
    }, delay);
  }

  async #ask(): Promise<void> {
    const { document, isQuiet, ask } = this.options;
    // Not now: the next time that everything is saved brings it up again.
    if (!isQuiet()) return;
    // Something that rests on what has not come yet: the tree does not show it.
    if (document.store.pendingStructs !== null || document.store.pendingDs !== null) return;
    this.#asking = true;
    this.#disturbed = false;
    const vector = Y.encodeStateVector(document);
    const question = (this.#question += 1);
    const print = await fingerprint(document);
    if (!this.#asking || question !== this.#question) return;
    if (print === null) {
      this.#offered = false;
      this.#asking = false;
      return;
    }
    if (this.#disturbed || !isQuiet()) {
      this.#asking = false;
      if (isQuiet()) this.settled();
      return;
    }
    this.#lastAsked = Date.now();
    ask(vector, print);
  }
}
