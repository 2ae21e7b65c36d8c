import { EMPTY, ERIK, MAJA } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';

test('two parties side by side see who is here and where each other’s caret is', async ({
  context,
  scene,
}) => {
  const erik = await scene.enter(await context.newPage(), ERIK, EMPTY);
  await expect(erik.hereNow).toContainText('Bara du är här nu.');
  const maja = await scene.enter(await context.newPage(), MAJA, EMPTY, 'localhost');

  await erik.write('Från kommunen. ');
  await maja.write('Från föreningarna. ');

  for (const [side, letter, name] of [
    [erik, 'B', MAJA],
    [maja, 'A', ERIK],
  ] as const) {
    await expect(side.carets).toHaveText([`${letter} · ${name.split(' ')[0]}`]);
    const there = side.hereNow.getByRole('listitem').filter({ hasText: name });
    await expect(there.getByRole('img', { name: `Part ${letter}` })).toBeVisible();
    await expect(side.hereNow.getByRole('listitem').filter({ hasText: 'Du' })).toBeVisible();
  }
  await expect.poll(() => maja.blocks()).toEqual(await erik.blocks());

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
