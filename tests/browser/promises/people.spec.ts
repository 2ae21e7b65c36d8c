import type { Page } from '@playwright/test';
import { description, HARBOUR } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { SectionPage } from '../support/section-page.ts';
import {
  elsewhere,
  entryOf,
  ERIK,
  expect,
  GILLE,
  KOMMUN,
  MAJA,
  NILS,
  openPeople,
  openRecord,
  partyOf,
  ROLF,
  rowOf,
  test,
} from '../support/people.ts';

const ASTRID = 'Astrid Kvist';
const ASTRIDS = 'astrid@norrskar.example';

interface Guest {
  name: string;
  email: string;
  role: string;
  organisation?: string;
}

async function invite(page: Page, party: string, guest: Guest): Promise<void> {
  await page.getByRole('button', { name: `Bjud in någon till ${party}` }).click();
  const dialog = page.getByRole('dialog', { name: `Bjud in till ${party}` });
  await dialog.getByLabel('Namn').fill(guest.name);
  await dialog.getByLabel('E-post').fill(guest.email);
  if (guest.organisation) {
    await dialog.getByLabel('Organisation').selectOption(guest.organisation);
  }
  await dialog.getByLabel(guest.role).check();
  await dialog.getByRole('button', { name: 'Bjud in' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Ett brev är på väg' })).toContainText(
    `${guest.name} är inbjuden.`,
  );
}

test('each side invites its own by e-mail, and sees nothing of how the other’s are invited', async ({
  browser,
  page,
  context,
  scene,
  post,
}) => {
  const maja = await context.newPage();
  await scene.signIn(page, ERIK);
  await scene.signIn(maja, MAJA, 'localhost');
  await openPeople(page);
  await openPeople(maja);
  await invite(page, KOMMUN, {
    name: ASTRID,
    email: ASTRIDS,
    role: 'skribent',
    organisation: 'Hamnkontoret',
  });
  await invite(maja, GILLE, {
    name: 'Börje Sund',
    email: 'borje@fiskargillet.example',
    role: 'läsare',
  });
  await expect(rowOf(page, ASTRID)).toContainText(`av ${ERIK}, har inte loggat in än.`);
  await expect(rowOf(page, ASTRID)).toContainText('Hamnkontoret');
  await expect(rowOf(page, ASTRID)).toContainText(ASTRIDS);

  // Maja sees that there is one more, and neither the address, nor the invitation, nor what to do about it.
  await maja.reload();
  const hers = rowOf(maja, ASTRID);
  await expect(hers).toContainText('skribent');
  await expect(hers).not.toContainText(ASTRIDS);
  await expect(hers).not.toContainText('Inbjuden');
  await expect(hers.getByRole('button')).toHaveCount(0);
  await expect(maja.getByRole('button', { name: `Bjud in någon till ${KOMMUN}` })).toHaveCount(0);

  const record = await maja.request.get(
    new URL(`/api${scene.agreementUrl}/record`, maja.url()).href,
  );
  expect(await record.text()).toContain(ASTRID);
  expect(await record.text()).not.toContain(ASTRIDS);

  // The letter says who, to what, and lets its reader in.
  const letter = await post.letterTo(ASTRIDS);
  expect(letter.text).toContain(ERIK);
  expect(letter.text).toContain(description.title);
  const astrid = await elsewhere(browser);
  await astrid.goto(letter.link);
  await astrid.getByRole('button', { name: `Logga in som ${ASTRID}` }).click();
  await expect(astrid.getByRole('heading', { name: description.title })).toBeVisible();
  await page.reload();
  await expect(rowOf(page, ASTRID)).toContainText('Med sedan');
  await expect(rowOf(page, ASTRID).getByRole('button', { name: /Bjud in igen/ })).toHaveCount(0);
  await openRecord(scene, page);
  await expect(entryOf(page, `${ERIK} lade till ${ASTRID} för ${KOMMUN}.`)).toHaveCount(1);
  await astrid.context().close();
});

test('a letter that does not arrive is said in words, and a new one ends the old link', async ({
  browser,
  page,
  scene,
  post,
}) => {
  await scene.signIn(page, ERIK);
  await openPeople(page);
  post.refuse('astird@norrskar.example');
  await invite(page, KOMMUN, { name: ASTRID, email: 'astird@norrskar.example', role: 'läsare' });
  await expect(async () => {
    await page.reload();
    await expect(rowOf(page, ASTRID)).toContainText('Brevet kunde inte levereras', {
      timeout: 500,
    });
  }).toPass();
  await expect(page.getByText('En inbjudan har inte kommit fram.')).toBeVisible();
  await rowOf(page, ASTRID)
    .getByRole('button', { name: /^Ta tillbaka inbjudan/ })
    .click();
  const question = page.getByRole('dialog', { name: `Ta tillbaka inbjudan till ${ASTRID}?` });
  await question.getByRole('button', { name: 'Ta tillbaka inbjudan' }).click();
  await expect(page.getByText(`Inbjudan till ${ASTRID} är tillbakatagen.`)).toBeVisible();

  await invite(page, KOMMUN, { name: ASTRID, email: ASTRIDS, role: 'läsare' });
  const first = await post.letterTo(ASTRIDS);
  await expect(async () => {
    await page.reload();
    await expect(rowOf(page, ASTRID)).toContainText('har inte loggat in än', { timeout: 500 });
  }).toPass();
  await rowOf(page, ASTRID)
    .getByRole('button', { name: /^Bjud in igen/ })
    .click();
  const again = page.getByRole('dialog', { name: `Bjud in ${ASTRID} igen?` });
  await expect(again).toContainText(ASTRIDS);
  await again.getByRole('button', { name: 'Skicka en ny inbjudan' }).click();
  await expect(page.getByText(`En ny inbjudan till ${ASTRID} är på väg.`)).toBeVisible();
  const second = await post.letterTo(ASTRIDS, 2);
  const astrid = await elsewhere(browser);
  await astrid.goto(first.link);
  await expect(astrid.getByRole('button', { name: /^Logga in som/ })).toHaveCount(0);
  await expect(astrid.getByRole('heading', { level: 1 })).toContainText('Länken');
  await astrid.goto(second.link);
  await expect(astrid.getByRole('button', { name: `Logga in som ${ASTRID}` })).toBeVisible();
  await astrid.context().close();
});

test('who loses the role while writing reads on within a second, and nothing typed is lost', async ({
  browser,
  page,
  scene,
}) => {
  const theirs = await elsewhere(browser);
  const nils = await scene.enter(theirs, NILS, HARBOUR);
  await nils.write(' Det här är sparat.');
  await expect(nils.saveState).toHaveText('Sparat');

  await scene.signIn(page, ERIK);
  await openPeople(page);
  await rowOf(page, NILS)
    .getByRole('button', { name: `Ändra roller för ${NILS}` })
    .click();
  const dialog = page.getByRole('dialog', { name: `Roller för ${NILS}` });
  await dialog.getByLabel('skribent').uncheck();
  await dialog.getByLabel('läsare').check();
  await expect(dialog).toContainText(`${NILS} kan inte längre skriva.`);
  await expect(dialog).toContainText('Efter ändringen har parterna inte lika många');

  await nils.write(' Det här hann kanske inte fram.');
  await dialog.getByRole('button', { name: 'Ändra roller' }).click();
  await expect(page.getByText(`Rollerna för ${NILS} är ändrade.`)).toBeVisible();
  await expect(nils.text).toHaveAttribute('contenteditable', 'false', { timeout: 1_000 });
  await expect(theirs.getByText('Du kan läsa men inte skriva här')).toBeVisible();
  await expect(theirs.getByRole('main')).toContainText('Det här är sparat.');
  await expect(theirs.getByRole('main')).toContainText('Det här hann kanske inte fram.');
  await openRecord(scene, page);
  await expect(entryOf(page, `${ERIK} gav ${NILS} rollerna läsare.`)).toHaveCount(1);
  await theirs.context().close();
});

test('who is removed while writing is out within a second, and told so', async ({
  browser,
  page,
  scene,
}) => {
  const theirs = await elsewhere(browser);
  const nils = await scene.enter(theirs, NILS, HARBOUR);
  await scene.signIn(page, ERIK);
  await openPeople(page);
  await rowOf(page, NILS)
    .getByRole('button', { name: `Ta bort ${NILS}` })
    .click();
  const dialog = page.getByRole('dialog', { name: `Ta bort ${NILS}?` });
  await expect(dialog).toContainText('står kvar, med namnet');
  await dialog.getByRole('button', { name: 'Ta bort' }).click();
  await expect(page.getByText(`${NILS} är borttagen.`)).toBeVisible();
  await expect(nils.text).not.toHaveAttribute('contenteditable', 'true', { timeout: 1_000 });
  await expect(partyOf(page, KOMMUN).getByText('En person som har lämnat')).toBeVisible();
  await theirs.context().close();
});

test('the last coordinator stays one, and is told why', async ({ page, scene, watch }) => {
  await scene.signIn(page, ERIK);
  await openPeople(page);
  const row = rowOf(page, ERIK);
  await expect(row).toContainText('Part A skulle stå utan samordnare.');
  await expect(row.getByRole('button', { name: `Ta bort ${ERIK}` })).toHaveCount(0);
  await row.getByRole('button', { name: `Ändra roller för ${ERIK}` }).click();
  const dialog = page.getByRole('dialog', { name: `Roller för ${ERIK}` });
  await dialog.getByLabel('samordnare').uncheck();
  await expect(dialog).toContainText('Det är din egen roll som samordnare du tar bort.');
  watch.expectAnswer(
    409,
    `/api/agreements/${scene.seeded.agreement}/members/${scene.member(ERIK).id}/roles`,
  );
  await dialog.getByRole('button', { name: 'Ändra roller' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Part A skulle stå utan samordnare.');
  // What was chosen is still there, to be changed.
  await expect(dialog.getByLabel('samordnare')).not.toBeChecked();
});

test('people are invited by the keyboard alone', async ({ page, scene, post }) => {
  await scene.signIn(page, ERIK);
  await openPeople(page);
  await page.getByRole('button', { name: `Bjud in någon till ${KOMMUN}` }).focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: `Bjud in till ${KOMMUN}` });
  await expect(dialog.getByLabel('Namn')).toBeFocused();
  // Without anything filled in, the first field that needs it has the focus.
  await page.keyboard.press('Enter');
  await expect(dialog.getByText('Skriv personens namn.')).toBeVisible();
  await expect(dialog.getByLabel('Namn')).toBeFocused();
  await page.keyboard.type(ASTRID);
  await page.keyboard.press('Tab');
  await page.keyboard.type(ASTRIDS);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(dialog.getByLabel('skribent')).toBeChecked();
  await page.keyboard.press('Enter');
  await expect(page.getByText(`${ASTRID} är inbjuden.`)).toBeVisible();
  await post.letterTo(ASTRIDS);
});

test('those who coordinate nothing read who takes part, and are offered nothing', async ({
  page,
  scene,
}) => {
  await scene.signIn(page, ROLF);
  await openPeople(page);
  await expect(rowOf(page, NILS)).toContainText('skribent');
  await expect(rowOf(page, NILS)).not.toContainText('@');
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('the people page and its dialogs fit every width, and axe finds nothing wrong', async ({
  page,
  scene,
}) => {
  await scene.signIn(page, ERIK);
  await openPeople(page);
  await fits(page, 'people');
  await page.getByRole('button', { name: `Bjud in någon till ${KOMMUN}` }).click();
  await fits(page, 'inviting');
  await page.keyboard.press('Escape');
  await rowOf(page, NILS)
    .getByRole('button', { name: `Ändra roller för ${NILS}` })
    .click();
  await page.getByRole('dialog').getByLabel('skribent').uncheck();
  await fits(page, 'changing roles');
  await page.keyboard.press('Escape');
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.getByRole('button', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'People and roles' })).toBeVisible();
  await fits(page, 'people in English');
});

test('an observer who becomes a drafter writes at once', async ({ browser, page, scene }) => {
  const theirs = await elsewhere(browser);
  await scene.enter(theirs, ROLF, HARBOUR);
  const rolf = new SectionPage(theirs);
  await expect(rolf.saveState).toHaveText('Läsläge');
  await scene.signIn(page, ERIK);
  await openPeople(page);
  await rowOf(page, ROLF)
    .getByRole('button', { name: `Ändra roller för ${ROLF}` })
    .click();
  const dialog = page.getByRole('dialog', { name: `Roller för ${ROLF}` });
  await dialog.getByLabel('skribent').check();
  await dialog.getByRole('button', { name: 'Ändra roller' }).click();
  await expect(rolf.text).toHaveAttribute('contenteditable', 'true');
  await rolf.write(' Nu skriver Rolf.');
  await expect(rolf.saveState).toHaveText('Sparat');
  await theirs.context().close();
});
