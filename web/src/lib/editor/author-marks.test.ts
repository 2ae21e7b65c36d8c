// @vitest-environment jsdom
import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { afterEach, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import { WrittenRuns, type Run, type Writer } from '../history/runs';
import { authorMarks, goToWordsOf, refreshAuthorMarks } from './author-marks';
import { keepingUnknown } from './kept';
import { textSchema } from './schema';
import { documentOf, find, fragmentOf, mirror, p } from './testing/bound';

const words = { block: 'closed', inline: 'closed', empty: 'empty', language: 'en' };
const opened: Editor[] = [];
afterEach(() => opened.splice(0).forEach((editor) => editor.destroy()));

/** Whose a client id is: what the server would say of a document in which nobody has moved anybody's words. */
type Owners = Record<number, string | null>;

function runsOf(document: Y.Doc, owners: Owners): WrittenRuns {
  const runs: Run[] = [];
  for (const [client, structs] of document.store.clients) {
    const last = structs.at(-1);
    const length = last ? last.id.clock + last.length : 0;
    runs.push({ client, clock: 0, length, member: owners[client] ?? null, at: null });
  }
  return new WrittenRuns(runs);
}

function open(document: Y.Doc, owners: Owners) {
  let runs: WrittenRuns | null = runsOf(document, owners);
  const seen: { caret: Writer | undefined; changes: number } = { caret: undefined, changes: 0 };
  const place = globalThis.document.createElement('div');
  globalThis.document.body.append(place);
  const look = (member: string | null) => ({
    className: `author ${member ?? 'nobody'}`,
    label: member ?? '-',
    name: member ?? 'nobody',
    organisation: '',
    party: '',
  });
  const editor = new Editor({
    element: place,
    injectCSS: false,
    // jsdom has no layout to scroll in.
    editorProps: { handleScrollToSelection: () => true },
    extensions: [
      ...textSchema(),
      ...keepingUnknown(fragmentOf(document), () => words),
      Collaboration.configure({ document, field: 'default' }),
      authorMarks({
        fragment: fragmentOf(document),
        known: () => (runs ? { runs, look } : null),
        onChange: () => (seen.changes += 1),
        onCaret: (writer) => (seen.caret = writer),
        onPointer: () => undefined,
      }),
    ],
  });
  opened.push(editor);
  const know = (next: Owners | null) => {
    runs = next ? runsOf(document, next) : null;
    refreshAuthorMarks(editor);
  };
  return { editor, seen, know };
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

/** What is marked: each writer's words, with a star where letters stand before them. */
function marks(editor: Editor): string[] {
  const said: { who: string; text: string; begins: boolean }[] = [];
  for (const mark of editor.view.dom.querySelectorAll('.author')) {
    const who = [...mark.classList].find((name) => !name.startsWith('author')) ?? '';
    const begins = mark.classList.contains('author-begins');
    const last = said.at(-1);
    if (last?.who === who && !begins) last.text += mark.textContent;
    else said.push({ who, text: mark.textContent ?? '', begins });
  }
  return said.map(({ who, text, begins }) => `${begins ? '*' : ''}${who}:${text}`);
}

/** A text of nobody's, opened by Erik (1) and by Maja (2). */
function table() {
  const document = documentOf(p('Dialog'), p('Vi möts.'));
  document.clientID = 1;
  const other = mirror(document);
  other.clientID = 2;
  const text = (of: Y.Doc, index: number) =>
    (fragmentOf(of).get(index) as Y.XmlElement).get(0) as Y.XmlText;
  return { document, other, text, owners: { 1: 'erik', 2: 'maja' } };
}

describe('marks for who wrote what', () => {
  it('stand on the words of each writer, with letters where a writer begins', async () => {
    const { document, other, text, owners } = table();
    text(other, 1).insert(2, ' alla');
    const { editor } = open(document, owners);
    await settled();
    expect(marks(editor)).toEqual([
      '*nobody:Dialog',
      '*nobody:Vi',
      '*maja: alla',
      '*nobody: möts.',
    ]);
  });

  it('stay where they are when others write before them', async () => {
    const { document, other, text, owners } = table();
    text(other, 1).insert(2, ' alla');
    const { editor, know } = open(document, owners);
    await settled();
    text(other, 0).insert(0, '🙂 ');
    await settled();
    // What the server has not spoken of is not marked.
    expect(marks(editor).slice(1)).toEqual(['*nobody:Vi', '*maja: alla', '*nobody: möts.']);
    know(owners);
    await settled();
    expect(marks(editor)[0]).toBe('*maja:🙂 ');
  });

  it('follow what one types oneself, also an Enter', async () => {
    const { document, owners } = table();
    const { editor, seen, know } = open(document, owners);
    await settled();
    editor.commands.insertContentAt(find(editor, 'möts'), 'nog ');
    editor.commands.setTextSelection(find(editor, 'Dialog') + 3);
    editor.commands.splitBlock();
    await settled();
    expect(seen.changes).toBeGreaterThan(0);
    know(owners);
    await settled();
    expect(marks(editor)).toEqual([
      '*nobody:Dia',
      '*erik:log',
      '*nobody:Vi ',
      '*erik:nog ',
      '*nobody:möts.',
    ]);
  });

  it('go when they are switched off, and come back', async () => {
    const { document, owners } = table();
    const { editor, know } = open(document, owners);
    await settled();
    know(null);
    await settled();
    expect(marks(editor)).toEqual([]);
    know(owners);
    await settled();
    expect(marks(editor)).toHaveLength(2);
  });

  it('tell who wrote where the caret is, and lead to the next of somebody’s words', async () => {
    const { document, other, text, owners } = table();
    text(other, 1).insert(2, ' alla');
    text(other, 0).insert(6, ' nu');
    const { editor, seen } = open(document, owners);
    await settled();
    editor.commands.setTextSelection(find(editor, 'Dialog') + 1);
    expect(seen.caret?.member).toBeNull();
    const chosen = () =>
      editor.state.doc.textBetween(editor.state.selection.from, editor.state.selection.to);
    goToWordsOf(editor, 'maja');
    expect([chosen(), seen.caret?.member]).toEqual([' nu', 'maja']);
    goToWordsOf(editor, 'maja');
    expect(chosen()).toBe(' alla');
    goToWordsOf(editor, 'maja');
    expect(chosen()).toBe(' nu');
  });

  it('are no part of what is copied or counted', async () => {
    const { document, other, text, owners } = table();
    text(other, 1).insert(2, ' alla');
    const { editor } = open(document, owners);
    await settled();
    expect(editor.view.dom.textContent).toBe('DialogVi alla möts.');
  });
});
