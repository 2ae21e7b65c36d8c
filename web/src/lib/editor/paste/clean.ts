/**
 * What other programs put on the clipboard, brought to what a text may hold. The editor's schema is the
 * fence: nothing gets into a text that it lacks. This is about what the writer meant: Word's paragraphs
 * that are list items, Google's bold that is a wrapper, deletions that are still there.
 *
 * The rules are in docs/document-schema.md under "Pasting".
 */
import { all, isBlank, rename, styleOf, unwrap, wrapContent } from './dom';
import { makeLists } from './word-lists';

export interface Cleaned {
  html: string;
  /** Whether pictures were left out. */
  pictures: boolean;
}

const NOTHING =
  'script, style, meta, link, title, base, template, noscript, xml, del, hr, colgroup';
const PICTURES =
  'img, picture, svg, video, audio, canvas, object, embed, iframe, v\\:shape, v\\:imagedata';
const HEADINGS = 'h1, h2, h3, h4, h5, h6';
const BLOCKS = `p, div, ${HEADINGS}, ul, ol, li, table, blockquote, section, article, header, footer`;
/** Smaller pictures tell a sender that a letter was opened, and are no pictures to a reader. */
const LEAST_PICTURE = 3;

export function clean(html: string): Cleaned {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  if (body.querySelector('[data-pm-slice]')) {
    // From an editor like ours; what ours says about a closed part is no part of it.
    for (const says of all(body, '.kept-says')) says.remove();
    const pictures = removePictures(body);
    return { html: body.innerHTML, pictures };
  }
  removeComments(body);
  for (const element of all(body, NOTHING)) element.remove();
  for (const element of all(body, '*')) if (isHidden(element)) element.remove();
  const pictures = removePictures(body);
  makeLists(body);
  nameFootnotes(body);
  makeHeadings(body);
  tidyTables(body);
  makeMarks(body);
  tidyCharacters(body);
  splitAtBlankLines(body);
  removeBlankLines(body);
  for (const element of all(body, '*')) keepOnly(element, ['href', 'colspan', 'rowspan', 'start']);
  return { html: body.innerHTML, pictures };
}

function removeComments(root: Element): void {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
}

/** What the program that it comes from does not show in the text either. */
function isHidden(element: Element): boolean {
  return (
    element.hasAttribute('hidden') ||
    styleOf(element, 'display') === 'none' ||
    styleOf(element, 'mso-hide') === 'all' ||
    styleOf(element, 'mso-element') === 'comment-list' ||
    element.matches('.MsoCommentReference, .msocomanchor, .msocomoff')
  );
}

function removePictures(root: Element): boolean {
  let pictures = false;
  for (const element of all(root, PICTURES)) {
    const sides = ['width', 'height'].map((side) =>
      Number.parseInt(element.getAttribute(side) ?? '', 10),
    );
    pictures ||= !sides.some((side) => side < LEAST_PICTURE);
    element.remove();
  }
  return pictures;
}

/** A reference to a note leads nowhere here; its number is set in brackets, to be told from a figure. */
function nameFootnotes(root: Element): void {
  for (const link of all(root, 'a[href*="#"]')) {
    const leadsHere = /^#|#_(ftn|edn)/.test(link.getAttribute('href') ?? '');
    const number = /^\s*\[?(\d+|[ivx]+)\]?\s*$/.exec(link.textContent ?? '')?.[1];
    if (leadsHere && number) link.replaceWith(`[${number}]${link.previousSibling ? '' : ' '}`);
    else if (leadsHere) unwrap(link);
  }
}

function makeHeadings(root: Element): void {
  for (const line of all(root, 'p, div[role="heading"]')) {
    const outline = styleOf(line, 'mso-outline-level') ?? line.getAttribute('aria-level');
    if (line.matches('.MsoTitle')) rename(line, 'h1');
    else if (line.matches('.MsoSubtitle')) rename(line, 'h2');
    else if (/^[1-6]$/.test(outline ?? '')) rename(line, `h${outline}`);
  }
  // An item begins with a paragraph.
  for (const heading of all(root, `li :is(${HEADINGS})`)) rename(heading, 'p');
}

/** Bold and italic by style as marks, and none where the style takes them back or a heading has its own. */
function makeMarks(root: Element): void {
  for (const element of all(root, 'b, strong, i, em, cite, dfn')) {
    const weight = styleOf(element, 'font-weight');
    const isBold = /^(b|strong)$/i.test(element.tagName);
    if (isBold && weight !== null && !isHeavy(weight)) unwrap(element);
    else if (!isBold && styleOf(element, 'font-style') === 'normal') unwrap(element);
  }
  for (const element of all(root, 'span, font, a, p, li, td')) {
    if (isHeavy(styleOf(element, 'font-weight') ?? '')) wrapContent(element, 'strong');
    if (/^(italic|oblique)/.test(styleOf(element, 'font-style') ?? '')) wrapContent(element, 'em');
  }
  for (const element of all(root, 'span, font')) unwrap(element);
  for (const bold of all(root, `:is(${HEADINGS}, th) :is(b, strong)`)) unwrap(bold);
  // Around blocks, a mark stands on what is in them.
  for (const mark of all(root, ':is(b, strong, i, em)')) {
    if (!mark.querySelector(BLOCKS)) continue;
    const tag = mark.tagName;
    for (const block of mark.querySelectorAll(`p, ${HEADINGS}`)) wrapContent(block, tag);
    unwrap(mark);
  }
}

const isHeavy = (weight: string): boolean => weight.startsWith('bold') || Number(weight) >= 600;

/** Tables that only place things on a page become what they hold; heading rows become heading cells. */
function tidyTables(root: Element): void {
  for (const caption of all(root, 'caption')) {
    const line = rename(caption, 'p');
    line.closest('table')?.before(line);
  }
  for (const table of [...root.querySelectorAll('table')].reverse()) {
    const isWithin = table.parentElement?.closest('table') !== null;
    const isLayout =
      table.querySelectorAll('td, th').length <= 1 || table.getAttribute('role') === 'presentation';
    if (!isWithin && !isLayout) continue;
    for (const cell of table.querySelectorAll('td, th')) rename(cell, 'div');
    for (const part of table.querySelectorAll('thead, tbody, tfoot, tr')) unwrap(part);
    rename(table, 'div');
  }
  for (const cell of all(root, 'thead td')) {
    const heading = root.ownerDocument.createElement('th');
    for (const span of ['colspan', 'rowspan']) {
      const value = cell.getAttribute(span);
      if (value !== null) heading.setAttribute(span, value);
    }
    heading.append(...cell.childNodes);
    cell.replaceWith(heading);
  }
}

/** Soft hyphens belong to the line they were set in; a hard space is kept where it stands alone. */
function tidyCharacters(root: Element): void {
  const walker = root.ownerDocument.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const text = walker.currentNode;
    text.nodeValue = (text.nodeValue ?? '')
      .replace(/[\u00ad\u200b\ufeff]/g, '')
      .replace(/[ \t\r\n]*\u00a0[\u00a0 \t\r\n]+|[ \t\r\n]+\u00a0/g, ' ');
  }
}

/** Two line breaks and nothing between them are what many pages have for a new paragraph. */
function splitAtBlankLines(root: Element): void {
  for (const line of all(root, 'br + br')) {
    const block = line.parentElement;
    const before = line.previousElementSibling;
    const isBlankLine = before !== null && [...between(before, line)].every(isBlank);
    if (!isBlankLine || !block?.matches('p, div') || block.querySelector(BLOCKS)) continue;
    const made = root.ownerDocument.createElement('p');
    while (block.firstChild && block.firstChild !== line) made.append(block.firstChild);
    block.before(made);
    line.remove();
    before.remove();
  }
}

function* between(first: Node, last: Node): Generator<Node> {
  for (let node = first.nextSibling; node && node !== last; node = node.nextSibling) yield node;
}

function removeBlankLines(root: Element): void {
  for (const part of all(root, 'o\\:p')) unwrap(part);
  for (const line of all(root, 'br')) {
    const parent = line.parentElement;
    const isBetweenBlocks =
      parent === root ||
      [line.previousElementSibling, line.nextElementSibling].some((each) => each?.matches(BLOCKS));
    if (isBetweenBlocks && (parent !== root || !hasTextBeside(line))) line.remove();
    else if (!line.nextSibling) line.remove();
  }
  for (const line of all(root, `p, div, ${HEADINGS}, blockquote, li`)) {
    const isOnlyLineOf =
      line.parentElement?.matches('td, th, li') && line.parentElement.children.length === 1;
    if (isBlank(line) && !line.querySelector('table') && !isOnlyLineOf) line.remove();
    else if (isBlank(line)) line.textContent = '';
    else trim(line);
  }
}

const hasTextBeside = (line: Element): boolean =>
  [line.previousSibling, line.nextSibling].some((each) => each?.nodeType === 3 && !isBlank(each));

/** Hard spaces at either end of a line hold no word apart from another. */
function trim(line: Element): void {
  const walker = line.ownerDocument.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  const first = walker.nextNode();
  let last = first;
  while (walker.nextNode()) last = walker.currentNode;
  if (first) first.nodeValue = (first.nodeValue ?? '').replace(/^[\s\u00a0]+/, '');
  if (last) last.nodeValue = (last.nodeValue ?? '').replace(/[\s\u00a0]+$/, '');
}

function keepOnly(element: Element, names: string[]): void {
  for (const name of element.getAttributeNames()) {
    if (!names.includes(name)) element.removeAttribute(name);
  }
}
