/** Moving along a text's line of time: only the last moment that was asked for is fetched, and what was seen is kept. */
import { historyApi } from '../api/history';
import { Problem } from '../api/client';
import type { Moment, TimeLine } from '../api/types';
import { session } from '../session.svelte';
import { back, clamped, on, toMark, type Unit } from './line';

/** Milliseconds that a moment must be stayed at before it is asked for, when many follow one another. */
const REST = 70;

/** What is kept of moments that were seen: so many, and so many characters. */
const MOST_SEEN = 300;
const MOST_CHARACTERS = 4_000_000;

/** Milliseconds between two steps of playing. */
export const SPEEDS = { slow: 1600, usual: 800, fast: 300, fastest: 60 } as const;
export type Speed = keyof typeof SPEEDS;

const lengthOf = ({ runs }: Moment) => runs.reduce((sum, { length }) => sum + length, 0);

export class Scrubbing {
  line: TimeLine = $state.raw() as TimeLine;
  position: number = $state(0);
  /** By what one goes, and what is marked as changed. */
  unit: Unit = $state('step');
  /** Where the comparison with the text now began; null where none is made. */
  comparedSince: number | null = $state(null);
  /** What is shown: of the position, or of one before it as long as that is fetched. */
  moment: Moment | null = $state.raw(null);
  problem: Problem | null = $state.raw(null);
  playing = $state(false);
  speed: Speed = $state('usual');

  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is shown of it
  readonly #seen = new Map<string, Moment>();
  #characters = 0;
  #asking: AbortController | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastAsked = 0;
  #playTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly section: string,
    line: TimeLine,
    position: number,
  ) {
    this.line = line;
    this.go(position);
  }

  /** The moment with which the one that is shown is compared. */
  get since(): number {
    return this.comparedSince ?? back(this.line, this.unit, this.position);
  }

  get fetching(): boolean {
    return this.moment?.position !== this.position || this.moment.since !== this.since;
  }

  go(position: number): void {
    this.comparedSince = null;
    this.#show(clamped(this.line, position));
  }

  stepBack(unit: Unit): void {
    this.pause();
    this.unit = unit;
    this.go(back(this.line, unit, this.position));
  }

  stepOn(unit: Unit): void {
    this.pause();
    this.unit = unit;
    this.go(on(this.line, unit, this.position));
  }

  /** To the next of these marks, or the one before. */
  jump(marks: readonly { position: number }[], forward: boolean): void {
    this.pause();
    this.go(toMark(marks, this.position, forward));
  }

  /** Marks what changes are counted from. */
  choose(unit: Unit): void {
    this.unit = unit;
    this.#show(this.position);
  }

  /** The text now, with what has changed since the moment that is shown. */
  compareWithNow(): void {
    this.pause();
    this.comparedSince = this.position;
    this.#show(this.line.last);
  }

  backFromNow(): void {
    if (this.comparedSince !== null) this.go(this.comparedSince);
  }

  /** More has been written. */
  grow(line: TimeLine): void {
    this.line = line;
    this.#show(clamped(line, this.position));
  }

  retry(): void {
    this.#show(this.position);
  }

  play(): void {
    if (this.position >= this.line.last) this.go(this.line.first);
    this.playing = true;
    this.#playSoon();
  }

  pause(): void {
    this.playing = false;
    clearTimeout(this.#playTimer);
  }

  close(): void {
    this.pause();
    clearTimeout(this.#timer);
    this.#asking?.abort();
  }

  #playSoon(): void {
    clearTimeout(this.#playTimer);
    this.#playTimer = setTimeout(() => {
      if (!this.playing) return;
      // What is not seen yet is waited for.
      if (!this.fetching) this.go(on(this.line, this.unit, this.position));
      if (this.position >= this.line.last || this.problem) this.pause();
      else this.#playSoon();
    }, SPEEDS[this.speed]);
  }

  #show(position: number): void {
    this.position = position;
    clearTimeout(this.#timer);
    this.#asking?.abort();
    this.#asking = null;
    this.problem = null;
    const key = `${this.since}-${position}`;
    const seen = this.#seen.get(key);
    if (seen) {
      this.#keep(key, seen);
      this.moment = seen;
      return;
    }
    const waited = performance.now() - this.#lastAsked;
    this.#lastAsked = performance.now();
    this.#timer = setTimeout(
      () => void this.#fetch(key, position, this.since),
      waited < REST ? REST : 0,
    );
  }

  async #fetch(key: string, position: number, since: number): Promise<void> {
    const asking = new AbortController();
    this.#asking = asking;
    try {
      const moment = await historyApi.moment(this.section, position, since, asking.signal);
      if (this.#asking !== asking) return;
      this.#keep(key, moment);
      this.moment = moment;
    } catch (error) {
      if (asking.signal.aborted) return;
      session.notice(error);
      this.problem = error instanceof Problem ? error : new Problem('unknown', 0, '', '');
      if (!(error instanceof Problem)) console.error(error);
    }
  }

  /** Keeps a moment as the one that was seen last. */
  #keep(key: string, moment: Moment): void {
    if (!this.#seen.delete(key)) this.#characters += lengthOf(moment);
    this.#seen.set(key, moment);
    for (const [oldest, kept] of this.#seen) {
      const few = this.#seen.size <= MOST_SEEN && this.#characters <= MOST_CHARACTERS;
      if (few || oldest === key) break;
      this.#seen.delete(oldest);
      this.#characters -= lengthOf(kept);
    }
  }
}
