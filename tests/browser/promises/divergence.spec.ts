import type { Page } from '@playwright/test';
import { EMPTY, ERIK, MAJA } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';

/** More than the client waits before it asks first, in milliseconds. */
const FIRST = 6_000;
/** More than it waits before it asks again, in milliseconds. */
const AGAIN = 26_000;
const CHECK = 104;

/** The numbers of messages of a kind that go each way. */
interface Seen {
  asked: number;
  verdicts: number[];
}

/** Puts somebody on the connection who swaps one word for another on its way to the browser. */
async function tamper(page: Page, word: string, other: string): Promise<Seen> {
  const seen: Seen = { asked: 0, verdicts: [] };
  await page.routeWebSocket(/\/sync\//, (socket) => {
    const server = socket.connectToServer();
    socket.onMessage((message) => {
      if (typeof message === 'string' || message[0] !== CHECK) return server.send(message);
      seen.asked += 1;
      const last = seen.verdicts.at(-1);
      if (last === undefined) return server.send(message);
      // In the page more time has passed than on the server, which would not answer so soon again.
      seen.verdicts.push(last);
      socket.send(Buffer.from([CHECK, last]));
    });
    server.onMessage((message) => {
      if (typeof message === 'string') return socket.send(message);
      if (message[0] === CHECK) seen.verdicts.push(message[1] ?? -1);
      const swapped = Buffer.from(message);
      const place = swapped.indexOf(word);
      // Once is enough: the next time the text comes, it comes as it is.
      if (place >= 0 && seen.verdicts.length < 2) swapped.write(other, place);
      socket.send(swapped);
    });
  });
  return seen;
}

test('a text that differs from the server’s without a word is found, set aside and fetched anew', async ({
  page,
  scene,
}) => {
  await page.clock.install();
  const seen = await tamper(page, 'Brygga', 'Bryggd');
  const erik = await scene.enter(page, ERIK, EMPTY);
  const maja = scene.join(MAJA, EMPTY);
  await maja.synced();
  maja.append('Brygga vid åmynningen.');
  await expect(erik.text).toContainText('Bryggd vid åmynningen.');

  await page.clock.fastForward(FIRST);
  await expect.poll(() => seen.verdicts).toEqual([1]);
  await page.clock.fastForward(AGAIN);
  await expect.poll(() => seen.verdicts).toEqual([1, 1]);
  await expect(page.getByRole('alert')).toContainText('Din text stämde inte med serverns');
  await expect(erik.text).toContainText('Brygga vid åmynningen.');
  await expect(page.getByRole('region', { name: /^Ditt utkast/ })).toContainText('Bryggd');
  await expect(erik.saveState).toHaveText('Sparat');
  await fits(page, 'a text that was fetched anew');
});

test('a text that is the server’s is asked about once, and left alone', async ({ page, scene }) => {
  await page.clock.install();
  const seen = await tamper(page, 'nothing of the kind', '');
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Med åäö 🦭 och ”citat”.');
  await expect(erik.saveState).toHaveText('Sparat');
  await page.clock.fastForward(FIRST);
  await expect.poll(() => seen.verdicts).toEqual([0]);
  await page.clock.fastForward(10 * AGAIN);
  expect(seen.asked).toBe(1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});
