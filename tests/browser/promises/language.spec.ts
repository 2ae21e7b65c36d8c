import { EMPTY, ERIK } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';

test('the language is switched on every page, said to the browser, and remembered', async ({
  page,
  scene,
}) => {
  const html = page.locator('html');
  const toEnglish = page.getByRole('button', { name: 'English' });
  const toSwedish = page.getByRole('button', { name: 'Svenska' });

  await page.goto(scene.link(ERIK));
  await expect(html).toHaveAttribute('lang', 'sv');
  await expect(page.getByRole('heading', { name: `Välkommen, ${ERIK}` })).toBeVisible();
  await toEnglish.click();
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: `Welcome, ${ERIK}` })).toBeVisible();

  // The choice goes along to the next page and outlives a reload.
  await page.getByRole('button', { name: `Sign in as ${ERIK}` }).click();
  await expect(page.getByRole('columnheader', { name: 'Written by' })).toBeVisible();
  await page.getByRole('link', { name: EMPTY }).click();
  await expect(page.locator('[data-save-state]')).toHaveText('Saved');
  await page.reload();
  await expect(html).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('textbox', { name: `Text: ${EMPTY}` })).toHaveAttribute('lang', 'sv');
  await expect(page.getByRole('toolbar', { name: 'Tools for the text' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'My account' })).toBeVisible();

  await toSwedish.click();
  await expect(html).toHaveAttribute('lang', 'sv');
  await expect(page.getByRole('toolbar', { name: 'Verktyg för texten' })).toBeVisible();
  await expect(page.locator('[data-save-state]')).toHaveText('Sparat');
  await page.goto(`${scene.server.url()}/account`);
  await expect(page.getByRole('heading', { name: 'Mitt konto' })).toBeVisible();
});

test.describe('in a browser that prefers English', () => {
  test.use({ locale: 'en-GB' });
  test('the pages are English from the beginning', async ({ page, scene }) => {
    await page.goto(scene.link(ERIK));
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('button', { name: `Sign in as ${ERIK}` })).toBeVisible();
  });
});
