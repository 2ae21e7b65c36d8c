import type { Page } from '@playwright/test';
import { description, ERIK, HARBOUR, MAJA, ROLF } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, type Scene } from '../support/fixtures.ts';
import {
  FIRST,
  haveBoth,
  Proposals,
  SECOND,
  test,
  TEXT,
  THIRD,
  two,
  typeAtEnd,
  withProposal,
} from '../support/proposals.ts';

/** How much of whom stands in the text. */
async function writers(scene: Scene): Promise<string[]> {
  const path = `/api/sections/${scene.section(HARBOUR)}`;
  const { contributors } = await scene.api<{ contributors: { member: string }[] }>(ERIK, path);
  return contributors.map(
    ({ member }) => scene.seeded.members.find(({ id }) => id === member)?.name ?? '?',
  );
}

test('a reviewer proposes, a drafter of the other party accepts, and undoes it by one key', async ({
  context,
  scene,
}) => {
  const [rolf, maja] = await two(context, scene, ROLF, MAJA);
  await expect(rolf.text).toHaveAttribute('contenteditable', 'false');
  await rolf.beginByChoice(SECOND);
  await typeAtEnd(rolf.page, ' Gästerna tillfrågas först.');
  await expect(rolf.written.locator('ins')).toContainText('Gästerna tillfrågas först.');
  await rolf.offer('Gästerna vet var det brister.');
  const proposed = `${SECOND} Gästerna tillfrågas först.`;

  // Nothing has happened to the text; the other sees it beside the text, by name and party.
  const mark = maja.marks.getByRole('button', {
    name: /^Förslag av Rolf Granbäck, Norrskärs kommun/,
  });
  await expect(mark).toBeVisible();
  expect(await maja.blocks()).toEqual(TEXT);
  await mark.click();
  await expect(maja.text.locator('ins')).toContainText('Gästerna tillfrågas först.');
  const card = await maja.by(ROLF);
  await expect(card).toContainText('Gästerna vet var det brister.');
  await card.getByRole('button', { name: `Anta förslaget av ${ROLF}` }).click();
  await haveBoth([rolf, maja], [FIRST, proposed, THIRD]);
  const said = maja.page.getByRole('status').getByText(`Förslaget av ${ROLF} är antaget`);
  await expect(said).toBeVisible();
  // The words are his, though she accepted them.
  await expect.poll(() => writers(scene)).toEqual([ROLF]);

  await maja.text.focus();
  await maja.page.keyboard.press('Control+z');
  await haveBoth([rolf, maja], TEXT);
});

test('the button undoes an accept alone, whatever others have written since', async ({
  context,
  scene,
}) => {
  const [erik, maja] = await withProposal(context, scene);
  await (await maja.acceptOf(ERIK)).click();
  const undo = maja.page.getByRole('button', { name: 'Ångra', exact: true }).last();
  await expect.poll(() => maja.blocks()).toEqual([FIRST, `${SECOND} På våren.`, THIRD]);
  // Meanwhile he goes on writing elsewhere; that stays.
  await erik.section.write(' Listan är öppen.');
  const later = `${THIRD} Listan är öppen.`;
  await expect.poll(() => maja.blocks()).toEqual([FIRST, `${SECOND} På våren.`, later]);
  await undo.click();
  await haveBoth([erik, maja], [FIRST, SECOND, later]);
});

test('a part of a proposal is accepted by editing it first', async ({ context, scene }) => {
  const [erik, maja] = await withProposal(context, scene, ' På våren, i maj.');
  const card = await maja.by(ERIK);
  await card.getByRole('button', { name: 'Ändra och anta' }).click();
  const dialog = maja.page.getByRole('dialog', { name: 'Ändra och anta' });
  await expect(dialog.getByRole('textbox')).toBeFocused();
  await maja.page.keyboard.press('Control+End');
  for (let key = 0; key < ', i maj.'.length; key += 1) await maja.page.keyboard.press('Backspace');
  await maja.page.keyboard.type('.');
  await dialog.getByRole('button', { name: 'Anta så här' }).click();
  await expect(dialog).toHaveCount(0);
  await haveBoth([erik, maja], [FIRST, `${SECOND} På våren.`, THIRD]);
  await maja.page.getByRole('button', { name: 'Ett avslutat förslag' }).click();
  await expect(await maja.by(ERIK)).toContainText('Det ändrades något innan det antogs.');
});

test('a proposal is rejected with a reason that its author reads', async ({ context, scene }) => {
  const [rolf, maja] = await two(context, scene, ROLF, MAJA);
  await rolf.beginByChoice(THIRD);
  await typeAtEnd(rolf.page, ' Eller efter lottning.');
  await rolf.offer();
  const card = await maja.by(ROLF);
  await card.getByRole('button', { name: 'Avslå' }).click();
  const dialog = maja.page.getByRole('dialog', { name: 'Avslå förslaget?' });
  await dialog.getByRole('button', { name: 'Avslå förslaget' }).click();
  // Not without a reason.
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Skäl').fill('Kölistan är vi överens om.');
  await dialog.getByRole('button', { name: 'Avslå förslaget' }).click();
  await rolf.panel();
  await rolf.page.getByRole('button', { name: 'Ett avslutat förslag' }).click();
  const his = await rolf.by(ROLF);
  await expect(his).toContainText('Avslaget');
  await expect(his).toContainText(MAJA);
  await expect(his).toContainText('Kölistan är vi överens om.');
  expect(await maja.blocks()).toEqual(TEXT);
});

test('a proposal is taken back by its author alone, with a reason that the others read', async ({
  context,
  scene,
}) => {
  const [rolf, maja] = await two(context, scene, ROLF, MAJA);
  await rolf.beginByChoice(THIRD);
  await typeAtEnd(rolf.page, ' Eller efter lottning.');
  await rolf.offer();
  const hers = await maja.by(ROLF);
  await expect(hers.getByRole('button', { name: 'Avslå' })).toBeVisible();
  await expect(hers.getByRole('button', { name: 'Dra tillbaka' })).toHaveCount(0);

  // By keyboard alone, and not before it is confirmed.
  const withdraw = (await rolf.by(ROLF)).getByRole('button', { name: 'Dra tillbaka' });
  const dialog = rolf.page.getByRole('dialog', { name: 'Dra tillbaka ditt förslag?' });
  await withdraw.focus();
  await rolf.page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await rolf.page.keyboard.press('Escape');
  await expect(rolf.page.locator('dialog')).toHaveCount(0);
  await expect(hers.getByRole('button', { name: 'Avslå' })).toBeVisible();
  await withdraw.focus();
  await rolf.page.keyboard.press('Enter');
  await dialog.getByLabel('Varför?').fill('Kölistan är vi överens om.');
  await dialog.getByRole('button', { name: 'Dra tillbaka förslaget' }).press('Enter');
  await expect(dialog).toHaveCount(0);

  await expect(maja.marks).toHaveCount(0);
  for (const { page } of [rolf, maja]) {
    await page.getByRole('button', { name: 'Ett avslutat förslag' }).click();
    const card = page
      .getByRole('tabpanel', { name: /^Förslag/ })
      .getByRole('article', { name: ROLF });
    await expect(card).toContainText('Tillbakadraget');
    await expect(card).toContainText('Kölistan är vi överens om.');
    await expect(card.getByRole('button', { name: /Anta|Avslå|Dra tillbaka/ })).toHaveCount(0);
  }
  await haveBoth([rolf, maja], TEXT);
});

test('one whose text has changed is looked at in three texts before it is accepted', async ({
  context,
  scene,
}) => {
  const [erik, maja] = await withProposal(context, scene);
  await expect(maja.marks.getByRole('button')).toHaveCount(1);
  await maja.text.locator('p').filter({ hasText: SECOND }).click();
  await maja.page.keyboard.press('Home');
  await maja.section.caretKnown();
  await maja.page.keyboard.type('Den gamla ');
  const card = await maja.by(ERIK);
  await expect(card).toContainText('Texten har ändrats sedan förslaget lämnades.');
  await expect(card.getByRole('button', { name: `Anta förslaget av ${ERIK}` })).toHaveCount(0);
  await card.getByRole('button', { name: 'Titta och anta' }).click();
  const dialog = maja.page.getByRole('dialog', { name: 'Texten har ändrats sedan förslaget' });
  const [base, proposed, now] = ['Som det var när', 'Som det föreslås', 'Som det är nu'].map(
    (name) => dialog.getByRole('region', { name }),
  );
  await expect(base!).toContainText(SECOND);
  await expect(proposed!.locator('ins')).toContainText('På våren.');
  await expect(now!.locator('ins')).toContainText('Den gamla');
  await fits(maja.page, 'three texts');
  await dialog.getByRole('button', { name: 'Anta så här' }).click();
  await expect(dialog).toHaveCount(0);
  const merged = `Den gamla ${SECOND} På våren.`;
  await haveBoth([erik, maja], [FIRST, merged, THIRD]);
});

test('two proposals about the same blocks warn of each other before one is accepted', async ({
  context,
  scene,
}) => {
  const [erik, maja] = await withProposal(context, scene);
  await maja.add(SECOND, ' På hösten.');
  const his = await maja.by(ERIK);
  await expect(his).toContainText('Ett annat förslag gäller samma stycken:');
  await his.getByRole('link', { name: `förslaget av ${MAJA}` }).click();
  await expect(maja.page).toHaveURL(/#proposal-/);
  await expect(await erik.by(MAJA)).toContainText('Ett annat förslag gäller samma stycken:');

  await his.getByRole('button', { name: `Anta förslaget av ${ERIK}` }).click();
  const dialog = maja.page.getByRole('dialog', { name: 'Det finns ett annat förslag' });
  await expect(dialog).toContainText(MAJA);
  await dialog.getByRole('button', { name: 'Anta det här förslaget' }).click();
  await haveBoth([erik, maja], [FIRST, `${SECOND} På våren.`, THIRD]);
  await expect(await maja.by(MAJA)).toContainText('Texten har ändrats sedan förslaget lämnades.');

  // She offers hers anew, on the text as it is now.
  await (await maja.by(MAJA)).getByRole('button', { name: 'Lämna på nytt' }).click();
  await expect(maja.written).toBeFocused();
  await maja.page.keyboard.press('Control+a');
  await maja.page.keyboard.type(`${SECOND} På våren eller hösten.`);
  await maja.offer();
  await expect(await maja.by(MAJA)).not.toContainText('Texten har ändrats');
});

test('what is typed is there after a reload, and thrown away only when asked', async ({
  page,
  scene,
}) => {
  const erik = new Proposals(await scene.enter(page, ERIK, HARBOUR));
  await erik.begin(SECOND);
  await typeAtEnd(page, ' På våren.');
  await erik.cover.getByLabel('Varför?').fill('Isen.');
  await page.reload();
  await expect(erik.written).toContainText('På våren.');
  await expect(erik.cover.getByLabel('Varför?')).toHaveValue('Isen.');
  expect((await erik.blocks()).map((words) => words.trim())).toEqual(TEXT);

  await erik.cover.getByRole('button', { name: 'Avbryt' }).click();
  const dialog = page.getByRole('dialog', { name: 'Kasta det du har skrivit?' });
  await dialog.getByRole('button', { name: 'Fortsätt skriva' }).click();
  await expect(erik.written).toContainText('På våren.');
  await erik.cover.getByRole('button', { name: 'Avbryt' }).click();
  await dialog.getByRole('button', { name: 'Kasta det' }).click();
  await expect(erik.cover).toHaveCount(0);
  await page.reload();
  await expect(erik.suggest).toBeVisible();
  await expect(erik.cover).toHaveCount(0);
});

test('who writes a proposal is told when others change the blocks, and goes on from their text', async ({
  context,
  scene,
}) => {
  const [erik, maja] = await two(context, scene);
  await erik.begin(SECOND);
  await typeAtEnd(erik.page, ' På våren.');
  await maja.text.locator('p').filter({ hasText: SECOND }).click();
  await maja.page.keyboard.press('Home');
  await maja.section.caretKnown();
  await maja.page.keyboard.type('Den gamla ');
  await expect(erik.cover.getByRole('status')).toContainText('Texten har ändrats sedan du började');
  await erik.cover.getByRole('button', { name: 'Utgå från texten som den är nu' }).click();
  await expect(erik.written).toContainText(`Den gamla ${SECOND}`);
  await expect(erik.written.locator('ins')).toContainText('På våren.');
  await erik.offer();
  await expect(maja.marks.getByRole('button')).toHaveCount(1);
});

test('proposing, finding and accepting need no mouse', async ({ context, scene }) => {
  const [erik, maja] = await two(context, scene);
  await erik.text.focus();
  await erik.page.keyboard.press('Control+Home');
  await erik.section.caretKnown();
  await erik.page.keyboard.press('Control+Shift+Enter');
  await expect(erik.written).toBeFocused();
  await typeAtEnd(erik.page, ' Även gäster.');
  await erik.page.keyboard.press('Control+Shift+Enter');
  await expect(erik.cover).toHaveCount(0);

  const mark = maja.marks.getByRole('button', { name: /^Förslag av Erik/ });
  await expect(mark).toBeVisible();
  await tabTo(maja.page, () => mark.evaluate((one) => one === document.activeElement));
  await maja.page.keyboard.press('Enter');
  const accept = (await maja.by(ERIK)).getByRole('button', { name: `Anta förslaget av ${ERIK}` });
  await tabTo(maja.page, () => accept.evaluate((one) => one === document.activeElement));
  await maja.page.keyboard.press('Enter');
  await expect.poll(() => erik.blocks()).toEqual([`${FIRST} Även gäster.`, SECOND, THIRD]);
});

/** No page has so many places to stop at that Tab would need more. */
const MOST_STOPS = 80;

async function tabTo(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await isThere()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not lead there');
}

test('proposals fit every width, and voices are told what they are', async ({ context, scene }) => {
  const [erik, maja] = await two(context, scene);
  await erik.begin(SECOND);
  await typeAtEnd(erik.page, ' På våren.');
  await fits(erik.page, 'a proposal that is being written');
  await erik.page.setViewportSize({ width: 1440, height: 900 });
  await erik.offer('Isen går i april.');
  const panel = await maja.panel();
  await panel.getByLabel('Visa förslagen i texten').check();
  await expect(maja.text.locator('ins')).toBeVisible();
  await fits(maja.page, 'an open proposal');
  await maja.page.setViewportSize({ width: 1440, height: 900 });

  await expect(maja.text).toMatchAriaSnapshot(`
    - textbox:
      - paragraph: ${FIRST}
      - paragraph:
        - text: ${SECOND}
        - insertion: /föreslås tillagt:.*På våren\\..*slut/
      - paragraph: ${THIRD}
  `);
  await expect(maja.marks).toMatchAriaSnapshot(`
    - group "Öppna förslag, bredvid texten":
      - 'button "Förslag av Erik Lindqvist, Norrskärs kommun: visa"'
  `);
});

test('the agreement’s page tells what of each section is open, and leads to it', async ({
  context,
  scene,
}) => {
  const [erik, maja] = await withProposal(context, scene);
  const threads = `/api/sections/${scene.section(HARBOUR)}/threads`;
  await scene.send(ERIK, threads, { anchor: null, text: 'Räcker en gång om året?' });
  const { page } = maja;
  const back = () => page.getByRole('link', { name: description.title }).click();
  const row = page.getByRole('row', { name: new RegExp(HARBOUR) });
  const proposals = row.getByRole('link', { name: `1 öppet förslag: ${HARBOUR}` });
  const news = row.getByRole('link', { name: `1 diskussion, 1 med nytt: ${HARBOUR}` });
  await back();
  await expect(news).toBeVisible();
  await expect(proposals).toBeVisible();
  await expect(page.getByRole('link', { name: /öppet förslag|diskussion/ })).toHaveCount(2);
  await fits(page, 'an agreement with open proposals and discussions');

  // On a narrow screen, where the panel stands below the text, however long that is.
  const writer = scene.join(ERIK, HARBOUR);
  await writer.synced();
  for (let line = 1; line <= 40; line += 1) writer.append(`Rad ${line} om bryggan.`);
  await expect.poll(() => erik.blocks()).toHaveLength(43);
  await page.setViewportSize({ width: 360, height: 740 });
  await proposals.click();
  await expect(page.getByRole('tab', { name: 'Förslag 1', selected: true })).toBeInViewport();
  await expect(page.getByRole('article', { name: ERIK })).toBeVisible();
  await page.setViewportSize({ width: 1440, height: 900 });
  await back();
  await news.focus();
  await page.keyboard.press('Enter');
  const card = page.getByRole('tabpanel', { name: /^Diskussion/ }).locator('li.card');
  await card.getByRole('heading', { level: 4 }).getByRole('button').click();
  await expect(card).toContainText('Räcker en gång om året?');
  await expect(page.getByRole('tab', { name: 'Diskussion', exact: true })).toBeVisible();
  await back();
  await expect(row.getByRole('link', { name: `1 diskussion: ${HARBOUR}` })).toBeVisible();

  // What is settled while she looks at the page goes from it by itself.
  const his = await erik.by(ERIK);
  await his.getByRole('button', { name: 'Avslå' }).click();
  const dialog = erik.page.getByRole('dialog');
  await dialog.getByLabel('Skäl').fill('Nej.');
  await dialog.getByRole('button', { name: 'Avslå förslaget' }).click();
  await expect(proposals).toHaveCount(0);
  await expect(row.getByRole('link', { name: `1 diskussion: ${HARBOUR}` })).toBeVisible();
});
