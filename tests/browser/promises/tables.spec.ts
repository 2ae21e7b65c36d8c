import type { Page } from '@playwright/test';
import * as Y from 'yjs';
import { EMPTY, ERIK, MAJA, ROLF } from '../support/agreement.ts';
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';
import type { SectionPage } from '../support/section-page.ts';
import type { StockClient } from '../support/stock.ts';

/** The tables of a text as their cells' words, heading cells in brackets. */
function tables(client: StockClient): string[][][] {
  const children = (element: Y.XmlElement) =>
    element.toArray().filter((child) => child instanceof Y.XmlElement);
  const words = (element: Y.XmlElement): string =>
    element
      .toArray()
      .map((child) => (child instanceof Y.XmlElement ? words(child) : child.toString()))
      .join('');
  return client.fragment
    .toArray()
    .filter((block) => block instanceof Y.XmlElement && block.nodeName === 'table')
    .map((table) =>
      children(table as Y.XmlElement).map((row) =>
        children(row).map((cell) =>
          cell.nodeName === 'tableHeader' ? `[${words(cell)}]` : words(cell),
        ),
      ),
    );
}

/** Types into one cell after another. */
async function fill(page: Page, section: SectionPage, cells: string[]): Promise<void> {
  for (const [index, cell] of cells.entries()) {
    if (index > 0) await page.keyboard.press('Tab');
    await section.caretKnown();
    await page.keyboard.type(cell);
  }
}

const beyondTheEdge = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });

test('a table is made, filled and left without a mouse, and others have it', async ({
  page,
  scene,
}) => {
  const maja = scene.join(MAJA, EMPTY);
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.text.focus();
  await page.keyboard.press('Alt+F10');
  const add = erik.tool('Lägg till en tabell');
  for (let stop = 0; stop < 30; stop += 1) {
    if (await add.evaluate((button) => button === document.activeElement)) break;
    await page.keyboard.press('ArrowRight');
  }
  await expect(add).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(erik.text).toBeFocused();
  await fill(page, erik, ['Vad', 'Vem', 'När', 'Kajen', 'Kommunen', 'I maj']);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.type('Gillet');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.type('Under tabellen.');

  await expect(erik.saveState).toHaveText('Sparat');
  await expect
    .poll(() => tables(maja))
    .toEqual([
      [
        ['[Vad]', '[Vem]', '[När]'],
        ['Kajen', 'Gillet', 'I maj'],
        ['', '', ''],
      ],
    ]);
  expect(maja.blocks().at(-1)).toBe('Under tabellen.');

  // Tab in the last cell makes a new row, as everywhere; the arrow leads out below.
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect.poll(() => tables(maja)[0]?.length).toBe(4);
  await page.keyboard.press('ArrowDown');
  await erik.caretKnown();
  await page.keyboard.type('Ute: ');
  await expect.poll(() => maja.blocks().at(-1)).toBe('Ute: Under tabellen.');
});

test('rows and columns come and go, and the table with them', async ({ page, scene }) => {
  const maja = scene.join(MAJA, EMPTY);
  const erik = await scene.enter(page, ERIK, EMPTY);
  await expect(erik.tool('Rad under')).toBeHidden();
  await erik.tool('Lägg till en tabell').click();
  await fill(page, erik, ['a', 'b', 'c', 'd']);
  await expect(erik.tool('Rubrikrad')).toHaveAttribute('aria-pressed', 'true');
  const use = async (tool: string, table: string[][]) => {
    await erik.tool(tool).click();
    await expect.poll(() => tables(maja)[0], tool).toEqual(table);
    await expect(erik.text).toBeFocused();
  };
  await use('Ta bort rad', [
    ['[a]', '[b]', '[c]'],
    ['', '', ''],
  ]);
  await use('Rad under', [
    ['[a]', '[b]', '[c]'],
    ['', '', ''],
    ['', '', ''],
  ]);
  await use('Kolumn efter', [
    ['[a]', '[]', '[b]', '[c]'],
    ['', '', '', ''],
    ['', '', '', ''],
  ]);
  await use('Ta bort kolumn', [
    ['[]', '[b]', '[c]'],
    ['', '', ''],
    ['', '', ''],
  ]);
  await use('Rubrikrad', [
    ['', 'b', 'c'],
    ['', '', ''],
    ['', '', ''],
  ]);
  await erik.tool('Ta bort tabell').click();
  await expect.poll(() => tables(maja)).toEqual([]);
  await erik.tool('Ångra').click();
  await expect.poll(() => tables(maja)[0]?.[0]).toEqual(['', 'b', 'c']);
});

test('a wide table scrolls in its own box, and axe finds nothing wrong with it', async ({
  page,
  scene,
}) => {
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.tool('Lägg till en tabell').click();
  for (let column = 0; column < 4; column += 1) await erik.tool('Kolumn efter').click();
  await fill(page, erik, [
    'Hamnsamverkan',
    'Ansvarig',
    'Senast',
    'Kostnad',
    'Plats',
    'Beslut',
    'Not',
  ]);
  await expect(erik.saveState).toHaveText('Sparat');
  const box = erik.text.locator('.table-box');
  const tools = page.getByRole('group', { name: 'Tabellen' });
  expect(await tools.evaluate((row) => row.scrollWidth - row.clientWidth)).toBe(0);
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 800 });
    await expect.poll(() => beyondTheEdge(page), `at ${width}`).toBe(0);
    await expect.poll(() => violations(page), `at ${width}`).toEqual([]);
  }
  expect(
    await box.evaluate((element) => element.scrollWidth - element.clientWidth),
  ).toBeGreaterThan(0);

  // Who only reads comes to the box by Tab and scrolls it by the arrows.
  const reader = await page.context().newPage();
  await reader.setViewportSize({ width: 360, height: 800 });
  const rolf = await scene.enter(reader, ROLF, EMPTY, 'localhost');
  await expect(rolf.text.getByRole('region', { name: 'Tabell' })).toHaveAttribute('tabindex', '0');
  expect(await violations(reader)).toEqual([]);
});

test('a table with uneven rows is shown whole, and opening it changes nothing', async ({
  context,
  scene,
}) => {
  const stock = scene.join(MAJA, EMPTY);
  await stock.synced();
  const cell = (words: string) => {
    const made = new Y.XmlElement('tableCell');
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.insert(0, [new Y.XmlText(words)]);
    made.insert(0, [paragraph]);
    return made;
  };
  const row = (...words: string[]) => {
    const made = new Y.XmlElement('tableRow');
    made.insert(0, words.map(cell));
    return made;
  };
  const table = new Y.XmlElement('table');
  table.insert(0, [row('a', 'b', 'c'), row('d'), new Y.XmlElement('tableRow')]);
  stock.fragment.push([table]);
  stock.append('Efter.');
  const before = stock.fragment.toString();

  const rolf = await scene.enter(await context.newPage(), ROLF, EMPTY);
  await expect(rolf.text.getByRole('cell')).toHaveText(['a', 'b', 'c', 'd']);
  const erik = await scene.enter(await context.newPage(), ERIK, EMPTY, 'localhost');
  await expect(erik.text.getByRole('cell')).toHaveText(['a', 'b', 'c', 'd']);
  await erik.write(' Skrivet bredvid.');
  await expect.poll(() => stock.blocks().at(-1)).toBe('Efter. Skrivet bredvid.');
  expect(stock.fragment.toString()).toBe(before.replace('Efter.', 'Efter. Skrivet bredvid.'));
});
