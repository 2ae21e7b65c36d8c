// @vitest-environment jsdom
import type { Editor } from '@tiptap/core';
import { afterEach, describe, expect, it } from 'vitest';
import { DOMParser, DOMSerializer } from '@tiptap/pm/model';
import type * as Y from 'yjs';
import {
  allHeld,
  closeAll,
  documentOf,
  element,
  find,
  fragmentOf,
  held,
  mirror,
  open,
  p,
  type Part,
} from './testing/bound';

afterEach(closeAll);

const drawing: Part = {
  name: 'drawing',
  attributes: { width: 3, points: [1, { x: 2 }], title: 'Kajen' },
  content: [
    [{ insert: 'fri ' }, { insert: 'text', attributes: { bold: {}, glow: { strength: 2 } } }],
    { name: 'layer', content: [{ name: 'shape', attributes: { kind: 'round' } }, p('inuti')] },
    p('underskrift'),
  ],
};
const mention: Part = {
  name: 'mention',
  attributes: { member: 'm1' },
  content: [[{ insert: '@Eva' }]],
};
const cell = (...content: Part[]): Part => ({
  name: 'tableCell',
  attributes: { colspan: 1, rowspan: 1 },
  content,
});

const places: Record<string, { text: Part[]; unknown: (fragment: Y.XmlFragment) => unknown }> = {
  'a block at the top': {
    text: [p('före'), drawing, p('efter')],
    unknown: (top) => held(top.get(1)),
  },
  'a block within an item': {
    text: [
      p('före'),
      {
        name: 'bulletList',
        content: [{ name: 'listItem', content: [p('bredvid'), drawing] }],
      },
      p('efter'),
    ],
    unknown: (top) => held(((top.get(1) as Y.XmlElement).get(0) as Y.XmlElement).get(1)),
  },
  'a block in a cell': {
    text: [
      p('före'),
      {
        name: 'table',
        content: [{ name: 'tableRow', content: [cell(p('bredvid'), drawing), cell(p('x'))] }],
      },
      p('efter'),
    ],
    unknown: (top) =>
      held((((top.get(1) as Y.XmlElement).get(0) as Y.XmlElement).get(0) as Y.XmlElement).get(1)),
  },
  'something among characters': {
    text: [
      p('före'),
      { name: 'paragraph', content: [[{ insert: 'bredvid ' }], mention, [{ insert: ' sist' }]] },
      p('efter'),
    ],
    unknown: (top) => held((top.get(1) as Y.XmlElement).get(1)),
  },
  'one within another': {
    text: [
      p('före'),
      { name: 'frame', attributes: { tint: 'blue' }, content: [drawing] },
      p('efter'),
    ],
    unknown: (top) => held(top.get(1)),
  },
  'an item of a kind that lists do not have': {
    text: [
      p('före'),
      {
        name: 'bulletList',
        content: [
          { name: 'listItem', content: [p('bredvid')] },
          { name: 'taskItem', attributes: { done: true }, content: [p('klar')] },
        ],
      },
      p('efter'),
    ],
    unknown: (top) => held(top.get(1)),
  },
  'a value in the midst of characters': {
    text: [
      p('före'),
      { name: 'paragraph', content: [[{ insert: 'a' }, { insert: { emoji: 'x' } }]] },
      p('efter'),
    ],
    unknown: (top) => held(top.get(1)),
  },
  'a cell wider than any table': {
    text: [
      p('före'),
      {
        name: 'table',
        content: [
          {
            name: 'tableRow',
            content: [{ name: 'tableCell', attributes: { colspan: 1e9 }, content: [p('x')] }],
          },
        ],
      },
      p('efter'),
    ],
    unknown: (top) => held(top.get(1)),
  },
  'elements that are named as the editor names its own parts': {
    text: [
      p('före'),
      {
        name: 'doc',
        content: [
          { name: 'text', content: [p('x')] },
          { name: 'keptBlock' },
          { name: '__proto__' },
        ],
      },
      p('efter'),
    ],
    unknown: (top) => held(top.get(1)),
  },
};

const edits: Record<string, (editor: Editor) => void> = {
  before: (editor) =>
    editor
      .chain()
      .insertContentAt(find(editor, 'före') + 2, 'X')
      .run(),
  after: (editor) =>
    editor
      .chain()
      .insertContentAt(find(editor, 'efter') + 2, 'X')
      .run(),
  'by a new paragraph before': (editor) =>
    editor
      .chain()
      .setTextSelection(find(editor, 'före') + 4)
      .splitBlock()
      .insertContent('ny')
      .run(),
  'by a heading beside': (editor) =>
    editor.chain().setTextSelection(find(editor, 'efter')).setNode('heading', { level: 2 }).run(),
  'by bold over everything': (editor) =>
    editor.chain().setTextSelection({ from: 1, to: editor.state.doc.content.size }).setBold().run(),
  'by removing what is before': (editor) => editor.commands.deleteRange({ from: 0, to: 6 }),
};

describe('what the schema lacks', () => {
  for (const [place, { text, unknown }] of Object.entries(places)) {
    it(`${place} is there when the text is opened, and its text can be read`, () => {
      const document = documentOf(...text);
      const before = allHeld(document);
      const editor = open(document);
      expect(allHeld(document)).toEqual(before);
      expect(editor.view.dom.querySelectorAll('.kept')).toHaveLength(1);
      expect(editor.state.doc.textContent).toContain('efter');
    });

    for (const [name, edit] of Object.entries(edits)) {
      it(`${place} stays as it is when the text is edited ${name}, also for others and after undo`, () => {
        const document = documentOf(...text);
        const other = mirror(document);
        const before = unknown(fragmentOf(document));
        const editor = open(document);
        const whole = allHeld(document);
        edit(editor);
        expect(allHeld(document)).not.toEqual(whole);
        expect(allHeld(other)).toEqual(allHeld(document));
        const kept = JSON.stringify(before);
        expect(JSON.stringify(allHeld(other))).toContain(kept);
        editor.commands.undo();
        expect(JSON.stringify(allHeld(other))).toContain(kept);
        editor.commands.redo();
        expect(JSON.stringify(allHeld(other))).toContain(kept);
      });
    }

    it(`${place} is kept when it comes while the text is open`, () => {
      const document = documentOf(p('gammalt'));
      const other = mirror(document);
      const editor = open(document);
      editor.commands.insertContentAt(1, 'Y');
      fragmentOf(other).insert(1, text.map(element));
      const arrived = allHeld(other);
      expect(allHeld(document)).toEqual(arrived);
      expect(editor.view.dom.querySelectorAll('.kept')).toHaveLength(1);
      editor.commands.insertContentAt(find(editor, 'gammalt'), 'X');
      expect(allHeld(other)).toEqual(allHeld(document));
      expect(JSON.stringify(allHeld(other))).toContain(
        JSON.stringify(arrived.slice(1)).slice(1, -1),
      );
    });
  }

  it('is drawn, read back and copied as what it is', () => {
    const { text } = places['an item of a kind that lists do not have'] ?? { text: [] };
    const editor = open(
      documentOf(
        ...text,
        { name: 'paragraph', content: [mention, [{ insert: ' sist' }]] },
        drawing,
      ),
    );
    const { schema, doc } = editor.state;
    const again = DOMParser.fromSchema(schema).parse(editor.view.dom, {
      preserveWhitespace: 'full',
    });
    expect(again.eq(doc)).toBe(true);
    const copied = DOMSerializer.fromSchema(schema).serializeFragment(doc.content);
    expect(copied.textContent).toContain('underskrift');
    expect(copied.querySelectorAll('.kept')).toHaveLength(3);
  });

  it('comes back whole when its removal is undone', () => {
    const document = documentOf(p('före'), drawing, p('efter'));
    const editor = open(document);
    const before = allHeld(document);
    const { state } = editor;
    editor.commands.deleteRange({ from: 6, to: 7 });
    expect(allHeld(document)).toHaveLength(2);
    expect(state.doc.childCount).toBe(3);
    editor.commands.undo();
    expect(allHeld(document)).toEqual(before);
  });

  it('is written anew in full where an edit around it moves it', () => {
    const document = documentOf(
      { name: 'paragraph', content: [[{ insert: 'bredvid ' }], mention] },
      drawing,
    );
    const other = mirror(document);
    const editor = open(document);
    editor.chain().setTextSelection(3).setNode('heading', { level: 2 }).run();
    editor.chain().selectAll().toggleBlockquote().run();
    const [quote] = allHeld(other) as { content: { name: string; content: unknown[] }[] }[];
    expect(quote?.content[0]?.name).toBe('heading');
    const [line] = allHeld(documentOf({ name: 'paragraph', content: [mention] })) as {
      content: unknown[];
    }[];
    expect(quote?.content[0]?.content[1]).toEqual(line?.content[0]);
    expect(quote?.content[1]).toEqual(allHeld(documentOf(drawing))[0]);
  });
});
