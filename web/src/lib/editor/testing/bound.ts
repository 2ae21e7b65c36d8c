/** For tests: an editor bound to a document by the real binding, and what the document holds as JSON. */
import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import * as Y from 'yjs';
import { keepingUnknown } from '../kept';
import { textSchema } from '../schema';

const words = { block: 'closed', inline: 'closed', empty: 'empty', language: 'en' };

export interface Part {
  name: string;
  attributes?: Record<string, unknown>;
  content?: (Part | Run[])[];
}
export type Run = { insert: unknown; attributes?: Record<string, unknown> };

export const p = (text: string): Part => ({ name: 'paragraph', content: [[{ insert: text }]] });

export function element({ name, attributes = {}, content = [] }: Part): Y.XmlElement {
  const made = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value as string);
  const children = content.map((part) => {
    if (!Array.isArray(part)) return element(part);
    const text = new Y.XmlText();
    text.applyDelta(part);
    return text;
  });
  made.insert(0, children);
  return made;
}

/** Everything a shared part holds, with every key of every mark. */
export function held(part: unknown): unknown {
  if (part instanceof Y.XmlText) return part.toDelta();
  if (!(part instanceof Y.XmlElement)) throw new Error('neither an element nor a text');
  return {
    name: part.nodeName,
    attributes: part.getAttributes(),
    content: part.toArray().map(held),
  };
}

export const fragmentOf = (document: Y.Doc): Y.XmlFragment => document.getXmlFragment('default');

export const allHeld = (document: Y.Doc): unknown[] => fragmentOf(document).toArray().map(held);

export function documentOf(...parts: Part[]): Y.Doc {
  const document = new Y.Doc();
  fragmentOf(document).insert(0, parts.map(element));
  return document;
}

function bind(document: Y.Doc): Editor {
  const place = globalThis.document.createElement('div');
  globalThis.document.body.append(place);
  return new Editor({
    element: place,
    injectCSS: false,
    extensions: [
      ...textSchema(),
      ...keepingUnknown(fragmentOf(document), () => words),
      Collaboration.configure({ document, field: 'default' }),
    ],
  });
}

/** Another's copy of a document; each sends what changes to the other. */
export function mirror(document: Y.Doc): Y.Doc {
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(document), 'wire');
  document.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'wire') Y.applyUpdate(other, update, 'wire');
  });
  other.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== 'wire') Y.applyUpdate(document, update, 'wire');
  });
  return other;
}

const editors: Editor[] = [];

/** An editor that `closeAll` ends. */
export function open(document: Y.Doc): Editor {
  const editor = bind(document);
  editors.push(editor);
  return editor;
}

export function closeAll(): void {
  for (const editor of editors.splice(0)) editor.destroy();
}

/** Where the first run with these words begins. */
export function find(editor: Editor, words: string): number {
  let at = -1;
  editor.state.doc.descendants((node, position) => {
    if (at < 0 && node.isText && node.text?.includes(words))
      at = position + node.text.indexOf(words);
    return at < 0;
  });
  if (at < 0) throw new Error(`no ${words}`);
  return at;
}
