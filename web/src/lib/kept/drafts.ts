/**
 * Private drafts: text of a member's that is not in the section, kept in this browser until the server
 * holds it or its writer discards it. They have a database of their own, which nothing else clears.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { without, type Block } from '../sync/blocks';
import { withLimit } from './database';

/** Why a text did not come into the section. */
export interface Reason {
  /** The close code of the wire, or `diverged`. */
  close: number | 'diverged';
  /** The server's own code, such as `section-locked`. */
  code: string | null;
}

export interface Draft {
  id: string;
  member: string;
  section: string;
  epoch: string | null;
  /** An instant, RFC 3339. */
  at: string;
  why: Reason;
  /** The Yjs update since everything was last saved, or all of the document if that is not known. */
  update: Uint8Array;
  /** The blocks when everything was last saved; null when that is not known. */
  before: Block[] | null;
  /** The blocks as they were when it ended. */
  after: Block[];
  /** What of it is not in the section's text; null until the two have been compared. */
  difference: Difference | null;
}

export interface Difference {
  /** Blocks that the text does not have in this form. */
  added: Block[];
  /** Blocks that the writer had removed and that still stand in the text. */
  removed: Block[];
}

interface Drafts extends DBSchema {
  drafts: { key: string; value: Draft; indexes: { place: [member: string, section: string] } };
}

let opening: Promise<IDBPDatabase<Drafts>> | null = null;

function draftDatabase(): Promise<IDBPDatabase<Drafts>> {
  opening ??= withLimit(openDrafts()).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

function openDrafts(): Promise<IDBPDatabase<Drafts>> {
  if (typeof indexedDB === 'undefined') return Promise.reject(new Error('no IndexedDB'));
  const forget = () => (opening = null);
  return openDB<Drafts>('overens.drafts', 1, {
    upgrade(database) {
      database
        .createObjectStore('drafts', { keyPath: 'id' })
        .createIndex('place', ['member', 'section']);
    },
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
}

/** What a writer had that a text has not: what they changed in relation to `before`, if it is known. */
export function differenceFrom(draft: Draft, text: readonly Block[]): Difference {
  const before = draft.before ?? [];
  const added = without(without(draft.after, before), text);
  const removed = without(before, draft.after);
  // Of the removed blocks, those that the text still has: what it lacks of them is gone as wished.
  const standing = without(removed, without(removed, text));
  // Where something was written, what it replaced is no removal of its own.
  return { added, removed: added.length > 0 ? [] : standing };
}

/** Keeps a draft; when this has resolved it survives a power cut. The same text is kept once. */
export async function keepDraft(draft: Draft): Promise<void> {
  const database = await draftDatabase();
  const work = database.transaction('drafts', 'readwrite', { durability: 'strict' });
  const others = await work.store.index('place').getAll([draft.member, draft.section]);
  // Two pages that were refused the same text, or one that was closed before it was done.
  const same = others.some(
    (other) =>
      other.id !== draft.id &&
      other.epoch === draft.epoch &&
      JSON.stringify(other.after) === JSON.stringify(draft.after),
  );
  if (!same) await work.store.put(draft);
  await work.done;
}

/** The drafts of a member in a section, newest first. */
export async function draftsOf(member: string, section: string): Promise<Draft[]> {
  const database = await draftDatabase();
  const drafts = await database.getAllFromIndex('drafts', 'place', [member, section]);
  return drafts.sort((a, b) => (a.at < b.at ? 1 : -1));
}

export async function discardDraft(id: string): Promise<void> {
  const database = await draftDatabase();
  await database.delete('drafts', id);
}

/** How many drafts the given members have in all. */
export async function countDrafts(members: readonly string[]): Promise<number> {
  const database = await draftDatabase();
  const drafts = await database.getAll('drafts');
  return drafts.filter(({ member }) => members.includes(member)).length;
}

/** Discards every draft of the given members. */
export async function discardAllDrafts(members: readonly string[]): Promise<void> {
  const database = await draftDatabase();
  const work = database.transaction('drafts', 'readwrite');
  for (const draft of await work.store.getAll()) {
    if (members.includes(draft.member)) await work.store.delete(draft.id);
  }
  await work.done;
}
