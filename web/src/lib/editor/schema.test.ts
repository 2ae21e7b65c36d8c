import { getSchema } from '@tiptap/core';
import { prosemirrorJSONToYXmlFragment, updateYFragment } from '@tiptap/y-tiptap';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { readAddress, safeAddress } from '../address';
import { textSchema } from './schema';

const schema = getSchema(textSchema());

function documentWith(...content: unknown[]): Y.Doc {
  const document = new Y.Doc();
  const fragment = document.getXmlFragment('default');
  prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, fragment);
  return document;
}

describe('the schema', () => {
  it('leaves the attributes of a measure alone while its text is written', () => {
    const document = documentWith({
      type: 'measure',
      attrs: { responsible: ['p', 'q'], level: 'dialogue', due: null },
      content: [{ type: 'text', text: 'Möte' }],
    });
    const fragment = document.getXmlFragment('default');
    const element = fragment.get(0) as Y.XmlElement;
    const meta = { mapping: new Map(), isOMark: new Map() };
    const node = schema.node('doc', null, [
      schema.node('measure', element.getAttributes() as never, [schema.text('Möten')]),
    ]);
    let changed: string[] = [];
    fragment.observeDeep((events) => {
      changed = events.flatMap((event) => [...event.changes.keys.keys()]);
    });
    document.transact(() => updateYFragment(document, fragment as never, node, meta as never));
    expect(element.toString()).toContain('Möten');
    expect(changed).toEqual([]);
  });
});

describe('an address', () => {
  it('that runs something is none', () => {
    expect(safeAddress('javascript:alert(1)')).toBeNull();
    expect(safeAddress(' java\nscript:alert(1)')).toBeNull();
    expect(safeAddress('data:text/html,x')).toBeNull();
    expect(safeAddress({})).toBeNull();
    expect(readAddress('javascript:alert(1)')).toBeNull();
  });

  it('is read as people write it', () => {
    expect(readAddress('www.exempel.se/a')).toBe('https://www.exempel.se/a');
    expect(readAddress('eva@region.example')).toBe('mailto:eva@region.example');
    expect(readAddress(' https://exempel.se ')).toBe('https://exempel.se');
    expect(readAddress('inte en adress')).toBeNull();
    expect(readAddress('')).toBeNull();
  });
});
