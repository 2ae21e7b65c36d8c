import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { DivergenceCheck, usualTimes } from './check';

// What it is made of is tested elsewhere; here it must take no time that the timers do not know.
vi.mock('./fingerprint', () => ({ fingerprint: async () => new Uint8Array(32) }));

const SAME = 0;
const DIFFERS = 1;
const UNCLEAR = 2;

let quiet: boolean;
let asked: number;
let diverged: number;
let check: DivergenceCheck;

beforeEach(() => {
  vi.useFakeTimers();
  quiet = true;
  asked = 0;
  diverged = 0;
  check = new DivergenceCheck({
    document: new Y.Doc(),
    times: usualTimes,
    isQuiet: () => quiet,
    ask: () => (asked += 1),
    onDiverged: () => (diverged += 1),
  });
});
afterEach(() => {
  check.ended();
  vi.useRealTimers();
});

const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

async function begin(): Promise<void> {
  check.offered();
  check.settled();
  await pass(usualTimes.first);
}

describe('the question whether the texts are the same', () => {
  it('is asked some seconds after everything was saved', async () => {
    check.offered();
    check.settled();
    await pass(usualTimes.first - 1);
    expect(asked).toBe(0);
    await pass(1);
    expect(asked).toBe(1);
  });

  it('is not asked of a server that has not offered to answer', async () => {
    check.settled();
    await pass(usualTimes.interval);
    expect(asked).toBe(0);
  });

  it('is asked again only when something has changed, and not before its time', async () => {
    await begin();
    check.answered(SAME);
    check.settled();
    await pass(2 * usualTimes.interval);
    expect(asked).toBe(1);
    check.changed();
    check.settled();
    await pass(usualTimes.first);
    expect(asked).toBe(2);
    check.answered(SAME);
    check.changed();
    check.settled();
    await pass(usualTimes.interval - 1000);
    expect(asked).toBe(2);
    await pass(1000);
    expect(asked).toBe(3);
  });

  it('leads to a conclusion only when it is answered so twice', async () => {
    await begin();
    check.answered(DIFFERS);
    expect(diverged).toBe(0);
    await pass(usualTimes.again);
    expect(asked).toBe(2);
    check.answered(DIFFERS);
    expect(diverged).toBe(1);
  });

  it('leads to none when the second answer is another', async () => {
    await begin();
    check.answered(DIFFERS);
    await pass(usualTimes.again);
    check.answered(SAME);
    await pass(usualTimes.interval);
    expect([asked, diverged]).toEqual([2, 0]);
  });

  it.each([
    ['text came or was edited', () => check.changed()],
    ['something was not saved any more', () => (quiet = false)],
  ])('leads to none when %s before the answer', async (_what, happen) => {
    await begin();
    check.answered(DIFFERS);
    await pass(usualTimes.again);
    expect(asked).toBe(2);
    happen();
    check.answered(DIFFERS);
    expect(diverged).toBe(0);
  });

  it('leads to none when the server could not compare', async () => {
    await begin();
    check.answered(DIFFERS);
    await pass(usualTimes.again);
    check.answered(UNCLEAR);
    check.answered(DIFFERS);
    expect(diverged).toBe(0);
  });

  it('is forgotten with its connection', async () => {
    await begin();
    check.answered(DIFFERS);
    check.ended();
    check.answered(DIFFERS);
    await pass(usualTimes.interval);
    expect([asked, diverged]).toEqual([1, 0]);
  });
});
