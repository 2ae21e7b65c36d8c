/** What is drawn over the text stays with its words while the text changes. */
import type { Node } from '@tiptap/pm/model';
import type { Transaction } from '@tiptap/pm/state';
import { Mapping, StepMap } from '@tiptap/pm/transform';
import type { DecorationSet } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';

/**
 * A change of others' puts a whole new document in place of the old one, and by the transaction's own mapping everything
 * would be gone. What differs between the two is what has changed.
 */
export function follow(decorations: DecorationSet, transaction: Transaction): DecorationSet {
  if (!transaction.docChanged) return decorations;
  const mapping = isOthers(transaction)
    ? difference(transaction.before, transaction.doc)
    : transaction.mapping;
  return decorations.map(mapping, transaction.doc);
}

/** Whether it shows what was done to the shared text elsewhere: by others, by an undo, or at the very beginning. */
export function isOthers(transaction: Transaction): boolean {
  const meta = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
  return meta?.isChangeOrigin ?? false;
}

function difference(before: Node, after: Node): Mapping {
  const start = before.content.findDiffStart(after.content);
  const end = before.content.findDiffEnd(after.content);
  if (start === null || end === null) return new Mapping();
  // Where something was repeated, the two ends can overlap.
  const overlap = Math.max(0, start - Math.min(end.a, end.b));
  const [old, now] = [end.a + overlap - start, end.b + overlap - start];
  return new Mapping([new StepMap([start, old, now])]);
}
