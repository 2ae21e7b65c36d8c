/** What the proposals of a section need of its editor. */
import type { Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import type * as Y from 'yjs';
import type { LiveText } from './proposing.svelte';
import { Places, rangeOf, runOf, seen, type Run } from './run';

/** What the visitor has selected in a text that they cannot edit; a click counts. */
function selectedByHand({ view, state }: Editor): Run | null {
  const selection = view.dom.ownerDocument.getSelection();
  if (!selection?.anchorNode || !selection.focusNode) return null;
  const { anchorNode, anchorOffset, focusNode, focusOffset } = selection;
  if (!view.dom.contains(anchorNode) || !view.dom.contains(focusNode)) return null;
  if (anchorNode === view.dom && selection.isCollapsed) return null;
  const anchor = view.posAtDOM(anchorNode, anchorOffset);
  const head = view.posAtDOM(focusNode, focusOffset);
  return runOf(TextSelection.between(state.doc.resolve(anchor), state.doc.resolve(head)));
}

export function liveText(editor: Editor, fragment: Y.XmlFragment): LiveText & { end: () => void } {
  // Before somebody has been in the text, its caret says nothing about what they mean.
  let touched = false;
  const touch = () => (touched = true);
  editor.on('focus', touch);
  const isWhole = () => fragment.length === editor.state.doc.childCount;
  return {
    find: (ids) => (isWhole() ? new Places(fragment).find(ids) : null),
    seen: (run) => seen(editor.state.doc, fragment, run),
    chosen: () => {
      if (!isWhole()) return null;
      if (!editor.isEditable) return selectedByHand(editor);
      return touched ? runOf(editor.state.selection) : null;
    },
    lines: () => (isWhole() ? editor.state.doc.children.map((node) => node.textContent) : []),
    undo: () => void editor.commands.undo(),
    reveal: (run) => {
      const found = editor.view.nodeDOM(rangeOf(editor.state.doc, run).from);
      if (found instanceof HTMLElement) found.scrollIntoView({ block: 'center' });
    },
    end: () => void editor.off('focus', touch),
  };
}
