import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { fits } from '../support/axe.ts';
import {
  agreeOnEverything,
  BOARD,
  COUNCIL,
  expect,
  MEETING,
  openAgreement,
  OVE,
  SIGNE,
  test,
} from '../support/deciding.ts';
import type { Scene } from '../support/fixtures.ts';

const toDo = (page: Page) => page.getByRole('region', { name: 'Att göra för dig' });
const deciding = (page: Page) => page.getByRole('region', { name: 'Beslut och undertecknande' });
const phase = (page: Page) =>
  page.getByRole('list', { name: 'Var arbetet är' }).locator('[aria-current="step"]');
const MINUTES = Buffer.from('%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

/** Takes the agreement to a phase, unless the record has brought it there by itself. */
async function goOnTo(page: Page, name: string, words: string): Promise<void> {
  const there = phase(page).filter({ hasText: name });
  const button = toDo(page).getByRole('button', { name: `${words} …` });
  await expect(there.or(button)).toBeVisible();
  if (await button.isVisible()) {
    await button.click();
    const dialog = page.getByRole('dialog', { name: `${words}?` });
    await dialog.getByRole('button', { name: words }).click();
    await expect(dialog).toBeHidden();
  }
  await expect(there).toBeVisible();
}

async function decide(page: Page, body: string, paragraph: string): Promise<void> {
  await deciding(page).getByRole('button', { name: 'Anteckna beslut …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Anteckna beslut' });
  await dialog.getByLabel('Vem har beslutat?').selectOption({ label: body });
  await dialog.getByLabel('Datum för beslutet').fill('2025-06-10');
  await dialog.getByLabel('Paragraf').fill(paragraph);
  const minutes = { name: 'protokoll.pdf', mimeType: 'application/pdf', buffer: MINUTES };
  await dialog.getByLabel('Protokoll', { exact: true }).setInputFiles(minutes);
  await expect(dialog.getByText(/protokoll\.pdf, .*, är uppladdad/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Anteckna beslutet' }).click();
  await expect(page.getByText(`Beslutet av ${body} är antecknat.`)).toBeVisible();
  await expect(deciding(page)).toContainText(`Beslutat 10 juni 2025 ${paragraph}`);
}

/** All is agreed, the whole is saved and in approval; both look at it. */
async function inApproval(scene: Scene, signe: Page, ove: Page): Promise<void> {
  await agreeOnEverything(scene, signe, ove);
  await openAgreement(scene, signe);
  const save = toDo(signe).getByRole('button', { name: 'Spara helhetsversion …' });
  await save.click();
  const dialog = signe.getByRole('dialog', { name: 'Spara helhetsversion' });
  await dialog.getByRole('button', { name: 'Spara helhetsversion' }).click();
  await expect(signe.getByText('Helhetsversion 1 är sparad.')).toBeVisible();
  await expect(save).toHaveCount(0);
  await goOnTo(signe, 'Godkännande', 'Gå till godkännande');
  await openAgreement(scene, ove);
}

test('two parties decide, attach their minutes and sign, and the record shows it', async ({
  scene,
  signe,
  ove,
}) => {
  await inApproval(scene, signe, ove);
  await expect(toDo(signe)).toContainText(`${COUNCIL} och ${BOARD}`);
  await expect(toDo(ove)).toContainText(MEETING);

  await decide(signe, COUNCIL, '§ 14');
  await decide(ove, MEETING, '§ 9');
  await openAgreement(scene, signe);
  await expect(phase(signe)).toContainText('Godkännande');
  await decide(signe, BOARD, '§ 21');
  await goOnTo(signe, 'Beslutad', 'Markera som beslutad');

  // What was attached is what comes back, to the other party too.
  await openAgreement(scene, ove);
  const [minutes] = await Promise.all([
    ove.waitForEvent('download'),
    deciding(ove)
      .getByRole('link', { name: `Protokoll: ${COUNCIL}` })
      .click(),
  ]);
  expect(minutes.suggestedFilename()).toBe('protokoll.pdf');
  expect(await readFile(await minutes.path())).toEqual(MINUTES);

  await toDo(ove).getByRole('button', { name: 'Anteckna undertecknandet …' }).click();
  const dialog = ove.getByRole('dialog', { name: 'Anteckna undertecknandet' });
  await dialog.getByLabel('Datum', { exact: true }).fill('2025-06-21');
  await dialog.getByLabel('Plats').fill('Kvarnås');
  const names = [SIGNE, OVE];
  for (const [place, name] of names.entries()) {
    const fields = dialog.getByRole('group', { name: `Undertecknare ${place + 1}` });
    await fields.getByLabel('Namn').fill(name);
    await fields.getByLabel('Titel eller roll').fill('ordförande');
    await fields.getByLabel('Vad grundas rätten att underteckna på?').fill(`§ ${place + 1}`);
  }
  await dialog.getByRole('button', { name: 'Anteckna undertecknandet' }).click();
  await expect(ove.getByText('Undertecknandet är antecknat.')).toBeVisible();
  await expect(deciding(ove)).toContainText('Undertecknad 21 juni 2025 i Kvarnås');
  for (const name of names) await expect(deciding(ove)).toContainText(`${name}, ordförande`);
  await goOnTo(ove, 'Undertecknad', 'Markera som undertecknad');

  await ove.getByRole('link', { name: 'Öppna ärendeloggen' }).click();
  const entries = ove.getByRole('listitem');
  for (const said of [
    `${SIGNE} sparade helhetsversion 1.`,
    `${SIGNE} antecknade ett beslut för Kvarnås kommun: ${COUNCIL}, 10 juni 2025 §\u00a014.`,
    `${OVE} antecknade ett beslut för Byarnas föreningar: ${MEETING}, 10 juni 2025 §\u00a09.`,
    `${OVE} antecknade undertecknandet 21 juni 2025 i Kvarnås.`,
  ]) {
    await expect(entries.filter({ hasText: said })).toHaveCount(1);
  }
});

test('nobody records a decision for the other party', async ({ scene, signe, ove }) => {
  await inApproval(scene, signe, ove);
  await deciding(ove).getByRole('button', { name: 'Anteckna beslut …' }).click();
  const bodies = ove.getByRole('dialog').getByLabel('Vem har beslutat?').getByRole('option');
  await expect(bodies).toHaveText([MEETING, 'Någon annan …']);
});

test('a file that is no minutes is refused with the reason, and nothing else is lost', async ({
  scene,
  signe,
  ove,
}) => {
  await inApproval(scene, signe, ove);
  await deciding(ove).getByRole('button', { name: 'Anteckna beslut …' }).click();
  const dialog = ove.getByRole('dialog', { name: 'Anteckna beslut' });
  await dialog.getByLabel('Paragraf').fill('§ 9');
  const file = dialog.getByLabel('Protokoll', { exact: true });
  await file.setInputFiles({
    name: 'protokoll.docx',
    mimeType: 'application/msword',
    buffer: Buffer.from('x'),
  });
  await expect(file).toHaveAccessibleDescription(
    /Filen måste vara en PDF eller en bild i PNG eller JPEG\./,
  );
  await dialog.getByRole('button', { name: 'Anteckna beslutet' }).click();
  await expect(dialog.getByLabel('Datum för beslutet')).toBeFocused();
  await expect(dialog.getByLabel('Paragraf')).toHaveValue('§ 9');
});

test('the dialogs of deciding fit every width, and axe finds nothing wrong', async ({
  scene,
  signe,
  ove,
}) => {
  await inApproval(scene, signe, ove);
  await deciding(signe).getByRole('button', { name: 'Anteckna beslut …' }).click();
  await signe.getByRole('button', { name: 'Anteckna beslutet' }).click();
  await expect(signe.getByLabel('Paragraf')).toHaveAttribute('aria-invalid', 'true');
  await fits(signe, 'decision');
});
