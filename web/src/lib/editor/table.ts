/** Tables: without widths of columns, and never mended on behalf of somebody who only reads. */
import type { Editor, Extensions, JSONContent } from '@tiptap/core';
import {
  Table,
  TableCell,
  TableHeader,
  TableRow,
  type TableOptions,
} from '@tiptap/extension-table';
import type { Node as ProseMirrorNode } from '@tiptap/pm/model';
import { Plugin, TextSelection, type EditorState, type Transaction } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { ySyncPluginKey } from '@tiptap/y-tiptap';
import { defaultOf } from './description';

function span(kind: string, name: 'colspan' | 'rowspan') {
  const fallback = defaultOf(kind, name) as number;
  return {
    default: fallback,
    parseHTML: (element: HTMLElement) => {
      const written = Number.parseInt(element.getAttribute(name) ?? '', 10);
      return written >= 1 && written <= 100 ? written : fallback;
    },
    renderHTML: (attributes: Record<string, unknown>) =>
      attributes[name] === fallback ? {} : { [name]: attributes[name] },
  };
}

const spans = (kind: string) => ({
  colspan: span(kind, 'colspan'),
  rowspan: span(kind, 'rowspan'),
});

const Cell = TableCell.extend({ addAttributes: () => spans('tableCell') });
const HeaderCell = TableHeader.extend({ addAttributes: () => spans('tableHeader') });

const ROWS = 3;
const COLUMNS = 3;

/** A table to fill in: a row of headings, and rows below it. */
export function emptyTable(): JSONContent {
  const row = (cell: string) => ({
    type: 'tableRow',
    content: Array.from({ length: COLUMNS }, () => ({
      type: cell,
      content: [{ type: 'paragraph' }],
    })),
  });
  const rows = Array.from({ length: ROWS }, (_, index) =>
    row(index === 0 ? 'tableHeader' : 'tableCell'),
  );
  return { type: 'table', content: rows };
}

function depthOfTable(state: EditorState): number | null {
  const { $head } = state.selection;
  for (let depth = $head.depth; depth > 0; depth -= 1) {
    if ($head.node(depth).type.name === 'table') return depth;
  }
  return null;
}

/** The table that the caret is in. */
export function tableAround(state: EditorState): ProseMirrorNode | null {
  const depth = depthOfTable(state);
  return depth === null ? null : state.selection.$head.node(depth);
}

export function hasHeaderRow(table: ProseMirrorNode): boolean {
  const cells = table.firstChild?.children ?? [];
  return cells.length > 0 && cells.every((cell) => cell.type.name === 'tableHeader');
}

function isFromOthers(transaction: Transaction): boolean {
  const sync = transaction.getMeta(ySyncPluginKey) as { isChangeOrigin?: boolean } | undefined;
  return sync?.isChangeOrigin === true;
}

/**
 * The plugin evens out rows of unequal length in whatever has changed. Two people who add a row and a
 * column at once leave such rows, and opening a text changes all of it; only who works in the table may
 * mend it, or every reader would.
 */
function mendedByWritersOnly(plugin: Plugin): Plugin {
  const { appendTransaction } = plugin.spec;
  if (!appendTransaction) return plugin;
  return new Plugin({
    ...plugin.spec,
    appendTransaction(transactions, before, after) {
      if (transactions.some(isFromOthers)) return null;
      return appendTransaction.call(plugin, transactions, before, after);
    },
  });
}

interface TextTableOptions extends TableOptions {
  /** What the box of a table is called, in the language of the interface. */
  label: () => string;
}

/** Where the text is only read no caret scrolls a wide table, so its box itself takes the keys. */
function boxesToStopAt(editor: Editor, label: () => string): Plugin {
  return new Plugin({
    props: {
      decorations({ doc }) {
        if (editor.isEditable) return null;
        const boxes: Decoration[] = [];
        doc.descendants((node, at) => {
          if (node.type.name !== 'table') return !node.isTextblock;
          const attributes = { tabindex: '0', role: 'region', 'aria-label': label() };
          boxes.push(Decoration.node(at, at + node.nodeSize, attributes));
          return false;
        });
        return DecorationSet.create(doc, boxes);
      },
    },
  });
}

const TextTable = Table.extend<TextTableOptions>({
  // In a box of its own, which scrolls when the table is wider than the sheet. Saying that it is written
  // in as what is around it says to tools for accessibility that the caret comes into it.
  renderHTML: ({ HTMLAttributes }) => [
    'div',
    { class: 'table-box', contenteditable: 'inherit' },
    ['table', HTMLAttributes, ['tbody', 0]],
  ],

  addNodeView: () => null as never,

  addProseMirrorPlugins() {
    const plugins = (this.parent?.() ?? []).map(mendedByWritersOnly);
    return [...plugins, boxesToStopAt(this.editor, this.options.label)];
  },

  addKeyboardShortcuts() {
    return {
      ...this.parent?.(),
      // Out of the table, to the line below it.
      'Mod-Enter': () =>
        this.editor.commands.command(({ state, tr, dispatch }) => {
          const depth = depthOfTable(state);
          if (depth === null) return false;
          const after = state.selection.$head.after(depth);
          const next = state.doc.resolve(after).nodeAfter;
          if (!dispatch) return true;
          if (!next?.isTextblock) {
            const line = state.schema.nodes.paragraph?.create();
            if (!line) return false;
            tr.insert(after, line);
          }
          tr.setSelection(TextSelection.create(tr.doc, after + 1)).scrollIntoView();
          return true;
        }),
    };
  },
});

export function tables(label: () => string): Extensions {
  const table = TextTable.configure({ resizable: false, View: null, label });
  return [table, TableRow, HeaderCell, Cell];
}
