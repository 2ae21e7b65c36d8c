/** What becomes of kept text when its member signs out. */
import { countTyped, forgetAllTyped } from '../proposals/typed';
import { forgetTyped } from '../discussion/typed';
import { leaveRooms, unsavedSections } from '../sync/rooms';
import { deleteCopy } from './copies';
import { countDrafts, discardAllDrafts } from './drafts';
import { listCopies } from './waiting';

export interface Unsaved {
  /** How many sections have text that the server may lack. */
  sections: number;
  drafts: number;
}

/** What only this computer has. Where the browser has no storage, what only this page has. */
export async function findUnsaved(members: readonly string[]): Promise<Unsaved> {
  const sections = new Set(unsavedSections());
  const typed = countTyped(members);
  let drafts = typed;
  try {
    for (const { copy, unsaved } of await listCopies(members)) {
      if (unsaved) sections.add(copy.section);
    }
    drafts = typed + (await countDrafts(members));
  } catch (error) {
    console.warn(error);
  }
  return { sections: sections.size, drafts };
}

/** Deletes what is kept for the given members: what is saved, or all of it. */
export async function forgetKept(
  members: readonly string[],
  which: 'saved' | 'everything',
): Promise<void> {
  await leaveRooms();
  forgetTyped(members);
  if (which === 'everything') forgetAllTyped(members);
  try {
    for (const { copy } of await listCopies(members)) {
      await deleteCopy(copy, which === 'everything');
    }
    if (which === 'everything') await discardAllDrafts(members);
  } catch (error) {
    console.warn(error);
  }
}
