// @vitest-environment jsdom
import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { afterEach, expect, test } from 'vitest';
import * as Y from 'yjs';
import type { SeenBlock } from '../api/types';
import { seen } from '../proposals/run';
import { ACCEPT } from '../sync/provider';
import { AcceptUndo } from './accept-undo';
import { keepingUnknown } from './kept';
import {
  coveredRun,
  nowhere,
  ProposalMarks,
  proposalMarksKey,
  type MarkedProposal,
  type Placed,
} from './proposal-marks';
import { textSchema } from './schema';
import { documentOf, find, fragmentOf, mirror, p } from './testing/bound';

const words = {
  added: 'added',
  removed: 'removed',
  end: 'end',
  reshaped: 'reshaped',
  language: 'en',
};
const paragraph = (text: string) => ({ type: 'paragraph', content: [{ type: 'text', text }] });
const made: Editor[] = [];

afterEach(() => {
  for (const editor of made.splice(0)) editor.destroy();
});

function open(document: Y.Doc) {
  const told = { placed: nowhere, undoable: false };
  const place = globalThis.document.createElement('div');
  globalThis.document.body.append(place);
  const fragment = fragmentOf(document);
  const kept = { block: 'closed', inline: 'closed', empty: 'empty', language: 'en' };
  const editor = new Editor({
    element: place,
    injectCSS: false,
    extensions: [
      ...textSchema(),
      ...keepingUnknown(fragment, () => kept),
      Collaboration.configure({
        document,
        field: 'default',
        yUndoOptions: { trackedOrigins: [ACCEPT] },
      }),
      AcceptUndo.configure({ document, onUndoable: (undoable) => (told.undoable = undoable) }),
      ProposalMarks.configure({
        fragment,
        words: () => words,
        onPlaced: (placed: ReadonlyMap<string, Placed>) => (told.placed = placed),
      }),
    ],
  });
  made.push(editor);
  const base = (from: number, to: number): SeenBlock[] =>
    seen(editor.state.doc, fragment, { from, to }) ?? [];
  const mark = (proposals: MarkedProposal[], shown = proposals.map(({ id }) => id)) =>
    editor.storage.proposalMarks.mark({ proposals, shown: new Set(shown), covered: null });
  return { editor, fragment, told, base, mark };
}

/** Marks are placed in a microtask, once the shared document has what was typed. */
const settled = () => new Promise((resolve) => setTimeout(resolve));
const drawn = (editor: Editor) =>
  [...editor.view.dom.querySelectorAll('ins, del')].map(
    (one) => `${one.tagName.toLowerCase()} ${one.textContent}`,
  );

async function proposed(document = documentOf(p('ett'), p('Det får brett stöd.'), p('tre'))) {
  const page = open(document);
  const base = page.base(1, 2);
  const proposal = { id: 'one', base, blocks: [paragraph('Det får bredare stöd.')] };
  page.mark([proposal]);
  await settled();
  return { ...page, document, proposal };
}

test('what a proposal takes out and puts in is marked in the text, and is no part of it', async () => {
  const { editor, told } = await proposed();
  expect(drawn(editor)).toEqual(['del brett', 'ins added\u00a0bredare\u00a0(end)']);
  expect(editor.state.doc.textContent).toBe('ettDet får brett stöd.tre');
  expect(told.placed.get('one')).toEqual({ run: { from: 1, to: 2 }, asItWas: true });
});

test('the marks stay with their words while others write elsewhere', async () => {
  const { editor, document, told } = await proposed();
  const other = fragmentOf(mirror(document));
  let drawnAnew = 0;
  editor.on('transaction', ({ transaction }) => {
    if (transaction.getMeta(proposalMarksKey)) drawnAnew += 1;
  });
  (other.get(0) as Y.XmlElement).insert(0, [new Y.XmlText('före ')]);
  const first = new Y.XmlElement('paragraph');
  other.insert(0, [first]);
  await settled();
  expect(drawn(editor)).toEqual(['del brett', 'ins added\u00a0bredare\u00a0(end)']);
  expect(editor.view.dom.querySelector('del')?.closest('p')?.textContent).toContain('Det får');
  expect(told.placed.get('one')?.run).toEqual({ from: 2, to: 3 });
  expect(drawnAnew).toBe(0);
});

test('typing elsewhere draws nothing anew, and moves what is drawn', async () => {
  const { editor, told } = await proposed();
  const before = proposalMarksKey.getState(editor.state)?.find() ?? [];
  editor.commands.insertContentAt(1, 'nytt ');
  await settled();
  const after = proposalMarksKey.getState(editor.state)?.find() ?? [];
  expect(after.map(({ from }) => from)).toEqual(before.map(({ from }) => from + 5));
  expect(after.map((one) => one.spec as unknown)).toEqual(before.map((one) => one.spec as unknown));
  expect(told.placed.get('one')).toEqual({ run: { from: 1, to: 2 }, asItWas: true });
});

test('one whose blocks were changed is no longer marked, and said to be changed; undone, it is again', async () => {
  const { editor, told } = await proposed();
  editor.commands.insertContentAt(find(editor, 'brett'), 'mycket ');
  await settled();
  expect(drawn(editor)).toEqual([]);
  expect(told.placed.get('one')?.asItWas).toBe(false);
  editor.commands.undo();
  await settled();
  expect(drawn(editor)).toEqual(['del brett', 'ins added\u00a0bredare\u00a0(end)']);
  expect(told.placed.get('one')?.asItWas).toBe(true);
});

test('one whose blocks are gone stands nowhere', async () => {
  const { editor, fragment, told } = await proposed();
  fragment.delete(1, 1);
  await settled();
  expect(drawn(editor)).toEqual([]);
  expect(told.placed.has('one')).toBe(false);
});

test('blocks that are being written about make room, and stay in the text', async () => {
  const page = open(documentOf(p('ett'), p('två'), p('tre')));
  const room = globalThis.document.createElement('div');
  page.editor.storage.proposalMarks.mark({
    proposals: [],
    shown: new Set(),
    covered: { base: page.base(1, 3), room },
  });
  await settled();
  expect(coveredRun(page.told.placed)).toEqual({ from: 1, to: 3 });
  expect(room.nextElementSibling?.textContent).toBe('två');
  expect(page.editor.view.dom.querySelectorAll('.under-suggestion')).toHaveLength(2);
  page.fragment.insert(0, [new Y.XmlElement('paragraph')]);
  await settled();
  expect(room.nextElementSibling?.textContent).toBe('två');
  page.mark([]);
  await settled();
  expect(room.isConnected).toBe(false);
  expect(page.editor.view.dom.querySelector('.under-suggestion')).toBeNull();
});

test('typing in a long text beside ten open proposals draws none of them anew', async () => {
  const { editor, base, mark } = open(
    documentOf(...Array.from({ length: 200 }, (_, at) => p(`Stycke ${at} om hamnen.`))),
  );
  const proposals = Array.from({ length: 10 }, (_, at) => ({
    id: `proposal ${at}`,
    base: base(at * 15, at * 15 + 2),
    blocks: [paragraph('Något annat.'), paragraph('Och mer.')],
  }));
  mark(proposals);
  await settled();
  const before = [...editor.view.dom.querySelectorAll('ins')];
  expect(before.length).toBeGreaterThanOrEqual(20);
  let replaced = 0;
  editor.on('transaction', ({ transaction }) => {
    if (transaction.getMeta(proposalMarksKey)) replaced += 1;
  });
  for (let key = 0; key < 50; key += 1) {
    editor.commands.insertContentAt(editor.state.doc.content.size - 1, 'x');
    await settled();
  }
  expect(replaced).toBe(0);
  expect([...editor.view.dom.querySelectorAll('ins')]).toEqual(before);
});

test('an accept is one step of the undo by itself, and what others write meanwhile stays', async () => {
  const document = documentOf(p('ett'), p('två'));
  const { editor, told } = open(document);
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(document));
  editor.commands.insertContentAt(1, 'mitt ');
  Y.applyUpdate(server, Y.encodeStateAsUpdate(document));
  const before = Y.encodeStateVector(server);
  const second = fragmentOf(server).get(1) as Y.XmlElement;
  (second.get(0) as Y.XmlText).applyDelta([{ retain: 3 }, { insert: ' förslag' }]);
  (second.get(0) as Y.XmlText).delete(0, 1);
  Y.applyUpdate(document, Y.encodeStateAsUpdate(server, before), ACCEPT);
  await settled();
  expect(told.undoable).toBe(true);
  const other = mirror(document);
  ((fragmentOf(other).get(0) as Y.XmlElement).get(0) as Y.XmlText).insert(0, 'deras ');
  expect(told.undoable).toBe(true);
  editor.commands.undo();
  expect(told.undoable).toBe(false);
  expect(editor.state.doc.textContent).toBe('deras mitt etttvå');
  editor.commands.undo();
  expect(editor.state.doc.textContent).toBe('deras etttvå');
});
