// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import { api } from '../api/client';
import type { RecordPage, RecordQuestion } from '../api/types';
import { NO_FILTERS } from './filters';
import { Reading } from './reading.svelte';
import { entryAt } from './testing';

afterEach(() => vi.restoreAllMocks());

/** A record that grows, answered three entries at a time. */
function record(length: number) {
  const log = { length };
  vi.spyOn(api, 'record').mockImplementation(
    async (_agreement: string, { before }: RecordQuestion): Promise<RecordPage> => {
      const from = before ?? log.length;
      const positions = [from - 1, from - 2, from - 3].filter((position) => position >= 0);
      const next = from > 3 ? from - 3 : null;
      const head = {
        agreement: 'a',
        position: log.length - 1,
        hash: `h${log.length - 1}`,
        signature: '',
        kind: 'record-head' as const,
        key: '',
      };
      return { entries: positions.map((position) => entryAt(position)), next, head };
    },
  );
  return log;
}
const positions = (reading: Reading) => reading.entries.map(({ position }) => position);

it('the record is read page after page to its beginning', async () => {
  record(5);
  const reading = new Reading('a', NO_FILTERS);
  await reading.begin();
  expect(positions(reading)).toEqual([4, 3, 2]);
  await reading.more();
  expect(positions(reading)).toEqual([4, 3, 2, 1, 0]);
  expect(reading.next).toBeNull();
});

it('what is added meanwhile comes first, and nothing that was read goes away', async () => {
  const log = record(5);
  const reading = new Reading('a', NO_FILTERS);
  await reading.begin();
  await reading.more();
  log.length = 7;
  await reading.refresh();
  expect(positions(reading)).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect(reading.head?.position).toBe(6);
});

it('if more was added than one page holds, it is read on from there, without a gap', async () => {
  const log = record(5);
  const reading = new Reading('a', NO_FILTERS);
  await reading.begin();
  await reading.more();
  log.length = 9;
  await reading.refresh();
  expect(positions(reading)).toEqual([8, 7, 6]);
  await reading.more();
  expect(positions(reading)).toEqual([8, 7, 6, 5, 4, 3]);
});
