import type { Locator, Page } from '@playwright/test';
import { EMPTY, ERIK, HARBOUR, MAJA, OPENING } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';
import { Proposals } from '../support/proposals.ts';
import { close, OFFLINE, SectionPage } from '../support/section-page.ts';

test.use({ build: 'faults' });
test.beforeEach(({ watch }) => watch.expectBrokenConnections());

const drafts = (page: Page): Locator => page.getByRole('region', { name: /^(Ditt|Dina) utkast/ });

/** Fails as soon as the page is loaded anew. */
async function neverReloaded(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => Object.assign(globalThis, { loadedOnce: true }));
  return async () => expect(await page.evaluate(() => 'loadedOnce' in globalThis)).toBe(true);
}

/** Erik writes without a connection in a section that is locked meanwhile. */
async function refused(page: Page, scene: Scene, words: string): Promise<SectionPage> {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  scene.server.line.break();
  await erik.write(words);
  await expect(erik.saveState).toHaveText(OFFLINE);
  await scene.server.lock(scene.section(HARBOUR));
  scene.server.line.mend();
  return erik;
}

test('what was written in a section that was locked meanwhile is kept as a draft, without a reload', async ({
  page,
  scene,
}) => {
  const erik = await refused(page, scene, ' Det här hann inte med.');
  await expect(page.getByRole('alert')).toContainText('Avsnittet har låsts');
  await expect(erik.saveState).toHaveText('Läsläge');
  const stayed = await neverReloaded(page);
  await expect.poll(() => erik.blocks()).toEqual([OPENING]);
  await expect(erik.text).toHaveAttribute('contenteditable', 'false');
  await expect(drafts(page)).toContainText('Avsnittet låstes medan du skrev.');
  await expect(drafts(page)).toContainText(`${OPENING} Det här hann inte med.`);
  await expect(drafts(page).getByRole('button', { name: /Lägg in/ })).toHaveCount(0);
  await fits(page, 'a locked section with a draft');

  // The text goes on without him, and without his words.
  await scene.server.unlock(scene.section(HARBOUR));
  await expect(erik.saveState).toHaveText('Sparat');
  await stayed();
  const maja = scene.join(MAJA, HARBOUR);
  await maja.synced();
  expect(maja.blocks()).toEqual([OPENING]);
  await erik.write(' Nytt.');
  await expect.poll(() => maja.blocks()).toEqual([`${OPENING} Nytt.`]);

  // It is there at the next visit, and goes into the text when he says so.
  await page.reload();
  await expect(erik.saveState).toHaveText('Sparat');
  await drafts(page).getByRole('button', { name: 'Lägg in i texten igen' }).click();
  const both = [`${OPENING} Nytt.`, `${OPENING} Det här hann inte med.`];
  await expect.poll(() => maja.blocks()).toEqual(both);
  // The server holds it now, so it is no draft any more.
  await expect(drafts(page)).toHaveCount(0);
});

test('what was kept as a draft is offered as a proposal, and another takes it into the text', async ({
  context,
  page,
  scene,
}) => {
  const erik = await refused(page, scene, ' Det här hann inte med.');
  await expect(drafts(page)).toContainText('Det här hann inte med.');
  await scene.server.unlock(scene.section(HARBOUR));
  await expect(erik.saveState).toHaveText('Sparat');
  const maja = new Proposals(
    await scene.enter(await context.newPage(), MAJA, HARBOUR, 'localhost'),
  );
  // Meanwhile she writes on; his draft takes nothing of hers back.
  await maja.section.write(' Och gäster.');
  await expect.poll(() => erik.blocks()).toEqual([`${OPENING} Och gäster.`]);

  const his = new Proposals(erik);
  await drafts(page).getByRole('button', { name: 'Lämna som förslag' }).click();
  await expect(his.written.locator('ins')).toContainText('Det här hann inte med.');
  expect(await maja.blocks()).toEqual([`${OPENING} Och gäster.`]);
  await expect(drafts(page)).toHaveCount(1);
  await his.offer('Skrivet när avsnittet låstes.');

  const card = await maja.by(ERIK);
  await expect(card).toContainText('Skrivet när avsnittet låstes.');
  await (await maja.acceptOf(ERIK)).click();
  for (const side of [his, maja]) {
    await expect
      .poll(() => side.blocks())
      .toEqual([expect.stringMatching(/Och gäster\..*Det här hann inte med\./)]);
  }
  await page.reload();
  await expect(erik.text).toContainText('Det här hann inte med.');
});

test('a draft stays until its writer discards it, and several are listed', async ({
  page,
  scene,
}) => {
  await refused(page, scene, ' Första gången.');
  await expect(drafts(page)).toContainText('Första gången.');
  await scene.server.unlock(scene.section(HARBOUR));
  const erik = new SectionPage(page);
  await expect(erik.saveState).toHaveText('Sparat');
  scene.server.line.break();
  await erik.write(' Andra gången.');
  await expect(erik.saveState).toHaveText(OFFLINE);
  await scene.server.lock(scene.section(HARBOUR));
  scene.server.line.mend();
  await expect(erik.saveState).toHaveText('Läsläge');
  await page.reload();
  const each = drafts(page).getByRole('group');
  await expect(each).toHaveCount(2);
  await expect(each.first()).toContainText('Andra gången.');

  // By keyboard alone: asked first, and nothing is lost by changing one's mind.
  const discard = each.first().getByRole('button', { name: 'Kasta utkastet' });
  const dialog = page.getByRole('dialog', { name: 'Kasta utkastet?' });
  await discard.focus();
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await fits(page, 'discarding a draft');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(each).toHaveCount(2);
  await discard.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(each).toHaveCount(1);
  await page.reload();
  await expect(each).toHaveText(/Första gången\./);
});

test('typing that the server refuses becomes a draft, and the editor goes on', async ({
  page,
  scene,
}) => {
  // The server’s own word for too much, given to the first update that says so.
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    let ended = false;
    socket.onMessage((message) => {
      if (ended) return;
      if (!message.toString().includes('!')) return server.send(message);
      ended = true;
      void server.close();
      void socket.close({ code: 4413 });
    });
  });
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Sparat. ');
  await expect(erik.saveState).toHaveText('Sparat');
  await erik.write('För mycket!');
  await expect(page.getByRole('alert')).toContainText('Texten är för stor');
  await expect(drafts(page)).toContainText('För mycket!');
  await expect(erik.saveState).toHaveText('Sparat');
  await page.getByRole('button', { name: 'Jag förstår' }).click();
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect(erik.text).not.toContainText('!');
  await erik.write(' Och vidare.');
  await expect(erik.saveState).toHaveText('Sparat');
  const maja = scene.join(MAJA, EMPTY);
  await maja.synced();
  expect(maja.blocks().join('')).toContain('Och vidare.');
  expect(maja.blocks().join('')).not.toContain('!');
});

test('a section that begins anew is explained, and what only the old text had is kept', async ({
  context,
  page,
  scene,
}) => {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  scene.server.line.break();
  await erik.write(' Skrivet i den gamla.');
  await expect(erik.saveState).toHaveText(OFFLINE);
  await scene.server.stop();
  await scene.server.newEpoch(scene.section(HARBOUR));
  await scene.server.start();
  scene.server.line.mend();

  await expect(page.getByRole('alert')).toContainText('Texten har börjat om från en tidigare');
  await expect(erik.saveState).toHaveText('Sparat');
  await expect.poll(() => erik.blocks()).toEqual([OPENING]);
  await expect(drafts(page)).toContainText(`${OPENING} Skrivet i den gamla.`);
  await fits(page, 'a section that began anew');
  await erik.write(' Skrivet i den nya.');
  await expect(erik.saveState).toHaveText('Sparat');

  // The next visit begins with the new text, and still has the draft.
  await page.close();
  const again = new SectionPage(await context.newPage());
  await again.page.goto(scene.sectionUrl(HARBOUR));
  await expect(again.saveState).toHaveText('Sparat');
  expect(await again.blocks()).toEqual([`${OPENING} Skrivet i den nya.`]);
  await expect(drafts(again.page)).toContainText('Skrivet i den gamla.');
  await expect(again.page.getByRole('alert')).toHaveCount(0);
});

test('a section that begins anew with the same text leaves no draft', async ({ page, scene }) => {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await scene.server.stop();
  await scene.server.newEpoch(scene.section(HARBOUR));
  await scene.server.start();
  await expect(page.getByRole('alert')).toContainText('Texten har börjat om från en tidigare');
  await expect(erik.saveState).toHaveText('Sparat');
  await expect.poll(() => erik.blocks()).toEqual([OPENING]);
  await expect(drafts(page)).toHaveCount(0);
});

const meanwhile: Record<string, { happen: (scene: Scene) => Promise<void>; why: string }> = {
  'was locked': {
    happen: (scene) => scene.server.lock(scene.section(HARBOUR)),
    why: 'Avsnittet låstes medan du skrev.',
  },
  'began anew': {
    happen: async (scene) => {
      await scene.server.stop();
      await scene.server.newEpoch(scene.section(HARBOUR));
      await scene.server.start();
    },
    why: 'Avsnittet började om',
  },
};

for (const [what, { happen, why }] of Object.entries(meanwhile)) {
  test(`what was kept in a section that ${what} while its page was closed becomes a draft`, async ({
    context,
    scene,
  }) => {
    const erik = await scene.enter(await context.newPage(), ERIK, HARBOUR);
    const maja = scene.join(MAJA, HARBOUR, 'direct');
    const witness = scene.join(MAJA, HARBOUR, 'direct');
    await Promise.all([maja.synced(), witness.synced()]);
    scene.server.line.break();
    await expect(erik.saveState).toHaveText(OFFLINE);
    await erik.write(' Skrivet på färjan.');
    await close(erik.page);
    maja.append('Maja skriver under tiden.');
    // Others see it when it is on disk.
    await expect.poll(() => witness.blocks()).toHaveLength(2);
    for (const client of [maja, witness]) client.leave();
    await happen(scene);
    scene.server.line.mend();

    const again = new SectionPage(await context.newPage());
    await again.page.goto(scene.sectionUrl(HARBOUR));
    await expect(drafts(again.page)).toContainText(why);
    await expect.poll(() => again.blocks()).toEqual([OPENING, 'Maja skriver under tiden.']);
    // His block, and not hers.
    await expect(drafts(again.page).locator('blockquote p')).toHaveText([
      `${OPENING} Skrivet på färjan.`,
    ]);
  });
}
