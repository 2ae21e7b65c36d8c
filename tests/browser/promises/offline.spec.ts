import type { BrowserContext } from '@playwright/test';
import { EMPTY, ERIK, HARBOUR, MAJA, OPENING } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';
import { close, OFFLINE, SectionPage } from '../support/section-page.ts';

test.beforeEach(({ watch }) => watch.expectBrokenConnections());

/** Opens a section in another tab of the browser somebody is signed in with. */
async function another(context: BrowserContext, scene: Scene, title: string): Promise<SectionPage> {
  const page = await context.newPage();
  await page.goto(scene.sectionUrl(title));
  const section = new SectionPage(page);
  await expect(section.saveState).toHaveText('Sparat');
  return section;
}

test('what both sides write while one is without a connection is in the text afterwards', async ({
  page,
  scene,
}) => {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  const maja = scene.join(MAJA, HARBOUR, 'direct');
  await maja.synced();
  scene.server.line.break();
  await expect(erik.saveState).toHaveText(OFFLINE);
  await erik.write(' Det tycker Erik.');
  maja.append('Maja skriver under tiden.');
  await expect(erik.saveState).toHaveText(OFFLINE);

  scene.server.line.mend();
  await expect(erik.saveState).toHaveText('Sparat');
  const both = [`${OPENING} Det tycker Erik.`, 'Maja skriver under tiden.'];
  await expect.poll(() => erik.blocks()).toEqual(both);
  await expect.poll(() => maja.blocks()).toEqual(both);
});

test('what was written without a connection arrives although its page was closed', async ({
  context,
  scene,
}) => {
  const erik = await scene.enter(await context.newPage(), ERIK, EMPTY);
  scene.server.line.break();
  await erik.write('Skrivet på färjan.');
  await expect(erik.saveState).toHaveText(OFFLINE);
  await close(erik.page);

  scene.server.line.mend();
  const maja = scene.join(MAJA, EMPTY);
  await maja.synced();
  expect(maja.blocks().join('')).toBe('');
  const again = await another(context, scene, EMPTY);
  await expect.poll(() => again.blocks()).toEqual(['Skrivet på färjan.']);
  await expect.poll(() => maja.blocks()).toEqual(['Skrivet på färjan.']);
});

test('it arrives also if another page of the product is opened', async ({ context, scene }) => {
  const erik = await scene.enter(await context.newPage(), ERIK, EMPTY);
  scene.server.line.break();
  await erik.write('Skrivet på färjan.');
  await expect(erik.saveState).toHaveText(OFFLINE);
  await close(erik.page);

  scene.server.line.mend();
  const maja = scene.join(MAJA, EMPTY);
  await maja.synced();
  await (await context.newPage()).goto(scene.server.url());
  await expect.poll(() => maja.blocks()).toEqual(['Skrivet på färjan.']);
});

test('a page that is opened without a connection shows the text and takes more', async ({
  page,
  scene,
}) => {
  // The files of the product come; nothing else does.
  let away = false;
  await page.route('**/api/**', (route) => (away ? route.abort() : route.continue()));
  await page.routeWebSocket(/\/sync\//, (socket) => {
    if (away) void socket.close({ code: 1013 });
    else socket.connectToServer();
  });
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await erik.write(' Sparat i hamn.');
  await expect(erik.saveState).toHaveText('Sparat');

  away = true;
  await page.reload();
  await expect.poll(() => erik.blocks()).toEqual([`${OPENING} Sparat i hamn.`]);
  await expect(erik.saveState).toHaveText(OFFLINE);
  await erik.write(' Skrivet till sjöss.');
  // Once more, and by way of the other pages.
  await page.reload();
  await expect.poll(() => erik.blocks()).toEqual([`${OPENING} Sparat i hamn. Skrivet till sjöss.`]);
  await page.getByRole('link', { name: EMPTY }).click();
  await expect(page.getByText('Texten kan inte hämtas just nu')).toBeVisible();
  await page.getByRole('link', { name: HARBOUR }).click();
  await expect.poll(() => erik.blocks()).toEqual([`${OPENING} Sparat i hamn. Skrivet till sjöss.`]);

  away = false;
  await expect(erik.saveState).toHaveText('Sparat');
  const maja = scene.join(MAJA, HARBOUR);
  await maja.synced();
  expect(maja.blocks()).toEqual([`${OPENING} Sparat i hamn. Skrivet till sjöss.`]);
});

test('one member in two tabs, with and without a connection: all of it is kept', async ({
  context,
  scene,
}) => {
  const first = await scene.enter(await context.newPage(), ERIK, EMPTY);
  await first.write('Ett');
  const second = await another(context, scene, EMPTY);
  await first.write(' två');
  await expect.poll(() => second.blocks()).toEqual(['Ett två']);
  await second.write(' tre');
  await expect.poll(() => first.blocks()).toEqual(['Ett två tre']);

  scene.server.line.break();
  for (const tab of [first, second]) await expect(tab.saveState).toHaveText(OFFLINE);
  await first.write(' fyra');
  await expect.poll(() => second.blocks()).toEqual(['Ett två tre fyra']);
  await second.write(' fem');
  await expect.poll(() => first.blocks()).toEqual(['Ett två tre fyra fem']);
  await close(first.page);
  await close(second.page);

  scene.server.line.mend();
  const maja = scene.join(MAJA, EMPTY);
  await maja.synced();
  expect(maja.blocks()).toEqual(['Ett två tre']);
  await another(context, scene, EMPTY);
  await expect.poll(() => maja.blocks()).toEqual(['Ett två tre fyra fem']);
});

test('where the browser keeps nothing, the page says so and warns before it is left', async ({
  page,
  scene,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(globalThis, 'indexedDB', { value: undefined });
  });
  const erik = await scene.enter(page, ERIK, EMPTY);
  scene.server.line.break();
  await erik.write('Bara här.');
  await expect(erik.saveState).toHaveText(/kan inte lagras på den här datorn/);
  await fits(page, 'without storage');
  const warning = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await warning;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();

  scene.server.line.mend();
  await expect(erik.saveState).toHaveText('Sparat');
  expect(await erik.blocks()).toEqual(['Bara här.']);
});

test('signing out deletes what is saved, and asks about what is not', async ({ page, scene }) => {
  const stored = () =>
    page.evaluate(async () => {
      const opening = indexedDB.open('overens.kept');
      const database = await new Promise<IDBDatabase>((resolve) => {
        opening.onsuccess = () => resolve(opening.result);
      });
      const names = ['copies', 'updates', 'marks', 'beginnings', 'answers'];
      const work = database.transaction(names);
      const counts = names.map((name) => {
        const counting = work.objectStore(name).count();
        return new Promise<number>((resolve) => {
          counting.onsuccess = () => resolve(counting.result);
        });
      });
      const total = (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
      database.close();
      return total;
    });
  // The section's connection is lost for good, the rest is there.
  let away = false;
  await page.routeWebSocket(/\/sync\//, (socket) => {
    if (!away) {
      const server = socket.connectToServer();
      socket.onMessage((message) => {
        if (!away) server.send(message);
      });
    }
  });
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Sparat.');
  await expect(erik.saveState).toHaveText('Sparat');
  away = true;
  await erik.write(' Inte skickat.');
  await expect(erik.saveState).toHaveText('Sparar …');

  await page.getByRole('link', { name: 'Mitt konto' }).click();
  await page.getByRole('button', { name: 'Logga ut' }).click();
  const dialog = page.getByRole('dialog', { name: 'Allt är inte sparat' });
  await expect(dialog).toContainText('I ett avsnitt finns text som inte har skickats än.');
  await fits(page, 'signing out');
  await dialog.getByRole('button', { name: 'Fortsätt vara inloggad' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await dialog.getByRole('button', { name: 'Logga ut och ta bort det' }).click();
  await expect(page.getByRole('heading', { name: 'Du är inte inloggad' })).toBeVisible();
  await expect.poll(stored).toBe(0);
});
