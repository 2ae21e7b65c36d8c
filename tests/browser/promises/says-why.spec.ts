import { ERIK, HARBOUR, OPENING, ROLF } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';

test('a reviewer reads, cannot write, and is told why', async ({ page, scene }) => {
  const section = await scene.enter(page, ROLF, HARBOUR);
  await expect(section.saveState).toHaveText('Läsläge');
  const note = page.getByRole('note');
  await expect(note).toContainText('Du kan läsa men inte skriva här');
  await expect(note).toContainText('Du är inte skribent i den här överenskommelsen.');
  await expect(page.getByRole('toolbar')).toHaveCount(0);
  await expect(section.text).toHaveAttribute('contenteditable', 'false');
  await section.text.click();
  await page.keyboard.type('Jag försöker ändå');

  // What others write still comes, and nothing of his is there.
  const other = scene.join(ERIK, HARBOUR);
  await other.synced();
  expect(other.blocks()).toEqual([OPENING]);
  other.append('Det här skrev Erik.');
  await expect.poll(() => section.blocks()).toEqual([OPENING, 'Det här skrev Erik.']);
});

test('a used link says that it is used, and what to do', async ({
  browser,
  page,
  scene,
  watch,
}) => {
  await scene.signIn(page, ROLF);
  const link = scene.link(ROLF);
  watch.expectAnswer(410, `/api${new URL(link).pathname}`);

  // Who is signed in already goes on.
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Länken är redan använd' })).toBeVisible();
  await page.getByRole('link', { name: 'Gå till mina överenskommelser' }).click();
  await expect(page).toHaveURL(scene.server.url() + scene.agreementUrl);

  // Who is not has to ask for a new one.
  const stranger = await browser.newPage();
  await stranger.goto(link);
  await expect(
    stranger.getByText('Annars ber du samordnaren för din part om en ny.'),
  ).toBeVisible();
  await expect(stranger.getByRole('button', { name: /Logga in/ })).toHaveCount(0);
  await stranger.close();
});

test('an expired link and a wrong one say what to do', async ({ page, scene, watch }) => {
  const link = scene.link(ERIK);
  const { pathname } = new URL(link);
  const wrong = pathname.slice(0, -4) + 'XXXX';
  watch.expectAnswer(410, `/api${pathname}`);
  watch.expectAnswer(404, `/api${wrong}`);
  await page.goto(scene.server.url() + wrong);
  await expect(page.getByRole('heading', { name: 'Vi känner inte igen länken' })).toBeVisible();
  await expect(page.getByText('ber du samordnaren för din part om en ny.')).toBeVisible();

  // A link lives for seven days. The page is told what the server says on the eighth.
  await page.route(`**/api${pathname}`, (route) =>
    route.fulfill({
      status: 410,
      contentType: 'application/problem+json',
      json: { type: '/problems/link-expired', title: 'Länken har gått ut', status: 410 },
    }),
  );
  await page.goto(link);
  await expect(page.getByRole('heading', { name: 'Länken har gått ut' })).toBeVisible();
  await expect(page.getByText('Be samordnaren för din part om en ny länk.')).toBeVisible();
});
