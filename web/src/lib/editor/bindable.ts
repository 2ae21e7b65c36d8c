/** Whether an editor can be bound to a text at all; what it does not know, it keeps. */
import * as Y from 'yjs';
import { description } from './description';

const isShared = (value: unknown): boolean =>
  value instanceof Y.AbstractType || value instanceof Y.Doc;

function isBindableText(text: Y.XmlText): boolean {
  return (text.toDelta() as { insert?: unknown }[]).every((run) => !isShared(run.insert));
}

function isBindable(part: Y.XmlElement | Y.XmlText | Y.XmlHook): boolean {
  if (part instanceof Y.XmlText) return isBindableText(part);
  if (!(part instanceof Y.XmlElement)) return false;
  const attributes: unknown[] = Object.values(part.getAttributes());
  return !attributes.some(isShared) && part.toArray().every(isBindable);
}

/** Whether it is a part of ours that stands in others only, as an item does in a list. */
function isMisplaced(part: Y.XmlElement): boolean {
  const known = description.nodes[part.nodeName];
  const groups = known?.group?.split(' ') ?? [];
  return !['doc', 'text'].includes(part.nodeName) && !!known && !groups.includes('block');
}

/**
 * False for shared types in place of values, for text outside every block, and for items, rows and cells
 * outside what they belong in, which the editor would wrap. No editor writes these.
 */
export function canBind(fragment: Y.XmlFragment): boolean {
  return fragment
    .toArray()
    .every((part) => part instanceof Y.XmlElement && !isMisplaced(part) && isBindable(part));
}
