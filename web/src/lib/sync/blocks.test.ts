import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { BlockReader, insertBlocks, readBlocks, without } from './blocks';
import { ROOT } from './plain';

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

function documentOf(...words: string[]): Y.Doc {
  const document = new Y.Doc();
  document.getXmlFragment(ROOT).insert(0, words.map(paragraph));
  return document;
}

const said = (document: Y.Doc) => readBlocks(document).map(({ text }) => text);

describe('the blocks of a text', () => {
  it('leave out those in which nothing is said', () => {
    expect(said(documentOf('ett', ' ', 'två'))).toEqual(['ett', 'två']);
  });

  it('are read anew where they have changed, however deep', () => {
    const document = documentOf('ett', 'två');
    const reader = new BlockReader(document);
    const [first] = reader.read();
    const second = document.getXmlFragment(ROOT).get(1) as Y.XmlElement;
    (second.get(0) as Y.XmlText).insert(3, '!');
    second.setAttribute('level', '2');
    const now = reader.read();
    expect(now.map(({ text }) => text)).toEqual(['ett', 'två!']);
    expect(now[0]).toBe(first);
    expect(now).toEqual(readBlocks(document));
  });

  it('tell what others lack, each as often as they lack it', () => {
    const here = readBlocks(documentOf('a', 'b', 'b', 'c'));
    const there = readBlocks(documentOf('b', 'a'));
    expect(without(here, there).map(({ text }) => text)).toEqual(['b', 'c']);
  });
});

describe('putting blocks back', () => {
  it('puts each after what it stood after', () => {
    const whole = readBlocks(documentOf('ett', 'två', 'tre', 'fyra'));
    const document = documentOf('ett', 'fyra', 'fem');
    insertBlocks(document, whole.slice(1, 3), whole);
    expect(said(document)).toEqual(['ett', 'två', 'tre', 'fyra', 'fem']);
  });

  it('puts them at the end where nothing of that stands any more', () => {
    const whole = readBlocks(documentOf('ett', 'två'));
    const document = documentOf('annat');
    insertBlocks(document, whole.slice(1), whole);
    expect(said(document)).toEqual(['annat', 'två']);
  });
});
