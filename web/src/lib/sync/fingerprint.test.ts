import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { fingerprint } from './fingerprint';
import vectors from './fingerprint.vectors.json';
import { ROOT } from './plain';
import { elementFromJson, elementJson, fragmentJson } from './tree';

function load(update: string): Y.Doc {
  const document = new Y.Doc();
  Y.applyUpdate(document, Buffer.from(update, 'base64'));
  return document;
}

describe('the fingerprint of a text', () => {
  it.each(vectors)('of $name is what the server makes of it, too', async (vector) => {
    const document = load(vector.update_base64);
    expect(fragmentJson(document.getXmlFragment(ROOT))).toBe(vector.json);
    const digest = createHash('sha256').update(vector.json, 'utf8').digest('hex');
    expect(digest).toBe(vector.sha256);
    const print = await fingerprint(document);
    expect(Buffer.from(print ?? []).toString('hex')).toBe(vector.sha256);
  });

  it('takes half a pair of surrogates for what it becomes on the wire', () => {
    const here = new Y.Doc();
    const text = new Y.XmlText('fisk 🐟');
    here.getXmlFragment(ROOT).insert(0, [text]);
    text.delete(5, 1);
    const there = new Y.Doc();
    Y.applyUpdate(there, Y.encodeStateAsUpdate(here));
    const [json, theirs] = [here, there].map((one) => fragmentJson(one.getXmlFragment(ROOT)));
    expect(json).toBe('[["fisk \uFFFD",{}]]');
    expect(theirs).toBe(json);
  });

  it('differs where one letter does', async () => {
    const [one, other] = ['ja', 'nej'].map((words) => {
      const document = new Y.Doc();
      document.getXmlFragment(ROOT).insert(0, [new Y.XmlText(words)]);
      return fingerprint(document);
    });
    expect(await one).not.toEqual(await other);
  });
});

describe('an element made of its tree', () => {
  it.each(vectors.filter(({ name }) => !/sibling|embed/.test(name)))(
    'has the same tree: $name',
    ({ update_base64 }) => {
      const fragment = load(update_base64).getXmlFragment(ROOT);
      const target = new Y.Doc().getXmlFragment(ROOT);
      for (const child of fragment.toArray()) {
        target.push([elementFromJson(elementJson(child as Y.XmlElement))]);
      }
      expect(fragmentJson(target)).toBe(fragmentJson(fragment));
    },
  );
});
