// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import { emptyTable, hasHeaderRow, tableAround } from './table';
import {
  allHeld,
  closeAll,
  documentOf,
  element,
  find,
  fragmentOf,
  mirror,
  open,
  p,
  type Part,
} from './testing/bound';

afterEach(closeAll);

const cell = (text: string): Part => ({ name: 'tableCell', content: [p(text)] });
const row = (...texts: string[]): Part => ({ name: 'tableRow', content: texts.map(cell) });
const uneven: Part = { name: 'table', content: [row('a', 'b', 'c'), row('d')] };

describe('a table with uneven rows', () => {
  it('is left uneven by opening it, by writing beside it and by what others write', () => {
    const document = documentOf(uneven, p('bredvid'));
    const other = mirror(document);
    const before = allHeld(document)[0];
    const editor = open(document);
    fragmentOf(other).push([element(p('från en annan'))]);
    editor.commands.insertContentAt(find(editor, 'bredvid'), 'X');
    expect(allHeld(document)[0]).toEqual(before);
    expect(allHeld(other)).toEqual(allHeld(document));
  });

  it('is evened out by who writes in it, and keeps its words', () => {
    const document = documentOf(uneven);
    const editor = open(document);
    editor.commands.insertContentAt(find(editor, 'd'), 'X');
    const [table] = allHeld(document) as { content: { content: unknown[] }[] }[];
    expect(table?.content.map(({ content }) => content.length)).toEqual([3, 3]);
    expect(editor.state.doc.textContent).toBe('abcXd');
  });
});

describe('a new table', () => {
  it('has a row of headings, and its tools know when the caret is in it', () => {
    const editor = open(documentOf(p('')));
    editor.commands.insertContentAt(0, emptyTable());
    editor.commands.setTextSelection(4);
    const table = tableAround(editor.state);
    table?.check();
    expect(table && hasHeaderRow(table)).toBe(true);
    expect(table?.childCount).toBe(3);
    editor.commands.setTextSelection(editor.state.doc.content.size - 1);
    expect(tableAround(editor.state)).toBeNull();
  });

  it('is left by Ctrl+Enter to the line below, which is made if there is none', () => {
    const editor = open(documentOf(p('')));
    editor.commands.setContent([emptyTable()]);
    editor.commands.setTextSelection(4);
    const leave = () => {
      const key = new KeyboardEvent('keydown', { key: 'Enter', ctrlKey: true });
      editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, key));
    };
    leave();
    expect(editor.state.doc.lastChild?.type.name).toBe('paragraph');
    expect(editor.state.selection.head).toBe(editor.state.doc.content.size - 1);
    editor.commands.setTextSelection(4);
    leave();
    expect(editor.state.doc.childCount).toBe(2);
    expect(tableAround(editor.state)).toBeNull();
  });
});
