import { ERIK, HARBOUR, MAJA } from '../support/agreement.ts';
import { Discussion } from '../support/discussion.ts';
import { expect } from '../support/fixtures.ts';
import { FIRST, haveBoth, SECOND, test, THIRD, two } from '../support/proposals.ts';

/** Until an answer has come through. */
const PATIENCE = { timeout: 30_000 };

test('two who accept, write and answer at once on a slow line that breaks end with the same screen', async ({
  context,
  scene,
  watch,
}) => {
  watch.expectBrokenConnections();
  const [erik, maja] = await two(context, scene);
  const sides = [erik, maja];
  await erik.add(FIRST, ' Även gäster.');
  await maja.add(THIRD, ' Den är öppen.');
  const section = `/api/sections/${scene.section(HARBOUR)}`;
  const question = { anchor: null, text: 'Håller vi med?' };
  await scene.send(MAJA, `${section}/threads`, question);
  const [hers, his] = [await erik.by(MAJA), await maja.by(ERIK)];
  await expect(hers).toBeVisible();
  await expect(his).toBeVisible();

  // Where only the answer was lost, whoever tries again is told that it has been accepted already.
  const { proposals } = await scene.api<{ proposals: { id: string }[] }>(
    ERIK,
    `${section}/proposals`,
  );
  for (const { id } of proposals) watch.expectAnswer(409, `/api/proposals/${id}/acceptances`);

  scene.server.line.slow(150);
  await erik.text.locator('p').nth(1).click();
  await erik.page.keyboard.press('End');
  await maja.text.locator('p').nth(1).click();
  await maja.page.keyboard.press('Home');
  await Promise.all([
    erik.page.keyboard.type(' Och på hösten.', { delay: 30 }),
    maja.page.keyboard.type('Den gamla ', { delay: 30 }),
  ]);
  scene.server.line.cut();
  await Promise.all([
    hers.getByRole('button', { name: /^Anta/ }).click(),
    his.getByRole('button', { name: /^Anta/ }).click(),
  ]);
  scene.server.line.cut();
  // An answer that was lost says so; whoever wishes tries again.
  for (const [name, other] of [
    [MAJA, hers],
    [ERIK, his],
  ] as const) {
    const again = other.getByRole('button', { name: `Anta förslaget av ${name}` });
    await expect(async () => {
      if (await again.isVisible()) await again.click({ timeout: 2_000 });
      await expect(again).toHaveCount(0, { timeout: 2_000 });
    }).toPass(PATIENCE);
  }

  // Both answer at the same time, and write on; the line breaks while the answers are on their way.
  const talks = sides.map(({ page }) => new Discussion(page));
  for (const talk of talks) {
    await talk.open();
    await talk.toggle(talk.cards.first());
  }
  const replies = ['Ja, om gästerna betalar.', 'Ja, men inte i juli.'];
  const fields = talks.map((talk) => talk.cards.first().getByLabel('Svara'));
  for (const [index, field] of fields.entries()) await field.fill(replies[index]!);
  const send = (index: number) =>
    talks[index]!.cards.first().getByRole('button', { name: 'Skicka' });
  await Promise.all([send(0).click(), send(1).click()]);
  scene.server.line.cut();
  await erik.section.write(' Erik skrev sist.');
  for (const [index, field] of fields.entries()) {
    await expect(async () => {
      if ((await field.inputValue()) !== '') await send(index).click({ timeout: 2_000 });
      await expect(field).toHaveValue('', { timeout: 2_000 });
    }).toPass(PATIENCE);
  }
  scene.server.line.slow(0);

  const together = [
    `${FIRST} Även gäster.`,
    `Den gamla ${SECOND} Och på hösten.`,
    `${THIRD} Den är öppen. Erik skrev sist.`,
  ];
  await haveBoth(sides, together);
  const said: string[][] = [];
  for (const talk of talks) {
    const comments = talk.cards.first().getByRole('listitem');
    // What was sent twice, because the answer was lost, is said once.
    await expect(comments).toHaveCount(3, PATIENCE);
    await expect(comments.first()).toContainText(question.text);
    for (const reply of replies) await expect(comments.filter({ hasText: reply })).toHaveCount(1);
    said.push(await comments.locator('.words').allTextContents());
  }
  expect(said[0]).toEqual(said[1]);
  for (const side of sides) {
    await side.panel();
    await expect(side.page.getByRole('button', { name: '2 avslutade förslag' })).toBeVisible();
  }
});
