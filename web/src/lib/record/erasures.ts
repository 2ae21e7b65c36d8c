/** Which words of the record were erased, and by which entry that says so. Pure. */
import type { Hash, RecordEntry } from '../api/types';
import { fieldOf, textField } from './detail';

/** The kinds of entries that tell of it. */
export const ERASING = ['words_erased', 'member_anonymised'] as const;

/** By the digest of the words: each has a salt of its own, so no two are the same. */
export type Erasures = ReadonlyMap<Hash, RecordEntry>;

export function erasuresOf(entries: readonly RecordEntry[]): Erasures {
  return new Map(
    entries.flatMap((entry): [Hash, RecordEntry][] => {
      if (entry.kind === 'words_erased') return [[textField(entry.detail, 'words'), entry]];
      const erased = entry.kind === 'member_anonymised' ? fieldOf(entry.detail, 'erased') : null;
      return Array.isArray(erased) ? erased.map((digest) => [String(digest), entry]) : [];
    }),
  );
}

/** The entries that took words from this one, each once; null for words of which nobody knows how. */
export function erasersOf(entry: RecordEntry, erasures: Erasures): (RecordEntry | null)[] {
  const gone = entry.words.filter(({ text }) => text === null);
  return [...new Set(gone.map(({ digest }) => erasures.get(digest) ?? null))];
}

export interface Words {
  digest: Hash;
  text: string;
}

/** The words of an entry that I may erase. */
export function erasable(entry: RecordEntry): Words[] {
  return entry.words.flatMap(({ digest, text, may_erase }) =>
    may_erase && text ? [{ digest, text }] : [],
  );
}

/** Entries without what has been erased of them since they were read. */
export function withoutErased(entries: readonly RecordEntry[], erasures: Erasures): RecordEntry[] {
  return entries.map((entry) => {
    const gone = entry.words.filter(({ digest, text }) => text !== null && erasures.has(digest));
    if (gone.length === 0) return entry;
    return {
      ...entry,
      text: gone.some(({ text }) => text === entry.text) ? null : entry.text,
      words: entry.words.map((one) =>
        gone.includes(one) ? { ...one, text: null, may_erase: false } : one,
      ),
    };
  });
}
