import { readFile, writeFile } from 'node:fs/promises';
import { fits } from '../support/axe.ts';
import {
  agreeOnEverything,
  BOARD,
  COUNCIL,
  description,
  expect,
  get,
  MEETING,
  openAgreement,
  post,
  SIGNE,
  test,
  DIALOGUE,
} from '../support/deciding.ts';
import type { Scene } from '../support/fixtures.ts';
import type { Page } from '@playwright/test';

const keeping = (page: Page) => page.getByRole('region', { name: 'Spara och gallra' });

test('the export is downloaded, and anybody can check it', async ({ scene, signe, ove }) => {
  await agreeOnEverything(scene, signe, ove);
  await openAgreement(scene, signe);
  const { key } = await get<{ key: string }>(signe, '/api/signing-key');
  await keeping(signe).getByText('Så kontrolleras filen').click();
  await expect(keeping(signe)).toContainText(key.slice(0, 4));
  await fits(signe, 'keeping');
  const [download] = await Promise.all([
    signe.waitForEvent('download'),
    keeping(signe).getByRole('link', { name: 'Ladda ned ärendet' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  const file = await download.path();
  const whole = await scene.server.verify(file, key);
  expect(whole.code, whole.said).toBe(0);

  // One letter of a name is another.
  const bytes = await readFile(file);
  const place = bytes.indexOf(SIGNE);
  expect(place).toBeGreaterThan(0);
  bytes.write('M', place);
  const changed = `${file}.changed`;
  await writeFile(changed, bytes);
  const wrong = await scene.server.verify(changed, key);
  expect(wrong.code, wrong.said).toBe(1);
});

test('the working material is downloaded as of a day that there has been', async ({
  scene,
  signe,
}) => {
  await openAgreement(scene, signe);
  await keeping(signe).getByRole('button', { name: 'Ladda ned arbetsmaterialet …' }).click();
  const dialog = signe.getByRole('dialog', { name: 'Ladda ned arbetsmaterialet' });
  await dialog.getByLabel('Till och med').fill('2199-01-01');
  await dialog.getByRole('button', { name: 'Ladda ned' }).click();
  await expect(dialog.getByText('Välj i dag eller en tidigare dag.')).toBeVisible();
  const today = await dialog.getByLabel('Till och med').getAttribute('max');
  await dialog.getByLabel('Till och med').fill(today ?? '');
  const [download] = await Promise.all([
    signe.waitForEvent('download'),
    dialog.getByRole('button', { name: 'Ladda ned' }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.zip$/);
  await expect(signe.getByText('Arbetsmaterialet är hämtat.')).toBeVisible();
});

/** All bodies of both parties have decided on what is agreed. */
async function decided(scene: Scene, signe: Page, ove: Page): Promise<void> {
  await agreeOnEverything(scene, signe, ove);
  const path = `/api/agreements/${scene.seeded.agreement}`;
  await post(signe, `${path}/phase`, { phase: 'approval' });
  const { agreed, parties } = await get<{ agreed: string; parties: { id: string }[] }>(signe, path);
  for (const [page, party, body] of [
    [signe, 0, COUNCIL],
    [signe, 0, BOARD],
    [ove, 1, MEETING],
  ] as const) {
    await post(page, `${path}/decisions`, {
      party: parties[party]?.id,
      body,
      date: '2025-06-10',
      paragraph: '§ 14',
      hash: agreed,
      minutes: null,
    });
  }
  const { phase } = await get<{ phase: string }>(signe, path);
  if (phase === 'approval') await post(signe, `${path}/phase`, { phase: 'decided' });
}

test('after the decision the working material is purged on its ground, and every page says so', async ({
  scene,
  signe,
  ove,
}) => {
  await openAgreement(scene, signe);
  await expect(keeping(signe).getByRole('button', { name: /^Gallra/ })).toHaveCount(0);
  await decided(scene, signe, ove);
  await openAgreement(scene, signe);
  await keeping(signe).getByRole('button', { name: 'Gallra arbetsmaterialet …' }).click();
  const dialog = signe.getByRole('dialog', { name: 'Gallra arbetsmaterialet' });
  await expect(dialog.getByRole('link', { name: 'Ladda ned först' })).toBeVisible();
  await fits(signe, 'purging');
  await dialog.getByRole('button', { name: 'Gallra', exact: true }).click();
  await expect(dialog.getByText('Välj ett beslut.')).toBeVisible();
  await dialog
    .getByLabel('Vilket beslut stöder sig gallringen på?')
    .selectOption({ label: `${MEETING}, 10 juni 2025 § 14` });
  await dialog.getByLabel(/^Skriv ”/).fill('Något annat');
  await dialog.getByRole('button', { name: 'Gallra', exact: true }).click();
  await expect(dialog.getByText('Titeln är inte skriven som den står')).toBeVisible();
  await dialog.getByLabel(/^Skriv ”/).fill(description.title);
  await dialog.getByRole('button', { name: 'Gallra', exact: true }).click();
  await expect(
    signe.getByText('Arbetsmaterialet är gallrat. Det står i ärendeloggen.'),
  ).toBeVisible();
  await expect(keeping(signe)).toContainText(`med stöd av beslutet ${MEETING}, 10 juni 2025 § 14`);

  // The other side reads it where the history would be, and on the record.
  await ove.goto(
    new URL(`${scene.agreementUrl}/sections/${scene.section(DIALOGUE)}`, ove.url()).href,
  );
  await ove.getByRole('tab', { name: 'Historik' }).click();
  const history = ove.getByRole('tabpanel', { name: 'Historik' });
  await expect(history).toContainText('Hur texten kom till dessförinnan är gallrat.');
  await expect(history).toContainText('Revision 1');
  await ove.goto(new URL(`${scene.agreementUrl}/record`, ove.url()).href);
  await expect(
    ove
      .getByRole('main')
      .getByRole('listitem')
      .filter({
        hasText: `${SIGNE} gallrade arbetsmaterialet, med stöd av beslutet av ${MEETING}`,
      }),
  ).toHaveCount(1);
});
