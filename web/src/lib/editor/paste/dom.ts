/** Small operations on pasted HTML. */

/** What an inline style says of one property; the browser's own reading is empty under the page's policy. */
export function styleOf(element: Element, property: string): string | null {
  const style = element.getAttribute('style') ?? '';
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    if (colon > 0 && declaration.slice(0, colon).trim().toLowerCase() === property) {
      return declaration
        .slice(colon + 1)
        .trim()
        .toLowerCase();
    }
  }
  return null;
}

/** Leaves what is in an element in its place. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** The same content under another tag, without attributes. */
export function rename(element: Element, tag: string): HTMLElement {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.replaceWith(made);
  return made;
}

/** Puts what is in an element into another that stands alone in it. */
export function wrapContent(element: Element, tag: string): void {
  const made = element.ownerDocument.createElement(tag);
  made.append(...element.childNodes);
  element.append(made);
}

/** Those elements that are still in the document when their turn comes. */
export function* all(root: Element, selector: string): Generator<Element> {
  for (const element of root.querySelectorAll(selector)) {
    if (root.contains(element)) yield element;
  }
}

/** Whether a reader sees no character in it. */
export const isBlank = (node: Node): boolean =>
  /^[\s\u00a0\u200b\ufeff]*$/.test(node.textContent ?? '');
