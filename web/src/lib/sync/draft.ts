/** Makes a private draft of a document that cannot go on. */
import * as Y from 'yjs';
import type { Draft, Reason } from '../kept/drafts';
import type { SavedText } from '../kept/database';
import { readBlocks } from './blocks';

export interface DraftOrigin {
  member: string;
  section: string;
  epoch: string | null;
  why: Reason;
  /** Null when it is not known how the text was then. */
  saved: SavedText | null;
}

export function draftOf(document: Y.Doc, origin: DraftOrigin): Draft {
  const { saved, ...rest } = origin;
  const at = new Date().toISOString();
  return {
    ...rest,
    // The client id tells it from what another page set aside in the same millisecond.
    id: `${at}/${document.clientID}`,
    at,
    update: Y.encodeStateAsUpdate(document, saved?.vector),
    before: saved?.blocks ?? null,
    after: readBlocks(document),
    difference: null,
  };
}
