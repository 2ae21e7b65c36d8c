import { EMPTY, ERIK, HARBOUR, MAJA, OPENING } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';

test('two parties side by side see who is here and where each other’s caret is', async ({
  context,
  scene,
}) => {
  const erik = await scene.enter(await context.newPage(), ERIK, HARBOUR);
  await expect(erik.hereNow).toContainText('Bara du är här nu.');
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR, 'localhost');

  // At the same time, he at the beginning and she at the end.
  const [his, hers] = ['Vi i kommunen tycker så här: ', ' Det tycker vi på ön också 🐟.'];
  await erik.text.focus();
  await erik.page.keyboard.press('Control+Home');
  await erik.caretKnown();
  await maja.text.focus();
  await maja.page.keyboard.press('Control+End');
  await maja.caretKnown();
  await Promise.all([erik.page.keyboard.type(his), maja.page.keyboard.type(hers)]);
  for (const side of [erik, maja]) {
    await expect.poll(() => side.blocks()).toEqual([his + OPENING + hers]);
    await expect(side.saveState).toHaveText('Sparat');
  }

  for (const [side, letter, name] of [
    [erik, 'B', MAJA],
    [maja, 'A', ERIK],
  ] as const) {
    await expect(side.carets).toHaveText([`${letter} · ${name.split(' ')[0]}`]);
    const there = side.hereNow.getByRole('listitem').filter({ hasText: name });
    await expect(there.getByRole('img', { name: `Part ${letter}` })).toBeVisible();
    await expect(side.hereNow.getByRole('listitem').filter({ hasText: 'Du' })).toBeVisible();
  }

  // Who leaves is gone from the other's list, and so is the caret.
  await maja.page.close();
  await expect(erik.carets).toHaveCount(0);
  await expect(erik.hereNow).toContainText('Bara du är här nu.');
});

test('the agreement page shows who is in which section', async ({ context, scene }) => {
  await scene.enter(await context.newPage(), ERIK, EMPTY);
  const page = await context.newPage();
  await scene.signIn(page, MAJA, 'localhost');
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: EMPTY }) });
  await expect(row).toContainText(ERIK);
});
