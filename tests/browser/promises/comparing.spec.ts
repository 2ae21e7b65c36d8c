import { ERIK, HARBOUR, MAJA, withApprovers } from '../support/agreement.ts';
import { SidePanel, approve, recordMandate, saveRevision } from '../support/approving.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';
import { SectionPage } from '../support/section-page.ts';
import type { Locator, Page } from '@playwright/test';

const MOVED = 'Var och en bär sina egna kostnader för resor och arbetstid.';
const FIRST = 'Parterna möts varje vår i hamnrådet. Kommunen kallar till mötet.';
const STAYS = ['Protokollet är offentligt.', 'Det läggs ut samma vecka.', 'Alla får läsa det.'];

const paragraphs = [MOVED, FIRST, ...STAYS];
test.use({
  founded: {
    ...withApprovers,
    sections: withApprovers.sections.map((section) =>
      section.title === HARBOUR ? { ...section, text: paragraphs.join('\n\n') } : section,
    ),
  },
});

/** Puts the caret before some words of the text. */
async function caretBefore(section: SectionPage, words: string) {
  await section.text.focus();
  await section.text.evaluate((text, words) => {
    const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.textContent?.indexOf(words) ?? -1;
      if (at >= 0) getSelection()?.collapse(node, at);
    }
  }, words);
  await section.caretKnown();
}

/** Types in place of some words. */
async function replace(section: SectionPage, words: string, by: string) {
  await caretBefore(section, words);
  for (const _ of words) await section.page.keyboard.press('Delete');
  await section.page.keyboard.type(by);
  await expect(section.text).toContainText(by);
}

async function move(section: SectionPage, words: string) {
  await caretBefore(section, words);
  await section.page.keyboard.press('Shift+End');
  await section.caretKnown();
  await section.page.keyboard.press('Control+x');
  await expect(section.text).not.toContainText(words);
  await section.page.keyboard.press('Control+End');
  await section.caretKnown();
  await section.page.keyboard.press('Enter');
  await section.caretKnown();
  await section.page.keyboard.press('Control+v');
  await expect.poll(async () => (await section.blocks()).at(-1)).toBe(words);
}

const compareUrl = (scene: Scene, from: number, to?: number) =>
  `${scene.sectionUrl(HARBOUR)}/compare?from=${from}${to === undefined ? '' : `&to=${to}`}`;
const block = (page: Page, label: string | RegExp): Locator =>
  page.locator('.compared-block').filter({ hasText: label });

test('what was moved, changed and formatted is told as an editor would mark it', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  await move(section, MOVED);
  await replace(section, 'vår', 'höst');
  const bold = section.text.locator('strong');
  // The editor learns of a selection a moment after the browser; what was pressed before that goes nowhere.
  await expect(async () => {
    if ((await bold.count()) > 0) return;
    await caretBefore(section, 'offentligt');
    await page.keyboard.press('Control+Shift+ArrowRight');
    await section.caretKnown();
    await page.keyboard.press('Control+b');
    await expect(bold).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 15_000 });
  await expect(section.saveState).toHaveText('Sparat');

  await page.goto(compareUrl(scene, from));
  const moved = block(page, 'Flyttat hit: stycke, stod förut längre upp');
  await expect(moved).toContainText(MOVED);
  await expect(moved.locator('ins, del')).toHaveCount(0);
  const changed = block(page, 'Ändrat: stycke').filter({ hasText: 'hamnrådet' });
  await expect(changed.locator('del')).toContainText('vår');
  await expect(changed.locator('ins')).toContainText('höst');
  await expect(changed).toContainText('Kommunen kallar till mötet.');
  await expect(block(page, '”offentligt” är nu fetstil')).toHaveCount(1);
  // Whose words are new, by member and by party.
  await expect(changed).toContainText(`Nya ord av ${ERIK}`);
  await page.getByLabel('Ändringar av').selectOption({ label: 'Norrskärs kommun (1 nytt ord)' });
  await page.getByRole('button', { name: 'Nästa ändring' }).click();
  await expect(changed).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Ändring 1 av 1' })).toBeVisible();
  await page.getByLabel('Ändringar av').selectOption({ label: 'alla' });
  // Where it was tells where it went, and leads there.
  const away = block(page, 'Flyttat härifrån: stycke, står nu längre ner');
  await away.getByRole('button', { name: 'Gå dit' }).click();
  await expect(moved).toBeFocused();
  // By the keyboard from there to the one before and the next, and what stayed behind a button.
  await page.keyboard.press('Alt+ArrowUp');
  await expect(block(page, '”offentligt” är nu fetstil')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(changed).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await page.keyboard.press('Alt+ArrowDown');
  await expect(moved).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Ändring 4 av 4' })).toBeVisible();
  await expect(page.getByText(STAYS[1] as string)).toHaveCount(0);
  await page.getByRole('button', { name: '2 stycken oförändrade' }).click();
  await expect(page.getByText(STAYS[1] as string)).toBeVisible();
});

test('side by side each text stands for itself, and the browser remembers who likes that', async ({
  page,
  scene,
}) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  await replace(section, 'vår', 'höst');
  await expect(section.saveState).toHaveText('Sparat');
  await page.goto(compareUrl(scene, from));
  await page.getByRole('button', { name: 'Sida vid sida' }).click();
  const changed = page.locator('[data-change="1"] .side');
  const [before, after] = [changed.first(), changed.last()];
  await expect(before).toContainText('vår');
  await expect(before).not.toContainText('höst');
  await expect(after).toContainText('höst');
  await expect(after).not.toContainText('vår');
  await page.reload();
  await expect(page.getByRole('button', { name: 'Sida vid sida' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await fits(page, 'side by side');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Sida vid sida' })).toBeHidden();
  await expect(page.getByRole('article')).toContainText('höst');
});

test('voices are told what was deleted and what was inserted', async ({ page, scene }) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  await replace(section, 'vår', 'höst');
  await expect(section.saveState).toHaveText('Sparat');
  await page.goto(compareUrl(scene, from));
  await expect(page.locator('[data-change="1"]')).toMatchAriaSnapshot(`
    - paragraph: "Ändrat: stycke"
    - paragraph:
      - text: Parterna möts varje
      - deletion: /borttaget:\\s*vår\\s*\\(slut\\.\\)/
      - insertion: /tillagt:\\s*höst\\s*\\(slut\\.\\)/
      - text: i hamnrådet. Kommunen kallar till mötet.
  `);
  await fits(page, 'one column');
});

test('what one looks at stays when somebody else goes on writing, with a word about it', async ({
  page,
  scene,
}) => {
  const erik = await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  await replace(erik, 'vår', 'höst');
  await expect(erik.saveState).toHaveText('Sparat');
  const maja = await scene.enter(await page.context().newPage(), MAJA, HARBOUR, 'localhost');
  await page.goto(compareUrl(scene, from));
  await expect(page.locator('ins')).toHaveCount(1);

  await maja.write(' Majas ord.');
  await expect(maja.saveState).toHaveText('Sparat');
  const note = page.getByRole('note').filter({ hasText: 'Texten har ändrats sedan du öppnade' });
  await expect(note).toBeVisible();
  await expect(page.locator('ins')).toHaveCount(1);
  await note.getByRole('button', { name: 'Visa den senaste texten' }).click();
  await expect(page.locator('ins').filter({ hasText: 'Majas ord.' })).toBeVisible();
  await expect(note).toHaveCount(0);
  await expect(block(page, `Nya ord av ${MAJA}`)).toHaveCount(1);
});

test('what changed since one’s party approved is offered by name, beside the text too', async ({
  page,
  scene,
}) => {
  await recordMandate(scene, ERIK);
  await scene.enter(page, ERIK, HARBOUR);
  const number = await saveRevision(page, 'att godkänna');
  await approve(page, ERIK, number);
  await page.goto(scene.sectionUrl(HARBOUR));
  const name = 'sedan jag godkände';
  for (const tab of ['Historik', 'Godkännande'] as const) {
    const panel = await new SidePanel(page).open(tab);
    await expect(panel.getByRole('link', { name })).toBeVisible();
  }
  await page.getByRole('tabpanel').getByRole('link', { name }).click();
  await expect(page).toHaveURL(new RegExp(`compare\\?from=${number}$`));
  await expect(page.getByText('Texterna säger samma sak.')).toBeVisible();
  await expect(page.getByRole('link', { name })).toBeVisible();
});

test('a title and a responsible party that changed are shown above the text', async ({
  page,
  scene,
}) => {
  await scene.enter(page, ERIK, HARBOUR);
  const from = await saveRevision(page, 'först');
  const parties = await scene
    .api<{ parties: { id: string }[] }>(ERIK, `/api/agreements/${scene.seeded.agreement}`)
    .then(({ parties }) => parties.map(({ id }) => id));
  const response = await fetch(
    `${scene.server.url()}/api/sections/${scene.section(HARBOUR)}/heading`,
    {
      method: 'POST',
      headers: {
        authorization: `Bearer ${scene.member(ERIK).token}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ title: 'Hamnens nära framtid', responsible: parties.slice(0, 1) }),
    },
  );
  expect(response.status).toBe(204);
  await page.goto(compareUrl(scene, from));
  await expect(page.getByRole('heading', { level: 1 }).locator('ins')).toContainText('nära');
  await expect(page.getByText('Ändrat: Ansvariga parter')).toContainText('Öns föreningar');
});
