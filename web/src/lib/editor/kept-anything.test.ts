// @vitest-environment jsdom
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { canBind } from './bindable';
import {
  allHeld,
  closeAll,
  documentOf,
  find,
  fragmentOf,
  mirror,
  open,
  p,
  type Part,
} from './testing/bound';

afterEach(closeAll);

describe('what two edits at once have left', () => {
  it('is filled in where something is missing, and nothing of it is lost', () => {
    const inner: Part = {
      name: 'bulletList',
      content: [{ name: 'listItem', content: [p('kvar')] }],
    };
    const document = documentOf(
      { name: 'bulletList', content: [{ name: 'listItem', content: [inner] }] },
      p('slut'),
    );
    const before = allHeld(document);
    const editor = open(document);
    expect(allHeld(document)).toEqual(before);
    expect(editor.state.doc.textContent).toContain('kvar');
    editor.commands.insertContentAt(find(editor, 'slut'), 'X');
    expect(JSON.stringify(allHeld(document))).toContain('kvar');
  });
});

/** Numbers below a limit, the same at every run. */
function dice(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** A part as nobody would write it: our names and others, anywhere in one another. */
function anyPart(roll: (below: number) => number, depth: number): Part {
  const names = ['paragraph', 'heading', 'bulletList', 'listItem', 'measure', 'table', 'tableRow'];
  names.push('tableCell', 'blockquote', 'hardBreak', 'drawing', 'mention', 'text', 'doc');
  const content: Part['content'] = [];
  for (let left = depth > 0 ? roll(4) : 0; left > 0; left -= 1) {
    if (roll(2) === 0) content.push(anyPart(roll, depth - 1));
    else {
      const attributes = [undefined, { bold: {} }, { glow: { strength: 2 } }, { tint: 'red' }][
        roll(4)
      ];
      content.push([{ insert: roll(9) === 0 ? { embed: 1 } : `ord${roll(99)}`, attributes }]);
    }
  }
  const attributes = [{}, { level: 2 }, { level: 'x' }, { colspan: 1e9 }, { own: { a: [1] } }][
    roll(5)
  ];
  return { name: names[roll(names.length)] ?? 'paragraph', attributes, content };
}

describe('a document that holds anything anywhere', () => {
  it(
    'is left as it is by opening, and loses nothing by an edit beside',
    { timeout: 60_000 },
    () => {
      let opened = 0;
      for (let seed = 1; seed <= 120; seed += 1) {
        const roll = dice(seed);
        const parts = Array.from({ length: 1 + roll(4) }, () => anyPart(roll, 4));
        const document = mirror(documentOf(...parts, p('slutet')));
        if (!canBind(fragmentOf(document))) continue;
        opened += 1;
        const before = allHeld(document);
        const editor = open(document);
        expect(allHeld(document), `opened ${seed}`).toEqual(before);
        editor.commands.insertContentAt(find(editor, 'slutet'), 'X');
        expect(allHeld(document).slice(0, -1), `edited ${seed}`).toEqual(before.slice(0, -1));
        editor.destroy();
      }
      expect(opened).toBeGreaterThan(30);
    },
  );
});

describe('an editor cannot be bound to', () => {
  it('a shared type in place of a value, nor to an item or a cell that stands by itself', () => {
    expect(canBind(fragmentOf(documentOf(p('a'), { name: 'drawing' })))).toBe(true);
    expect(canBind(fragmentOf(documentOf({ name: 'listItem', content: [p('a')] })))).toBe(false);
    expect(canBind(fragmentOf(documentOf({ name: 'hardBreak' })))).toBe(false);
    const document = documentOf({ name: 'blockquote', content: [p('a')] });
    const quote = fragmentOf(document).get(0) as Y.XmlElement;
    (quote.get(0) as Y.XmlElement).setAttribute('x', new Y.Map() as never);
    expect(canBind(fragmentOf(document))).toBe(false);
  });
});
