/** What two holders of a text compare to see whether they hold the same. */
import type * as Y from 'yjs';
import { ROOT } from './plain';
import { fragmentJson } from './tree';

/** The SHA-256 of the text's tree; null where the browser gives a page no SHA-256 (plain HTTP). */
export async function fingerprint(document: Y.Doc): Promise<Uint8Array | null> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const bytes = new TextEncoder().encode(fragmentJson(document.getXmlFragment(ROOT)));
  return new Uint8Array(await subtle.digest('SHA-256', bytes));
}
