/** What the toolbar can do, and what of it is on where the caret stands. */
import type { ChainedCommands, Editor, JSONContent } from '@tiptap/core';
import { yUndoPluginKey } from '@tiptap/y-tiptap';
import type { UndoManager } from 'yjs';
import type { NumberedName } from '../numbered';
import { emptyTable, hasHeaderRow, tableAround } from './table';

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
  | 'redo'
  | TableToolName;

export const tableTools = [
  'rowAbove',
  'rowBelow',
  'columnBefore',
  'columnAfter',
  'headerRow',
  'deleteRow',
  'deleteColumn',
  'deleteTable',
] as const;
export type TableToolName = (typeof tableTools)[number];

export interface ToolState {
  /** Null for what is done and not switched. */
  pressed: boolean | null;
  enabled: boolean;
}

/** From before a table to within its first paragraph: past the row, the cell and the paragraph. */
const INTO_FIRST_CELL = 4;

const idle: ToolState = { pressed: null, enabled: false };

export class Tools {
  #editor: Editor | null = null;
  #states: Partial<Record<ToolName, ToolState>> = $state.raw({});
  /** Whether the caret is in a table, where the tools of the table are of use. */
  inTable = $state(false);

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
        if (this.#editor !== editor) return;
        this.#states = this.#look(editor);
        this.inTable = tableAround(editor.state) !== null;
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
    this.#beginStep(this.#editor);
    commands[tool](this.#editor.chain().focus()).run();
  }

  /**
   * Adds an empty block after the one the caret is in, or in place of an empty line, and puts the caret
   * into it.
   */
  add(block: NumberedName | 'table'): void {
    const editor = this.#editor;
    if (!editor) return;
    editor.view.focus();
    this.#beginStep(editor);
    const start = editor.state.selection.$from;
    const top = start.depth > 0 ? start.node(1) : null;
    const isEmptyLine = top?.type.name === 'paragraph' && top.content.size === 0;
    if (isEmptyLine && block !== 'table') {
      editor.chain().focus().setNode(block).run();
      return;
    }
    const end = editor.state.doc.content.size;
    const after = start.depth > 0 ? start.after(1) : end;
    const from = isEmptyLine ? start.before(1) : after;
    const added: JSONContent[] = [block === 'table' ? emptyTable() : { type: block }];
    // A line below the table, or there would be nowhere to go on writing.
    if (block === 'table' && after === end) added.push({ type: 'paragraph' });
    const caret = from + (block === 'table' ? INTO_FIRST_CELL : 1);
    editor
      .chain()
      .focus()
      .insertContentAt({ from, to: after }, added, { updateSelection: false })
      .setTextSelection(caret)
      .scrollIntoView()
      .run();
  }

  /** What a tool does is undone by itself, however soon after the last key it was used. */
  #beginStep(editor: Editor): void {
    const history = yUndoPluginKey.getState(editor.state) as
      { undoManager: UndoManager } | undefined;
    history?.undoManager.stopCapturing();
  }

  #look(editor: Editor): Record<ToolName, ToolState> {
    const on = (pressed: boolean): ToolState => ({ pressed, enabled: true });
    const table = tableAround(editor.state);
    const inTable: ToolState = { pressed: null, enabled: table !== null };
    return {
      rowAbove: inTable,
      rowBelow: inTable,
      columnBefore: inTable,
      columnAfter: inTable,
      headerRow: { pressed: table !== null && hasHeaderRow(table), enabled: table !== null },
      deleteRow: inTable,
      deleteColumn: inTable,
      deleteTable: inTable,
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
  rowAbove: (chain) => chain.addRowBefore(),
  rowBelow: (chain) => chain.addRowAfter(),
  columnBefore: (chain) => chain.addColumnBefore(),
  columnAfter: (chain) => chain.addColumnAfter(),
  headerRow: (chain) => chain.toggleHeaderRow(),
  deleteRow: (chain) => chain.deleteRow(),
  deleteColumn: (chain) => chain.deleteColumn(),
  deleteTable: (chain) => chain.deleteTable(),
};
