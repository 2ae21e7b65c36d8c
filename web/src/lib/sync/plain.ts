/** The text of a document as plain lines, read from the CRDT without an editor. */
import * as Y from 'yjs';

/** The name of the root fragment; the same on every client and on the server. */
export const ROOT = 'default';

function inline(element: Y.XmlElement | Y.XmlFragment): string {
  return element
    .toArray()
    .map((child) => {
      if (child instanceof Y.XmlText) {
        return (child.toDelta() as { insert?: unknown }[])
          .map((run) => (typeof run.insert === 'string' ? run.insert : ''))
          .join('');
      }
      if (child instanceof Y.XmlElement && child.nodeName === 'hardBreak') return '\n';
      return '';
    })
    .join('');
}

function holdsBlocks(element: Y.XmlElement): boolean {
  return element
    .toArray()
    .some((child) => child instanceof Y.XmlElement && child.nodeName !== 'hardBreak');
}

function lines(element: Y.XmlElement, list: string[], lead: string): void {
  if (!holdsBlocks(element)) {
    const text = inline(element);
    if (text.trim() !== '') list.push(lead + text);
    return;
  }
  element.toArray().forEach((child, index) => {
    if (!(child instanceof Y.XmlElement)) return;
    const ordered = element.nodeName === 'orderedList';
    const item = child.nodeName === 'listItem' ? (ordered ? `${index + 1}. ` : '– ') : '';
    lines(child, list, lead + item);
  });
}

/** Every paragraph, heading, list item or measure of an element that has text, in order. */
export function plainLines(element: Y.XmlElement): string[] {
  const list: string[] = [];
  lines(element, list, '');
  return list;
}

/** The same of a whole text. */
export function plainBlocks(document: Y.Doc): string[] {
  return document
    .getXmlFragment(ROOT)
    .toArray()
    .flatMap((child) => (child instanceof Y.XmlElement ? plainLines(child) : []));
}
