/** Text that waits in the browser to be sent. Knows no document: every page of the product may ask. */
import type { Me } from '../api/types';
import { keptDatabase, type Copy } from './database';

/** All copies of the given members, and whether something in them is unsaved. */
export async function listCopies(
  members: readonly string[],
): Promise<{ copy: Copy; unsaved: boolean }[]> {
  const database = await keptDatabase();
  const work = database.transaction(['copies', 'marks']);
  const [copies, marks] = await Promise.all([
    work.objectStore('copies').getAll(),
    work.objectStore('marks').getAll(),
  ]);
  await work.done;
  const marked = new Set(marks.map(({ copy }) => copy));
  return copies
    .filter(({ member }) => members.includes(member))
    .map((copy) => ({ copy, unsaved: marked.has(copy.name) }));
}

/** Sends what was written without a connection, also if its section is not opened again. */
export async function sendWhatWaits(me: Me): Promise<void> {
  try {
    const copies = await listCopies(me.memberships.map(({ member }) => member.id));
    const waiting = copies.filter(({ unsaved }) => unsaved);
    if (waiting.length === 0) return;
    // Only now, because it brings the whole of Yjs.
    const { enterRoom } = await import('../sync/rooms');
    for (const { copy } of waiting) enterRoom(copy.member, copy.section, 'in passing');
  } catch (error) {
    console.warn('What waits to be sent cannot be read.', error);
  }
}
