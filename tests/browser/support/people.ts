/** Two parties whose people come and go, on a server that sends letters. */
import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { description, ERIK, MAJA, ROLF } from './agreement.ts';
import { Scene, test as base } from './fixtures.ts';
import { PostOffice } from './post-office.ts';
import { Server } from './server.ts';

export const NILS = 'Nils Bergqvist';
export const NILS_ADDRESS = 'nils@norrskar.example';
export const [KOMMUN, GILLE] = ['Norrskärs kommun', 'Öns föreningar'];

/** With two more who write and coordinate nothing, one for each party. */
const people = {
  ...description,
  members: [
    ...description.members,
    { name: NILS, email: NILS_ADDRESS, party: 'A', roles: ['drafter'] },
    { name: 'Saga Holm', email: 'saga@fiskargillet.example', party: 'B', roles: ['drafter'] },
  ],
};

export const test = base.extend<{ post: PostOffice }>({
  founded: [people, { option: true }],
  post: async ({}, use) => {
    const post = await PostOffice.open();
    await use(post);
    await post.close();
  },
  scene: async ({ build, founded, post }, use) => {
    const { server, seeded } = await Server.found(founded, build, post.flags);
    const scene = new Scene(server, seeded);
    await use(scene);
    await scene.end();
  },
});

/** A browser of somebody else, with nothing of anybody in it. */
export async function elsewhere(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ locale: 'sv-SE', timezoneId: 'Europe/Stockholm' });
  return context.newPage();
}

/** From the agreement's page to the people of it. */
export async function openPeople(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Personer och roller' }).click();
  await expect(page.getByRole('heading', { name: 'Personer och roller' })).toBeVisible();
}

export const partyOf = (page: Page, name: string): Locator => page.getByRole('region', { name });

export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: name });

export async function openRecord(scene: Scene, page: Page): Promise<void> {
  await page.goto(`${new URL(scene.agreementUrl, page.url()).href}/record`);
  await expect(page.getByRole('heading', { name: 'Ärendeloggen', level: 1 })).toBeVisible();
  await expect(page.getByRole('main').getByRole('listitem').first()).toBeVisible();
}

export const entryOf = (page: Page, words: string): Locator =>
  page.getByRole('main').getByRole('listitem').filter({ hasText: words });

export { ERIK, expect, MAJA, ROLF };
