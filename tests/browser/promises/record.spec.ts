import { createPublicKey, verify } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { fits } from '../support/axe.ts';
import {
  agreeOnEverything,
  DIALOGUE,
  expect,
  get,
  openAgreement,
  OVE,
  post,
  SIGNE,
  STARTING_POINTS,
  test,
} from '../support/deciding.ts';
import type { Scene } from '../support/fixtures.ts';

const entries = (page: Page) => page.getByRole('main').getByRole('listitem');
const saying = (page: Page, words: string) => entries(page).filter({ hasText: words });

async function openRecord(scene: Scene, page: Page): Promise<void> {
  await openAgreement(scene, page);
  await page.getByRole('link', { name: 'Öppna ärendeloggen' }).click();
  await expect(page.getByRole('heading', { name: 'Ärendeloggen', level: 1 })).toBeVisible();
  await expect(entries(page).first()).toBeVisible();
}

test('the record says who did what, under which mandate, newest first', async ({
  scene,
  signe,
  ove,
}) => {
  await agreeOnEverything(scene, signe, ove);
  const reason = 'Vi glömde dem som bor på andra sidan ån.';
  await post(ove, `/api/sections/${scene.section(DIALOGUE)}/reopening`, { reason });
  await openRecord(scene, signe);
  await expect(entries(signe).first()).toContainText(`${OVE} öppnade ${DIALOGUE} igen.`);
  await expect(entries(signe).first().getByRole('blockquote')).toHaveText(reason);
  const approved = `${SIGNE} godkände revision 1 av ${DIALOGUE} för Kvarnås kommun, med mandat från Styrelsen, 15 januari 2025 §\u00a07.`;
  await expect(saying(signe, approved)).toHaveCount(1);
  await expect(entries(signe).last()).toContainText('lade upp överenskommelsen');
  await expect(signe.getByText('Här börjar loggen.')).toBeVisible();

  await signe.getByRole('button', { name: 'English' }).click();
  await expect(entries(signe).first()).toContainText(`${OVE} opened ${DIALOGUE} again.`);
});

test('an entry shows all that was recorded, and its whole hash', async ({ scene, signe, ove }) => {
  await agreeOnEverything(scene, signe, ove);
  await openRecord(scene, signe);
  const path = `/api/agreements/${scene.seeded.agreement}/record?most=1`;
  const { entries: newest } = await get<{ entries: { hash: string; kind: string }[] }>(signe, path);
  const entry = entries(signe).first();
  await entry.locator('summary').focus();
  await signe.keyboard.press('Enter');
  await expect(entry).toContainText(newest[0]?.kind ?? 'nothing');
  await expect(entry).toContainText(newest[0]?.hash.match(/.{4}/g)?.join(' ') ?? 'nothing');
});

test('a selection stands in the address, and is there after a reload', async ({
  scene,
  signe,
  ove,
}) => {
  await agreeOnEverything(scene, signe, ove);
  await openRecord(scene, signe);
  const filters = signe.getByRole('group', { name: 'Urval' });
  await filters.getByLabel('Slag av händelser').selectOption('Godkännanden och reservationer');
  await filters.getByLabel('Avsnitt').selectOption(DIALOGUE);
  const mine = saying(signe, `godkände revision 1 av ${DIALOGUE}`);
  await expect(mine).toHaveCount(2);
  await expect(saying(signe, STARTING_POINTS)).toHaveCount(0);
  await filters.getByLabel('Person').selectOption(OVE);
  await expect(mine).toHaveCount(1);
  await expect(signe).toHaveURL(/group=approvals&section=.+&member=/);

  await signe.reload();
  await expect(mine).toHaveCount(1);
  await expect(filters.getByLabel('Avsnitt').locator('option:checked')).toHaveText(DIALOGUE);
  await filters.getByRole('button', { name: 'Visa allt' }).click();
  await expect(saying(signe, 'lade upp överenskommelsen')).toHaveCount(1);
  await expect(signe).toHaveURL(/\/record$/);
});

test('the signed checksum can be downloaded, and is the server’s', async ({ scene, signe }) => {
  await openRecord(scene, signe);
  const [download] = await Promise.all([
    signe.waitForEvent('download'),
    signe.getByRole('link', { name: 'Hämta den underskrivna kontrollsumman' }).click(),
  ]);
  const head = JSON.parse(await readFile(await download.path(), 'utf8')) as Record<string, string>;
  const { signature, ...signed } = head;
  const known = await get<{ key: string }>(signe, '/api/signing-key');
  expect(signed['key']).toBe(known.key);
  // The fields in order, without white space: their canonical form, since none of them needs more.
  const bytes = Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(signed).sort())));
  const key = createPublicKey({
    key: Buffer.concat([
      Buffer.from('302a300506032b6570032100', 'hex'),
      Buffer.from(known.key, 'hex'),
    ]),
    format: 'der',
    type: 'spki',
  });
  expect(verify(null, bytes, key, Buffer.from(signature ?? '', 'hex'))).toBe(true);
  const card = signe.getByRole('region', { name: 'Loggen går att kontrollera' });
  await expect(card).toContainText(`${signed['position']} händelser`);
  const { entries: newest } = await get<{ entries: { position: number }[] }>(
    signe,
    `/api/agreements/${scene.seeded.agreement}/record?most=1`,
  );
  // They are numbered from 0.
  expect(Number(signed['position'])).toBe((newest[0]?.position ?? NaN) + 1);
  await expect(card).toContainText(signed['hash']?.match(/.{4}/g)?.join(' ') ?? 'nothing');
});

test('the record fits every width, and axe finds nothing wrong', async ({ scene, signe, ove }) => {
  await agreeOnEverything(scene, signe, ove);
  await openRecord(scene, signe);
  await entries(signe).first().locator('summary').click();
  await fits(signe, 'record');
});
