/** Sees to copies that were given up: their unsaved text becomes a draft, and the rest is deleted. */
import * as Y from 'yjs';
import { draftOf } from '../sync/draft';
import { deleteCopy, leftOverCopies, readCopy } from './copies';
import type { Copy } from './database';
import type { Draft, Reason } from './drafts';
import { ifUnused } from './locks';

/** Where drafts are put. Says whether the browser keeps the draft. */
interface Drafts {
  add(draft: Draft): Promise<boolean>;
}

/** A page ended before it could set its refused text aside. */
const LEFT_BEHIND: Reason = { close: 0, code: 'left-behind' };

export async function clearLeftOvers(
  member: string,
  section: string,
  drafts: Drafts,
): Promise<void> {
  try {
    for (const copy of await leftOverCopies(member, section)) {
      await ifUnused(copy.name, () => clear(copy, drafts));
    }
  } catch (error) {
    // They stay where they are, for the next visit to see to.
    console.warn(error);
  }
}

async function clear(copy: Copy, drafts: Drafts): Promise<void> {
  const { update, marks, saved } = await readCopy(copy);
  if (update && marks.length > 0) {
    const document = new Y.Doc();
    Y.applyUpdate(document, update);
    const { member, section, epoch } = copy;
    const draft = draftOf(document, { member, section, epoch, why: LEFT_BEHIND, saved });
    document.destroy();
    // Deleted only when the draft is on disk.
    if (!(await drafts.add(draft))) return;
  }
  await deleteCopy(copy, true);
}
