/** What came of a proposal that was accepted here is one step for the editor's undo, by itself. */
import { Extension } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { ACCEPT } from '../sync/provider';

export interface AcceptUndoOptions {
  document: Y.Doc | null;
  /** Whether the last thing that can be undone is an accept; asked after each change. */
  onUndoable: (undoable: boolean) => void;
}

function watch(view: EditorView, document: Y.Doc, onUndoable: (undoable: boolean) => void) {
  const undo = yUndoPluginKey.getState(view.state) as { undoManager: Y.UndoManager } | undefined;
  if (!undo) return {};
  const manager = undo.undoManager;
  let accepted: unknown = null;
  const before = ({ origin }: Y.Transaction) => origin === ACCEPT && manager.stopCapturing();
  // The manager has begun to listen when the editor's state was made, and so is asked first.
  const after = ({ origin }: Y.Transaction) => {
    if (origin === ACCEPT) {
      manager.stopCapturing();
      accepted = manager.undoStack.at(-1) ?? null;
    }
    if (accepted !== null) onUndoable(manager.undoStack.at(-1) === accepted);
  };
  document.on('beforeTransaction', before);
  document.on('afterTransaction', after);
  return {
    destroy() {
      document.off('beforeTransaction', before);
      document.off('afterTransaction', after);
    },
  };
}

/** Needs `trackedOrigins` of the collaboration to name the origin. */
export const AcceptUndo = Extension.create<AcceptUndoOptions>({
  name: 'acceptUndo',
  addOptions: () => ({ document: null, onUndoable: () => {} }),
  addProseMirrorPlugins() {
    const { document, onUndoable } = this.options;
    if (!document) return [];
    return [new Plugin({ view: (view) => watch(view, document, onUndoable) })];
  },
});
