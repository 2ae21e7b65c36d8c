/** Entries of a record for tests. */
import type { RecordEntry } from '../api/types';

export const entryAt = (position: number, given: Partial<RecordEntry> = {}): RecordEntry => ({
  position,
  at: '2027-03-01T10:00:00Z',
  by: { kind: 'server', member: null },
  hash: `h${position}`,
  kind: 'revision_saved',
  section: null,
  revision: null,
  party: null,
  member: null,
  text: null,
  erased: false,
  words: [],
  detail: {},
  ...given,
});
