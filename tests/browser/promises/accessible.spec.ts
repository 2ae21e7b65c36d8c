import type { Page } from '@playwright/test';
import { ERIK, HARBOUR, LONG, MAJA, ROLF, description } from '../support/agreement.ts';
import { beyondTheEdge, fits, violations } from '../support/axe.ts';
import { DemoServer } from '../support/demo.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';
import { SectionPage } from '../support/section-page.ts';

const pages: Record<string, (page: Page, scene: Scene) => Promise<void>> = {
  'sign-in': async (page, scene) => {
    await page.goto(scene.link(ERIK));
    await expect(page.getByRole('button', { name: `Logga in som ${ERIK}` })).toBeVisible();
  },
  'signed-out': async (page, scene) => {
    await page.goto(scene.server.url());
    await expect(page.getByRole('heading', { name: 'Du är inte inloggad' })).toBeVisible();
  },
  agreement: async (page, scene) => {
    await scene.signIn(page, ERIK);
    await expect(page.getByRole('heading', { name: description.title })).toBeVisible();
  },
  section: async (page, scene) => {
    // With somebody of the other party in it, and with every kind of block.
    const maja = await scene.enter(await page.context().newPage(), MAJA, HARBOUR, 'localhost');
    await maja.write(' Maja var här.');
    const erik = await scene.enter(page, ERIK, HARBOUR);
    await erik.text.focus();
    await page.keyboard.press('Control+End');
    for (const [tool, words] of [
      ['Rubrik', 'Rubriken'],
      ['Punktlista', 'En punkt'],
      ['Lägg till en åtgärd', 'Laga kajen'],
    ] as const) {
      await erik.caretKnown();
      await page.keyboard.press('Enter');
      await erik.tool(tool).click();
      await page.keyboard.type(words);
    }
    await expect(erik.carets).toHaveText(['B · Maja']);
    await expect(erik.saveState).toHaveText('Sparat');
  },
  'disconnected section': async (page, scene) => {
    const erik = await scene.enter(page, ERIK, HARBOUR);
    await scene.server.kill();
    await erik.write(' Utan nät.');
    await expect(erik.saveState).toHaveText(/^Offline –/);
  },
  account: async (page, scene) => {
    await scene.signIn(page, ERIK);
    await page.getByRole('link', { name: 'Mitt konto' }).click();
    // With the tokens there are, and the one that is shown once.
    await page.getByLabel('Vad ska nyckeln användas till?').fill('Export till arkivet');
    await page.getByRole('button', { name: 'Skapa nyckel' }).click();
    await expect(page.getByLabel('Din nya nyckel')).toHaveValue(/^overens_/);
    await expect(page.getByRole('button', { name: /Export till arkivet/ })).toBeVisible();
  },
  'long-named section': async (page, scene) => {
    const erik = await scene.enter(page, ERIK, LONG);
    await erik.write('https://norrskar.example/'.repeat(12));
    await expect(erik.saveState).toHaveText('Sparat');
  },
  'reviewer’s': async (page, scene) => {
    await scene.enter(page, ROLF, HARBOUR);
    await expect(page.getByRole('note')).toBeVisible();
  },
  'link dialog’s': async (page, scene) => {
    const erik = await scene.enter(page, ERIK, HARBOUR);
    await erik.text.focus();
    await page.keyboard.press('Control+k');
    await page.getByLabel('Adress').fill('inte en adress');
    await page.getByRole('button', { name: 'Spara länken' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
  },
};

for (const [name, open] of Object.entries(pages)) {
  test(`the ${name} page fits every width, and axe finds nothing wrong`, async ({
    page,
    scene,
    watch,
  }) => {
    if (name === 'disconnected section') watch.expectBrokenConnections();
    await open(page, scene);
    await fits(page, name);
  });
}

test('on a narrow screen the sections are behind a button', async ({ page, scene }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await scene.enter(page, ERIK, HARBOUR);
  const list = page.getByRole('navigation', { name: 'Avsnitt' });
  await expect(list).toBeHidden();
  await page.getByRole('button', { name: 'Visa avsnitten' }).click();
  await list.getByRole('link', { name: 'Dialog' }).click();
  await expect(page.getByRole('heading', { name: 'Dialog', level: 1 })).toBeVisible();
  await expect(new SectionPage(page).saveState).toHaveText('Sparat');
});

test('on a narrow screen the top is two rows, and nothing of it is out of reach of the keys', async ({
  page,
  scene,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  const erik = await scene.enter(page, ERIK, LONG);
  const { keyboard } = page;
  const banner = page.getByRole('banner');
  /** How many rows its parts stand in: a part begins a row if it is below all that came before it. */
  const rows = await banner.evaluate((bar) => {
    const boxes = [...bar.querySelectorAll('a, button, [role="group"]')]
      .map((part) => part.getBoundingClientRect())
      .filter(({ height }) => height > 0)
      .sort((one, other) => one.top - other.top);
    let lower = -1;
    return boxes.filter(({ top, bottom }) => {
      const begins = top >= lower - 1;
      lower = begins ? bottom : Math.max(lower, bottom);
      return begins;
    }).length;
  });
  expect(rows).toBeLessThanOrEqual(2);

  const menu = banner.getByRole('button', { name: 'Meny' });
  const account = banner.getByRole('link', { name: 'Mitt konto' });
  await expect(account).toBeHidden();
  await menu.focus();
  await keyboard.press('Enter');
  await expect(menu).toHaveAttribute('aria-expanded', 'true');
  expect(await violations(page)).toEqual([]);
  await keyboard.press('Tab');
  await expect(banner.getByRole('button', { name: 'English' })).toBeFocused();
  await keyboard.press('Escape');
  await expect(account).toBeHidden();
  await expect(menu).toBeFocused();
  await keyboard.press('Enter');
  for (let part = 0; part < 4; part += 1) await keyboard.press('Tab');
  await expect(account).toBeHidden();

  // The tools that not every paragraph needs come when they are asked for, and Tab finds the bar again.
  await expect(erik.tool('Underrubrik')).toHaveCount(0);
  await erik.text.focus();
  await keyboard.press('Alt+F10');
  await keyboard.press('End');
  await expect(erik.tool('Fler verktyg')).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.press('ArrowRight');
  await expect(erik.tool('Underrubrik')).toBeFocused();
  await keyboard.press('Enter');
  await expect(erik.tool('Underrubrik')).toHaveAttribute('aria-pressed', 'true');
  await erik.tool('Fler verktyg').click();
  await expect(erik.tool('Underrubrik')).toHaveCount(0);
  await keyboard.press('Alt+F10');
  await expect(erik.tool('Ångra')).toBeFocused();
});

test('voices hear of each discussion and proposal in a text by name, and who wrote what where it is fixed', async ({
  browser,
}) => {
  test.slow();
  const demo = await DemoServer.start('sv');
  const page = await demo.enter(browser);
  const link = page.getByRole('main').getByRole('link', { name: 'Långsiktighet', exact: true });
  await link.click();
  const text = page.getByRole('article');
  const marks = text.getByRole('group', { name: 'Öppna förslag, bredvid texten' });
  await expect(marks.getByRole('button')).toHaveCount(2);
  await expect(text.getByRole('button', { name: /^Diskussion 1/ })).toBeVisible();
  const heard = await text.ariaSnapshot();
  expect(heard).toContain('button "Diskussion 1, av Amira Jönsson, 1 kommentar"');
  expect(heard).toContain('button "Förslag av Yusuf Demir, Det idéburna Älvmark: visa"');
  expect(heard).toContain('button "Förslag av Tomas Ahlgren, Region Älvmark: visa"');
  // Nothing that can be pressed is without a name.
  expect(heard).not.toMatch(/- (button|link|checkbox|switch)(:| \[|$)/m);

  await page.goto(`${new URL(page.url()).pathname}/revisions/2`);
  await page.getByRole('checkbox', { name: 'Vem skrev vad' }).check();
  await expect(text).toContainText('Karin Sandelius, Region Älvmark:');
  await expect
    .poll(() => text.ariaSnapshot())
    .toMatch(/Nils-Erik Fransson, Det idéburna Älvmark: ?Föreningar som får besked/);
  await page.context().close();
  await demo.dispose();
});

test('where others write is drawn for the eye, and told to voices beside the text', async ({
  page,
  scene,
}) => {
  const maja = await scene.enter(await page.context().newPage(), MAJA, HARBOUR, 'localhost');
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await maja.write(' Maja var här.');
  await expect(erik.carets).toHaveText(['B · Maja']);
  expect(await erik.text.ariaSnapshot()).not.toContain('B · Maja');
  await expect
    .poll(() => erik.hereNow.ariaSnapshot())
    .toMatch(new RegExp(`img "Part B".*\\s.*${MAJA}`));
});

test('the looks above find what is wrong', async ({ page, scene }) => {
  await page.goto(scene.link(ERIK));
  await expect(page.getByRole('button', { name: `Logga in som ${ERIK}` })).toBeVisible();
  await page.evaluate(() => {
    const image = document.createElement('img');
    image.width = 2000;
    document.querySelector('main')?.append(image);
  });
  expect((await violations(page)).join('\n')).toContain('image-alt');
  expect(await beyondTheEdge(page)).toBeGreaterThan(0);
});
