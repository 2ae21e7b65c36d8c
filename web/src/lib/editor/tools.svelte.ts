/** What the toolbar can do, and what of it is on where the caret stands. */
import type { ChainedCommands, Editor } from '@tiptap/core';
import type { NumberedName } from './blocks';

export type ToolName =
  | 'bold'
  | 'italic'
  | 'heading'
  | 'subheading'
  | 'bulletList'
  | 'orderedList'
  | 'quote'
  | 'link'
  | 'undo'
  | 'redo';

export interface ToolState {
  /** Null for what is done and not switched. */
  pressed: boolean | null;
  enabled: boolean;
}

const idle: ToolState = { pressed: null, enabled: false };

export class Tools {
  #editor: Editor | null = null;
  #states: Partial<Record<ToolName, ToolState>> = $state.raw({});

  /** Follows an editor until the returned function is called. */
  follow(editor: Editor): () => void {
    this.#editor = editor;
    let scheduled = false;
    // Not at once: the editor may lose the focus, which is a transaction, while the page is redrawn.
    const look = () => {
      if (scheduled) return;
      scheduled = true;
      queueMicrotask(() => {
        scheduled = false;
        if (this.#editor === editor) this.#states = this.#look(editor);
      });
    };
    editor.on('transaction', look);
    look();
    return () => {
      editor.off('transaction', look);
      this.#editor = null;
      this.#states = {};
    };
  }

  state(tool: ToolName): ToolState {
    return this.#states[tool] ?? idle;
  }

  use(tool: Exclude<ToolName, 'link'>): void {
    if (!this.#editor) return;
    // At once: the chain's own way back to the text takes a frame, and a key pressed in it would be lost.
    this.#editor.view.focus();
    commands[tool](this.#editor.chain().focus()).run();
  }

  /** Adds an empty block after the one the caret is in, and puts the caret into it. */
  add(block: NumberedName): void {
    const editor = this.#editor;
    if (!editor) return;
    editor.view.focus();
    const start = editor.state.selection.$from;
    const top = start.depth > 0 ? start.node(1) : null;
    const isEmptyLine = top?.type.name === 'paragraph' && top.content.size === 0;
    if (isEmptyLine) {
      editor.chain().focus().setNode(block).run();
      return;
    }
    const after = start.depth > 0 ? start.after(1) : editor.state.doc.content.size;
    editor
      .chain()
      .focus()
      .insertContentAt(after, { type: block })
      .setTextSelection(after + 1)
      .scrollIntoView()
      .run();
  }

  #look(editor: Editor): Record<ToolName, ToolState> {
    const on = (pressed: boolean): ToolState => ({ pressed, enabled: true });
    return {
      bold: on(editor.isActive('bold')),
      italic: on(editor.isActive('italic')),
      heading: on(editor.isActive('heading', { level: 2 })),
      subheading: on(editor.isActive('heading', { level: 3 })),
      bulletList: on(editor.isActive('bulletList')),
      orderedList: on(editor.isActive('orderedList')),
      quote: on(editor.isActive('blockquote')),
      link: on(editor.isActive('link')),
      undo: { pressed: null, enabled: editor.can().undo() },
      redo: { pressed: null, enabled: editor.can().redo() },
    };
  }
}

const commands: Record<Exclude<ToolName, 'link'>, (chain: ChainedCommands) => ChainedCommands> = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  heading: (chain) => chain.toggleHeading({ level: 2 }),
  subheading: (chain) => chain.toggleHeading({ level: 3 }),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};
