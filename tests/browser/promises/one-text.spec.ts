import { EMPTY, ERIK, HARBOUR, MAJA, OPENING } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';
import { OFFLINE } from '../support/section-page.ts';
import type { StockClient } from '../support/stock.ts';
import * as Y from 'yjs';

const ROUNDS = 24;

/** A word in brackets, so that others can write between words and never inside one. */
const word = (writer: string, round: number) => `[${writer}${round}åäö🦭👩‍🚒]`;

/** Puts a word somewhere between two others in the first paragraph. */
function writeSomewhere(client: StockClient, written: string): void {
  const text = (client.fragment.get(0) as Y.XmlElement).get(0) as Y.XmlText;
  const places = [0, ...[...text.toString().matchAll(/\]/g)].map((match) => match.index + 1)];
  const place = places[Math.floor(Math.random() * places.length)] ?? 0;
  text.insert(place, written);
}

test('two stock clients and a browser write at once over a line that breaks: one text everywhere', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectBrokenConnections();
  const browser = await scene.enter(page, ERIK, HARBOUR);
  const first = scene.join(MAJA, HARBOUR);
  const second = scene.join(ERIK, HARBOUR);
  await Promise.all([first.synced(), second.synced()]);

  await browser.text.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(']');
  for (let round = 0; round < ROUNDS; round += 1) {
    writeSomewhere(first, word('m', round));
    writeSomewhere(second, word('e', round));
    // At once, as from a phone's keyboard: the caret of keys that follow each other within a millisecond may be
    // where it was before the others' words came.
    await page.keyboard.insertText(word('w', round));
    if (round % 6 === 3) scene.server.line.cut();
  }

  const words = Array.from({ length: ROUNDS }, (_, round) =>
    ['m', 'e', 'w'].map((writer) => word(writer, round)),
  ).flat();
  await expect(browser.saveState).toHaveText('Sparat');
  await expect
    .poll(() => words.filter((one) => first.blocks().join('').split(one).length !== 2))
    .toEqual([]);
  await expect.poll(() => second.blocks()).toEqual(first.blocks());
  await expect.poll(() => browser.blocks()).toEqual(first.blocks());
  const agreed = first.blocks();
  expect(agreed.join('').replace(/\[.*?\]/gu, '')).toBe(`${OPENING}]`);

  await scene.server.stop();
  await scene.server.start();
  const fresh = scene.join(MAJA, HARBOUR);
  await fresh.synced();
  expect(fresh.blocks()).toEqual(agreed);
  await expect(browser.saveState).toHaveText('Sparat');
  expect(await browser.blocks()).toEqual(agreed);
});

test('what two people write while the server is killed is kept and equal', async ({
  context,
  scene,
  watch,
}) => {
  watch.expectBrokenConnections();
  const erik = await scene.enter(await context.newPage(), ERIK, EMPTY);
  const maja = await scene.enter(await context.newPage(), MAJA, EMPTY, 'localhost');

  await erik.write('Kajen ska lagas.');
  await expect(erik.saveState).toHaveText('Sparar …');
  await expect(erik.saveState).toHaveText('Sparat');
  await expect.poll(() => maja.blocks()).toEqual(['Kajen ska lagas.']);

  await scene.server.kill();
  for (const side of [erik, maja]) await expect(side.saveState).toHaveText(OFFLINE);
  await erik.write(' Bryggan också 🛠️.');
  await maja.write(' Före midsommar, säger vi på ön.');
  for (const side of [erik, maja]) {
    await expect(side.saveState).toHaveText(OFFLINE);
  }

  await scene.server.start();
  for (const side of [erik, maja]) await expect(side.saveState).toHaveText('Sparat');
  await expect.poll(() => maja.blocks()).toEqual(await erik.blocks());
  const text = (await erik.blocks()).join('\n');
  for (const words of [
    'Kajen ska lagas.',
    ' Bryggan också 🛠️.',
    ' Före midsommar, säger vi på ön.',
  ]) {
    expect(text.split(words)).toHaveLength(2);
  }
});

test('what was shown as saved is there after the server was killed, though its page is gone', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectBrokenConnections();
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Sparat betyder sparat.');
  await expect(erik.saveState).toHaveText('Sparat');
  await scene.server.kill();
  await page.close();

  await scene.server.start();
  const fresh = scene.join(MAJA, EMPTY);
  await fresh.synced();
  expect(fresh.blocks()).toEqual(['Sparat betyder sparat.']);
});
