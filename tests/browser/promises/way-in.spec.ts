import type { Page } from '@playwright/test';
import { description } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { test as withoutMail } from '../support/fixtures.ts';
import {
  elsewhere,
  ERIK,
  expect,
  KOMMUN,
  NILS,
  NILS_ADDRESS,
  openPeople,
  test,
} from '../support/people.ts';

async function askForLink(page: Page, email: string): Promise<void> {
  await page.getByLabel('Din e-postadress').fill(email);
  await page.getByRole('button', { name: 'Skicka en länk' }).click();
  await expect(page.getByRole('heading', { name: 'Titta i din e-post' })).toBeFocused();
}

test('an address is asked for, and a letter signs in: unknown addresses are answered alike', async ({
  page,
  scene,
  post,
}) => {
  await page.goto(scene.server.url());
  await askForLink(page, 'ingen@norrskar.example');
  const unknown = await page.getByRole('main').innerText();
  await page.getByRole('button', { name: 'Försök med en annan adress' }).click();
  await expect(page.getByLabel('Din e-postadress')).toBeFocused();
  await askForLink(page, NILS_ADDRESS);
  const known = await page.getByRole('main').innerText();
  expect(known.replace(NILS_ADDRESS, 'x')).toBe(unknown.replace('ingen@norrskar.example', 'x'));

  // The link leads to no agreement of its own: with one, there is nothing to choose.
  const letter = await post.letterTo(NILS_ADDRESS);
  expect(post.lettersTo('ingen@norrskar.example')).toEqual([]);
  await page.goto(letter.link);
  await expect(page.getByText('Länken loggar in dig där du deltar.')).toBeVisible();
  await page.getByRole('button', { name: `Logga in som ${NILS}` }).click();
  await expect(page.getByRole('heading', { name: description.title })).toBeVisible();
});

test('a slip in the address is told before anything is sent', async ({ page, scene }) => {
  await page.goto(scene.server.url());
  await page.getByRole('button', { name: 'Skicka en länk' }).click();
  await expect(page.getByText('Skriv din e-postadress.')).toBeVisible();
  await page.getByLabel('Din e-postadress').fill('nils@norrskar');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Det ser inte ut som en e-postadress.')).toBeVisible();
  await expect(page.getByLabel('Din e-postadress')).toBeFocused();
});

test('who asks too often is told for how long to wait', async ({ page, scene, watch }) => {
  watch.expectAnswer(429, '/api/sign-in');
  await page.goto(scene.server.url());
  await expect(async () => {
    await page.getByLabel('Din e-postadress').fill(NILS_ADDRESS);
    await page.getByRole('button', { name: 'Skicka en länk' }).click();
    const again = page.getByRole('button', { name: 'Försök med en annan adress' });
    const refused = page.getByRole('alert').filter({ hasText: 'Du har bett om många länkar' });
    await expect(again.or(refused)).toBeVisible();
    if (await again.isVisible()) await again.click();
    await expect(refused).toContainText(/Försök igen om (en minut|\d+ minuter)/, { timeout: 100 });
  }).toPass();
});

test('a used link leads to a new one by e-mail', async ({ browser, page, scene, post, watch }) => {
  await scene.signIn(page, NILS);
  const link = scene.link(NILS);
  watch.expectAnswer(410, `/api${new URL(link).pathname}`);
  const other = await elsewhere(browser);
  await other.goto(link);
  await expect(other.getByRole('heading', { name: 'Länken är redan använd' })).toBeVisible();
  await askForLink(other, NILS_ADDRESS);
  await other.goto((await post.letterTo(NILS_ADDRESS)).link);
  await other.getByRole('button', { name: `Logga in som ${NILS}` }).click();
  await expect(other.getByRole('heading', { name: description.title })).toBeVisible();
  await other.context().close();
});

test('one sees where one is signed in, and signs out there from here', async ({
  browser,
  page,
  scene,
  post,
}) => {
  await scene.signIn(page, NILS);
  const other = await elsewhere(browser);
  await other.goto(scene.server.url());
  await askForLink(other, NILS_ADDRESS);
  await other.goto((await post.letterTo(NILS_ADDRESS)).link);
  await other.getByRole('button', { name: `Logga in som ${NILS}` }).click();
  await expect(other.getByRole('heading', { name: description.title })).toBeVisible();

  await page.getByRole('link', { name: 'Mitt konto' }).click();
  const places = page.getByRole('region', { name: 'Där jag deltar' });
  await expect(places).toContainText(description.title);
  await expect(places).toContainText('skribent');
  const sessions = page.getByRole('region', { name: 'Där jag är inloggad' });
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await expect(sessions.getByRole('listitem').first()).toContainText('den här webbläsaren');
  await expect(sessions.getByRole('listitem').first()).toContainText(/Chrom/);
  await fits(page, 'account with sessions');
  await sessions.getByRole('button', { name: /^Logga ut Chrom/ }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await expect(sessions.getByRole('status')).toContainText('är utloggad.');
  await expect(sessions).toContainText('Du är bara inloggad här.');
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Du är inte inloggad' })).toBeVisible();

  // All others at once, asked first.
  await askForLink(other, NILS_ADDRESS);
  await other.goto((await post.letterTo(NILS_ADDRESS, 2)).link);
  await other.getByRole('button', { name: `Logga in som ${NILS}` }).click();
  await expect(other.getByRole('heading', { name: description.title })).toBeVisible();
  await page.reload();
  await sessions.getByRole('button', { name: 'Logga ut alla andra' }).click();
  const dialog = page.getByRole('dialog', { name: 'Logga ut alla andra' });
  await dialog.getByRole('button', { name: 'Logga ut alla andra' }).click();
  await expect(sessions.getByRole('status')).toContainText('Alla andra är utloggade.');
  await other.reload();
  await expect(other.getByRole('heading', { name: 'Du är inte inloggad' })).toBeVisible();
  await other.context().close();
});

test('the page for asking fits every width, and axe finds nothing wrong', async ({
  page,
  scene,
}) => {
  await page.goto(scene.server.url());
  await expect(page.getByLabel('Din e-postadress')).toBeVisible();
  await fits(page, 'asking for a link');
  await askForLink(page, NILS_ADDRESS);
  await fits(page, 'a link was asked for');
});

withoutMail('without e-mail the pages say whom to ask', async ({ browser, page, scene }) => {
  const stranger = await elsewhere(browser);
  await stranger.goto(scene.server.url());
  await expect(stranger.getByText('Den här servern skickar ingen e-post')).toBeVisible();
  await expect(stranger.getByText(/Be den som driver servern om en personlig länk/)).toBeVisible();
  await expect(stranger.getByLabel('Din e-postadress')).toHaveCount(0);
  await stranger.context().close();

  await scene.signIn(page, ERIK);
  await openPeople(page);
  await expect(page.getByRole('note')).toContainText('Den här servern skickar ingen e-post');
  await page.getByRole('button', { name: `Bjud in någon till ${KOMMUN}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Namn').fill('Astrid Kvist');
  await dialog.getByLabel('E-post').fill('astrid@norrskar.example');
  await dialog.getByLabel('läsare').check();
  await dialog.getByRole('button', { name: 'Bjud in' }).click();
  await expect(page.getByText('Be den som driver servern om en personlig länk.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Den som driver servern skriver ut länken.');
});
