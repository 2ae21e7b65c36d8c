import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { Welcome } from '../sync/machine';
import { Keeper, type Keeping } from './keeper';
import { joinCopy, latestCopy, leftOverCopies, MOST_UPDATES, readCopy } from './copies';
import { keptDatabase } from './database';
import type { Draft } from './drafts';
import { clearLeftOvers } from './left-overs';
import { listCopies } from './waiting';

const welcome: Welcome = {
  epoch: 'e1',
  client: 7,
  schema: 1,
  may_write: true,
  why_not: null,
  member: 'erik',
};

function paragraph(words: string): Y.XmlElement {
  const element = new Y.XmlElement('paragraph');
  element.insert(0, [new Y.XmlText(words)]);
  return element;
}

let sections = 0;
const newSection = () => `section ${(sections += 1)}`;

interface Page {
  document: Y.Doc;
  keeper: Keeper;
  keeping: () => Keeping;
  write: (words: string) => void;
  text: () => string;
}

function open(section: string, member = 'erik'): Page {
  const document = new Y.Doc();
  let keeping: Keeping = 'unknown';
  const keeper = new Keeper(member, section, document, (now) => (keeping = now));
  const text = document.getText('words');
  return {
    document,
    keeper,
    keeping: () => keeping,
    write: (words) => text.insert(text.length, words),
    text: () => text.toString(),
  };
}

async function began(section: string): Promise<Page> {
  const page = open(section);
  expect(await page.keeper.restore()).toBeNull();
  page.write('Från servern. ');
  await page.keeper.textCame(welcome);
  return page;
}

describe('what is written', () => {
  it('is there when the page is opened again, and said to be unsaved', async () => {
    const section = newSection();
    const page = await began(section);
    page.keeper.follow(true, false, { blocks: [], vector: Uint8Array.of(0) });
    page.write('Utan nät.');
    await page.keeper.written();
    expect(page.keeping()).toBe('kept');
    page.keeper.close();

    const again = open(section);
    const restored = await again.keeper.restore();
    expect(again.text()).toBe('Från servern. Utan nät.');
    expect(restored).toMatchObject({ unsaved: true, welcome });
    expect(restored?.saved?.vector).toEqual(Uint8Array.of(0));
  });

  it('is not said to be unsaved once the server has it', async () => {
    const section = newSection();
    const page = await began(section);
    page.keeper.follow(true, true, null);
    page.write('Snart sparat.');
    await page.keeper.written();
    page.keeper.follow(false, true, null);
    await page.keeper.written();
    const again = open(section);
    expect(await again.keeper.restore()).toMatchObject({ unsaved: false });
    expect(again.text()).toBe('Från servern. Snart sparat.');
  });

  it('stays unsaved when it was kept before, until a page that has read it is all saved', async () => {
    const section = newSection();
    const first = await began(section);
    first.keeper.follow(true, false, null);
    first.write('Utan nät.');
    await first.keeper.written();
    first.keeper.close();

    const second = open(section);
    await second.keeper.restore();
    second.keeper.follow(true, true, null);
    await second.keeper.written();
    expect(await open(section).keeper.restore()).toMatchObject({ unsaved: true });
    second.keeper.follow(false, true, null);
    await second.keeper.written();
    expect(await open(section).keeper.restore()).toMatchObject({ unsaved: false });
  });

  it('by another page since then stays unsaved', async () => {
    const section = newSection();
    const first = await began(section);
    first.keeper.follow(true, false, null);
    first.write('Ett. ');
    await first.keeper.written();

    const second = open(section);
    await second.keeper.restore();
    second.keeper.follow(true, true, null);
    first.write('Två.');
    await first.keeper.written();
    second.keeper.follow(false, true, null);
    await second.keeper.written();
    const third = open(section);
    expect(await third.keeper.restore()).toMatchObject({ unsaved: true });
    expect(third.text()).toBe('Från servern. Ett. Två.');
  });

  it('in two pages that open at once goes into one copy', async () => {
    const section = newSection();
    const pages = await Promise.all([began(section), began(section)]);
    pages.forEach((page, index) => page.write(`sida ${index} `));
    await Promise.all(pages.map(({ keeper }) => keeper.written()));
    const again = open(section);
    await again.keeper.restore();
    expect(again.text()).toContain('sida 0');
    expect(again.text()).toContain('sida 1');
    expect(await leftOverCopies('erik', section)).toEqual([]);
  });

  it('is begun from under another client id by every page', async () => {
    const section = newSection();
    const first = await began(section);
    await first.keeper.written();
    const pages = [open(section), open(section)];
    for (const page of pages) await page.keeper.restore();
    const ids = [first, ...pages].map(({ document }) => document.clientID);
    expect(new Set(ids).size).toBe(3);
  });

  it('is nobody else’s', async () => {
    const section = newSection();
    await (await began(section)).keeper.written();
    expect(await open(section, 'maja').keeper.restore()).toBeNull();
    expect(await listCopies(['maja'])).toEqual([]);
  });

  it('takes no more room than it needs', async () => {
    const section = newSection();
    const page = await began(section);
    for (let letter = 0; letter <= MOST_UPDATES; letter += 1) {
      page.write('a');
      await page.keeper.written();
    }
    const copy = await latestCopy('erik', section);
    if (!copy) throw new Error('nothing was kept');
    const rows = async () => (await keptDatabase()).countFromIndex('updates', 'copy', copy.name);
    expect(await rows()).toBeGreaterThan(MOST_UPDATES);
    await readCopy(copy);
    expect(await rows()).toBe(1);
    const again = open(section);
    await again.keeper.restore();
    expect(again.text()).toBe(page.text());
  });

  it('is kept although another page has deleted the copy', async () => {
    const section = newSection();
    const page = await began(section);
    await page.keeper.written();
    const database = await keptDatabase();
    for (const store of ['copies', 'updates', 'marks'] as const) await database.clear(store);
    page.keeper.follow(true, false, null);
    page.write('Ändå kvar.');
    await page.keeper.written();
    const again = open(section);
    await again.keeper.restore();
    expect(again.text()).toBe('Från servern. Ändå kvar.');
  });
});

describe('a copy that was given up', () => {
  it('is not begun from again, and is deleted when what was unsaved is kept elsewhere', async () => {
    const section = newSection();
    const page = await began(section);
    page.keeper.follow(true, false, null);
    page.write('Vägrat.');
    await page.keeper.abandon(true);
    expect(await open(section).keeper.restore()).toBeNull();
    expect(await leftOverCopies('erik', section)).toEqual([]);
    await joinCopy('erik', section, welcome);
    expect(await open(section).keeper.restore()).toBeNull();
  });

  it('stays, when what was unsaved is nowhere else', async () => {
    const section = newSection();
    const page = await began(section);
    page.keeper.follow(true, false, null);
    page.write('Vägrat.');
    await page.keeper.abandon(false);
    const [left] = await leftOverCopies('erik', section);
    if (!left) throw new Error('it is gone');
    expect((await readCopy(left)).marks).toHaveLength(1);
  });
});

describe('a copy that was left behind', () => {
  const shelf = (kept: boolean) => {
    const drafts: Draft[] = [];
    const add = async (draft: Draft) => {
      drafts.push(draft);
      return kept;
    };
    return { drafts, add };
  };

  it('becomes a draft before it is deleted', async () => {
    const section = newSection();
    const page = await began(section);
    page.keeper.follow(true, false, null);
    page.document.getXmlFragment('default').insert(0, [paragraph('Vägrat.')]);
    await page.keeper.abandon(false);

    const full = shelf(false);
    await clearLeftOvers('erik', section, full);
    expect(full.drafts).toHaveLength(1);
    expect(await leftOverCopies('erik', section)).toHaveLength(1);

    const roomy = shelf(true);
    await clearLeftOvers('erik', section, roomy);
    expect(roomy.drafts.map(({ after }) => after.map(({ text }) => text))).toEqual([['Vägrat.']]);
    expect(await leftOverCopies('erik', section)).toEqual([]);
  });

  it('is deleted without a word when all of it was saved', async () => {
    const section = newSection();
    const page = await began(section);
    await page.keeper.abandon(false);
    await joinCopy('erik', section, { ...welcome, epoch: 'e2' });
    await joinCopy('erik', section, { ...welcome, epoch: 'e3' });
    const drafts = shelf(true);
    await clearLeftOvers('erik', section, drafts);
    expect(drafts.drafts).toEqual([]);
    expect(await leftOverCopies('erik', section)).toEqual([]);
    expect((await latestCopy('erik', section))?.epoch).toBe('e3');
  });
});

describe('without storage', () => {
  it('says so, and writes on when there is room again', async () => {
    const section = newSection();
    const page = await began(section);
    await page.keeper.written();
    const database = await keptDatabase();
    const transaction = database.transaction.bind(database);
    database.transaction = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    page.write('Utan plats. ');
    await page.keeper.written();
    expect(page.keeping()).toBe('not-kept');
    expect(page.keeper.isWriting).toBe(true);

    database.transaction = transaction;
    page.write('Med plats.');
    await page.keeper.written();
    expect(page.keeping()).toBe('kept');
    const again = open(section);
    await again.keeper.restore();
    expect(again.text()).toBe('Från servern. Utan plats. Med plats.');
  });
});
