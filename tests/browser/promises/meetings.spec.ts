import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { EMPTY, ERIK, HARBOUR, MAJA, OPENING, ROLF, description } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';
import { elsewhere } from '../support/people.ts';
import { OFFLINE, SectionPage } from '../support/section-page.ts';

const DIALOG = 'Dialog';

/** Has Erik call a meeting. Returns its address. */
async function called(scene: Scene): Promise<string> {
  const path = `/api/agreements/${scene.seeded.agreement}/meetings`;
  const { id } = await scene.send<{ id: string }>(ERIK, path, {
    date: '2031-05-06',
    title: 'Kajmötet',
    place: 'Kl. 13, Hamnkontoret',
    convener: null,
    sections: [scene.section(HARBOUR)],
  });
  return `${scene.agreementUrl}/meetings/${id}`;
}

/** The id of its notes' text. */
async function notesOf(scene: Scene, url: string): Promise<string> {
  const path = `/api/meetings/${url.split('/').at(-1)}`;
  return (await scene.api<{ notes: string }>(ERIK, path)).notes;
}

async function openNotes(page: Page, scene: Scene, name: string, url: string) {
  await scene.signIn(page, name);
  await page.goto(scene.server.url() + url);
  const notes = new SectionPage(page);
  await expect(notes.saveState).toHaveText(/^(Sparat|Läsläge)$/);
  return notes;
}

/** A revision with lines that are longer than a phone is wide. */
async function longRevision(scene: Scene, page: Page): Promise<void> {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const long = 'Kajen och bryggan lagas av dem som har sin båt där, och de hjälps åt med det. ';
  await section.write(` ${long.repeat(4)}`);
  await expect(section.saveState).toHaveText('Sparat');
  await scene.send(ERIK, `/api/sections/${scene.section(HARBOUR)}/revisions`, {
    name: 'Till mötet',
    note: '',
  });
}

test('a meeting is called by mouse and keyboard, and stands in the list and in the record', async ({
  page,
  scene,
}) => {
  await scene.signIn(page, ERIK);
  await page.getByRole('link', { name: 'Möten', exact: true }).click();
  await page.getByRole('button', { name: 'Kalla till möte' }).click();
  const dialog = page.getByRole('dialog', { name: 'Kalla till möte' });
  await dialog.getByRole('button', { name: 'Kalla till mötet' }).click();
  await expect(dialog.getByLabel('Vad heter mötet?')).toBeFocused();
  await page.keyboard.type('Vårmötet');
  await dialog.getByLabel('Dag').fill('2031-04-02');
  await dialog.getByLabel('Tid och plats').fill('Kl. 9, Bryggan');
  await dialog.getByLabel(HARBOUR).focus();
  await page.keyboard.press('Space');
  await dialog.getByRole('button', { name: 'Kalla till mötet' }).click();
  await expect(page.getByRole('heading', { name: 'Vårmötet', level: 1 })).toBeVisible();
  await expect(page.getByRole('link', { name: HARBOUR, exact: true })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Möten' }).click();
  const coming = page.getByRole('region', { name: 'Kommande' });
  await expect(coming.getByRole('link', { name: 'Vårmötet' })).toBeVisible();
  await page.goto(`${scene.server.url()}${scene.agreementUrl}/record`);
  await expect(
    page.getByText(`${ERIK} kallade till mötet ”Vårmötet” den 2 april 2031.`),
  ).toBeVisible();
});

test('two people write notes at once, also one who only reviews, and end with the same notes', async ({
  page,
  browser,
  scene,
}) => {
  const url = await called(scene);
  const erik = await openNotes(page, scene, ERIK, url);
  const rolf = await openNotes(await elsewhere(browser), scene, ROLF, url);
  // Two paragraphs, so that each has a place to write in.
  await erik.write('Först.');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Sist.');
  await expect(rolf.text).toContainText('Sist.');
  await page.keyboard.press('Control+Home');
  await erik.caretKnown();
  await Promise.all([page.keyboard.type('Erik noterar. '), rolf.write(' Rolf också.')]);
  for (const one of [erik, rolf]) await expect(one.saveState).toHaveText('Sparat');
  await expect(rolf.text).toContainText('Erik noterar.');
  await expect(erik.text).toContainText('Rolf också.');
  await expect.poll(async () => rolf.blocks()).toEqual(await erik.blocks());

  await page.getByRole('button', { name: 'Stäng anteckningarna' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Stäng dem' }).click();
  await expect(erik.saveState).toHaveText('Läsläge');
  await expect(rolf.saveState).toHaveText('Läsläge');
  await expect(
    rolf.page.getByText(/^\s*Minnesanteckningarna stängdes .* av Erik Lindqvist/),
  ).toBeVisible();
  await expect(rolf.page.getByRole('button', { name: 'Öppna dem igen' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Öppna dem igen' }).click();
  await expect(rolf.saveState).toHaveText('Sparat');
  await rolf.write('Efteråt.');
  await expect(erik.text).toContainText('Efteråt.');
});

test('two who tick who is there do not undo each other', async ({ page, browser, scene }) => {
  const url = await called(scene);
  await openNotes(page, scene, ERIK, url);
  const maja = await openNotes(await elsewhere(browser), scene, MAJA, url);
  await page.getByRole('checkbox', { name: ERIK }).check();
  await maja.page.getByRole('checkbox', { name: MAJA }).check();
  await maja.page.getByLabel('Andra som var med').fill('Två från länet');
  await maja.page.getByRole('button', { name: 'Spara närvaron' }).click();
  await expect(maja.page.getByText('Närvaron är sparad.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: MAJA })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: ERIK })).toBeChecked();
  await page.getByRole('button', { name: 'Spara närvaron' }).click();
  await expect(maja.page.getByRole('checkbox', { name: ERIK })).toBeChecked();
  await expect(page.getByLabel('Andra som var med')).toHaveValue('Två från länet');
});

test('a file is added and given back as a download, and a page is not taken for one', async ({
  page,
  scene,
  watch,
}) => {
  const url = await called(scene);
  watch.expectAnswer(415, `/api/agreements/${scene.seeded.agreement}/attachments`);
  await openNotes(page, scene, ERIK, url);
  const field = page.getByLabel('Lägg till en fil');
  const page1 = Buffer.from('<html><script>alert(1)</script></html>');
  await field.setInputFiles({ name: 'kallelse.pdf', mimeType: 'application/pdf', buffer: page1 });
  await expect(page.locator('#meeting-file-error')).toBeVisible();
  const pdf = Buffer.from('%PDF-1.7\nkallelse');
  await field.setInputFiles({ name: 'kallelse.pdf', mimeType: 'application/pdf', buffer: pdf });
  await page.getByRole('button', { name: 'Lägg till filen' }).click();
  const files = page.getByRole('region', { name: 'Filer' });
  const download = page.waitForEvent('download');
  await files.getByRole('link', { name: 'kallelse.pdf' }).click();
  const kept = await download;
  expect(kept.suggestedFilename()).toBe('kallelse.pdf');
  expect(await readFile(await kept.path())).toEqual(pdf);
  await files.getByRole('button', { name: 'Ta bort kallelse.pdf' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Ta bort' }).click();
  await expect(files.getByRole('link')).toHaveCount(0);
});

test('measures are sorted, chosen and downloaded, and lead to their place', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, DIALOG);
  await section.write('Laga kajen');
  await expect(section.saveState).toHaveText('Sparat');
  await page.goto(`${scene.server.url()}${scene.agreementUrl}`);
  await page.getByRole('link', { name: 'Alla åtgärder' }).click();
  const row = page.getByRole('row').filter({ hasText: 'Laga kajen' });
  await expect(row).toBeVisible();
  await page.getByLabel('Nivå', { exact: true }).selectOption('Inte bestämt');
  await expect(row).toBeVisible();
  await page.getByLabel('Nivå', { exact: true }).selectOption('dialog');
  await expect(page.getByText('Ingen åtgärd stämmer med urvalet.')).toBeVisible();
  await page.getByRole('button', { name: 'Visa alla' }).click();
  const due = page.getByRole('columnheader', { name: 'Senast' });
  await due.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(due).toHaveAttribute('aria-sort', 'ascending');
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Hämta för kalkylprogram (CSV)' }).click();
  const table = await readFile(await (await download).path(), 'utf8');
  expect(table.startsWith('\ufeff"Avsnitt";"Nummer";"Åtgärd";')).toBe(true);
  expect(table).toContain('"Dialog";"1";"Laga kajen";"";"";""\r\n');
  await row.getByRole('link').click();
  await expect(page.locator('.text .block-measure').first()).toBeInViewport();
});

test('the measures of an earlier whole stay what they were', async ({ page, scene }) => {
  const section = await scene.enter(page, ERIK, DIALOG);
  await section.write('Laga kajen');
  await expect(section.saveState).toHaveText('Sparat');
  for (const { title } of description.sections) {
    await scene.send(ERIK, `/api/sections/${scene.section(title)}/revisions`, {});
  }
  await scene.send(ERIK, `/api${scene.agreementUrl}/revisions`, { name: 'Inför mötet', note: '' });
  await section.write(' med tjära');
  await expect(section.saveState).toHaveText('Sparat');
  await page.goto(`${scene.server.url()}${scene.agreementUrl}/measures`);
  await expect(page.getByText('Laga kajen med tjära')).toBeVisible();
  await page.getByLabel('I vilken text?').selectOption({ index: 1 });
  await expect(page.getByText('som de stod i helhetsversion 1.')).toBeVisible();
  await expect(page.getByText('Laga kajen', { exact: true })).toBeVisible();
  await expect(page.getByText('med tjära')).toHaveCount(0);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Hämta för kalkylprogram (CSV)' }).click();
  const table = await readFile(await (await download).path(), 'utf8');
  expect(table).toContain('Laga kajen');
  expect(table).not.toContain('tjära');
  await page.getByRole('link', { name: 'Laga kajen' }).click();
  await expect(page).toHaveURL(/\/revisions\/1$/);
  await expect(page.getByText('Helhetsversion 1').first()).toBeVisible();
});

test('a line has the same number and words at any width, in the meeting view and on paper', async ({
  page,
  scene,
}) => {
  await longRevision(scene, page);
  const lines = () =>
    page
      .locator('[data-line]:visible')
      .evaluateAll((all) =>
        all.map((one) => [Number((one as HTMLElement).dataset.line), one.textContent]),
      );
  await page.goto(`${scene.sectionUrl(HARBOUR)}/meeting`);
  await expect(page.locator('[data-line="3"]')).toBeVisible();
  const onScreen = await lines();
  expect(onScreen.length).toBeGreaterThan(5);
  expect(onScreen.map(([number]) => number)).toEqual(onScreen.map((_, place) => place + 1));
  for (const width of [1440, 768, 360]) {
    await page.setViewportSize({ width, height: 900 });
    expect(await lines(), `${width}`).toEqual(onScreen);
    // What a narrow window breaks once more has no number of its own.
    const numbers = page.locator('.lines .number:visible');
    await expect(numbers).toHaveCount(onScreen.length);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  for (const address of ['meeting', 'revisions/1']) {
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${scene.sectionUrl(HARBOUR)}/${address}`);
    await expect(page.getByText(OPENING.slice(0, 20)).first()).toBeVisible();
    await page.emulateMedia({ media: 'print' });
    await expect.poll(lines, address).toEqual(onScreen);
  }
});

test('the screen in the room is steered by the keyboard, and says when the text has moved on', async ({
  page,
  browser,
  scene,
}) => {
  await longRevision(scene, page);
  await page.goto(`${scene.sectionUrl(HARBOUR)}/meeting`);
  await expect(page.locator('[data-line="4"]')).toBeVisible();
  await page.keyboard.type('4');
  await expect(page.getByLabel('Gå till rad')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#line-4')).toBeFocused();
  await expect(page.locator('#line-4')).toBeInViewport();
  await expect(page.getByRole('status').filter({ hasText: 'Rad 4.' })).toBeAttached();
  const size = () =>
    page.locator('#line-4').evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
  const before = await size();
  await page.keyboard.press('+');
  await expect.poll(size).toBeGreaterThan(before);
  // It is remembered, and the buttons do the same.
  const larger = await size();
  await page.reload();
  await expect.poll(size).toBe(larger);
  await page.getByRole('button', { name: 'Mindre text' }).click();
  await expect.poll(size).toBe(before);
  // Read from the far end of a room: a share of the screen, not of a letter on a desk.
  for (const width of [1024, 1440, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    const share = (await size()) / width;
    expect(share, `${width}`).toBeGreaterThanOrEqual(0.016);
    expect(share, `${width}`).toBeLessThanOrEqual(0.022);
  }
  await page.keyboard.press('d');
  await expect(page.getByRole('button', { name: 'Mörkt på ljust' })).toBeVisible();
  await expect(page.locator('.caret')).toHaveCount(0);
  await page.keyboard.type('9');
  await page.keyboard.type('99');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Raderna går från 1 till/).first()).toBeVisible();

  const maja = await scene.enter(await elsewhere(browser), MAJA, HARBOUR);
  await maja.write(' Maja lade till.');
  await expect(page.getByText('Texten har ändrats efter revision 1.')).toBeVisible();
  await expect(page.locator('main')).not.toContainText('Maja lade till.');
});

test('co-authors stand under the title in an order, and who prefers not to does not', async ({
  page,
  browser,
  scene,
}) => {
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Erik skriver mest här. ');
  const maja = await scene.enter(await elsewhere(browser), MAJA, EMPTY);
  await maja.write('Maja. ');
  await expect(maja.saveState).toHaveText('Sparat');
  const both = `Skrivet av ${ERIK} (Hamnkontoret) och ${MAJA} (Fiskargillet)`;
  await expect(page.getByText(both)).toBeVisible();
  await page.getByRole('button', { name: 'Medförfattare …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Medförfattare' });
  await dialog
    .getByRole('button', { name: new RegExp(`^Flytta.*${MAJA}`) })
    .first()
    .focus();
  await page.keyboard.press('ArrowUp');
  await dialog.getByRole('button', { name: 'Spara ordningen' }).click();
  const turned = `Skrivet av ${MAJA} (Fiskargillet) och ${ERIK} (Hamnkontoret)`;
  await expect(maja.page.getByText(turned)).toBeVisible();
  await dialog.getByLabel('Jag vill inte stå här').check();
  const line = maja.page.getByRole('article').getByText('Skrivet av');
  await expect(line).toContainText(MAJA);
  await expect(line).not.toContainText(ERIK);
});

test('the pages of meetings and measures fit every width, and voices can read them', async ({
  page,
  scene,
}) => {
  test.slow();
  const url = await called(scene);
  await longRevision(scene, page);
  await page.goto(scene.sectionUrl(DIALOG));
  const dialog = new SectionPage(page);
  await expect(dialog.saveState).toHaveText('Sparat');
  await dialog.write('Laga kajen');
  await expect(dialog.saveState).toHaveText('Sparat');
  const at = async (address: string, seen: string) => {
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.goto(scene.server.url() + address);
    await expect(page.getByText(seen).first()).toBeVisible();
    await fits(page, address);
  };
  await at(`${scene.agreementUrl}/meetings`, 'Kajmötet');
  await at(url, 'Kl. 13, Hamnkontoret');
  await at(`${scene.agreementUrl}/measures`, 'Laga kajen');
  await at(`${scene.agreementUrl}/sections/${scene.section(HARBOUR)}/meeting`, 'Revision 1');
});

test('from a section’s line of time one comes to the meeting nearby, by mouse and by keyboard', async ({
  page,
  scene,
}) => {
  const path = `/api/agreements/${scene.seeded.agreement}/meetings`;
  const meeting = (title: string, date: string) =>
    scene.send<{ id: string }>(ERIK, path, {
      date,
      title,
      place: '',
      convener: null,
      sections: [scene.section(EMPTY)],
    });
  const { id } = await meeting('Kajmötet', '2020-05-06');
  await meeting('Ett annat', '2099-05-06');
  const erik = await scene.enter(page, ERIK, EMPTY);
  await erik.write('Kajen ska lagas.');
  await expect(erik.saveState).toHaveText('Sparat');
  await page.goto(`${scene.sectionUrl(EMPTY)}/history`);
  const range = page.getByRole('slider');
  const beside = page.getByRole('complementary', { name: 'Den här tidpunkten' });
  await expect(page.getByText(/, 1 möte\./)).toBeVisible();
  // What lay on the table then was the empty text.
  await beside.getByRole('button', { name: 'Gå till mötet på tidslinjen' }).click();
  await expect(range).toHaveValue((await range.getAttribute('min')) ?? '');
  await expect(beside).toContainText('Texten så som den var när mötets dag började.');
  await expect(beside.getByText('Ett annat')).toHaveCount(0);

  await range.focus();
  await page.keyboard.press('End');
  await expect(range).toHaveValue((await range.getAttribute('max')) ?? '');
  await page.keyboard.press('Shift+M');
  await expect(range).toHaveValue((await range.getAttribute('min')) ?? '');
  await page.keyboard.press('End');
  await page.keyboard.press('m');
  await expect(range).toHaveValue((await range.getAttribute('max')) ?? '');
  await fits(page, 'the line of time with a meeting');
  await beside.getByRole('link', { name: 'Öppna mötet Kajmötet' }).click();
  await expect(page).toHaveURL(new RegExp(`/meetings/${id}$`));
  await expect(page.getByRole('heading', { name: 'Kajmötet', level: 1 })).toBeVisible();
});

test('notes that were written without a connection are there afterwards, with what others wrote', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectBrokenConnections();
  const url = await called(scene);
  const erik = await openNotes(page, scene, ERIK, url);
  const maja = scene.joinText(MAJA, await notesOf(scene, url), 'direct');
  await maja.synced();
  await erik.write('Före avbrottet.');
  await expect(erik.saveState).toHaveText('Sparat');
  scene.server.line.break();
  await expect(erik.saveState).toHaveText(OFFLINE);
  await erik.write(' Under det.');
  maja.append('Maja noterar.');
  await expect(erik.saveState).toHaveText(OFFLINE);
  scene.server.line.mend();
  await expect(erik.saveState).toHaveText('Sparat');
  const both = ['Före avbrottet. Under det.', 'Maja noterar.'];
  await expect.poll(() => erik.blocks()).toEqual(both);
  await expect.poll(() => maja.blocks()).toEqual(both);
});

test.describe('a server that came back from a backup', () => {
  test.use({ build: 'faults' });

  test('does not mix notes that were written before into its own, and nothing of them is lost', async ({
    page,
    scene,
    watch,
  }) => {
    watch.expectBrokenConnections();
    const url = await called(scene);
    const erik = await openNotes(page, scene, ERIK, url);
    const notes = await notesOf(scene, url);
    await erik.write('Före kopian.');
    await expect(erik.saveState).toHaveText('Sparat');
    scene.server.line.break();
    await expect(erik.saveState).toHaveText(OFFLINE);
    await erik.write(' Utan nät.');
    await scene.server.stop();
    await scene.server.newEpoch(notes);
    await scene.server.start();
    scene.server.line.mend();
    const drafts = page.getByRole('region', { name: /^(Ditt|Dina) utkast/ });
    await expect(drafts).toContainText('Före kopian. Utan nät.');
    await expect.poll(() => erik.blocks()).toEqual(['Före kopian.']);
    const maja = scene.joinText(MAJA, notes);
    await maja.synced();
    expect(maja.blocks()).toEqual(['Före kopian.']);
    // They go on from there, and his words are put back by himself.
    await erik.write(' Efter.');
    await expect.poll(() => maja.blocks()).toEqual(['Före kopian. Efter.']);
    await drafts.getByRole('button', { name: /Lägg in/ }).click();
    await expect.poll(() => maja.blocks().join(' ')).toContain('Utan nät.');
    await expect(erik.saveState).toHaveText('Sparat');
  });
});
