import type { Page } from '@playwright/test';
import { ERIK, HARBOUR, MAJA, OPENING } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';

const WELCOME = 100;

/** Has the server say that it knows another schema than it does. */
async function claimSchema(page: Page, version: (own: number) => number): Promise<void> {
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      if (typeof message === 'string' || message[0] !== WELCOME) return socket.send(message);
      // One digit for another, so that the length before the JSON stays right.
      const claimed = message
        .toString('latin1')
        .replace(/"schema":(\d)/, (_, own: string) => `"schema":${version(Number(own))}`);
      socket.send(Buffer.from(claimed, 'latin1'));
    });
  });
}

test('a page that is older than the server shows the text, asks to be loaded anew, and changes nothing', async ({
  page,
  scene,
}) => {
  const stock = scene.join(MAJA, HARBOUR);
  await stock.synced();
  const before = stock.fragment.toString();
  let older = true;
  await claimSchema(page, (own) => (older ? own + 1 : own));
  await scene.enter(page, ERIK, HARBOUR);

  await expect(page.getByRole('alert')).toContainText('En nyare version av Överens finns');
  await expect(page.getByRole('article')).toContainText(OPENING);
  await expect(page.locator('[contenteditable="true"]')).toHaveCount(0);
  await expect(page.getByRole('toolbar')).toHaveCount(0);
  expect(stock.fragment.toString()).toBe(before);

  older = false;
  await page.getByRole('alert').getByRole('button', { name: 'Ladda om sidan' }).click();
  await expect(page.getByRole('alert')).toBeHidden();
});

test('a page that is newer than the server writes', async ({ page, scene }) => {
  const stock = scene.join(MAJA, HARBOUR);
  await claimSchema(page, (own) => own - 1);
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await erik.write(' Och till framtiden.');
  await expect.poll(() => stock.blocks()).toEqual([`${OPENING} Och till framtiden.`]);
});

test('a text that began under an earlier schema is written in', async ({ page, scene }) => {
  const stock = scene.join(MAJA, HARBOUR);
  await stock.synced();
  const about = stock.doc.getMap('overens');
  expect(about.get('schema')).toBeGreaterThan(1);
  about.set('schema', 1);
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await erik.write(' Skrivet nu.');
  await expect.poll(() => stock.blocks()).toEqual([`${OPENING} Skrivet nu.`]);
  expect(about.get('schema')).toBe(1);
});
