import * as encoding from 'lib0/encoding';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { LONGEST_DELAY, retryDelay } from './backoff';
import { plainBlocks, ROOT } from './plain';
import { decode, updateWith } from './wire';

function json(kind: number, body: unknown): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, new TextEncoder().encode(JSON.stringify(body)));
  });
}

describe('the wire', () => {
  it('reads what the server says', () => {
    expect(decode(json(100, { epoch: 'e' }))).toMatchObject({ type: 'welcome' });
    expect(decode(Uint8Array.of(101, 5))).toEqual({ type: 'saved', count: 5 });
    expect(decode(json(102, { code: 'c', message: 'm' }))).toEqual({
      type: 'refused',
      code: 'c',
      message: 'm',
    });
    expect(decode(updateWith(Uint8Array.of(1, 2)))).toEqual({
      type: 'update',
      update: Uint8Array.of(1, 2),
    });
  });

  it('lets a message of a newer server pass', () => {
    expect(decode(Uint8Array.of(120, 1))).toEqual({ type: 'unknown' });
    expect(decode(json(103, { kind: 'weather' }))).toEqual({ type: 'unknown' });
  });

  it('throws on bytes that end too early', () => {
    expect(() => decode(Uint8Array.of(0, 2, 9, 1))).toThrow();
  });
});

describe('a retry', () => {
  it('waits at random below a ceiling that doubles and ends', () => {
    expect(retryDelay(1, 0)).toBe(0);
    expect(retryDelay(1, 0.999)).toBeLessThan(500);
    expect(retryDelay(3, 0.5)).toBe(1000);
    expect(retryDelay(50, 0.999)).toBeLessThan(LONGEST_DELAY);
  });
});

describe('plain text', () => {
  const document = new Y.Doc();
  const paragraph = (text: string) => {
    const element = new Y.XmlElement('paragraph');
    element.insert(0, [new Y.XmlText(text)]);
    return element;
  };
  const list = new Y.XmlElement('bulletList');
  const item = new Y.XmlElement('listItem');
  item.insert(0, [paragraph('punkt')]);
  list.insert(0, [item]);
  document.getXmlFragment(ROOT).insert(0, [paragraph('ett'), list, paragraph('')]);

  it('has a line for each block with text', () => {
    expect(plainBlocks(document)).toEqual(['ett', '– punkt']);
  });
});
