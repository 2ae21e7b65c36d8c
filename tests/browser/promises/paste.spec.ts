import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EMPTY, ERIK, MAJA } from '../support/agreement.ts';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import type { SectionPage } from '../support/section-page.ts';

const FIXTURES = join(import.meta.dirname, '../../../web/src/lib/editor/paste/fixtures');

/** A paste as the browser tells of it, with what another program has put on the clipboard. */
async function paste(section: SectionPage, types: Record<string, string>): Promise<void> {
  await section.text.focus();
  await section.text.evaluate((text, types) => {
    const clipboardData = new DataTransfer();
    for (const [type, data] of Object.entries(types)) clipboardData.setData(type, data);
    const event = { clipboardData, bubbles: true, cancelable: true };
    text.dispatchEvent(new ClipboardEvent('paste', event));
  }, types);
}

test('a page from Word becomes headings, lists and a table, here and at the others', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectBlockedInline();
  const maja = scene.join(MAJA, EMPTY);
  const erik = await scene.enter(page, ERIK, EMPTY);
  const html = await readFile(join(FIXTURES, 'word.html'), 'utf8');
  await paste(erik, { 'text/html': html, 'text/plain': 'Hamnen' });

  await expect(page.getByRole('status').getByText('Bilder följer inte med')).toBeVisible();
  await expect(erik.text.getByRole('heading', { level: 2 })).toHaveText(['Hamnen', 'Vad vi vill']);
  await expect(erik.text.getByRole('listitem')).toHaveText([
    'Kajen lagas.Först den östra.Sedan den västra.',
    'Först den östra.',
    'Sedan den västra.',
    'Bryggan målas.',
    'Möte i mars.',
    'Beslut i maj.',
  ]);
  await expect(erik.text.getByRole('columnheader')).toHaveText(['Vad', 'När']);
  await expect(erik.text).toContainText('Vi ska alltid svara.[1]');
  await expect(erik.text.getByRole('link')).toHaveText(['sidan']);
  await expect(erik.saveState).toHaveText('Sparat');
  await expect
    .poll(() => maja.blocks())
    .toEqual([
      'Hamnen',
      'Vad vi vill',
      'Vi lyssnar innan vi beslutar, se\u00a05\u00a0§ och bilagan. Det är hamnrådet som kallar.',
      'Kajen lagas.Först den östra.Sedan den västra.Bryggan målas.',
      'Möte i mars.Beslut i maj.',
      'Fyra nivåer ner',
      'Vi ska alltid svara.[1]',
      'Se sidan eller den här.',
      'VadNärKajenoch bryggan' + 'Lotsen',
      '[1] Inom en vecka.',
    ]);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Stäng' }).click();
  await expect(page.getByText('Bilder följer inte med')).toBeHidden();
});

test('plain text with blank lines becomes paragraphs', async ({ page, scene }) => {
  const maja = scene.join(MAJA, EMPTY);
  const erik = await scene.enter(page, ERIK, EMPTY);
  await paste(erik, { 'text/plain': 'Kajen lagas\ni maj.\n\nBryggan målas.\n' });
  await expect.poll(() => maja.blocks()).toEqual(['Kajen lagasi maj.', 'Bryggan målas.']);
  await expect(page.getByText('Bilder följer inte med')).toBeHidden();
});

test('what is copied in the text itself comes back as it was', async ({ page, scene }) => {
  const maja = scene.join(MAJA, EMPTY);
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.tool('Lägg till en tabell').click();
  await page.keyboard.type('Vad');
  await page.keyboard.press('Control+Enter');
  await erik.tool('Lägg till en åtgärd').click();
  await page.keyboard.type('Laga kajen');
  await expect.poll(() => maja.blocks().at(-1)).toBe('Laga kajen');
  const once = maja.fragment.toString();

  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+End');
  await erik.caretKnown();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+v');
  await expect.poll(() => maja.fragment.toString().split('Laga kajen').length).toBe(3);
  await expect(erik.saveState).toHaveText('Sparat');
  const twice = maja.fragment.toString();
  expect(twice.startsWith(once)).toBe(true);
  expect(twice.slice(once.length)).toContain(once);
});
