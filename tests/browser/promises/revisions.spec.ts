import { ERIK, HARBOUR, MAJA, OPENING, withApprovers } from '../support/agreement.ts';
import { SidePanel, saveRevision, stateOf } from '../support/approving.ts';
import { fits } from '../support/axe.ts';
import { expect, test } from '../support/fixtures.ts';

test.use({ founded: withApprovers });

test('a revision has a number and a name, and stays as it was whatever is written later', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  await section.write(' Kajen ska lagas.');
  await expect(section.saveState).toHaveText('Sparat');
  const number = await saveRevision(page, 'före midsommar');
  const history = await new SidePanel(page).open('Historik');
  const line = history.getByRole('listitem').filter({ hasText: 'före midsommar' });
  await expect(line).toContainText(`av ${ERIK}`);
  await expect(line).toContainText('Det här är texten nu');

  await section.write(' Bryggan också.');
  await expect(line).toContainText('Texten har ändrats sedan dess');
  await line.getByRole('link', { name: `Revision ${number}` }).click();
  await expect(page.getByRole('article')).toContainText('Kajen ska lagas.');
  await expect(page.getByRole('article')).not.toContainText('Bryggan också.');
  await expect(page.getByText('Texten har ändrats sedan dess.')).toBeVisible();
});

test('saving a text that has not changed makes no revision, and says so', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  await section.write(' Nytt.');
  await expect(section.saveState).toHaveText('Sparat');
  const number = await saveRevision(page, 'den enda');
  await page.getByRole('banner').getByRole('button', { name: 'Spara revision' }).click();
  const dialog = page.getByRole('dialog', { name: 'Spara en revision' });
  await expect(dialog).toContainText(`Texten har inte ändrats sedan revision ${number}.`);
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  const history = await new SidePanel(page).open('Historik');
  await expect(history.getByRole('link', { name: /^Revision/ }).first()).toHaveText(
    `Revision ${number}`,
  );
});

test('two revisions are compared word by word, and the changes gone through by the keyboard', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  await section.text.focus();
  await page.keyboard.press('Control+End');
  await section.caretKnown();
  for (const _ of 'ön.') await page.keyboard.press('Backspace');
  await page.keyboard.type('fastlandet.');
  await expect(section.saveState).toHaveText('Sparat');
  const to = await saveRevision(page, 'sedan');

  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: `Revision ${to}` }).click();
  await page.getByRole('button', { name: 'Jämför med' }).click();
  await page.getByLabel('Den andra texten').selectOption(String(from));
  await page.getByRole('button', { name: 'Jämför', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`from=${from}&to=${to}$`));
  await expect(page.locator('ins')).toContainText('fastlandet');
  await expect(page.locator('del')).toContainText('ön');
  // Voices are told as well, not only eyes.
  await expect(page.locator('ins')).toContainText('tillagt:');
  await expect(page.locator('del')).toContainText('borttaget:');

  await page.keyboard.press('Alt+ArrowDown');
  await expect(page.locator('[data-change="1"]')).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Ändring 1 av 1' })).toBeVisible();
});

test('an older revision comes back as a new one, and the later ones stay', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const old = await saveRevision(page, 'den gamla');
  await section.write(' Ett hastverk.');
  await expect(section.saveState).toHaveText('Sparat');
  const later = await saveRevision(page, 'hastverket');

  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: `Revision ${old}` }).click();
  await page.getByRole('button', { name: 'Återställ' }).click();
  const dialog = page.getByRole('dialog', { name: `Återställ revision ${old}?` });
  await expect(dialog).toContainText('alla senare revisioner finns kvar');
  await dialog.getByRole('button', { name: `Återställ revision ${old}` }).click();
  await expect(
    page.getByText(`Texten är nu revision ${later + 1}, med samma ord som revision ${old}.`),
  ).toBeVisible();

  await page.getByRole('link', { name: 'Till texten' }).click();
  await expect.poll(() => section.blocks()).toEqual([OPENING]);
  const revisions = page.getByRole('tabpanel', { name: 'Historik' }).getByRole('listitem');
  await expect(revisions.filter({ hasText: 'hastverket' })).toBeVisible();
  await expect(revisions.filter({ hasText: `samma text som revision ${old}` })).toBeVisible();
});

test('a revision somebody else saves shows up by itself', async ({ page, scene }) => {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  const history = await new SidePanel(page).open('Historik');
  const maja = await scene.enter(await page.context().newPage(), MAJA, HARBOUR, 'localhost');
  await maja.write(' Maja skrev.');
  await expect(maja.saveState).toHaveText('Sparat');
  const number = await saveRevision(maja.page, 'Majas');
  await expect(history.getByRole('listitem').filter({ hasText: 'Majas' })).toContainText(MAJA);
  await expect(stateOf(erik.page)).toContainText(`revision ${number}`);
});

test('a printed revision says on every page which text it is', async ({ page, scene }) => {
  await scene.enter(page, ERIK, HARBOUR);
  const number = await saveRevision(page, 'till pärmen');
  const { hash } = await scene
    .api<{ hash: string }[]>(ERIK, `/api/sections/${scene.section(HARBOUR)}/revisions`)
    .then(([latest]) => latest as { hash: string });
  const history = await new SidePanel(page).open('Historik');
  await history.getByRole('link', { name: `Revision ${number}` }).click();
  await expect(page.getByRole('article')).toContainText(OPENING);
  const foot = await page.evaluate(() =>
    document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText)),
  );
  expect(foot.join('\n')).toContain(hash.match(/.{4}/g)?.join(' ') ?? 'nothing');
  expect(foot.join('\n')).toContain(`revision ${number}`);
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Skriv ut' })).toBeHidden();
  await expect(page.getByRole('banner')).toBeHidden();
  await expect(page.getByRole('article')).toBeVisible();
});

test('the panels beside the text are tabs, and the arrows go round among them', async ({
  page,
  scene,
}) => {
  await scene.enter(page, ERIK, HARBOUR);
  const tab = (name: string) => page.getByRole('tab', { name });
  await tab('Här').focus();
  for (const name of ['Diskussion', 'Förslag', 'Historik', 'Godkännande', 'Här']) {
    await page.keyboard.press('ArrowRight');
    await expect(tab(name)).toBeFocused();
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
  await page.keyboard.press('ArrowLeft');
  await expect(tab('Godkännande')).toBeFocused();
});

test('the address says which panel is shown, and a change of it shows another', async ({
  page,
  scene,
}) => {
  await scene.enter(page, ERIK, HARBOUR);
  const selected = page.getByRole('tab', { selected: true });
  await page.getByRole('tab', { name: 'Historik' }).click();
  await expect(page).toHaveURL(/#history$/);
  await page.evaluate(() => (location.hash = '#approval'));
  await expect(selected).toHaveText('Godkännande');
  await page.reload();
  await expect(selected).toHaveText('Godkännande');
  // Where the skip link leads is no panel, and leaves them be.
  await page.getByRole('link', { name: 'Hoppa till innehållet' }).press('Enter');
  await expect(page).toHaveURL(/#content$/);
  await expect(selected).toHaveText('Godkännande');
});

test('the pages of revisions fit every width, and axe finds nothing wrong', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  await section.write(' Mer text.');
  await expect(section.saveState).toHaveText('Sparat');
  const to = await saveRevision(page, 'sedan');
  const history = await new SidePanel(page).open('Historik');
  await expect(history.getByRole('listitem')).not.toHaveCount(0);
  await fits(page, 'history');
  await page.goto(`${scene.sectionUrl(HARBOUR)}/revisions/${to}`);
  await expect(page.getByRole('article')).toContainText('Mer text.');
  await fits(page, 'revision');
  await page.goto(`${scene.sectionUrl(HARBOUR)}/compare?from=${from}&to=${to}`);
  await expect(page.locator('ins')).toContainText('Mer text.');
  await fits(page, 'comparison');
});
