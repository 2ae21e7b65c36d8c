import { readFile } from 'node:fs/promises';
import { ERIK, HARBOUR, MAJA, ROLF, description, withApprovers } from '../support/agreement.ts';
import {
  SidePanel,
  approve,
  backToText,
  recordMandate,
  saveRevision,
  stateOf,
} from '../support/approving.ts';
import { fits } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';

test.use({ founded: withApprovers });

const [MUNICIPALITY, ASSOCIATIONS] = description.parties.map((party) => party.name) as [
  string,
  string,
];

test('the whole way: write, save, approve for both, open again, edit, approve anew', async ({
  context,
  page,
  scene,
}) => {
  await recordMandate(scene, ERIK);
  await recordMandate(scene, MAJA);
  const erik = await scene.enter(page, ERIK, HARBOUR);
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR, 'localhost');
  await erik.write(' Kajen ska lagas.');
  await expect(erik.saveState).toHaveText('Sparat');
  const first = await saveRevision(page, 'till godkännande');

  await approve(page, ERIK, first);
  await expect(page.getByRole('main')).toContainText(
    `Nu återstår godkännande från ${ASSOCIATIONS}`,
  );
  const coming = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Hämta kvittot' }).click();
  const receipt = await readFile(await (await coming).path(), 'utf8');
  const revisions = await scene.api<{ number: number; hash: string }[]>(
    ERIK,
    `/api/sections/${scene.section(HARBOUR)}/revisions`,
  );
  expect(receipt).toContain(revisions.find(({ number }) => number === first)?.hash);

  // The other party's page hears of it by itself: the text is closed now.
  await expect(stateOf(maja.page)).toContainText(`Låst vid revision ${first}`);
  await expect(maja.text).toHaveAttribute('contenteditable', 'false');
  await approve(maja.page, MAJA, first);
  await expect(maja.page.getByRole('main')).toContainText('Ni är överens om avsnittet.');
  await backToText(page);
  await expect(stateOf(page)).toContainText(`alla parter har godkänt revision ${first}`);

  // Nobody opens it without saying why.
  const approval = await new SidePanel(page).open('Godkännande');
  await approval.getByRole('button', { name: 'Öppna igen' }).click();
  const dialog = page.getByRole('dialog', { name: 'Öppna avsnittet igen?' });
  await expect(dialog).toContainText(`${MUNICIPALITY} och ${ASSOCIATIONS}`);
  await dialog.getByRole('button', { name: 'Öppna avsnittet' }).click();
  await expect(dialog.getByLabel('Skäl')).toBeFocused();
  await expect(dialog.getByLabel('Skäl')).toHaveAccessibleDescription(/Skriv varför\./);
  await dialog.getByLabel('Skäl').fill('Bryggan glömdes bort.');
  await dialog.getByRole('button', { name: 'Öppna avsnittet' }).click();
  await expect(page.getByText('Avsnittet är öppet igen.')).toBeVisible();
  await backToText(maja.page);
  await expect(stateOf(maja.page)).toContainText('Skäl: Bryggan glömdes bort.');

  await expect(erik.text).toHaveAttribute('contenteditable', 'true');
  await erik.write(' Bryggan också.');
  await expect(erik.saveState).toHaveText('Sparat');
  const second = await saveRevision(page, 'med bryggan');
  for (const side of [page, maja.page]) {
    for (const party of [MUNICIPALITY, ASSOCIATIONS]) {
      await expect(stateOf(side)).toContainText(
        `${party}: godkände, men texten har ändrats sedan dess`,
      );
    }
  }
  await expect(approval).toContainText('Texten har ändrats sedan dess, så ditt godkännande räknas');

  // What has changed since is shown to who approves anew.
  await maja.page
    .getByRole('banner')
    .getByRole('link', { name: `Godkänn revision ${second}` })
    .click();
  await maja.page
    .getByRole('button', { name: `Ändrat sedan du godkände revision ${first}` })
    .click();
  await expect(maja.page.locator('ins')).toContainText('Bryggan också.');
  await maja.page.goto(maja.page.url().replace(/\/approval$/, ''));
  await approve(maja.page, MAJA, second);
  await approve(page, ERIK, second);
  await expect(page.getByRole('main')).toContainText('Ni är överens om avsnittet.');
});

test('a revision that is saved while one reads must be read before it is approved', async ({
  page,
  scene,
  watch,
}) => {
  await recordMandate(scene, ERIK);
  const signOffs = `/api/sections/${scene.section(HARBOUR)}/sign-offs`;
  watch.expectAnswer(409, signOffs);
  await scene.enter(page, ERIK, HARBOUR);
  const first = await saveRevision(page, 'den jag läser');
  await page
    .getByRole('banner')
    .getByRole('link', { name: `Godkänn revision ${first}` })
    .click();
  const name = page.getByLabel('Skriv ditt namn för att godkänna');
  await name.fill(ERIK);

  const maja = scene.join(MAJA, HARBOUR);
  await maja.synced();
  maja.append('Det här smög sig in.');
  const revisions = `/api/sections/${scene.section(HARBOUR)}/revisions`;
  await expect
    .poll(async () => {
      const saved = await scene.send<{ number: number }>(MAJA, revisions, { name: '', note: '' });
      return saved.number;
    })
    .toBe(first + 1);
  await expect(page.getByText(`Revision ${first + 1} har sparats medan du läste.`)).toBeVisible();
  await expect(page.getByRole('article')).not.toContainText('smög');

  await page.getByRole('button', { name: `Godkänn revision ${first} för` }).click();
  await expect(page.getByText(`Nu visas revision ${first + 1}.`)).toBeVisible();
  await expect(page.getByRole('article')).toContainText('Det här smög sig in.');
  await expect(name).toHaveValue(ERIK);
  expect(await scene.api(ERIK, `/api/agreements/${scene.seeded.agreement}/sign-offs`)).toEqual([]);
});

test('a name that is not one’s own signs nothing, and the field says so', async ({
  page,
  scene,
}) => {
  await recordMandate(scene, ERIK);
  await scene.enter(page, ERIK, HARBOUR);
  const number = await saveRevision(page, '');
  await page
    .getByRole('banner')
    .getByRole('link', { name: `Godkänn revision ${number}` })
    .click();
  const name = page.getByLabel('Skriv ditt namn för att godkänna');
  await name.fill(MAJA);
  await page.getByRole('button', { name: `Godkänn revision ${number} för` }).click();
  await expect(name).toBeFocused();
  await expect(name).toHaveAccessibleDescription(
    new RegExp(`Skriv namnet precis som här: ${ERIK}`),
  );
  expect(await scene.api(ERIK, `/api/agreements/${scene.seeded.agreement}/sign-offs`)).toEqual([]);
  await fits(page, 'approval');
});

test('without a mandate one is told so, and how to come by one', async ({ page, scene }) => {
  await scene.enter(page, ERIK, HARBOUR);
  await saveRevision(page, '');
  await page.goto(`${scene.sectionUrl(HARBOUR)}/approval`);
  await expect(page.getByRole('main')).toContainText('Du har inget mandat som gäller i dag.');
  await expect(page.getByRole('link', { name: 'Registrera ett mandat' })).toHaveAttribute(
    'href',
    `${scene.agreementUrl}#mandates`,
  );
});

test('who is no approver finds nothing to approve, and is told why', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectAnswer(403, `/api/sections/${scene.section(HARBOUR)}/approval`);
  await scene.signIn(page, ROLF);
  await page.goto(`${scene.sectionUrl(HARBOUR)}/approval`);
  await expect(page.getByRole('note')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Godkänn/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Till texten' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: /^Godkänn/ })).toHaveCount(0);
});

test('an approval is withdrawn for a reason, and both stay to be read', async ({ page, scene }) => {
  await recordMandate(scene, ERIK);
  await scene.enter(page, ERIK, HARBOUR);
  const number = await saveRevision(page, '');
  await approve(page, ERIK, number);
  await backToText(page);
  const approval = await new SidePanel(page).open('Godkännande');
  await approval.getByRole('button', { name: 'Ta tillbaka mitt godkännande' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ta tillbaka ditt godkännande?' });
  await dialog.getByLabel('Skäl').fill('Nämnden vill läsa igen.');
  await dialog.getByRole('button', { name: 'Ta tillbaka godkännandet' }).click();
  await expect(page.getByText('Ditt godkännande är tillbakataget.')).toBeVisible();
  await expect(approval).toContainText('Har tagit tillbaka sitt godkännande');
  await expect(approval).toContainText('Nämnden vill läsa igen.');
});

test('a party’s reservation and a person’s own statement are told apart', async ({
  page,
  scene,
}) => {
  await scene.enter(page, ERIK, HARBOUR);
  await saveRevision(page, '');
  const approval = await new SidePanel(page).open('Godkännande');
  for (const [button, label, words, confirm] of [
    ['Reservation', 'Vad är ni oense om?', 'Vi vill ha två kajer.', 'Lämna reservationen'],
    ['Särskilt yttrande', 'Vad vill du ha sagt?', 'Jag vill ha tre.', 'Lämna yttrandet'],
  ] as const) {
    await approval.getByRole('button', { name: button }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(label).fill(words);
    await dialog.getByRole('button', { name: confirm }).click();
    await expect(dialog).toHaveCount(0);
  }
  const told = (words: string) => approval.getByRole('listitem').filter({ hasText: words });
  await expect(told('Vi vill ha två kajer.')).toContainText(`Reservation för ${MUNICIPALITY}`);
  await expect(told('Jag vill ha tre.')).toContainText(`Särskilt yttrande av ${ERIK}`);
});

test('who writes when the section is locked is told, and can open it again', async ({
  context,
  page,
  scene,
}) => {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR, 'localhost');
  await maja.write(' Maja skriver.');
  await expect(maja.saveState).toHaveText('Sparat');
  await saveRevision(page, '');
  const approval = await new SidePanel(page).open('Godkännande');
  await approval.getByRole('button', { name: 'Lås för godkännande' }).click();
  const lock = page.getByRole('dialog', { name: 'Lås avsnittet för godkännande?' });
  await lock.getByLabel('Skäl').fill('Nu räcker det.');
  await lock.getByRole('button', { name: 'Lås avsnittet' }).click();

  await expect(maja.text).toHaveAttribute('contenteditable', 'false');
  await expect(stateOf(maja.page)).toContainText('Skäl: Nu räcker det.');
  const note = maja.page.getByRole('note').filter({ hasText: 'Du kan läsa men inte skriva här' });
  await note.getByRole('button', { name: 'Öppna igen' }).click();
  const reopen = maja.page.getByRole('dialog', { name: 'Öppna avsnittet igen?' });
  await reopen.getByLabel('Skäl').fill('Jag var inte klar.');
  await reopen.getByRole('button', { name: 'Öppna avsnittet' }).click();
  await expect(maja.text).toHaveAttribute('contenteditable', 'true');
  await expect(erik.text).toHaveAttribute('contenteditable', 'true');
});

test('the panel of approvals and its dialogs fit every width, and axe finds nothing wrong', async ({
  page,
  scene,
}) => {
  await recordMandate(scene, ERIK);
  await scene.enter(page, ERIK, HARBOUR);
  const number = await saveRevision(page, '');
  await approve(page, ERIK, number);
  await fits(page, 'given approval');
  await page.setViewportSize({ width: 1440, height: 900 });
  await backToText(page);
  const approval = await new SidePanel(page).open('Godkännande');
  await expect(approval).toContainText('Har godkänt');
  await fits(page, 'approvals of a section');
  await page.setViewportSize({ width: 1440, height: 900 });
  await approval.getByRole('button', { name: 'Öppna igen' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Öppna avsnittet' }).click();
  await expect(page.getByLabel('Skäl')).toHaveAccessibleDescription(/Skriv varför\./);
  await fits(page, 'dialog for opening again');
});
