import type { Locator, Page } from '@playwright/test';
import { EMPTY, ERIK } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';
import { SectionPage } from '../support/section-page.ts';

/** No page has so many places to stop at that Tab would need more. */
const MOST_STOPS = 60;

async function press(page: Page, key: string, until: Locator): Promise<void> {
  await expect(until).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await until.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${String(until)}`);
}

test('from the sign-in link to a heading and a list without a mouse', async ({ page, scene }) => {
  const section = new SectionPage(page);
  const { keyboard } = page;
  await page.goto(scene.link(ERIK));
  await press(page, 'Tab', page.getByRole('button', { name: `Logga in som ${ERIK}` }));
  await keyboard.press('Enter');
  await press(page, 'Tab', page.getByRole('main').getByRole('link', { name: EMPTY }));
  await keyboard.press('Enter');
  await expect(section.saveState).toHaveText('Sparat');
  await press(page, 'Tab', section.text);

  await keyboard.press('Alt+F10');
  await press(page, 'ArrowRight', section.tool('Rubrik'));
  await keyboard.press('Enter');
  await expect(section.text).toBeFocused();
  await expect(section.tool('Rubrik')).toHaveAttribute('aria-pressed', 'true');
  await keyboard.type('Vid larm');
  await keyboard.press('Enter');

  // The toolbar comes back to the button it was left at, and the arrows go both ways.
  await keyboard.press('Alt+F10');
  await expect(section.tool('Rubrik')).toBeFocused();
  await press(page, 'ArrowLeft', section.tool('Punktlista'));
  await keyboard.press('Enter');
  await keyboard.type('Ring 112');

  await expect(section.text.getByRole('heading', { level: 2 })).toHaveText('Vid larm');
  await expect(section.text.getByRole('listitem')).toHaveText(['Ring 112']);

  // Escape leads from the tools back to the text, and Tab out of it.
  await keyboard.press('Alt+F10');
  await keyboard.press('Escape');
  await expect(section.text).toBeFocused();
  await keyboard.press('Tab');
  await expect(section.text).not.toBeFocused();
  await expect(section.saveState).toHaveText('Sparat');
});
