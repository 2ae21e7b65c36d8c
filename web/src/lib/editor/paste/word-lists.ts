/**
 * Word's lists as lists. Word writes each item as a paragraph whose style names list, level and override
 * (`mso-list: l0 level2 lfo1`), with the bullet or number as text that a reader is to ignore.
 */
import { styleOf } from './dom';

interface Item {
  paragraph: Element;
  level: number;
  /** What Word would draw before it. */
  marker: string;
}

const NUMBERED = /^\(?(\d+|[a-zåäö]|[ivxlcdm]+)[.):]/i;

function itemOf(element: Element | null): Item | null {
  if (!element || !/^(P|H[1-6])$/.test(element.tagName)) return null;
  const style = styleOf(element, 'mso-list');
  const level = style === null ? null : /level(\d)/.exec(style);
  if (!level) return null;
  const marker = [...element.querySelectorAll('span')].find(
    (span) => styleOf(span, 'mso-list') === 'ignore',
  );
  return { paragraph: element, level: Number(level[1]), marker: marker?.textContent?.trim() ?? '' };
}

function listFor(marker: string, document: Document): HTMLElement {
  const numbered = NUMBERED.exec(marker);
  const list = document.createElement(numbered ? 'ol' : 'ul');
  const first = Number.parseInt(numbered?.[1] ?? '', 10);
  if (first > 1) list.setAttribute('start', String(first));
  return list;
}

/** Builds one list of items that follow one another, deeper ones within the item before them. */
function build(items: Item[], document: Document): HTMLElement[] {
  const lists: HTMLElement[] = [];
  const open: { list: HTMLElement; level: number }[] = [];
  for (const { paragraph, level, marker } of items) {
    while ((open.at(-1)?.level ?? 0) > level) open.pop();
    const isSame = open.at(-1)?.level === level;
    const kind = NUMBERED.test(marker) ? 'OL' : 'UL';
    if (isSame && open.at(-1)?.list.tagName !== kind) open.pop();
    if (open.at(-1)?.level !== level) {
      const list = listFor(marker, document);
      const parent = open.at(-1)?.list.lastElementChild;
      if (parent) parent.append(list);
      else lists.push(list);
      open.push({ list, level });
    }
    const item = document.createElement('li');
    const line = document.createElement('p');
    line.append(...paragraph.childNodes);
    item.append(line);
    open.at(-1)?.list.append(item);
  }
  return lists;
}

export function makeLists(root: Element): void {
  for (const paragraph of root.querySelectorAll('p, h1, h2, h3, h4, h5, h6')) {
    const items: Item[] = [];
    for (let item = itemOf(paragraph); item; item = itemOf(item.paragraph.nextElementSibling)) {
      items.push(item);
    }
    if (items.length === 0 || !root.contains(paragraph)) continue;
    const place = root.ownerDocument.createComment('');
    paragraph.before(place);
    const lists = build(items, root.ownerDocument);
    for (const { paragraph: emptied } of items) emptied.remove();
    place.replaceWith(...lists);
  }
  for (const span of root.querySelectorAll('span')) {
    if (styleOf(span, 'mso-list') === 'ignore') span.remove();
  }
}
