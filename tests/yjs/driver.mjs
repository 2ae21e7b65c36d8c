/**
 * Yjs itself, for the tests in Rust: holds documents by name, and does with them what it is told on standard input,
 * one JSON object a line, answering each with one line.
 *
 * The yjs is the one that the web client is built with.
 */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { edit } from './edits.mjs';
import { blocks, canonical } from './reading.mjs';

const require = createRequire(new URL('../../web/package.json', import.meta.url));
const Y = require('yjs');

const OURS = 'made here';
const THEIRS = 'received';
const documents = new Map();

const bytes = (text) => new Uint8Array(Buffer.from(text, 'base64'));
const text = (array) => Buffer.from(array).toString('base64');

const deeds = {
  /** A new document; without a client id it draws one. One that tidies takes out marks that say nothing. */
  open({ document, client, tidies }) {
    const doc = new Y.Doc();
    if (client !== null) doc.clientID = client;
    const root = doc.getXmlFragment('default');
    const undo = new Y.UndoManager(root, { trackedOrigins: new Set([OURS]), captureTimeout: 0 });
    const made = [];
    doc.on('update', (update, origin) => {
      // Also what Yjs changes of its own accord when it has received something: it takes out idle marks.
      if (origin !== THEIRS) made.push(text(update));
    });
    documents.set(document, { doc, root, undo, made, tidies });
    return doc.clientID;
  },
  close({ document }) {
    documents.get(document).doc.destroy();
    documents.delete(document);
    return null;
  },
  /** Makes changes, all in one transaction unless one of them is an undo. Answers with the updates made. */
  edit({ document, edits }) {
    const { doc, root, undo, made } = documents.get(document);
    const now = edits.filter((each) => each.kind !== 'undo');
    if (now.length > 0) doc.transact(() => now.forEach((each) => edit(Y, root, each)), OURS);
    if (now.length < edits.length) undo.undo();
    return made.splice(0);
  },
  /** Takes in an update. Answers whether it rests on something missing, and with the updates that Yjs made of it. */
  receive({ document, update }) {
    const { doc, made, tidies } = documents.get(document);
    const apply = () => Y.applyUpdate(doc, bytes(update), THEIRS);
    // Yjs tidies only after what comes from elsewhere, and applyUpdate says that it does.
    const applyAsOurs = (transaction) => {
      apply();
      transaction.local = true;
    };
    if (tidies) apply();
    else doc.transact(applyAsOurs, THEIRS);
    const missing = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
    return { missing, made: made.splice(0) };
  },
  vector: ({ document }) => text(Y.encodeStateVector(documents.get(document).doc)),
  lacking: ({ document, vector }) =>
    text(Y.encodeStateAsUpdate(documents.get(document).doc, bytes(vector))),
  /** The tree as Yjs has it: texts with their runs, marks and attributes. */
  content: ({ document }) => blocks(Y, documents.get(document).root),
  /** The tree in the canonical form of docs/canonical-text.md. */
  canonical: ({ document }) => canonical(blocks(Y, documents.get(document).root)),
};

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  let answer;
  try {
    answer = { done: deeds[order.deed](order) };
  } catch (error) {
    answer = { failed: String(error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + '\n');
}
