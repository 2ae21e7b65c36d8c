/**
 * The walk that makes the manual's pictures. `make manual` keeps them; any other run makes them and throws them away,
 * so that a picture of something that is not there any more is noticed.
 */
import { expect, test, type Locator, type Page } from '@playwright/test';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fits } from '../support/axe.ts';
import { DemoServer } from '../support/demo.ts';

const MANUAL = join(import.meta.dirname, '../../../docs/manual');
const KEPT = process.env['MANUAL_PICTURES'] === 'keep';
const WIDTH = 1040;
const MOST_BYTES = 150_000;

const WORDS = {
  sv: {
    signIn: /^Logga in som/,
    save: /^Spara revision/,
    two: 'Sida vid sida',
    help: 'Handbok',
    discussion: /^Diskussion/,
    proposals: /^Förslag/,
    room: 'Visa på skärmen i rummet',
    attendance: 'Närvaro',
  },
  en: {
    signIn: /^Sign in as/,
    save: /^Save revision/,
    two: 'Side by side',
    help: 'Manual',
    discussion: /^Discussion/,
    proposals: /^Proposals/,
    room: 'Show on the screen in the room',
    attendance: 'Attendance',
  },
} as const;
type Language = keyof typeof WORDS;

interface Meeting {
  id: string;
  files: unknown[];
}

interface Revision {
  number: number;
  hash: string;
}

/** Whoever walks through the demo and takes pictures. */
class Walk {
  readonly taken: string[] = [];

  constructor(
    readonly page: Page,
    readonly language: Language,
  ) {}

  async picture(name: string, of: Page | Locator = this.page): Promise<void> {
    const file = `${this.language}-${name}.png`;
    const taken = await of.screenshot({ animations: 'disabled', caret: 'hide' });
    expect(taken.byteLength, `${file} in bytes`).toBeLessThan(MOST_BYTES);
    // A PNG's width stands at byte 16.
    expect(taken.readUInt32BE(16), `${file} in pixels`).toBeLessThanOrEqual(WIDTH);
    if (KEPT) await writeFile(join(MANUAL, 'pictures', file), taken);
    this.taken.push(file);
  }

  async api<T>(path: string): Promise<T> {
    const response = await this.page.request.get(path);
    expect(response.ok(), path).toBe(true);
    return (await response.json()) as T;
  }
}

/** What the chapters of a language show. */
async function named(language: Language): Promise<string[]> {
  const names = new Set<string>();
  for (const file of await readdir(join(MANUAL, language))) {
    const text = await readFile(join(MANUAL, language, file), 'utf8');
    for (const [, name] of text.matchAll(/\]\(\.\.\/pictures\/([^)]+)\)/g)) names.add(name ?? '');
  }
  return [...names].sort();
}

for (const language of ['sv', 'en'] as const) {
  test(`the pictures of the manual are of what there is (${language})`, async ({ browser }) => {
    test.slow();
    const words = WORDS[language];
    const demo = await DemoServer.start(language);
    const context = await browser.newContext({
      baseURL: demo.url,
      locale: language === 'sv' ? 'sv-SE' : 'en-GB',
      viewport: { width: WIDTH, height: 600 },
    });
    const page = await context.newPage();
    const walk = new Walk(page, language);

    await page.goto(demo.link);
    await page.getByRole('button', { name: words.signIn }).click();
    await expect(page.getByRole('table')).toBeVisible();
    await walk.picture('overview');

    // The section with most to compare: its last two revisions differ.
    const agreement = page.url().split('/').at(-1) as string;
    const { sections } = await walk.api<{ sections: { id: string }[] }>(
      `/api/agreements/${agreement}`,
    );
    const revisions = new Map<string, Revision[]>();
    for (const { id } of sections) {
      revisions.set(id, await walk.api<Revision[]>(`/api/sections/${id}/revisions`));
    }
    const [chosen, of] = [...revisions].sort(
      (one, other) => other[1].length - one[1].length,
    )[0] as [string, Revision[]];
    const [latest, ...earlier] = of as [Revision, ...Revision[]];
    const before = earlier.findLast(({ hash }) => hash !== latest.hash) as Revision;
    const section = `/agreements/${agreement}/sections/${chosen}`;

    await page.goto(section);
    await expect(page.locator('[data-save-state]')).toHaveText(/\S/);
    await walk.picture('section');

    // One that was written in since its latest revision.
    let moved = '';
    for (const { id } of sections) {
      const { hash } = await walk.api<{ hash: string }>(`/api/sections/${id}`);
      if (revisions.get(id)?.[0]?.hash !== hash) moved = id;
    }
    const unsaved = `/agreements/${agreement}/sections/${moved}`;
    await page.goto(unsaved);
    await expect(page.locator('[data-save-state]')).toHaveText(/\S/);
    const save = page.getByRole('banner').getByRole('button', { name: words.save });
    if (await save.isVisible()) {
      await save.click();
    } else {
      await page.goto(`${unsaved}#history`);
      await page.getByRole('tabpanel').getByRole('button', { name: words.save }).click();
    }
    await expect(page.getByRole('dialog').getByRole('textbox').first()).toBeVisible();
    await walk.picture('save', page.getByRole('dialog'));
    await page.keyboard.press('Escape');

    for (const [tab, name] of [
      ['history', 'history'],
      ['approval', 'approval'],
    ] as const) {
      await page.goto('about:blank');
      await page.goto(`${section}#${tab}`);
      await expect(page.getByRole('tabpanel')).toContainText(/\S/);
      await expect(page.getByRole('tab', { selected: true })).toHaveAttribute(
        'aria-controls',
        /\S/,
      );
      await walk.picture(name, page.getByRole('complementary').last());
    }

    await page.goto(`${section}/compare?from=${before.number}&to=${latest.number}`);
    await expect(page.locator('ins, del').first()).toBeVisible();
    await page.keyboard.press('Alt+ArrowDown');
    await walk.picture('comparison');
    await page.getByRole('button', { name: words.two }).click();
    await page.keyboard.press('Alt+ArrowDown');
    await walk.picture('sides');

    await page.goto(`${section}/approval`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await walk.picture('approve');

    // What is said beside a text, of the section with two proposals about the same paragraph.
    let talked = '';
    for (const { id } of sections) {
      const { proposals } = await walk.api<{ proposals: unknown[] }>(
        `/api/sections/${id}/proposals`,
      );
      if (proposals.length > 1) talked = id;
    }
    await page.goto(`/agreements/${agreement}/sections/${talked}#proposals`);
    await expect(page.getByRole('tab', { name: words.proposals, selected: true })).toBeVisible();
    await expect(page.getByRole('tabpanel').getByRole('button').first()).toBeVisible();
    await walk.picture('proposals', page.getByRole('complementary').last());
    await page.getByRole('tab', { name: words.discussion }).click();
    await expect(page.getByRole('tabpanel').getByRole('button').first()).toBeVisible();
    await walk.picture('discussion', page.getByRole('complementary').last());

    // The meeting that has a file, and a section of it on the screen in the room.
    const { meetings } = await walk.api<{ meetings: Meeting[] }>(
      `/api/agreements/${agreement}/meetings`,
    );
    const held = meetings.find(({ files }) => files.length > 0);
    await page.goto(`/agreements/${agreement}/meetings/${held?.id}`);
    await expect(page.locator('.text')).toContainText(/\S/);
    await page.setViewportSize({ width: WIDTH, height: 900 });
    const attendance = page.getByRole('heading', { name: words.attendance });
    await attendance.evaluate((heading) => heading.scrollIntoView());
    await walk.picture('meeting');
    await page.setViewportSize({ width: WIDTH, height: 600 });
    await page.getByRole('link', { name: words.room }).first().click();
    await expect(page.locator('[data-line="3"]')).toBeVisible();
    await walk.picture('room');

    const [review] = await walk.api<{ id: string }[]>(`/api/agreements/${agreement}/reviews`);
    await page.goto(`/agreements/${agreement}/reviews/${review?.id}`);
    await expect(page.getByRole('table')).toBeVisible();
    await page.setViewportSize({ width: WIDTH, height: 900 });
    await walk.picture('review');
    await page.setViewportSize({ width: WIDTH, height: 600 });

    expect(walk.taken.sort(), 'the pictures that the manual shows').toEqual(await named(language));
    for (const file of walk.taken) {
      expect(await readdir(join(MANUAL, 'pictures'))).toContain(file);
    }

    // From the app's help to the manual, in the language of the interface.
    await page.getByRole('banner').getByRole('link', { name: words.help }).click();
    await expect(page).toHaveURL(new RegExp(`/manual/${language}/start$`));
    for (const link of await page.getByRole('main').getByRole('link').all()) {
      const address = new URL((await link.getAttribute('href')) ?? '', page.url()).href;
      expect((await page.request.get(address)).status(), address).toBe(200);
    }
    for (const chapter of ['start', 'compare']) {
      await page.goto(`/manual/${language}/${chapter}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await fits(page, `the manual: ${chapter}`);
    }
    await context.close();
    await demo.dispose();
  });
}
