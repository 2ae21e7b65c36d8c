import { EMPTY, ERIK, HARBOUR, MAJA } from '../support/agreement.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';

interface Authors {
  runs: { text: string; member: string | null }[];
}

/** Whose the words of a section are: one line for each stretch of one writer. */
async function whose(scene: Scene, title: string): Promise<string[]> {
  const { runs } = await scene.api<Authors>(ERIK, `/api/sections/${scene.section(title)}/authors`);
  const lines: { who: string; text: string }[] = [];
  for (const { text, member } of runs) {
    const who = scene.seeded.members.find(({ id }) => id === member)?.name ?? 'nobody';
    const last = lines.at(-1);
    if (last?.who === who) last.text += text;
    else lines.push({ who, text });
  }
  return lines.map(({ who, text }) => `${who}: ${text}`);
}

const WORDS = 'Fiskarna behöver kajen. Båtarna behöver en vinterplats 🚤 vid åmynningen.';
const SECOND = ' Båtarna behöver en vinterplats 🚤 vid åmynningen.';

test('Maja splits Erik’s paragraph, makes it a heading, deletes it and undoes: the words stay Erik’s', async ({
  context,
  scene,
}) => {
  const erik = await scene.enter(await context.newPage(), ERIK, EMPTY);
  await erik.write(WORDS);
  await expect(erik.saveState).toHaveText('Sparat');
  await erik.page.close();

  const maja = await scene.enter(await context.newPage(), MAJA, EMPTY, 'localhost');
  const { page } = maja;
  const headings = maja.text.getByRole('heading', { level: 2 });
  const stillErik = async () => {
    await expect(maja.saveState).toHaveText('Sparat');
    await expect.poll(() => whose(scene, EMPTY)).toEqual([`${ERIK}: ${WORDS}`]);
  };

  await expect(maja.carets).toHaveCount(0);
  await maja.text.focus();
  await page.keyboard.press('Control+Home');
  for (let step = 0; step < 'Fiskarna behöver kajen.'.length; step += 1) {
    await page.keyboard.press('ArrowRight');
  }
  await maja.caretKnown();
  await page.keyboard.press('Enter');
  await expect.poll(() => maja.blocks()).toEqual(['Fiskarna behöver kajen.', SECOND]);
  await stillErik();

  await maja.tool('Rubrik').click();
  await expect(headings).toHaveText([SECOND.trim()]);
  await stillErik();

  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+End');
  await maja.caretKnown();
  await page.keyboard.press('Delete');
  await expect(maja.text).not.toContainText('vinterplats');
  await expect.poll(() => whose(scene, EMPTY)).toEqual([`${ERIK}: Fiskarna behöver kajen.`]);

  // What lies within half a second is undone in one step, so it may take one step or several.
  await expect(async () => {
    await maja.tool('Ångra').click();
    await expect(headings).toHaveText([SECOND.trim()], { timeout: 100 });
  }).toPass();
  await stillErik();
});

test('undo takes back one’s own and nobody else’s', async ({ context, scene }) => {
  const erik = await scene.enter(await context.newPage(), ERIK, HARBOUR);
  const maja = await scene.enter(await context.newPage(), MAJA, HARBOUR, 'localhost');
  const before = (await erik.blocks())[0] ?? '';

  await erik.write(' Erik skrev detta.');
  await expect(maja.text).toContainText('Erik skrev detta.');
  await maja.write(' Maja skrev detta.');
  await expect(erik.text).toContainText('Maja skrev detta.');

  await erik.text.focus();
  await erik.page.keyboard.press('Control+z');
  await expect.poll(() => erik.blocks()).toEqual([`${before} Maja skrev detta.`]);
  await expect.poll(() => maja.blocks()).toEqual([`${before} Maja skrev detta.`]);

  // There is nothing more of his to take back, however often he asks.
  await expect(erik.tool('Ångra')).toHaveAttribute('aria-disabled', 'true');
  await erik.page.keyboard.press('Control+z');
  await erik.page.keyboard.press('Control+Shift+z');
  const both = `${before} Erik skrev detta. Maja skrev detta.`;
  await expect.poll(() => maja.blocks()).toEqual([both]);
  await expect.poll(() => erik.blocks()).toEqual([both]);
  await expect
    .poll(() => whose(scene, HARBOUR))
    .toEqual([`nobody: ${before}`, `${ERIK}:  Erik skrev detta.`, `${MAJA}:  Maja skrev detta.`]);
});
