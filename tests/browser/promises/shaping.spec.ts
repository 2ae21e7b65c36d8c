import type { Locator, Page } from '@playwright/test';
import { EMPTY, ERIK, HARBOUR, LONG, MAJA, ROLF } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';

const SAVED = 'Sparat i ärendeloggen.';

async function openSettings(scene: Scene, page: Page, name: string): Promise<void> {
  await scene.signIn(page, name);
  await page.getByRole('main').getByRole('link', { name: 'Inställningar' }).click();
  await expect(page.getByRole('heading', { name: 'Inställningar', level: 1 })).toBeVisible();
}
const card = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const sections = (page: Page): Locator =>
  card(page, 'Avsnitt').getByRole('list', { name: 'Avsnitt' }).getByRole('listitem');
const titles = (page: Page): Locator => sections(page).getByRole('link');

/** The newest entries of the record as sentences, newest first. */
async function record(scene: Scene, page: Page): Promise<Locator> {
  await page.goto(`${scene.server.url()}${scene.agreementUrl}/record`);
  await expect(page.getByText('Här börjar loggen.')).toBeVisible();
  return page.getByRole('main').getByRole('list').getByRole('listitem');
}

test('what is changed is on the record, and what is typed beside it stays', async ({
  page,
  scene,
}) => {
  await openSettings(scene, page, ERIK);
  await page.getByLabel('Godkännande', { exact: true }).fill('2032-09-01');
  const matter = page.getByRole('form', { name: 'Om överenskommelsen' });
  await matter.getByLabel('Titel').fill('Överenskommelse om Norrskärs gästhamn');
  await matter.getByLabel('Diarienummer').fill('');
  await matter.getByRole('button', { name: 'Spara uppgifterna' }).click();
  await expect(matter.getByRole('status')).toHaveText(SAVED);
  await expect(page.getByRole('banner')).toContainText('Norrskärs gästhamn');
  await expect(page.getByLabel('Godkännande', { exact: true })).toHaveValue('2032-09-01');

  const plan = page.getByRole('form', { name: 'Planerade datum' });
  await plan.getByRole('button', { name: 'Spara datumen' }).click();
  await expect(plan.getByRole('status')).toHaveText(SAVED);
  await page.getByRole('banner').getByRole('link', { name: 'Norrskärs gästhamn' }).click();
  await expect(page.getByRole('region', { name: 'Datum' })).toContainText(
    /1 sep\. 2032\s*Godkännande\s*planerat/,
  );
  const entries = await record(scene, page);
  await expect(entries.nth(0)).toContainText(
    `${ERIK} ändrade de planerade datumen: Godkännande 1 september 2032.`,
  );
  await expect(entries.nth(1)).toContainText(
    `${ERIK} ändrade titeln till ”Överenskommelse om Norrskärs gästhamn” och diarienumret, som togs bort.`,
  );
});

test('a refusal stands where it was made, with what was typed still there', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectAnswer(409, `/api${scene.agreementUrl}/plan`);
  watch.expectAnswer(422, `/api${scene.agreementUrl}/plan`);
  await openSettings(scene, page, ERIK);
  const plan = page.getByRole('form', { name: 'Planerade datum' });
  await plan.getByLabel('Remiss', { exact: true }).fill('2032-09-01');
  await plan.getByLabel('Godkännande', { exact: true }).fill('2032-08-01');
  await plan.getByRole('button', { name: 'Spara datumen' }).click();
  await expect(plan.getByRole('alert')).not.toBeEmpty();
  await expect(plan.getByLabel('Remiss', { exact: true })).toHaveValue('2032-09-01');
  await expect(plan.getByLabel('Godkännande', { exact: true })).toHaveValue('2032-08-01');
  await plan.getByLabel('Godkännande', { exact: true }).fill('2032-10-01');
  await plan.getByRole('button', { name: 'Spara datumen' }).click();
  await expect(plan.getByRole('status')).toHaveText(SAVED);
  await expect(plan.getByRole('alert')).toHaveCount(0);
});

test('sections are moved with the keyboard alone, each new place is said, and one entry tells it', async ({
  page,
  scene,
}) => {
  await openSettings(scene, page, ERIK);
  await expect(titles(page)).toHaveText([HARBOUR, EMPTY, 'Dialog', 'Åtaganden', LONG]);
  const handle = sections(page).getByRole('button', { name: /^Flytta Dialog, plats/ });
  await handle.focus();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('Dialog är nu på plats 2 av 5.')).toBeAttached();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByText('Dialog är nu på plats 1 av 5.')).toBeAttached();
  await expect(handle).toBeFocused();
  await page.keyboard.press('End');
  await expect(page.getByText('Dialog är nu på plats 5 av 5.')).toBeAttached();
  await page.keyboard.press('Home');
  const up = sections(page).getByRole('button', { name: 'Flytta upp Åtaganden' });
  await up.focus();
  await page.keyboard.press('Enter');
  await expect(up).toBeFocused();
  await expect(titles(page)).toHaveText(['Dialog', HARBOUR, 'Åtaganden', EMPTY, LONG]);

  await card(page, 'Avsnitt').getByRole('button', { name: 'Spara ordningen' }).press('Enter');
  await expect(page.getByText('Den nya ordningen är sparad i ärendeloggen.')).toBeFocused();
  await page.reload();
  await expect(titles(page)).toHaveText(['Dialog', HARBOUR, 'Åtaganden', EMPTY, LONG]);
  const entries = await record(scene, page);
  await expect(entries.filter({ hasText: 'ändrade avsnittens ordning' })).toHaveCount(1);
});

test('a section is dragged by its handle, and stays in its old place if one takes it back', async ({
  page,
  scene,
}) => {
  await openSettings(scene, page, ERIK);
  const handle = sections(page).getByRole('button', { name: /^Flytta Åtaganden, plats/ });
  await handle.hover();
  await page.mouse.down();
  const first = await sections(page).first().boundingBox();
  await page.mouse.move(first!.x + 20, first!.y + first!.height + 10, { steps: 8 });
  await page.mouse.move(first!.x + 20, first!.y + 4, { steps: 8 });
  await page.mouse.up();
  await expect(titles(page)).toHaveText(['Åtaganden', HARBOUR, EMPTY, 'Dialog', LONG]);
  await expect(page.getByText('Åtaganden är nu på plats 1 av 5.')).toBeAttached();
  await card(page, 'Avsnitt').getByRole('button', { name: 'Återgå till den gamla' }).click();
  await expect(titles(page)).toHaveText([HARBOUR, EMPTY, 'Dialog', 'Åtaganden', LONG]);
});

test('a section is added, renamed, taken out with a reason and brought back, and the record tells it', async ({
  page,
  scene,
}) => {
  await openSettings(scene, page, ERIK);
  const dialog = page.getByRole('dialog');
  await card(page, 'Avsnitt').getByRole('button', { name: 'Lägg till ett avsnitt …' }).click();
  await dialog.getByRole('button', { name: 'Lägg till avsnittet' }).click();
  await expect(dialog.getByLabel('Rubrik')).toBeFocused();
  await dialog.getByLabel('Rubrik').fill('Gästhamnen');
  await dialog.getByLabel('Norrskärs kommun').check();
  await dialog.getByRole('button', { name: 'Lägg till avsnittet' }).click();
  await expect(page.getByText(`Gästhamnen är tillagt. ${SAVED}`)).toBeVisible();

  await sections(page)
    .getByRole('button', { name: /ansvariga för Gästhamnen$/ })
    .click();
  await dialog.getByLabel('Rubrik').fill('Gästhamnen och kajen');
  await dialog.getByLabel('Norrskärs kommun').uncheck();
  await dialog.getByRole('button', { name: 'Spara ändringen' }).click();
  await expect(titles(page).last()).toHaveText('Gästhamnen och kajen');

  await sections(page).getByRole('button', { name: 'Låt utgå: Dialog' }).click();
  await dialog.getByRole('button', { name: 'Låt avsnittet utgå' }).click();
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await dialog.getByRole('textbox').fill('Den ingår i utgångspunkterna.');
  await dialog.getByRole('button', { name: 'Låt avsnittet utgå' }).click();
  await expect(page.getByText(`Dialog har utgått. ${SAVED}`)).toBeFocused();
  await expect(titles(page).filter({ hasText: 'Dialog' })).toHaveCount(0);

  await page
    .getByRole('banner')
    .getByRole('link', { name: /Norrskärs hamn/ })
    .click();
  const retired = page.getByRole('region', { name: 'Avsnitt som har utgått' });
  await expect(retired).toContainText(/Dialog, utgick \d+ \S+ \d{4}/);
  await page.getByRole('link', { name: 'Inställningar' }).click();
  await page.getByRole('button', { name: 'Ta tillbaka Dialog' }).click();
  await expect(page.getByText(/^Dialog är tillbaka, sist i texten/)).toBeVisible();
  await expect(titles(page).last()).toHaveText('Dialog');

  const entries = await record(scene, page);
  const sentences = [
    `${ERIK} tog tillbaka avsnittet Dialog.`,
    `${ERIK} lät avsnittet Dialog utgå.`,
    `${ERIK} ändrade så att ingen särskild part ansvarar för Gästhamnen och kajen.`,
    `${ERIK} bytte namn på ett avsnitt till Gästhamnen och kajen.`,
    `${ERIK} lade till avsnittet`,
  ];
  for (const sentence of sentences) {
    await expect(entries.filter({ hasText: sentence })).toHaveCount(1);
  }
  await expect(entries.filter({ hasText: 'lät avsnittet' }).getByRole('blockquote')).toHaveText(
    'Den ingår i utgångspunkterna.',
  );
});

test('a party shapes itself and nobody else’s, and who only reads is offered nothing', async ({
  page,
  scene,
  browser,
}) => {
  await openSettings(scene, page, MAJA);
  const parties = card(page, 'Parter');
  const details = parties.getByRole('form', { name: 'Namn och beslutande organ' });
  await expect(details).toHaveCount(1);
  await expect(details.getByLabel('Partens namn')).toHaveValue('Öns föreningar');
  await details.getByLabel('Partens namn').fill('Norrskärs föreningar');
  await details.getByRole('button', { name: 'Lägg till ett beslutande organ' }).click();
  await page.keyboard.type('Årsmötet');
  await details.getByRole('button', { name: 'Spara partens uppgifter' }).click();
  await expect(details.getByRole('status')).toHaveText(SAVED);

  const rule = parties.getByRole('form', { name: 'Hur parten godkänner' });
  await rule.getByLabel('Flera måste godkänna').check();
  await rule.getByLabel('Hur många?').fill('');
  await rule.getByRole('button', { name: 'Spara hur parten godkänner' }).click();
  await expect(rule.getByLabel('Hur många?')).toBeFocused();
  await page.keyboard.type('3');
  await page.keyboard.press('Enter');
  await expect(rule.getByRole('status')).toHaveText(SAVED);

  await parties.getByLabel('Ny organisation').fill('Båtklubben');
  await page.keyboard.press('Enter');
  await expect(page.getByText(`Båtklubben är tillagd. ${SAVED}`)).toBeVisible();
  await parties.getByRole('button', { name: 'Byt namn på Båtklubben' }).click();
  await page.getByRole('dialog').getByLabel('Nytt namn').fill('Norrskärs båtklubb');
  await page.getByRole('dialog').getByRole('button', { name: 'Byt namn' }).click();
  await parties.getByRole('button', { name: 'Ta bort Norrskärs båtklubb' }).click();
  await page.getByRole('button', { name: 'Ta bort organisationen' }).click();
  await expect(page.getByText(`Norrskärs båtklubb är borttagen. ${SAVED}`)).toBeVisible();

  const entries = await record(scene, page);
  for (const sentence of [
    `${MAJA} ändrade uppgifterna om parten Norrskärs föreningar, som nu beslutar genom Årsmötet.`,
    `${MAJA} ändrade hur många som ska godkänna för Norrskärs föreningar.`,
    `${MAJA} tog bort en organisation som ingen hörde till.`,
  ]) {
    await expect(entries.filter({ hasText: sentence })).toHaveCount(1);
  }

  const other = await browser.newPage();
  await openSettings(scene, other, ROLF);
  await expect(other.getByText('En samordnare kan ändra dem.')).toBeVisible();
  await expect(card(other, 'Parter')).toContainText('3 godkännare behövs');
  await expect(other.getByRole('main').getByRole('button')).toHaveCount(0);
  await expect(other.getByRole('main').getByRole('textbox')).toHaveCount(0);
  await other.close();
});

test('a party is added with its first coordinator', async ({ page, scene }) => {
  await openSettings(scene, page, ERIK);
  await card(page, 'Parter').getByRole('button', { name: 'Lägg till en part …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Lägg till en part' });
  await dialog.getByLabel('Partens namn').fill('Länsstyrelsen i skärgården');
  await dialog.getByRole('button', { name: 'Lägg till parten' }).click();
  await expect(dialog.getByLabel('Offentlig')).toBeFocused();
  await dialog.getByLabel('Offentlig').check();
  await dialog.getByLabel('Namn', { exact: true }).fill('Ines Hägg');
  await dialog.getByLabel('E-post').fill('ines@lansstyrelsen.example');
  await dialog.getByRole('button', { name: 'Lägg till parten' }).click();
  await expect(page.getByText(`Länsstyrelsen i skärgården är tillagd. ${SAVED}`)).toBeVisible();
  await expect(card(page, 'Parter').getByRole('heading', { level: 3 })).toHaveCount(3);
  const { members, parties } = await scene.api<{
    members: { name: string; party: string; roles: string[] }[];
    parties: { id: string; letter: string }[];
  }>(ERIK, `/api${scene.agreementUrl}`);
  expect(parties.map(({ letter }) => letter)).toEqual(['A', 'B', 'C']);
  expect(members.find(({ name }) => name === 'Ines Hägg')).toMatchObject({
    party: parties[2]?.id,
    roles: ['coordinator'],
  });
});

test('the settings fit every width, and axe finds nothing wrong', async ({ page, scene }) => {
  await openSettings(scene, page, ERIK);
  const section = scene.section('Dialog');
  const retire = await fetch(`${scene.server.url()}/api/sections/${section}/retire`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${scene.member(ERIK).token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ reason: 'Den behövs inte.' }),
  });
  expect(retire.status).toBe(204);
  await page.reload();
  await sections(page)
    .getByRole('button', { name: /^Flytta Åtaganden, plats/ })
    .press('Home');
  await fits(page, 'settings');
  await card(page, 'Parter').getByRole('button', { name: 'Lägg till en part …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Lägg till parten' }).click();
  await fits(page, 'settings, adding a party');
});
