// @vitest-environment jsdom
import { getSchema } from '@tiptap/core';
import { DOMParser as Parser } from '@tiptap/pm/model';
import { describe, expect, it } from 'vitest';
import { textSchema } from '../schema';
import { clean } from './clean';
import { parsePlainText } from './plain-text';

const schema = getSchema(textSchema());

/** What the editor makes of pasted HTML. */
function pasted(html: string) {
  const holder = document.createElement('div');
  holder.innerHTML = clean(html).html;
  const doc = Parser.fromSchema(schema).parse(holder);
  doc.check();
  return doc;
}

const json = (html: string): unknown => pasted(html).content.toJSON();

const pages = import.meta.glob<string>('./fixtures/*.html', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const expected = import.meta.glob<unknown>('./fixtures/*.json', { import: 'default', eager: true });

describe('what is pasted from another program', () => {
  for (const [path, html] of Object.entries(pages)) {
    it(`becomes what its writer meant: ${path}`, () => {
      expect(json(html)).toEqual(expected[path.replace('.html', '.json')]);
    });
  }
});

describe('the cleaning', () => {
  it('tells of pictures, and not of the dots that senders count readers with', () => {
    expect(clean('<p>a<img src="https://a.example/b.png"></p>').pictures).toBe(true);
    expect(clean('<p>a<svg><path/></svg></p>').pictures).toBe(true);
    expect(clean('<p>a<img width="1" height="1" src="https://a.example/o.gif"></p>').pictures).toBe(
      false,
    );
    expect(clean('<p>a</p>').pictures).toBe(false);
  });

  it('keeps a hard space that stands alone, and no soft hyphen', () => {
    const text = pasted(
      '<p>5\u00a0§ om\u00adbygg\u00adnad\u00a0 sedan \u00a0\u00a0då\u00a0</p>',
    ).textContent;
    expect(text).toBe('5\u00a0§ ombyggnad sedan då');
  });

  it('leaves nothing that runs, and no link that does', () => {
    const html = clean(
      '<p onclick="a()">x<a href=" java\nscript:a()">y</a><a href="vbscript:a">z</a><script>a()</script></p>',
    ).html;
    expect(html).not.toMatch(/onclick|<script/);
    const marks: string[] = [];
    pasted(html).descendants(
      (node) => void marks.push(...node.marks.map((mark) => mark.type.name)),
    );
    expect(marks).toEqual([]);
  });

  it('takes what the editor itself has copied as it is, without what it says about closed parts', () => {
    const measure = '<div data-block="measure" data-due="&quot;2031-05-01&quot;">Laga</div>';
    const kept = '<div class="kept"><span class="kept-says">Stängt.</span>Mått</div>';
    expect(json(`<div data-pm-slice="0 0 []">${measure}${kept}</div>`)).toMatchObject([
      { type: 'measure', attrs: { due: '2031-05-01' }, content: [{ text: 'Laga' }] },
      { type: 'paragraph', content: [{ text: 'Mått' }] },
    ]);
  });

  it('bounds the spans of cells', () => {
    expect(
      json('<table><tr><td colspan="999999999">a</td><td colspan="2">b</td></tr></table>'),
    ).toMatchObject([
      { content: [{ content: [{ attrs: { colspan: 1 } }, { attrs: { colspan: 2 } }] }] },
    ]);
  });

  it('ends on any HTML, and what it gives fits the schema', () => {
    for (const odd of [
      '',
      '<',
      '<b><p>a</b>b</p>',
      '<table><tr></tr></table>',
      '<ul><p>a</p></ul>',
      '<li>a',
    ]) {
      expect(() => pasted(odd).check(), odd).not.toThrow();
    }
    expect(pasted('<b><p>a</b>b</p>').textContent).toBe('ab');
  });
});

describe('plain text', () => {
  const lines = (text: string) =>
    parsePlainText(text, schema, []).content.toJSON() as {
      content?: { text?: string; type: string }[];
    }[];
  const words = (text: string) =>
    lines(text).map(({ content = [] }) => content.map((node) => node.text ?? '/').join(''));

  it('with blank lines is paragraphs between them', () => {
    expect(words('ett\ntvå\r\n \n\ntre\n')).toEqual(['ett/två', 'tre']);
  });

  it('without them is a paragraph a line', () => {
    expect(words('ett\r\ntvå\rtre')).toEqual(['ett', 'två', 'tre']);
    expect(words('ett')).toEqual(['ett']);
  });
});
