import { EMPTY, ERIK, HARBOUR } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';
import { SectionPage } from '../support/section-page.ts';

// Every test fails if the browser complains. This one goes through all pages for that alone.
test('no page breaks its own content security policy or reports an error', async ({
  page,
  scene,
  watch,
}) => {
  const section = new SectionPage(page);
  await page.goto(scene.server.url());
  await expect(page.getByRole('heading', { name: 'Du är inte inloggad' })).toBeVisible();
  await scene.signIn(page, ERIK);
  for (const title of [HARBOUR, EMPTY, 'Dialog', 'Åtaganden']) {
    await page.getByRole('main').getByRole('link', { name: title }).click();
    await expect(section.saveState).toHaveText('Sparat');
    await page.goBack();
  }
  await page.getByRole('link', { name: 'Mitt konto' }).click();
  await expect(page.getByRole('heading', { name: 'Åtkomstnycklar' })).toBeVisible();
  await page.goto(`${scene.server.url()}/ingenstans`);
  await expect(page.getByRole('heading', { name: 'Sidan finns inte' })).toBeVisible();
  await page.goto(`${scene.server.url()}/account`);
  await page.getByRole('button', { name: 'Logga ut' }).click();
  await expect(page.getByRole('heading', { name: 'Du är inte inloggad' })).toBeVisible();
  expect(watch.unexpected).toEqual([]);
});

test('the watch sees a breach of the policy, an error and an exception', async ({
  page,
  scene,
  watch,
}) => {
  await page.goto(scene.link(ERIK));
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = '1';
    document.body.append(script);
    console.error('said aloud');
    setTimeout(() => {
      throw new Error('thrown');
    });
  });
  await expect.poll(() => watch.unexpected.length).toBe(3);
  const seen = watch.takeUnexpected().join('\n');
  expect(seen).toMatch(/Content Security Policy/);
  expect(seen).toMatch(/said aloud/);
  expect(seen).toMatch(/thrown/);
});
