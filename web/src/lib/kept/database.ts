/**
 * What the browser keeps of texts, so that writing needs no connection. Everything is keyed by the
 * member it belongs to: two people who share a computer never read each other's.
 */
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Block } from '../sync/blocks';
import type { Welcome } from '../sync/machine';

/** One text of one epoch, as one member had it in this browser. */
export interface Copy {
  /** Unique, and never used again. */
  name: string;
  member: string;
  section: string;
  epoch: string;
  /** Milliseconds since 1970. */
  made: number;
  /** What the server last granted; what may be done without a connection follows from it. */
  welcome: Welcome;
  /** Set when its text was refused or has diverged: nobody begins from it any more. */
  abandoned: boolean;
}

/** That a page has put text into a copy that the server may lack. */
export interface Mark {
  copy: string;
  /** The page that wrote it; each has an id of its own. */
  page: string;
  /** Grows with every edit of that page, so that a later edit is never taken for this one. */
  edits: number;
}

/** How the text was when everything in it was last on the server. */
export interface SavedText {
  blocks: Block[];
  vector: Uint8Array;
}

export interface Kept extends DBSchema {
  copies: { key: string; value: Copy; indexes: { place: [member: string, section: string] } };
  updates: {
    key: number;
    value: { copy: string; update: Uint8Array };
    indexes: { copy: string };
  };
  marks: { key: [copy: string, page: string]; value: Mark; indexes: { copy: string } };
  /** What a text was before a page put something into it that waits for a connection. */
  beginnings: {
    key: [copy: string, page: string];
    value: SavedText & { copy: string; page: string };
    indexes: { copy: string };
  };
  /** Answers of the HTTP interface that a page needs to be shown without a connection. */
  answers: { key: string; value: unknown };
}

export type KeptDatabase = IDBPDatabase<Kept>;

/** How long the browser may take to open it, in milliseconds; some never answer in private windows. */
export const OPENING_LIMIT = 4_000;

let opening: Promise<KeptDatabase> | null = null;

/** The database of this browser. Rejects where none can be had; the next call tries again. */
export function keptDatabase(): Promise<KeptDatabase> {
  opening ??= withLimit(openKept()).catch((error: unknown) => {
    opening = null;
    throw error;
  });
  return opening;
}

function openKept(): Promise<KeptDatabase> {
  if (typeof indexedDB === 'undefined') return Promise.reject(new Error('no IndexedDB'));
  const forget = () => (opening = null);
  return openDB<Kept>('overens.kept', 1, {
    upgrade(database) {
      database
        .createObjectStore('copies', { keyPath: 'name' })
        .createIndex('place', ['member', 'section']);
      database.createObjectStore('updates', { autoIncrement: true }).createIndex('copy', 'copy');
      database
        .createObjectStore('marks', { keyPath: ['copy', 'page'] })
        .createIndex('copy', 'copy');
      database
        .createObjectStore('beginnings', { keyPath: ['copy', 'page'] })
        .createIndex('copy', 'copy');
      database.createObjectStore('answers');
    },
    blocking(_current, _blocked, event) {
      // A newer page wants to change the database's shape: make room for it.
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
}

/** Rejects what takes too long: without a database the page must go on. */
export function withLimit<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('IndexedDB does not answer')), OPENING_LIMIT);
    void work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
