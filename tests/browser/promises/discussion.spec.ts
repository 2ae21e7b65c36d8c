import { ERIK, HARBOUR, MAJA, OPENING, ROLF } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { Discussion, expectMarked, marks, select } from '../support/discussion.ts';
import { expect, test } from '../support/fixtures.ts';

/** A passage of the opening, and where it begins. */
const PASSAGE = 'till för alla';
const FROM = OPENING.indexOf(PASSAGE);

test('what Maja asks about some words Erik answers, and both see it resolved', async ({
  context,
  scene,
}) => {
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR);
  const erik = await scene.enter(await context.newPage(), ERIK, HARBOUR, 'localhost');
  const [hers, his] = [new Discussion(maja.page), new Discussion(erik.page)];

  await select(maja, FROM, PASSAGE.length);
  await maja.tool('Kommentera').click();
  await expect(hers.field).toBeFocused();
  // Somebody is named by the keyboard.
  await maja.page.keyboard.type('Alla, @eri');
  await expect(hers.panel.getByRole('option', { name: ERIK })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await maja.page.keyboard.press('Enter');
  await maja.page.keyboard.type('eller bara de som bor här?');
  await expect(hers.field).toHaveValue(`Alla, @${ERIK} eller bara de som bor här?`);
  await maja.page.keyboard.press('Control+Enter');
  await expect(hers.under('I texten')).toHaveCount(1);
  await expectMarked(maja, [PASSAGE]);

  await expect(erik.page.getByRole('tab', { name: 'Diskussion, 1 ny' })).toBeVisible({
    timeout: 20_000,
  });
  await expectMarked(erik, [PASSAGE]);
  // The number beside the passage opens the thread.
  await erik.text.getByRole('button', { name: `Diskussion 1, av ${MAJA}, 1 kommentar` }).click();
  const card = his.cards.first();
  await expect(card).toContainText(`Alla, @${ERIK} eller bara de som bor här?`);
  await expect(card.locator('strong.name')).toHaveText(`@${ERIK}`);
  await expect(erik.page.getByRole('tab', { name: 'Diskussion', exact: true })).toBeVisible();
  await card.getByLabel('Svara').fill('Bara de som bor här.');
  await card.getByRole('button', { name: 'Skicka' }).click();
  await expect(hers.cards.first()).toContainText('Bara de som bor här.', { timeout: 20_000 });

  await card.getByRole('button', { name: 'Avsluta' }).click();
  await expect(card).toContainText(`Avslutad av ${ERIK}`);
  await expectMarked(erik, []);
  await expectMarked(maja, []);
  await hers.choose('Avslutade');
  await expect(hers.cards.first()).toContainText(`Avslutad av ${ERIK}`);
  await hers.cards.first().getByRole('button', { name: 'Öppna igen' }).click();
  await expectMarked(erik, [PASSAGE]);
});

test('a passage is found where its words go, is lost with them, and comes back with them', async ({
  context,
  scene,
}) => {
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR);
  const erik = await scene.enter(await context.newPage(), ERIK, HARBOUR, 'localhost');
  const hers = new Discussion(maja.page);
  await select(maja, FROM, PASSAGE.length);
  await maja.page.keyboard.press('Control+Alt+m');
  await hers.field.fill('Vilka alla?');
  await hers.panel.getByRole('button', { name: 'Skicka' }).click();
  await expectMarked(maja, [PASSAGE]);
  await expectMarked(erik, [PASSAGE]);

  // Erik parts the paragraph in the midst of it.
  const first = 'till för ';
  await select(erik, FROM + first.length, 0);
  await erik.page.keyboard.press('Enter');
  await expectMarked(erik, [first, 'alla']);
  await expectMarked(maja, [first, 'alla']);
  await erik.page.keyboard.press('Backspace');
  await expectMarked(erik, [PASSAGE]);

  // He cuts it and pastes it at the end.
  await select(erik, FROM, PASSAGE.length);
  await erik.page.keyboard.press('Control+x');
  await expect(erik.text).not.toContainText(PASSAGE);
  await expect(hers.under('Förlorade passager')).toHaveCount(1, { timeout: 20_000 });
  await expect(hers.cards.first().locator('blockquote')).toContainText(PASSAGE);
  await erik.page.keyboard.press('Control+End');
  await erik.caretKnown();
  await erik.page.keyboard.press('Control+v');
  await expect(erik.text).toContainText(`ön.${PASSAGE}`);
  await expectMarked(erik, [PASSAGE]);
  await expectMarked(maja, [PASSAGE]);

  // What he pastes again is a copy.
  await erik.page.keyboard.type(' ');
  await erik.page.keyboard.press('Control+v');
  await expect
    .poll(() => erik.blocks())
    .toEqual([expect.stringContaining(`${PASSAGE} ${PASSAGE}`)]);
  await expect(erik.saveState).toHaveText('Sparat');
  await expectMarked(erik, [PASSAGE]);
});

test('what was deleted is lost, and an undo brings it back', async ({ context, scene }) => {
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR);
  const hers = new Discussion(maja.page);
  await select(maja, FROM, PASSAGE.length);
  await maja.page.keyboard.press('Control+Alt+m');
  await hers.field.fill('Vilka alla?');
  await hers.panel.getByRole('button', { name: 'Skicka' }).click();
  await expectMarked(maja, [PASSAGE]);
  await select(maja, FROM, PASSAGE.length);
  await maja.page.keyboard.press('Delete');
  const lost = hers.under('Förlorade passager');
  await expect(lost).toHaveCount(1, { timeout: 20_000 });
  await expect(lost).toContainText('Passagen är borttagen.');
  await maja.text.focus();
  await maja.page.keyboard.press('Control+z');
  await expect(maja.text).toContainText(PASSAGE);
  await expectMarked(maja, [PASSAGE]);
  await expect(lost).toHaveCount(0);
});

test('who only reviews comments by the keyboard alone, and loses nothing by a reload', async ({
  context,
  scene,
}) => {
  const rolf = await scene.enter(await context.newPage(), ROLF, HARBOUR);
  const his = new Discussion(rolf.page);
  const { keyboard } = rolf.page;
  await rolf.page.getByRole('tab', { name: 'Här' }).focus();
  await keyboard.press('ArrowRight');
  await expect(his.panel).toBeVisible();
  await his.panel.getByRole('button', { name: 'Kommentera ett stycke' }).focus();
  await keyboard.press('Enter');
  const dialog = rolf.page.getByRole('dialog', { name: 'Kommentera ett stycke' });
  await expect(dialog.getByLabel('Vilket stycke?')).toContainText(OPENING);
  await dialog.getByRole('button', { name: 'Kommentera' }).focus();
  await keyboard.press('Enter');
  await expect(his.field).toBeFocused();
  await keyboard.type('Bra början.');
  await rolf.page.reload();
  await expect(his.field).toHaveValue('Bra början.');
  await expect(his.panel.locator('blockquote')).toHaveText(OPENING);
  await his.field.focus();
  await keyboard.press('Control+Enter');
  await expectMarked(rolf, [OPENING]);
  await expect(his.field).toHaveCount(0);
  // His own words he changes, and takes back.
  const card = his.cards.first();
  await card.getByRole('button', { name: 'Ändra' }).focus();
  await keyboard.press('Enter');
  await expect(card.getByLabel('Ändra kommentaren')).toBeFocused();
  await keyboard.type(' Mycket bra.');
  await keyboard.press('Control+Enter');
  await expect(card).toContainText('ändrad');
  await card.getByRole('button', { name: 'Ta bort' }).focus();
  await keyboard.press('Enter');
  await rolf.page.getByRole('dialog').getByRole('button', { name: 'Ta bort' }).focus();
  await keyboard.press('Enter');
  await expect(his.cards).toHaveCount(0);
  await expect(marks(rolf)).toHaveCount(0);
});

test('a link leads to its thread, and two hundred of them fit every screen', async ({
  context,
  scene,
}) => {
  const section = scene.section(HARBOUR);
  const made = [];
  for (let number = 1; number <= 200; number += 1) {
    const text = `Fråga ${number}: vem sköter kajen när hamnkontoret har stängt för vintern?`;
    const path = `/api/sections/${section}/threads`;
    made.push(await scene.send<{ id: string }>(MAJA, path, { anchor: null, text }));
  }
  const erik = await scene.enter(await context.newPage(), ERIK, HARBOUR);
  const his = new Discussion(erik.page);
  await erik.page.goto(`${scene.sectionUrl(HARBOUR)}#thread-${made[150]?.id}`);
  const card = his.cards.nth(150);
  await expect(card).toBeInViewport();
  await expect(card.getByRole('button', { name: 'Avsluta' })).toBeVisible();
  await expect(card.getByText('Fråga 151:')).toBeVisible();
  await fits(erik.page, 'two hundred discussions');
});
