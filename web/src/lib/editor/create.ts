/** Puts the parts of the editor together over a section's document. */
import { Editor, Extension, type Extensions } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { CollaborationCaret } from '@tiptap/extension-collaboration-caret';
import { Dropcursor, Gapcursor, Placeholder } from '@tiptap/extensions';
import type { Awareness } from 'y-protocols/awareness';
import type * as Y from 'yjs';
import { ROOT } from '../sync/plain';
import { ACCEPT } from '../sync/provider';
import type { BlockOptions } from './blocks';
import { drawCaret, selectionLook, type CaretOwner } from './caret';
import { keepingUnknown } from './kept';
import type { KeptWords } from './kept-view';
import { Paste } from './paste';
import { textSchema } from './schema';

export interface EditorOptions {
  element: HTMLElement;
  document: Y.Doc;
  awareness: Awareness;
  /** Asked again at every change of the view, as the label is. */
  editable: () => boolean;
  /** The language the text is written in, for hyphenation, spelling and voices. */
  language: string;
  label: () => string;
  placeholder: (node: string) => string;
  /** Whose caret it is, by the member's id in the presence the server wrote. */
  ownerOf: (member: unknown) => CaretOwner;
  blockView: BlockOptions['view'];
  tableLabel: () => string;
  keptWords: () => KeptWords;
  /** Pictures were among what was pasted, and are not in the text. */
  onPicturesDropped: () => void;
  onToolbar: () => void;
  onLink: () => void;
  /** A comment on what is selected, or to the discussion that the caret is in. */
  onComment: () => void;
  /** What stands beside the text and shows itself in it: marks of proposals, of threads, of authors. */
  extras: Extensions;
}

export function createEditor(options: EditorOptions): Editor {
  const keys = Extension.create({
    name: 'sectionKeys',
    addKeyboardShortcuts: () => ({
      'Alt-F10': () => {
        options.onToolbar();
        return true;
      },
      'Mod-k': () => {
        options.onLink();
        return true;
      },
      'Mod-Alt-m': () => {
        options.onComment();
        return true;
      },
    }),
  });

  return new Editor({
    element: options.element,
    editable: options.editable(),
    // The content security policy lets no script add a style element.
    injectCSS: false,
    extensions: [
      ...textSchema(options.blockView, options.tableLabel),
      ...keepingUnknown(options.document.getXmlFragment(ROOT), options.keptWords),
      Collaboration.configure({
        document: options.document,
        field: ROOT,
        yUndoOptions: { trackedOrigins: [ACCEPT] },
      }),
      CollaborationCaret.configure({
        provider: { awareness: options.awareness },
        user: {},
        render: (user) => drawCaret(options.ownerOf(user.member)),
        selectionRender: (user) => selectionLook(options.ownerOf(user.member)),
      }),
      Placeholder.configure({
        placeholder: ({ node }) => options.placeholder(node.type.name),
        showOnlyCurrent: false,
        includeChildren: false,
      }),
      Dropcursor.configure({ class: 'drop-cursor', color: false }),
      Gapcursor,
      Paste.configure({ onPicturesDropped: options.onPicturesDropped }),
      keys,
      ...options.extras,
    ],
    editorProps: {
      attributes: () => attributes(options),
    },
  });
}

function attributes(options: EditorOptions): Record<string, string> {
  const common = { class: 'text', lang: options.language, 'aria-label': options.label() };
  // What can only be read is read as a document, with its headings, and not as a field.
  if (!options.editable()) return { ...common, role: 'document', tabindex: '0' };
  return { ...common, role: 'textbox', 'aria-multiline': 'true', spellcheck: 'true' };
}
