/** Copies of texts in the browser: found, begun, added to and deleted, each in one transaction. */
import type { IDBPTransaction } from 'idb';
import * as Y from 'yjs';
import type { Welcome } from '../sync/machine';
import { keptDatabase, type Kept, type Copy, type Mark, type SavedText } from './database';

/** More updates than this in a copy are put together into one. */
export const MOST_UPDATES = 200;

/** A copy with what it holds. */
export interface KeptText {
  copy: Copy;
  /** All its updates as one; null when it holds none yet. */
  update: Uint8Array | null;
  marks: Mark[];
  /** How the text was before what is unsaved in it; null if that is not known. */
  saved: SavedText | null;
}

const MARKED: ('copies' | 'updates' | 'marks' | 'beginnings')[] = [
  'copies',
  'updates',
  'marks',
  'beginnings',
];
type Marked = IDBPTransaction<Kept, typeof MARKED, 'readwrite'>;

async function deleteMark(work: Marked, key: [copy: string, page: string]): Promise<void> {
  await work.objectStore('marks').delete(key);
  await work.objectStore('beginnings').delete(key);
}

/** What the mark spoke of is kept elsewhere. What its page has written since is not. */
async function settle(work: Marked, { copy, page, edits }: Mark): Promise<void> {
  const present = await work.objectStore('marks').get([copy, page]);
  if (present?.edits === edits) await deleteMark(work, [copy, page]);
}

const newestFirst = (a: Copy, b: Copy) => b.made - a.made;

async function copiesOf(member: string, section: string): Promise<Copy[]> {
  const database = await keptDatabase();
  const copies = await database.getAllFromIndex('copies', 'place', [member, section]);
  return copies.sort(newestFirst);
}

/** The copy that is to be begun from; null when nothing is kept. */
export async function latestCopy(member: string, section: string): Promise<Copy | null> {
  const copies = await copiesOf(member, section);
  return copies.find((copy) => !copy.abandoned) ?? null;
}

/** Copies that were given up: of an older epoch, or with text that was refused. */
export async function leftOverCopies(member: string, section: string): Promise<Copy[]> {
  const copies = await copiesOf(member, section);
  const latest = copies.find((copy) => !copy.abandoned);
  return copies.filter((copy) => copy !== latest);
}

/**
 * The copy to write into from now on. Pages that open a text at the same time must share one, or the
 * text of all but one of them would be left over: so it is looked for and made in one transaction.
 */
export async function joinCopy(
  member: string,
  section: string,
  welcome: Welcome,
  now: number = Date.now(),
): Promise<Copy> {
  const database = await keptDatabase();
  const work = database.transaction('copies', 'readwrite');
  const copies = await work.store.index('place').getAll([member, section]);
  const present = copies
    .filter((copy) => !copy.abandoned && copy.epoch === welcome.epoch)
    .sort(newestFirst)[0];
  const made = copies.reduce((latest, copy) => Math.max(latest, copy.made + 1), now);
  const copy: Copy = present
    ? { ...present, welcome }
    : {
        name: `${member}/${section}/${welcome.epoch}/${made}`,
        member,
        section,
        epoch: welcome.epoch,
        made,
        welcome,
        abandoned: false,
      };
  await work.store.put(copy);
  await work.done;
  return copy;
}

function merged(updates: readonly Uint8Array[]): Uint8Array {
  // By way of a document, and not Y.mergeUpdates: so what was deleted takes no room.
  const document = new Y.Doc();
  document.transact(() => updates.forEach((update) => Y.applyUpdate(document, update)));
  const update = Y.encodeStateAsUpdate(document);
  document.destroy();
  return update;
}

export async function readCopy(copy: Copy): Promise<KeptText> {
  const database = await keptDatabase();
  const work = database.transaction(['updates', 'marks', 'beginnings'], 'readwrite');
  const updates = work.objectStore('updates');
  const [rows, keys, marks, beginnings] = await Promise.all([
    updates.index('copy').getAll(copy.name),
    updates.index('copy').getAllKeys(copy.name),
    work.objectStore('marks').index('copy').getAll(copy.name),
    work.objectStore('beginnings').index('copy').getAll(copy.name),
  ]);
  const update = rows.length === 0 ? null : merged(rows.map((row) => row.update));
  if (update && rows.length > MOST_UPDATES) {
    await updates.add({ copy: copy.name, update });
    await Promise.all(keys.map((key) => updates.delete(key)));
  }
  await work.done;
  // Of several pages' beginnings none says when the text of all of them was saved.
  const saved = marks.length === 1 && beginnings.length === 1 ? (beginnings[0] ?? null) : null;
  return { copy, update, marks, saved };
}

/** What one page adds to a copy at a time. */
export interface Addition {
  updates: readonly Uint8Array[];
  /** The page's own mark as it is now; null when nothing of it is unsaved. */
  mark: Mark | null;
  /** Set once after a mark: what the text was before. */
  beginning: SavedText | null;
  page: string;
  /** Marks of earlier pages whose text is on the server now. */
  settled: readonly Mark[];
  /** Whether the text may be nowhere else. */
  strict: boolean;
}

/** Adds to a copy. False, and nothing is done, if another page has deleted the copy meanwhile. */
export async function addToCopy(copy: Copy, addition: Addition): Promise<boolean> {
  const database = await keptDatabase();
  const work = database.transaction(MARKED, 'readwrite', {
    durability: addition.strict ? 'strict' : 'relaxed',
  });
  if (!(await work.objectStore('copies').getKey(copy.name))) {
    await work.done;
    return false;
  }
  if (addition.updates.length > 0) {
    const update = Y.mergeUpdates([...addition.updates]);
    await work.objectStore('updates').add({ copy: copy.name, update });
  }
  const { mark, beginning, page } = addition;
  if (mark) await work.objectStore('marks').put(mark);
  else await deleteMark(work, [copy.name, page]);
  if (beginning) {
    const { blocks, vector } = beginning;
    await work.objectStore('beginnings').put({ copy: copy.name, page, blocks, vector });
  }
  for (const settled of addition.settled) await settle(work, settled);
  await work.done;
  return true;
}

/** Puts back a copy that another page has deleted while this one still writes into it. */
export async function putBack(copy: Copy): Promise<void> {
  const database = await keptDatabase();
  await database.put('copies', copy);
}

/** Nobody begins from it any more. `marks` are those whose text is kept elsewhere by now. */
export async function abandonCopy(copy: Copy, marks: readonly Mark[]): Promise<void> {
  const database = await keptDatabase();
  const work = database.transaction(MARKED, 'readwrite');
  await work.objectStore('copies').put({ ...copy, abandoned: true });
  for (const mark of marks) await settle(work, mark);
  await work.done;
}

/** Deletes a copy and everything in it. One with unsaved text is left alone, unless told otherwise. */
export async function deleteCopy(copy: Copy, evenUnsaved = false): Promise<void> {
  const database = await keptDatabase();
  const work = database.transaction(MARKED, 'readwrite');
  const marks = await work.objectStore('marks').index('copy').getAllKeys(copy.name);
  if (marks.length === 0 || evenUnsaved) {
    for (const key of marks) await deleteMark(work, key);
    const updates = work.objectStore('updates');
    for (const key of await updates.index('copy').getAllKeys(copy.name)) await updates.delete(key);
    await work.objectStore('copies').delete(copy.name);
  }
  await work.done;
}
