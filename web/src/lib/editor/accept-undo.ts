/** What came of a proposal that was accepted here is one step for the editor's undo, by itself. */
import { Extension, type Editor } from '@tiptap/core';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type * as Y from 'yjs';
import { ACCEPT } from '../sync/provider';

const managerOf = (editor: Editor): Y.UndoManager | null =>
  (yUndoPluginKey.getState(editor.state) as { undoManager: Y.UndoManager } | undefined)
    ?.undoManager ?? null;

export interface AcceptUndoOptions {
  document: Y.Doc | null;
  /** Whether the last thing that can be undone is an accept; asked after each change. */
  onUndoable: (undoable: boolean) => void;
}

/** Needs `trackedOrigins` of the collaboration to name the origin. */
export const AcceptUndo = Extension.create<AcceptUndoOptions, { end: () => void }>({
  name: 'acceptUndo',
  addOptions: () => ({ document: null, onUndoable: () => {} }),
  addStorage: () => ({ end: () => {} }),

  // Later than the undo manager itself begins to listen.
  onCreate() {
    const { document, onUndoable } = this.options;
    const manager = managerOf(this.editor);
    if (!document || !manager) return;
    let accepted: unknown = null;
    const before = ({ origin }: Y.Transaction) => origin === ACCEPT && manager.stopCapturing();
    const after = ({ origin }: Y.Transaction) => {
      if (origin === ACCEPT) {
        manager.stopCapturing();
        accepted = manager.undoStack.at(-1) ?? null;
      }
      if (accepted !== null) onUndoable(manager.undoStack.at(-1) === accepted);
    };
    document.on('beforeTransaction', before);
    document.on('afterTransaction', after);
    this.storage.end = () => {
      document.off('beforeTransaction', before);
      document.off('afterTransaction', after);
    };
  },
  onDestroy() {
    this.storage.end();
  },
});
