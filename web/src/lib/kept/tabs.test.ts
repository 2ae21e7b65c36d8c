import { afterEach, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import { Tabs } from './tabs';

const open: Tabs[] = [];
afterEach(() => {
  for (const tabs of open.splice(0)) tabs.close();
});

function tab(alone: boolean) {
  const document = new Y.Doc();
  const state = { alone };
  const tabs = new Tabs(document, () => state.alone);
  open.push(tabs);
  const text = document.getText('words');
  return { state, tabs, write: (words: string) => text.insert(0, words), text: () => `${text}` };
}

describe('tabs without a connection', () => {
  it('hear what the others write, and what they wrote before', async () => {
    const [first, second] = [tab(true), tab(true)];
    first.write('ett');
    second.write('två');
    first.tabs.join('copy 1');
    second.tabs.join('copy 1');
    await vi.waitFor(() => expect(second.text()).toContain('ett'));
    await vi.waitFor(() => expect(first.text()).toContain('två'));
    first.write('tre');
    await vi.waitFor(() => expect(second.text()).toContain('tre'));
    expect(second.text()).toBe(first.text());
  });

  it('are not told what the server will tell', async () => {
    const [online, listener, other] = [tab(false), tab(true), tab(true)];
    for (const { tabs } of [online, listener, other]) tabs.join('copy 2');
    online.write('sparat');
    // What is said later comes later: when it has come, the first would have.
    other.write('ensam');
    await vi.waitFor(() => expect(listener.text()).toBe('ensam'));
  });

  it('hear nothing of another copy', async () => {
    const [refused, fresh, witness] = [tab(true), tab(true), tab(true)];
    refused.tabs.join('copy 3');
    witness.tabs.join('copy 3');
    fresh.tabs.join('copy 4');
    refused.write('vägrat');
    await vi.waitFor(() => expect(witness.text()).toBe('vägrat'));
    expect(fresh.text()).toBe('');
  });
});
