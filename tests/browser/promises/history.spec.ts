import type { Page } from '@playwright/test';
import { EMPTY, ERIK, HARBOUR, MAJA } from '../support/agreement.ts';
import { saveRevision, SidePanel } from '../support/approving.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';

const SWITCH = 'Vem skrev vad';

/** The marked words of a text, with the letters of whoever wrote them where these stand. */
function marks(page: Page): Promise<string[]> {
  return page.locator('.text').evaluate((text) =>
    [...text.querySelectorAll<HTMLElement>('.author')].map((mark) => {
      const letters = mark.classList.contains('author-begins') ? mark.dataset.author : undefined;
      return `${letters ?? ''}|${mark.textContent}`;
    }),
  );
}

/** The words of each letters' owner, joined. */
async function whose(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (const mark of await marks(page)) {
    const [letters = '', words = ''] = mark.split('|');
    if (letters !== '' || all.length === 0) all.push(`${letters}: ${words}`);
    else all[all.length - 1] += words;
  }
  return all;
}

/** Erik writes, and Maja after him; what both wrote is saved. */
async function ofTwo(page: Page, scene: Scene) {
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Kajen ska lagas.');
  const maja = await scene.enter(await page.context().newPage(), MAJA, EMPTY, 'localhost');
  await expect(maja.text).toContainText('Kajen ska lagas.');
  await maja.write(' Bryggan också.');
  await expect(erik.text).toContainText('Bryggan också.');
  await expect(maja.saveState).toHaveText('Sparat');
  return { erik, maja };
}

test('who wrote what is marked by letters and patterns, and as others type', async ({
  page,
  scene,
}) => {
  const { erik, maja } = await ofTwo(page, scene);
  const button = page.getByRole('switch', { name: SWITCH });
  await expect(button).toHaveAttribute('aria-checked', 'false');
  await button.click();
  await expect(button).toHaveAttribute('aria-checked', 'true');
  await expect.poll(() => whose(page)).toEqual(['A EL: Kajen ska lagas.', 'B MÅ:  Bryggan också.']);
  const style = (words: string) =>
    page
      .locator('.text .author', { hasText: words })
      .last()
      .evaluate((mark) => getComputedStyle(mark).textDecorationStyle);
  expect(await style('ajen ska lagas')).not.toBe(await style('Bryggan också'));

  await maja.write(' Och fyren.');
  await expect
    .poll(() => whose(page))
    .toEqual(['A EL: Kajen ska lagas.', 'B MÅ:  Bryggan också. Och fyren.']);
  // It is Erik's choice, and nothing of it is in the text.
  await expect(maja.page.locator('.text .author')).toHaveCount(0);
  expect(await maja.blocks()).toEqual(await erik.blocks());

  await page.reload();
  await expect.poll(() => whose(page)).toHaveLength(2);
});

test('with the keyboard alone one learns who wrote where the caret is', async ({ page, scene }) => {
  const { erik } = await ofTwo(page, scene);
  await erik.text.focus();
  await page.keyboard.press('Alt+Shift+W');
  await expect.poll(() => whose(page)).toHaveLength(2);
  await page.keyboard.press('Control+Home');
  const said = page.getByRole('status').filter({ hasText: 'Här skrev' });
  await expect(said).toContainText(`Här skrev ${ERIK}`);
  await page.keyboard.press('Control+End');
  await expect(said).toContainText(`Här skrev ${MAJA}`);
  await page.keyboard.press('Alt+Shift+W');
  await expect(page.locator('.text .author')).toHaveCount(0);
});

test('the legend tells the shares and leads to the next of somebody’s words', async ({
  page,
  scene,
}) => {
  await ofTwo(page, scene);
  await page.getByRole('switch', { name: SWITCH }).click();
  const legend = page.getByRole('region', { name: 'Så är texten märkt' });
  await expect(legend.getByRole('listitem')).toHaveCount(2);
  await expect(legend).toContainText('%');
  await legend.getByRole('button', { name: `Gå till nästa ställe av ${MAJA}` }).click();
  await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe(' Bryggan också.');
});

test('a revision shows who wrote what of it, whatever was written later', async ({
  page,
  scene,
}) => {
  const { erik } = await ofTwo(page, scene);
  const number = await saveRevision(page, 'av två');
  await erik.write(' Senare.');
  await expect(erik.saveState).toHaveText('Sparat');
  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: `Revision ${number}` }).click();
  await page.getByRole('checkbox', { name: SWITCH }).check();
  await expect.poll(() => whose(page)).toEqual(['A EL: Kajen ska lagas.', 'B MÅ:  Bryggan också.']);
  await expect(page.getByRole('region', { name: 'Så är texten märkt' })).toContainText(MAJA);
  await fits(page, 'a revision with its writers');
});

/** What a voice reads of a part of the page. */
const voiced = (page: Page) => page.getByRole('article').ariaSnapshot();

test('in a revision the keys go from writer to writer, and voices hear who and of which party', async ({
  page,
  scene,
}) => {
  await ofTwo(page, scene);
  const number = await saveRevision(page, 'av två');
  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: `Revision ${number}` }).click();
  const { keyboard } = page;
  const walk = page.getByRole('group', { name: 'Vem skrev, ställe för ställe' });
  await expect(walk).toHaveCount(0);
  await page.getByRole('checkbox', { name: SWITCH }).focus();
  await keyboard.press('Space');
  await expect(walk).toBeVisible();
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await expect(walk.getByRole('button', { name: 'Nästa' })).toBeFocused();

  const said = walk.getByRole('status');
  const chosen = page.locator('.chosen-run');
  await keyboard.press('Enter');
  await expect(said).toHaveText(/^Erik Lindqvist, Hamnkontoret, .*20\d\d.*: ”Kajen ska lagas\.”$/);
  await expect(chosen).toHaveText('Kajen ska lagas.');
  await keyboard.press('ArrowRight');
  await expect(said).toHaveText(/^Maja Åkerström, .*20\d\d.*: ”Bryggan också\.”$/);
  await keyboard.press('ArrowRight');
  await expect(chosen).toHaveText('Kajen ska lagas.');
  await keyboard.press('End');
  await expect(chosen).toHaveText(/Bryggan också\.$/);
  // Without keys and without a pointer that can rest: a tap.
  await page.locator('.author', { hasText: 'Kajen ska lagas.' }).click();
  await expect(said).toHaveText(/^Erik Lindqvist, /);

  const heard = await voiced(page);
  expect(heard).toMatch(/Erik Lindqvist, [^:]+: ?Kajen ska lagas\./);
  expect(heard).toMatch(/Maja Åkerström, [^:]+: ?Bryggan också\./);
  await fits(page, 'a revision whose writers one goes through');
});

/** The slider of a section that two have written. */
async function openHistory(page: Page, scene: Scene) {
  await ofTwo(page, scene);
  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: 'Se hur texten kom till' }).click();
  const range = page.getByRole('slider');
  await expect.poll(() => words(page)).toBe('Kajen ska lagas. Bryggan också.');
  return range;
}

/** What stands at the moment that is shown. */
const words = (page: Page) =>
  page
    .getByRole('article')
    .locator('.text')
    .evaluate((text) => {
      const copy = text.cloneNode(true) as HTMLElement;
      for (const gone of copy.querySelectorAll('del, .told')) gone.remove();
      return copy.textContent?.trim() ?? '';
    });

test('a text is followed from its beginning to now by the keyboard alone', async ({
  page,
  scene,
}) => {
  const range = await openHistory(page, scene);
  await range.focus();
  await page.keyboard.press('Home');
  await expect.poll(() => words(page)).toBe('');
  await expect(range).toHaveAttribute('aria-valuetext', /20\d\d/);
  const last = Number(await range.getAttribute('max'));
  const seen: string[] = [];
  while (Number(await range.inputValue()) < last) {
    const before = await range.inputValue();
    await page.keyboard.press('ArrowRight');
    await expect(range).not.toHaveValue(before);
    await expect(page.getByRole('article')).toHaveAttribute('aria-busy', 'false');
    seen.push(await words(page));
  }
  expect(seen.at(-1)).toBe('Kajen ska lagas. Bryggan också.');
  // Nobody took anything back, so each text begins as the one before it.
  for (const [index, text] of seen.entries()) {
    expect(text.startsWith(seen[index - 1] ?? '')).toBe(true);
  }
  await page.keyboard.press('PageDown');
  await expect.poll(() => words(page)).toBe('');
  await page.keyboard.press('PageUp');
  await expect.poll(() => words(page)).toBe('Kajen ska lagas. Bryggan också.');
  await expect(range).toHaveAttribute('aria-valuetext', new RegExp(MAJA));
});

test('each moment says who wrote it and what came and went', async ({ page, scene }) => {
  const range = await openHistory(page, scene);
  await page.getByRole('checkbox', { name: SWITCH }).check();
  await page.getByRole('button', { name: 'En sittning bakåt' }).click();
  await page.getByRole('button', { name: 'En sittning framåt' }).click();
  await expect(page.locator('ins.came').first()).toBeVisible();
  const beside = page.getByRole('complementary', { name: 'Den här tidpunkten' });
  await expect(beside).toContainText('31 tecken tillkom');
  await expect(beside).toContainText(`${MAJA}: 15 tecken skrivna`);
  await expect(beside.getByRole('region', { name: 'Har skrivit det som stod då' })).toContainText(
    ERIK,
  );
  await expect(range).toHaveAttribute('aria-valuetext', new RegExp(`${ERIK} och ${MAJA}`));
  await page.getByRole('checkbox', { name: 'Visa vad som ändrades i steget' }).uncheck();
  await expect(page.locator('ins.came')).toHaveCount(0);
});

test('quick scrubbing asks for little, and what was seen is not asked for again', async ({
  page,
  scene,
}) => {
  const range = await openHistory(page, scene);
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/moments/')) asked.push(request.url());
  });
  const last = Number(await range.getAttribute('max'));
  await range.evaluate((slider: HTMLInputElement) => {
    for (let value = Number(slider.max); value >= Number(slider.min); value -= 1) {
      slider.value = String(value);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  await expect.poll(() => words(page)).toBe('');
  expect(asked.length).toBeLessThan(last / 2);
  await page.keyboard.press('Tab');
  await range.focus();
  await page.keyboard.press('End');
  await expect.poll(() => words(page)).toContain('Bryggan också.');
  const before = asked.length;
  await page.keyboard.press('Home');
  await expect.poll(() => words(page)).toBe('');
  await page.keyboard.press('End');
  await expect.poll(() => words(page)).toContain('Bryggan också.');
  expect(asked.length).toBe(before);
});

test('the history is played, and paused', async ({ page, scene }) => {
  const range = await openHistory(page, scene);
  await page.getByRole('combobox', { name: 'Fart' }).selectOption('fastest');
  await page.getByRole('button', { name: 'Spela upp' }).click();
  // It begins anew at the end, and stops when it has come there again.
  await expect(page.getByRole('button', { name: 'Spela upp' })).toBeVisible();
  await expect(range).toHaveValue((await range.getAttribute('max')) ?? '');
  await expect.poll(() => words(page)).toBe('Kajen ska lagas. Bryggan också.');
});

test('from a revision one comes to its moment, and compares it with now', async ({
  page,
  scene,
}) => {
  const { erik } = await ofTwo(page, scene);
  const number = await saveRevision(page, 'av två');
  await erik.text.focus();
  await page.keyboard.press('Control+End');
  await erik.caretKnown();
  for (const _ of ' också.') await page.keyboard.press('Backspace');
  await page.keyboard.type(' sedan.');
  await expect(erik.saveState).toHaveText('Sparat');
  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: `Revision ${number}` }).click();
  await page.getByRole('link', { name: 'Se hur texten kom till' }).click();
  await expect.poll(() => words(page)).toBe('Kajen ska lagas. Bryggan också.');
  const beside = page.getByRole('complementary', { name: 'Den här tidpunkten' });
  await expect(beside.getByRole('link', { name: `Öppna Revision ${number}` })).toBeVisible();
  await beside.getByRole('button', { name: 'Jämför med nu' }).click();
  await expect.poll(() => words(page)).toBe('Kajen ska lagas. Bryggan sedan.');
  await expect(page.locator('del.went')).toContainText('också.');
  await expect(page.locator('ins.came')).toContainText('sedan.');
  await beside.getByRole('button', { name: 'Tillbaka till tidpunkten' }).click();
  await expect.poll(() => words(page)).toBe('Kajen ska lagas. Bryggan också.');
});

test('the pages fit every width, and axe finds nothing wrong with them', async ({
  page,
  scene,
}) => {
  await openHistory(page, scene);
  await page.getByRole('checkbox', { name: SWITCH }).check();
  await page.getByRole('button', { name: 'En sittning bakåt' }).click();
  await page.getByRole('button', { name: 'En sittning framåt' }).click();
  await expect(page.locator('ins.came').first()).toBeVisible();
  await fits(page, 'history');
  await page.getByRole('link', { name: 'Till texten' }).click();
  await expect.poll(() => whose(page)).toHaveLength(2);
  await fits(page, 'a section with its writers');
});

test('a text that nobody has written in says so', async ({ page, scene }) => {
  await scene.enter(page, ERIK, HARBOUR);
  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: 'Se hur texten kom till' }).click();
  await expect(page.getByText('Ingen har skrivit här än.')).toBeVisible();
  await expect(page.getByRole('slider')).toBeDisabled();
});
