import { describe, expect, it } from 'vitest';
import type { Node } from '@tiptap/pm/model';
import * as Y from 'yjs';
import type { Member, Thread } from '../api/types';
import { ago } from './ago';
import { chosenBy, grouped, numbered } from './filters';
import { asked, matching, named, pieces, stillNamed } from './mentions';
import { marked, placed, type Span } from './places';

const people = [
  { id: 'a', name: 'Astrid Moberg' },
  { id: 'b', name: 'Bo Ek' },
  { id: 'c', name: 'Bo Ekström' },
] as unknown as Member[];

describe('naming somebody', () => {
  it('asks once an @ begins a word, and not in an address', () => {
    expect(asked('Hej @bo', 7)).toEqual({ from: 4, beginning: 'bo' });
    expect(asked('@', 1)).toEqual({ from: 0, beginning: '' });
    expect(asked('bo@ek.example', 13)).toBeNull();
    expect(asked('Hej @ bo', 8)).toBeNull();
    expect(asked('Hej @bo\nsedan', 13)).toBeNull();
  });

  it('finds people by their first and their last name', () => {
    const names = (beginning: string) => matching(people, beginning).map(({ name }) => name);
    expect(names('ek')).toEqual(['Bo Ek', 'Bo Ekström']);
    expect(names('bo eks')).toEqual(['Bo Ekström']);
    expect(names('x')).toEqual([]);
  });

  it('puts the whole name in, and names who still stands there', () => {
    const said = named('Hej @bo, du', 7, { from: 4, beginning: 'bo' }, 'Bo Ek');
    expect(said).toEqual({ text: 'Hej @Bo Ek, du', caret: 10 });
    expect(stillNamed(said.text, people)).toEqual(['b']);
    expect(stillNamed('Hej', people)).toEqual([]);
    expect(stillNamed('Hej @Bo Ekström', people)).toEqual(['c']);
    expect(named('@bo', 3, { from: 0, beginning: 'bo' }, 'Bo Ek')).toEqual({
      text: '@Bo Ek ',
      caret: 7,
    });
  });

  it('takes the longest name that stands there', () => {
    expect(pieces('Ja, @Bo Ekström!', people)).toEqual([
      { text: 'Ja, ', member: null },
      { text: '@Bo Ekström', member: 'c' },
      { text: '!', member: null },
    ]);
  });
});

const thread = (id: string, more: object) =>
  ({ id, state: 'open', unread: 0, comments: [], anchor: null, ...more }) as unknown as Thread;
const standing = (standing: string, spans: number[][]) => ({ standing, spans, quote: 'x' });

describe('the list', () => {
  it('parts threads by where they stand, and numbers those that are open in the text', () => {
    const threads = [
      thread('one', { anchor: standing('whole', [[1, 0, 3]]) }),
      thread('done', { anchor: standing('whole', [[1, 5, 3]]), state: 'resolved' }),
      thread('two', { anchor: standing('changed', [[1, 9, 1]]) }),
      thread('whole', {}),
      thread('gone', { anchor: standing('lost', []) }),
    ];
    const groups = grouped(threads).map(({ name, threads }) => [name, threads.length]);
    expect(groups).toEqual([
      ['inText', 3],
      ['aboutSection', 1],
      ['lost', 1],
    ]);
    expect([...numbered(threads)]).toEqual([
      ['one', 1],
      ['two', 2],
    ]);
  });

  it('counts as mine what I wrote in or am named in', () => {
    const mine = thread('x', { comments: [{ author: 'a', mentions: ['b'] }] });
    expect(['a', 'b', 'c'].map((member) => chosenBy('mine', mine, member))).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe('how long ago', () => {
  const at = '2031-03-02T10:00:00Z';
  const after = (minutes: number) => new Date(at).getTime() + minutes * 60_000;
  it('is said in minutes, hours and days, and then as a date', () => {
    expect(ago(at, after(0.5), 'sv', 'nyss')).toBe('nyss');
    expect(ago(at, after(3), 'en', '')).toBe('3 min ago');
    expect(ago(at, after(26 * 60), 'en', '')).toBe('yesterday');
    expect(ago(at, after(8 * 24 * 60), 'en', '')).toBeNull();
  });
});

describe('places', () => {
  /** Two paragraphs; the second begins with what was typed first. */
  function text() {
    const document = new Y.Doc();
    document.clientID = 7;
    const fragment = document.getXmlFragment('default');
    for (const words of ['Hamnen är öppen.', 'Alla är här 🚤.']) {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.insert(0, [new Y.XmlText(words)]);
      fragment.push([paragraph]);
    }
    return fragment;
  }
  const none = () => undefined as Node | undefined;

  it('are the same both ways, over the end of a block', () => {
    const fragment = text();
    // Positions 1 to 17 are the first paragraph's letters, those from 19 on the second's.
    const found = marked(fragment, none, { from: 11, to: 23 });
    expect(found?.quote).toBe('öppen.\nAlla');
    const spans = found?.ids ?? [];
    expect(spans.reduce((sum, [, , length]) => sum + length, 0)).toBe('öppen.Alla'.length);
    expect([...placed(fragment, none, [{ of: 'it', spans }]).values()]).toEqual([
      [
        { from: 11, to: 17 },
        { from: 19, to: 23 },
      ],
    ]);
  });

  it('leave out what is deleted and what nobody has', () => {
    const fragment = text();
    const ids = marked(fragment, none, { from: 1, to: 7 })?.ids ?? [];
    const first = (fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
    first.delete(0, 3);
    const nowhere: Span = [99, 0, 4];
    const found = placed(fragment, none, [{ of: 'it', spans: [...ids, nowhere] }]);
    expect([...found.values()]).toEqual([[{ from: 1, to: 4 }]]);
    expect(marked(fragment, none, { from: 14, to: 16 })).toBeNull();
  });
});
