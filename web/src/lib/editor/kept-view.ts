/** How a kept part stands in the editor: a closed box that says what it is, and its text. */
import { Mark, Node } from '@tiptap/core';
import {
  DOMParser,
  type DOMOutputSpec,
  type Node as ProseMirrorNode,
  type Schema,
} from '@tiptap/pm/model';

export const KEPT_BLOCK = 'keptBlock';
export const KEPT_INLINE = 'keptInline';
export const KEPT_MARK = 'keptMark';

/** Under which key the editor's schema has the kept type of a name. */
export const keptKey = (group: string, name: string): string => `${group} ${name}`;

export interface KeptWords {
  block: string;
  inline: string;
  empty: string;
  /** The language they are in. */
  language: string;
}

export interface KeptOptions {
  /** In the language of the interface. */
  words: () => KeptWords;
}

const noWords: KeptWords = { block: '', inline: '', empty: '', language: '' };
const options = (): KeptOptions => ({ words: () => noWords });

/** Which node an element was drawn for. */
const drawn = new WeakMap<globalThis.Node, ProseMirrorNode>();

/** The characters of a kept part, each block in it on a line of its own. */
export function keptText(node: ProseMirrorNode): string {
  let text = '';
  for (const child of node.children) {
    if (child.isText) text += typeof child.text === 'string' ? child.text : '';
    else if (child.isInline && !child.isTextblock) text += keptText(child);
    else text += `${text === '' || text.endsWith('\n') ? '' : '\n'}${keptText(child)}\n`;
  }
  return text.trimEnd();
}

function draw(node: ProseMirrorNode, { words }: KeptOptions): HTMLElement {
  const element = document.createElement(node.isBlock ? 'div' : 'span');
  element.className = 'kept';
  element.dataset.kept = node.type.name;
  const says = document.createElement('span');
  says.className = 'kept-says';
  const text = keptText(node);
  if (node.isBlock) {
    element.append(says, text);
  } else {
    says.classList.add('out-of-sight');
    element.append(text === '' ? '…' : text, says);
  }
  drawn.set(element, node);
  label(element, words());
  return element;
}

function label(element: HTMLElement, words: KeptWords): void {
  const says = element.querySelector('.kept-says');
  const node = drawn.get(element);
  if (!says || !node) return;
  const isEmpty = keptText(node) === '';
  const about = node.isBlock ? words.block : ` (${words.inline})`;
  says.setAttribute('lang', words.language);
  says.textContent = node.isBlock && isEmpty ? `${about} ${words.empty}` : about;
}

/** Says what the kept parts are in another language. */
export function labelKept(editor: HTMLElement, words: KeptWords): void {
  for (const element of editor.querySelectorAll<HTMLElement>('.kept')) label(element, words);
}

export const KeptBlock = Node.create<KeptOptions>({
  name: KEPT_BLOCK,
  group: 'block',
  atom: true,
  addOptions: options,
  // Required, so that nothing makes such a node where just any block is wanted.
  addAttributes: () => ({ kept: { isRequired: true, rendered: false } }),
  parseHTML: () => [],
  renderHTML({ node }) {
    return draw(node, this.options);
  },
});

export const KeptInline = Node.create<KeptOptions>({
  name: KEPT_INLINE,
  group: 'inline',
  inline: true,
  atom: true,
  addOptions: options,
  addAttributes: () => ({ kept: { isRequired: true, rendered: false } }),
  parseHTML: () => [],
  renderHTML({ node }) {
    return draw(node, this.options);
  },
});

export const KeptMark = Mark.create({
  name: KEPT_MARK,
  inclusive: false,
  excludes: '',
  parseHTML: () => [],
  renderHTML: () => ['span', { class: 'kept-mark' }, 0],
});

/** Has a node drawn as its own type says, and not as the type that goes by its name. */
export function drawItself(node: ProseMirrorNode): DOMOutputSpec {
  return node.type.spec.toDOM?.(node) ?? ['span'];
}

/** Has a kept node found again where the editor reads back what it has drawn; its name is not unique. */
export function readBack(schema: Schema): void {
  const parser = DOMParser.fromSchema(schema);
  const parse = parser.parse.bind(parser);
  parser.parse = (dom, given) => {
    const { ruleFromNode, ...rest } = (given ?? {}) as {
      ruleFromNode?: (dom: globalThis.Node) => unknown;
    };
    const rule = (element: globalThis.Node) => {
      const node = drawn.get(element);
      if (!node) return ruleFromNode?.(element) ?? null;
      return {
        node: keptKey(node.isBlock ? KEPT_BLOCK : KEPT_INLINE, node.type.name),
        attrs: node.attrs,
      };
    };
    return parse(dom, { ...rest, ruleFromNode: rule } as typeof given);
  };
}
