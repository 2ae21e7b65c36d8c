// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import type * as Y from 'yjs';
import {
  allHeld,
  closeAll,
  documentOf,
  find,
  fragmentOf,
  mirror,
  open,
  type Part,
} from './testing/bound';

afterEach(closeAll);

describe('an attribute that the schema lacks', () => {
  const text: Part[] = [
    { name: 'paragraph', attributes: { indent: 2 }, content: [[{ insert: 'indraget' }]] },
    {
      name: 'measure',
      attributes: { due: '2031-05-01', budget: { sum: 100 } },
      content: [[{ insert: 'Laga kajen' }]],
    },
    {
      name: 'paragraph',
      content: [
        [
          { insert: 'se ', attributes: { bold: { weight: 900 } } },
          {
            insert: 'här',
            attributes: { link: { href: 'https://a.example', rel: 'x', lang: 'sv' } },
          },
        ],
      ],
    },
  ];

  it('stays on a node and on a mark while their text is written', () => {
    const document = documentOf(...text);
    const other = mirror(document);
    const editor = open(document);
    expect(editor.view.dom.querySelectorAll('.kept')).toHaveLength(0);
    for (const words of ['draget', 'kajen', 'är']) {
      editor.commands.insertContentAt(find(editor, words), 'X');
    }
    const json = JSON.stringify(allHeld(other));
    for (const kept of [
      '"indent":2',
      '"budget":{"sum":100}',
      '"weight":900',
      '"rel":"x"',
      '"lang":"sv"',
    ]) {
      expect(json).toContain(kept);
    }
    expect(json).toContain('inXdraget');
  });

  it('stays when another attribute is changed, and when the editor reads its drawing back', () => {
    const document = documentOf(...text);
    const editor = open(document);
    const at = find(editor, 'Laga') - 1;
    editor.commands.command(({ tr }) => !!tr.setNodeAttribute(at, 'due', '2032-01-01'));
    const [, measure] = allHeld(document) as { attributes: unknown }[];
    expect(measure?.attributes).toEqual({ due: '2032-01-01', budget: { sum: 100 } });
    const { type, attrs } = editor.state.doc.child(1);
    expect(type.create(attrs).attrs).toEqual(attrs);
    const bold = editor.state.doc.child(2).child(0).marks[0];
    expect(bold?.type.create(bold.attrs).attrs).toEqual({ weight: 900 });
  });

  it('does not come to a node that is made from another', () => {
    const document = documentOf(...text);
    const editor = open(document);
    editor.chain().setTextSelection(find(editor, 'draget')).setNode('heading', { level: 2 }).run();
    editor.commands.setNode('paragraph');
    const [first] = allHeld(document) as { attributes: unknown }[];
    expect(first?.attributes).not.toHaveProperty('level');
  });
});

/** The runs of the first paragraph. */
function runsOf(document: Y.Doc): { insert: string; attributes?: Record<string, unknown> }[] {
  return ((fragmentOf(document).get(0) as Y.XmlElement).get(0) as Y.XmlText).toDelta();
}

describe('a mark that the schema lacks', () => {
  const run = (key: string, value: unknown) =>
    documentOf({
      name: 'paragraph',
      content: [
        [{ insert: 'ett ' }, { insert: 'märkt', attributes: { [key]: value } }, { insert: ' ord' }],
      ],
    });

  for (const [key, value, later] of [
    ['comment', { id: 7 }, { id: 7 }],
    ['note--AbCdEf12', { id: 1, about: { x: [1] } }, { id: 1, about: { x: [1] } }],
    // No object: what is written anew says the same in the canonical text.
    ['highlight', true, {}],
    ['tint', 'red', { '#value': 'red' }],
  ] as const) {
    it(`stays on its words while they are written: ${key}`, () => {
      const document = run(key, value);
      const other = mirror(document);
      const before = allHeld(document);
      const editor = open(document);
      expect(allHeld(document)).toEqual(before);
      editor.commands.insertContentAt(1, 'X');
      editor.chain().setTextSelection({ from: 1, to: 12 }).setBold().run();
      const [name] = key.split('--');
      const marks = runsOf(other).flatMap(({ insert, attributes = {} }) =>
        Object.entries(attributes)
          .filter(([each]) => each.split('--')[0] === name)
          .map(([, held]) => [insert, held]),
      );
      expect(marks).toEqual([['märkt', later]]);
    });
  }

  it('may stand twice on a word', () => {
    const document = documentOf({
      name: 'paragraph',
      content: [
        [
          {
            insert: 'ord',
            attributes: { 'note--AbCdEf12': { id: 1 }, 'note--GhIjKl34': { id: 2 } },
          },
          { insert: ' efter' },
        ],
      ],
    });
    const editor = open(document);
    editor.commands.insertContentAt(find(editor, 'efter'), 'X');
    expect(Object.values(runsOf(document)[0]?.attributes ?? {})).toEqual([{ id: 1 }, { id: 2 }]);
  });
});
