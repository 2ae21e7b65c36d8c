import type { Page } from '@playwright/test';
import { fits } from '../support/axe.ts';
import {
  approve,
  beginDrafting,
  description,
  DIALOGUE,
  expect,
  get,
  mandateFor,
  openAgreement,
  OVE,
  post,
  save,
  SIGNE,
  STARTING_POINTS,
  test,
} from '../support/deciding.ts';
import type { Scene } from '../support/fixtures.ts';

const rowOf = (page: Page, title: string) =>
  page
    .getByRole('table', { name: 'Avsnitt' })
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name: title }) });
const toDo = (page: Page) => page.getByRole('region', { name: 'Att göra för dig' });

/** Signe has approved the dialogue, and Ove has not. */
async function halfway(scene: Scene, signe: Page): Promise<void> {
  await beginDrafting(scene, signe);
  const mandate = await mandateFor(scene, signe, SIGNE);
  await approve(scene, signe, SIGNE, DIALOGUE, await save(scene, signe, DIALOGUE), mandate);
}

test('the overview says how each party stands to each section', async ({ scene, signe }) => {
  await halfway(scene, signe);
  await openAgreement(scene, signe);
  const cells = rowOf(signe, DIALOGUE).getByRole('cell');
  await expect(cells.nth(1)).toContainText('Revision 1');
  await expect(cells.nth(1)).toContainText('Låst vid revision 1');
  await expect(cells.nth(2)).toContainText('Godkänt r1');
  await expect(cells.nth(2)).toContainText(SIGNE);
  await expect(cells.nth(3)).toContainText('Inte än');
  await expect(rowOf(signe, STARTING_POINTS).getByRole('cell').nth(1)).toContainText(
    'Inte påbörjad',
  );
});

test('an approval of a text that has changed since says so', async ({ scene, signe }) => {
  await halfway(scene, signe);
  const section = scene.section(DIALOGUE);
  await post(signe, `/api/sections/${section}/reopening`, { reason: 'Ett ord fattas.' });
  const client = scene.join(OVE, DIALOGUE);
  await client.synced();
  client.append('Och på bryggan.');
  await expect
    .poll(async () => (await get<{ edited: boolean }>(signe, `/api/sections/${section}`)).edited)
    .toBe(true);
  await openAgreement(scene, signe);
  const cells = rowOf(signe, DIALOGUE).getByRole('cell');
  await expect(cells.nth(0)).toContainText('1 person');
  await expect(cells.nth(0).getByRole('img')).toHaveAccessibleName('Byarnas föreningar 100 %');
  await expect(cells.nth(1)).toContainText('ändrad sedan dess');
  await expect(toDo(signe)).toContainText('Ett avsnitt har öppnats igen');

  await save(scene, signe, DIALOGUE);
  await openAgreement(scene, signe);
  await expect(cells.nth(1)).toContainText('Revision 2');
  await expect(cells.nth(1)).not.toContainText('ändrad sedan dess');
  await expect(cells.nth(2)).toContainText('Godkänt r1');
  await expect(cells.nth(2)).toContainText('texten har ändrats sedan dess');
  await expect(toDo(signe).getByRole('link', { name: `${DIALOGUE}, revision 2` })).toBeVisible();
});

test('an approver is told what waits for them, and is led to it', async ({ scene, signe, ove }) => {
  await halfway(scene, signe);
  await openAgreement(scene, ove);
  // First what hinders: the mandate, which Ove records himself as the coordinator of his party.
  await expect(toDo(ove)).toContainText(`Mandat saknas för ${OVE}`);
  const link = toDo(ove).getByRole('link', { name: `${DIALOGUE}, revision 1` });
  const path = `${scene.agreementUrl}/sections/${scene.section(DIALOGUE)}/approval`;
  await expect(link).toHaveAttribute('href', path);
  await openAgreement(scene, signe);
  await expect(toDo(signe).getByRole('link', { name: DIALOGUE })).toHaveCount(0);
});

test('a coordinator records a mandate with the keyboard alone', async ({ scene, signe }) => {
  await beginDrafting(scene, signe);
  await openAgreement(scene, signe);
  const record = toDo(signe).getByRole('button', { name: 'Registrera mandat …' });
  await record.focus();
  await signe.keyboard.press('Enter');
  const dialog = signe.getByRole('dialog', { name: 'Registrera mandat' });
  await expect(dialog.getByLabel('Vem gäller mandatet?')).toBeFocused();
  await signe.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(record).toBeFocused();

  await signe.keyboard.press('Enter');
  // What is missing is said at its field, and the first of them has the focus.
  await dialog.getByLabel('Vem har gett mandatet?').press('Enter');
  await expect(dialog.getByLabel('Vem har gett mandatet?')).toBeFocused();
  await expect(dialog.getByLabel('Vem har gett mandatet?')).toHaveAccessibleDescription(
    /Skriv vem som har gett mandatet\./,
  );
  await signe.keyboard.type('Kommunstyrelsen');
  await dialog.getByLabel('Datum', { exact: true }).fill('2025-02-03');
  await dialog.getByLabel('Paragraf').focus();
  await signe.keyboard.type('§ 12');
  await signe.keyboard.press('Enter');

  await expect(signe.getByText(`Mandatet för ${SIGNE} är registrerat.`)).toBeVisible();
  const mandates = signe.getByRole('region', { name: 'Mandat' });
  await expect(mandates).toContainText('Beslut: Kommunstyrelsen');
  await expect(mandates.getByText('Gäller', { exact: true })).toBeVisible();
  // The button that led there is gone, and so is what it was for; the focus is not lost.
  await expect(toDo(signe)).not.toContainText('Mandat saknas');
  await expect(signe.getByRole('main')).toBeFocused();
});

test('a whole-text revision holds every section, and saving it again makes no new one', async ({
  scene,
  signe,
}) => {
  await beginDrafting(scene, signe);
  await openAgreement(scene, signe);
  const card = signe.getByRole('region', { name: 'Helhetsversioner' });
  await card.getByRole('button', { name: 'Spara helhetsversion …' }).click();
  const dialog = signe.getByRole('dialog', { name: 'Spara helhetsversion' });
  await dialog.getByLabel('Namn').fill('Inför sommaren');
  await dialog.getByRole('button', { name: 'Spara helhetsversion' }).click();
  await expect(signe.getByText('Helhetsversion 1 är sparad.')).toBeVisible();
  await card.getByRole('button', { name: 'Spara helhetsversion …' }).click();
  await dialog.getByRole('button', { name: 'Spara helhetsversion' }).click();
  await expect(signe.getByText(/Ingenting har ändrats sedan helhetsversion 1/)).toBeVisible();

  await card.getByRole('link', { name: 'Helhetsversion 1' }).click();
  const text = signe.getByRole('article');
  await expect(text.getByRole('heading', { name: description.title, level: 1 })).toBeVisible();
  await expect(text.getByRole('heading', { level: 2 })).toHaveText([STARTING_POINTS, DIALOGUE]);
  await expect(text).toContainText('Stränderna är allas.');
  await expect(text).toContainText('Inför sommaren');
  const path = `/api/agreements/${scene.seeded.agreement}/revisions/1`;
  const { revision } = await get<{ revision: { hash: string } }>(signe, path);
  const about = signe.getByRole('complementary', { name: 'Helhetsversion' });
  await expect(about).toContainText(revision.hash.match(/.{4}/g)?.join(' ') ?? '');
  await fits(signe, 'whole-text revision');
});

test('the overview and its dialogs fit every width, and axe finds nothing wrong', async ({
  scene,
  signe,
}) => {
  await halfway(scene, signe);
  await openAgreement(scene, signe);
  await expect(rowOf(signe, DIALOGUE)).toContainText('Godkänt r1');
  await fits(signe, 'overview');
  const dialogs = [
    ['Registrera mandat …', 'Registrera mandatet'],
    ['Spara helhetsversion …', null],
    [/^Gå till .+ …$/, null],
  ] as const;
  for (const [open, send] of dialogs) {
    await signe.getByRole('button', { name: open }).last().click();
    const dialog = signe.getByRole('dialog');
    // With what is missing marked.
    if (send) await dialog.getByRole('button', { name: send }).click();
    await fits(signe, String(open));
    await signe.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  }
});
