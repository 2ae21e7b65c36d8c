import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { ERIK, HARBOUR, MAJA, OPENING, ROLF, withApprovers } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { DemoServer } from '../support/demo.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';
import { elsewhere } from '../support/people.ts';

const QUESTION = 'Kan det här gå ut på remiss?';
const GILLE = 'Fiskargillet';
const PHONE = { width: 360, height: 780 };

test.use({ founded: withApprovers });

/** A day so many days from now, as a field of dates takes it. */
function inDays(days: number): string {
  return new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
}

interface Fixed {
  number: number;
  hash: string;
}

async function saved(scene: Scene, title: string): Promise<Fixed> {
  return scene.send<Fixed>(ERIK, `/api/sections/${scene.section(title)}/revisions`, {});
}

/** Erik asks Rolf and Maja about two sections. */
async function asked(scene: Scene): Promise<{ id: string }> {
  const chosen = async (title: string) => {
    const { number } = await saved(scene, title);
    return { section: scene.section(title), revision: number };
  };
  return scene.send<{ id: string }>(ERIK, `/api${scene.agreementUrl}/reviews`, {
    sections: [await chosen(HARBOUR), await chosen('Dialog')],
    reviewers: [scene.member(ROLF).id, scene.member(MAJA).id],
    question: QUESTION,
    due: inDays(7),
  });
}

async function makeSheet(page: Page, titles: string[], questions = ''): Promise<void> {
  await page.getByRole('button', { name: `Gör ett underlag för ${GILLE} …` }).click();
  const dialog = page.getByRole('dialog', { name: 'Gör ett förankringsunderlag' });
  for (const title of titles) await dialog.getByRole('checkbox', { name: title }).check();
  await dialog.getByLabel('Vilket mandat ber du om?').fill('Att Maja får godkänna texten.');
  await dialog.getByLabel('Öppna frågor').fill(questions);
  await dialog.getByRole('button', { name: 'Gör underlaget' }).click();
  await expect(page.getByRole('heading', { name: 'Det här ber vi er om' })).toBeVisible();
}

test('a coordinator asks for a review, and sees at once what is answered on a telephone', async ({
  browser,
  page,
  scene,
}) => {
  await scene.signIn(page, ERIK);
  await page.getByRole('button', { name: 'Begär granskning …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Begär granskning' });
  // Nothing is chosen yet, and each thing that is missing is said where it is.
  await dialog.getByRole('button', { name: 'Skicka till granskning' }).click();
  await expect(dialog.getByText('Välj minst ett avsnitt.')).toBeVisible();
  await expect(dialog.getByText('Välj minst en person.')).toBeVisible();
  // The sections have no revision yet: one is saved from here, and then it is chosen.
  for (const title of [HARBOUR, 'Dialog']) {
    await dialog.getByRole('button', { name: `Spara en ny revision av ${title}` }).click();
    await expect(dialog.getByText(`Revision 1 av ${title} är sparad.`)).toBeVisible();
    await expect(dialog.getByRole('checkbox', { name: title })).toBeChecked();
  }
  await dialog.getByRole('checkbox', { name: ROLF }).check();
  await dialog.getByLabel('Vad vill du fråga?').fill(QUESTION);
  await dialog.getByLabel('Senast').fill(inDays(7));
  await dialog.getByRole('button', { name: 'Skicka till granskning' }).click();
  await expect(page.getByText('Granskningen är begärd. 1 person är tillfrågad.')).toBeVisible();
  await page
    .getByRole('region', { name: 'Granskning' })
    .getByRole('link', { name: QUESTION })
    .click();
  await expect(page.getByText(`${ROLF}: 2 avsnitt kvar`)).toBeVisible();
  const row = page.getByRole('table').getByRole('row').filter({ hasText: ROLF });
  await expect(row.getByText('Väntar')).toHaveCount(2);

  const rolf = await elsewhere(browser);
  await rolf.setViewportSize(PHONE);
  await scene.signIn(rolf, ROLF);
  await expect(rolf.getByText('Du är ombedd att granska 2 avsnitt.')).toBeVisible();
  await rolf.getByRole('link', { name: 'Gå till granskningen' }).click();
  await expect(rolf.getByText('Du har svarat på 0 av 2 avsnitt.')).toBeVisible();
  const harbour = rolf.getByRole('region', { name: HARBOUR });
  await expect(harbour.getByText(OPENING)).toBeVisible();
  await harbour.getByRole('button', { name: 'Klart', exact: true }).click();
  await expect(harbour.getByText('Du har svarat: klart, på revision 1.')).toBeVisible();
  await expect(row.getByText('Klart')).toBeVisible();
  await expect(page.getByText(`${ROLF}: 1 avsnitt kvar`)).toBeVisible();

  // Not yet is nothing without its because.
  const dialogue = rolf.getByRole('region', { name: 'Dialog' });
  await dialogue.getByRole('button', { name: 'Inte klart än, därför att …' }).click();
  await dialogue.getByRole('button', { name: 'Spara svaret' }).click();
  await expect(dialogue.getByText('Skriv varför det inte är klart än.')).toBeVisible();
  await dialogue.getByLabel('Varför är det inte klart än?').fill('Det saknas ett årtal.');
  await dialogue.getByRole('button', { name: 'Spara svaret' }).click();
  await expect(rolf.getByText('Tack! Du har svarat på alla avsnitt.')).toBeVisible();
  await expect(row.getByText('Det saknas ett årtal.')).toBeVisible();
  await expect(page.getByText('Alla har svarat.')).toBeVisible();

  // Until it is closed Rolf may think again, and the earlier answer is not forgotten.
  await dialogue.getByRole('button', { name: 'Ändra svaret' }).click();
  await dialogue.getByRole('button', { name: 'Klart', exact: true }).click();
  await expect(row.getByText('1 tidigare svar')).toBeVisible();
  await page.getByRole('button', { name: 'Avsluta granskningen …' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Avsluta granskningen' }).click();
  await expect(page.getByText('Granskningen är avslutad.', { exact: true })).toBeVisible();
  await expect(rolf.getByRole('button', { name: 'Ändra svaret' })).toHaveCount(0);
  await expect(rolf.getByText(`${ERIK} avslutade granskningen`)).toBeVisible();
});

test('a reviewer answers by keyboard alone', async ({ page, scene }) => {
  const { id } = await asked(scene);
  await scene.signIn(page, ROLF);
  await page.goto(`${scene.server.url()}${scene.agreementUrl}/reviews/${id}`);
  const harbour = page.getByRole('region', { name: HARBOUR });
  const ready = harbour.getByRole('button', { name: 'Klart', exact: true });
  await expect(ready).toBeVisible();
  await harbour.getByRole('button', { name: 'Dölj texten' }).focus();
  await page.keyboard.press('Enter');
  await expect(harbour.getByText(OPENING)).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(ready).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // The field has the focus as soon as it is there.
  const because = harbour.getByLabel('Varför är det inte klart än?');
  await expect(because).toBeFocused();
  await page.keyboard.type('Kajen är glömd.');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(harbour.getByText('Du har svarat: inte klart än, på revision 1.')).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(harbour.getByRole('button', { name: 'Ändra svaret' })).toBeFocused();
});

test('an answer may be about a later revision, which the page says there is', async ({
  page,
  scene,
}) => {
  const { id } = await asked(scene);
  const erik = await scene.enter(page, ERIK, HARBOUR);
  await erik.write(' Kajen ska lagas.');
  await expect(erik.saveState).toHaveText('Sparat');
  await saved(scene, HARBOUR);
  const maja = await page.context().newPage();
  await scene.signIn(maja, MAJA, 'localhost');
  await maja.goto(`${scene.server.url('localhost')}${scene.agreementUrl}/reviews/${id}`);
  const harbour = maja.getByRole('region', { name: HARBOUR });
  await expect(harbour.getByText('Det finns en senare: revision 2.')).toBeVisible();
  await expect(harbour.getByText('Kajen ska lagas.')).toHaveCount(0);
  await harbour.getByRole('button', { name: 'Läs revision 2 i stället' }).click();
  await expect(harbour.getByText('Kajen ska lagas.')).toBeVisible();
  await harbour.getByRole('button', { name: 'Klart', exact: true }).click();
  await expect(harbour.getByText('Du har svarat: klart, på revision 2.')).toBeVisible();
});

test('an organisation’s sheet says what changed since its last one, and which mandate it led to', async ({
  page,
  context,
  scene,
}) => {
  await saved(scene, HARBOUR);
  const maja = await context.newPage();
  await scene.signIn(maja, MAJA, 'localhost');
  await maja.getByRole('link', { name: 'Se alla förankringsunderlag' }).click();
  await makeSheet(maja, [HARBOUR]);
  await expect(maja.getByRole('heading', { name: 'Ändrat sedan ni sist såg texten' })).toHaveCount(
    0,
  );

  const erik = await scene.enter(page, ERIK, HARBOUR);
  await erik.write(' Kajen ska lagas.');
  await expect(erik.saveState).toHaveText('Sparat');
  await maja.getByRole('link', { name: 'Förankringsunderlag', exact: true }).click();
  await maja.getByRole('button', { name: `Gör ett underlag för ${GILLE} …` }).click();
  const dialog = maja.getByRole('dialog', { name: 'Gör ett förankringsunderlag' });
  await expect(dialog.getByText('Texten har ändrats sedan revision 1.')).toBeVisible();
  await dialog.getByRole('button', { name: `Spara en ny revision av ${HARBOUR}` }).click();
  await expect(dialog.getByRole('checkbox', { name: HARBOUR })).toBeChecked();
  await dialog.getByLabel('Vilket mandat ber du om?').fill('Att Maja får godkänna texten.');
  await dialog.getByRole('button', { name: 'Gör underlaget' }).click();
  const changed = maja.getByRole('region', { name: 'Ändrat sedan ni sist såg texten' });
  await expect(changed.getByText('Från revision 1 till revision 2:')).toBeVisible();
  await expect(changed.locator('ins')).toContainText('Kajen ska lagas.');

  // As a file that stands by itself.
  const download = maja.waitForEvent('download');
  await maja.getByRole('button', { name: 'Hämta som fil' }).click();
  const file = await (await download).path();
  const html = await readFile(file, 'utf8');
  expect(html).toContain('<ins>');
  expect(html).not.toMatch(/<script|<link|<img|src=/);

  // The mandate it leads to; and then it waits no more.
  await expect(maja.getByText('Väntar på svar')).toBeVisible();
  await maja.getByRole('button', { name: 'Registrera mandat …' }).click();
  const mandate = maja.getByRole('dialog', { name: 'Registrera mandat' });
  await expect(mandate.getByLabel('Vem gäller mandatet?')).not.toHaveValue('');
  await mandate.getByLabel('Vem har gett mandatet?').fill('Gillets styrelse');
  await mandate.getByLabel('Datum').fill('2026-01-10');
  await mandate.getByLabel('Paragraf').fill('§ 3');
  await expect(mandate.getByLabel('Vilket förankringsunderlag')).not.toHaveValue('');
  await mandate.getByRole('button', { name: 'Registrera mandatet' }).click();
  await expect(maja.getByText(`Ledde till mandat för ${MAJA}`)).toBeVisible();

  // Erik reads it, and makes none for another party's organisation.
  await page.goto(`${scene.server.url()}${scene.agreementUrl}/sheets`);
  await expect(page.getByText(`Ledde till mandat för ${MAJA}`)).toBeVisible();
  await expect(
    page.getByRole('button', { name: 'Gör ett underlag för Hamnkontoret …' }),
  ).toBeVisible();
  await expect(page.getByRole('button', { name: `Gör ett underlag för ${GILLE} …` })).toHaveCount(
    0,
  );
});

test('a sheet is printed on A4 without what is on the screen only', async ({ page, scene }) => {
  await saved(scene, HARBOUR);
  await scene.signIn(page, MAJA);
  await page.goto(`${scene.server.url()}${scene.agreementUrl}/sheets`);
  await makeSheet(page, [HARBOUR], 'Räcker tre åtgärder?');
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByRole('button', { name: 'Skriv ut' })).toBeHidden();
  await expect(page.getByText('Räcker tre åtgärder?')).toBeVisible();
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]/.exec(pdf);
  expect([Number(box?.[1]), Number(box?.[2])].map(Math.round)).toEqual([595, 842]);
  expect(pdf.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
});

test('who is late is said on the page of the review and on that of the agreement, until there is more time', async ({
  browser,
}) => {
  test.slow();
  // No day of the past can be asked for: the demo's review began weeks ago.
  const demo = await DemoServer.start('sv');
  const page = await demo.enter(browser);
  const card = page.getByRole('region', { name: 'Granskning' });
  await expect(card.getByText(/^Tiden gick ut/)).toBeVisible();
  await expect(card.getByText('Försenade: Nils-Erik Fransson')).toBeVisible();
  const reading = await page.context().newPage();
  await reading.goto(page.url());
  const late = reading
    .getByRole('region', { name: 'Granskning' })
    .getByText('Försenade: Nils-Erik Fransson');
  await expect(late).toBeVisible();

  await card.getByRole('link').first().click();
  await expect(page.getByText(/^Tiden gick ut .* Det går fortfarande att svara/)).toBeVisible();
  await expect(page.getByText('Nils-Erik Fransson: 3 avsnitt kvar, försenad')).toBeVisible();
  const row = (name: string) => page.getByRole('table').getByRole('row').filter({ hasText: name });
  await expect(row('Nils-Erik Fransson').getByText('Försenad')).toHaveCount(3);
  await expect(row('Göran Wiklund').getByText('Försenad')).toHaveCount(0);
  await fits(page, 'a review that is late');

  await page.getByRole('button', { name: 'Flytta sista dagen …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Flytta sista dagen' });
  await dialog.getByRole('textbox').first().fill(inDays(7));
  await dialog.getByRole('button', { name: 'Flytta dagen' }).click();
  await expect(row('Nils-Erik Fransson').getByText('Väntar')).toHaveCount(3);
  await expect(page.getByText('försenad')).toHaveCount(0);
  await reading.reload();
  await expect(
    reading.getByRole('region', { name: 'Granskning' }).getByText('Senast'),
  ).toBeVisible();
  await expect(late).toHaveCount(0);

  // What is asked of an organisation is one page, also where the texts are many; it says what comes after it.
  await page.goto(`${new URL(reading.url()).pathname}/sheets`);
  await page
    .getByRole('listitem')
    .filter({ hasText: 'Väntar på svar till' })
    .last()
    .getByRole('link', { name: /^Underlag från/ })
    .click();
  const next = page.getByText(/^Texten nu börjar på nästa sida: Självständighet, Dialog och/);
  await expect(next).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(next).toBeVisible();
  const asked = page.getByRole('heading', { name: 'Det här ber vi er om' });
  const top = async (of: typeof next) => (await of.boundingBox())?.y ?? NaN;
  // A4 less its margins, in the pixels of a page.
  const A4 = ((297 - 14 - 21) / 25.4) * 96;
  expect((await top(next)) - (await top(asked))).toBeLessThan(A4);
  await page.context().close();
  await demo.dispose();
});

const pages: Record<string, (page: Page, scene: Scene) => Promise<void>> = {
  'dialog that asks for a review': async (page, scene) => {
    await saved(scene, HARBOUR);
    await scene.signIn(page, ERIK);
    await page.getByRole('button', { name: 'Begär granskning …' }).click();
    await page.getByRole('button', { name: 'Skicka till granskning' }).click();
    await expect(page.getByText('Välj minst en person.')).toBeVisible();
  },
  'coordinator’s review': async (page, scene) => {
    const { id } = await asked(scene);
    await scene.signIn(page, ERIK);
    await page.goto(`${scene.server.url()}${scene.agreementUrl}/reviews/${id}`);
    await expect(page.getByText(`${ROLF}: 2 avsnitt kvar`)).toBeVisible();
  },
  'reviewer’s review': async (page, scene) => {
    const { id } = await asked(scene);
    await scene.signIn(page, ROLF);
    await page.goto(`${scene.server.url()}${scene.agreementUrl}/reviews/${id}`);
    const harbour = page.getByRole('region', { name: HARBOUR });
    await harbour.getByRole('button', { name: 'Inte klart än, därför att …' }).click();
    await harbour.getByRole('button', { name: 'Spara svaret' }).click();
    await page
      .getByRole('region', { name: 'Dialog' })
      .getByRole('button', { name: 'Klart', exact: true })
      .click();
    await expect(page.getByText('Du har svarat: klart, på revision 1.')).toBeVisible();
  },
  'anchoring sheet’s': async (page, scene) => {
    await saved(scene, HARBOUR);
    await scene.signIn(page, MAJA);
    await page.goto(`${scene.server.url()}${scene.agreementUrl}/sheets`);
    await makeSheet(page, [HARBOUR], 'Räcker tre åtgärder?');
  },
  'list of sheets': async (page, scene) => {
    await saved(scene, HARBOUR);
    await scene.signIn(page, MAJA);
    await page.goto(`${scene.server.url()}${scene.agreementUrl}/sheets`);
    await makeSheet(page, [HARBOUR]);
    await page.getByRole('link', { name: 'Förankringsunderlag', exact: true }).click();
    await expect(page.getByText('Väntar på svar', { exact: true })).toBeVisible();
  },
};

for (const [name, open] of Object.entries(pages)) {
  test(`the ${name} page fits every width, and axe finds nothing wrong`, async ({
    page,
    scene,
  }) => {
    await open(page, scene);
    await fits(page, name);
  });
}
