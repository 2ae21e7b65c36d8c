import { HARBOUR } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { SectionPage } from '../support/section-page.ts';
import {
  elsewhere,
  entryOf,
  ERIK,
  expect,
  KOMMUN,
  MAJA,
  NILS,
  NILS_ADDRESS,
  openPeople,
  openRecord,
  rowOf,
  test,
} from '../support/people.ts';

test('a person who has left is forgotten, and the record says so', async ({
  browser,
  page,
  scene,
}) => {
  // Something of Nils stands in the text.
  const theirs = await elsewhere(browser);
  const nils = await scene.enter(theirs, NILS, HARBOUR);
  await nils.write(' Nils skrev det här.');
  await expect(nils.saveState).toHaveText('Sparat');
  await theirs.context().close();

  await scene.signIn(page, ERIK);
  await openPeople(page);
  await rowOf(page, NILS)
    .getByRole('button', { name: `Ta bort ${NILS}` })
    .click();
  const removing = page.getByRole('dialog', { name: `Ta bort ${NILS}?` });
  await removing.getByRole('button', { name: 'Ta bort' }).click();
  await page.getByText('En person som har lämnat').click();
  await page.getByRole('button', { name: `Radera personuppgifterna för ${NILS}` }).click();
  const dialog = page.getByRole('dialog', { name: `Radera personuppgifterna för ${NILS}?` });
  await expect(dialog).toContainText('Det går inte att ångra.');
  await fits(page, 'forgetting a person');
  await dialog.getByRole('button', { name: 'Radera uppgifterna' }).click();
  await expect(dialog.getByText('Namnet är inte skrivet som det står')).toBeVisible();
  await dialog.getByLabel(`Skriv ${NILS} för att bekräfta`).fill(NILS);
  await dialog.getByRole('button', { name: 'Radera uppgifterna' }).click();
  await expect(page.getByText('Personuppgifterna är raderade.')).toBeVisible();
  await page.getByText('En person som har lämnat').click();
  await expect(page.getByRole('main')).toContainText('Namnet är raderat');
  await expect(page.getByRole('main')).not.toContainText(NILS);

  await openRecord(scene, page);
  const said = `${ERIK} raderade personuppgifterna för en medlem av ${KOMMUN}.`;
  await expect(entryOf(page, said)).toHaveCount(1);
  await expect(entryOf(page, 'lade till någon vars namn är raderat')).toContainText(
    new RegExp(`Raderat .* av ${ERIK}`),
  );
  await expect(page.getByRole('main')).not.toContainText(NILS);
  await expect(page.getByRole('main')).not.toContainText(NILS_ADDRESS);

  // The words stay, and somebody wrote them.
  await page.goto(scene.sectionUrl(HARBOUR));
  const text = new SectionPage(page);
  await expect(text.text).toContainText('Nils skrev det här.');
  await expect(page.getByRole('region', { name: 'Har skrivit' })).toContainText(
    'Namnet är raderat',
  );
});

test('words of the record are erased with a reason, which stands where they stood', async ({
  page,
  context,
  scene,
}) => {
  const words = 'Bo Ek på bryggan är sjuk.';
  await scene.send(ERIK, `/api/sections/${scene.section(HARBOUR)}/revisions`, {
    name: words,
    note: '',
  });
  // Somebody of the other party, who may not erase them, reads the record meanwhile.
  const maja = await context.newPage();
  await scene.signIn(maja, MAJA, 'localhost');
  await openRecord(scene, maja);
  await expect(maja.getByRole('main')).toContainText(words);

  await scene.signIn(page, ERIK);
  await openRecord(scene, page);
  const entry = entryOf(page, words);
  await entry.locator('summary').click();
  await entry.getByRole('button', { name: /^Radera orden/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Radera ord ur ärendeloggen' });
  await expect(dialog.getByLabel(words)).toBeChecked();
  await fits(page, 'erasing words');
  await dialog.getByRole('button', { name: 'Radera orden' }).click();
  await expect(dialog.getByText('Skriv varför orden raderas.')).toBeVisible();
  await dialog.getByLabel('Varför raderas de?').fill('Uppgift om någons hälsa.');
  await dialog.getByRole('button', { name: 'Radera orden' }).click();
  await expect(page.getByText('Orden är raderade.').first()).toBeVisible();

  for (const reader of [page, maja]) {
    if (reader === maja) await maja.reload();
    await expect(reader.getByRole('main')).not.toContainText(words);
    const saved = entryOf(reader, `${ERIK} sparade revision 1 av ${HARBOUR}`);
    await expect(saved).toContainText(new RegExp(`Raderat .* av ${ERIK}`));
    await expect(saved).toContainText('Skäl: Uppgift om någons hälsa.');
    await expect(entryOf(reader, `${ERIK} raderade ord i nummer`)).toHaveCount(1);
  }
});

test('who coordinates nothing is offered neither the export nor the purge', async ({
  page,
  scene,
}) => {
  await scene.signIn(page, NILS);
  await expect(page.getByRole('region', { name: 'Ärendeloggen' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Spara och gallra' })).toHaveCount(0);
  await openRecord(scene, page);
  await page.getByRole('main').locator('summary').first().click();
  await expect(page.getByRole('button', { name: /^Radera orden/ })).toHaveCount(0);
});
