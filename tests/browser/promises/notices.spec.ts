import type { Page } from '@playwright/test';
import { EMPTY, HARBOUR } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { Scene } from '../support/fixtures.ts';
import { elsewhere, ERIK, expect, MAJA, test as base } from '../support/people.ts';
import type { Letter } from '../support/post-office.ts';
import { Server } from '../support/server.ts';

const MAJAS = 'maja@fiskargillet.example';
const ERIKS = 'erik@norrskar.example';

/** Letters that go at once do so after a second; no digests, which the black-box tests look at. */
const test = base.extend<object>({
  scene: async ({ build, founded, post }, use) => {
    const flags = [...post.flags, '--at-once-seconds', '1', '--digest-hour', 'never'];
    const { server, seeded } = await Server.found(founded, build, flags);
    const scene = new Scene(server, seeded);
    await use(scene);
    await scene.end();
  },
});

/** Erik begins a thread on a section; its id. */
async function mention(scene: Scene, title: string, text: string): Promise<string> {
  const path = `/api/sections/${scene.section(title)}/threads`;
  const body = { anchor: null, text, mentions: [scene.member(MAJA).id] };
  return (await scene.send<{ id: string }>(ERIK, path, body)).id;
}

function linkIn(letter: Letter, part: string): string {
  const found = letter.text.split(/\s+/).find((word) => word.includes(part));
  if (!found) throw new Error(`No ${part} in ${letter.text}`);
  return found;
}

const bell = (page: Page) => page.getByRole('link', { name: /^Nytt för dig:/ });
const list = (page: Page) => page.getByRole('main').getByRole('listitem');

test('who is mentioned sees it in the list and in a letter, whose link leads there and notes that it was read', async ({
  page,
  browser,
  scene,
  post,
}) => {
  await scene.signIn(page, MAJA);
  await expect(bell(page)).toHaveAccessibleName('Nytt för dig: inget oläst');
  const thread = await mention(scene, HARBOUR, 'Maja, menar ni hela kajen?');
  await mention(scene, EMPTY, 'Och vem skriver här?');
  await page.reload();
  await expect(bell(page)).toHaveAccessibleName('Nytt för dig: 2 olästa');
  await bell(page).click();
  await expect(page.getByRole('heading', { name: 'Nytt för dig', level: 1 })).toBeVisible();
  await expect(list(page)).toHaveCount(2);
  await expect(list(page).first()).toContainText('Och vem skriver här?');
  await expect(list(page).last()).toContainText('Maja, menar ni hela kajen?');
  await expect(list(page).last()).toContainText('Oläst');
  await expect(list(page).last()).toContainText(HARBOUR);

  const letter = await post.letterTo(MAJAS);
  expect(letter.text).toContain('> Maja, menar ni hela kajen?');
  expect(post.lettersTo(ERIKS)).toEqual([]);
  await page.goto(linkIn(letter, `#thread-${thread}`));
  await expect(page).toHaveURL(new RegExp(`/sections/${scene.section(HARBOUR)}(#|$)`));
  expect(page.url()).not.toContain('notice=');
  await expect(bell(page)).toHaveAccessibleName('Nytt för dig: 1 oläst');

  // The other is read by following it from the list.
  await bell(page).click();
  await page.getByRole('radio', { name: 'Bara oläst' }).check();
  await expect(list(page)).toHaveCount(1);
  await list(page).getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/sections/${scene.section(EMPTY)}`));
  await expect(bell(page)).toHaveAccessibleName('Nytt för dig: inget oläst');

  // Erik, in a browser of his own, is told of the answer, and of nothing that he did himself.
  const erik = await elsewhere(browser);
  await scene.signIn(erik, ERIK);
  await expect(bell(erik)).toHaveAccessibleName('Nytt för dig: inget oläst');
  await scene.send(MAJA, `/api/threads/${thread}/comments`, { text: 'Hela.', mentions: [] });
  await bell(erik).click();
  await expect(list(erik)).toHaveCount(1);
  await expect(list(erik)).toContainText(`${MAJA} skrev i en tråd som du är med i`);
  await erik.getByRole('button', { name: 'Markera allt som läst' }).click();
  await expect(erik.getByText('Allt är markerat som läst.')).toBeVisible();
  await expect(bell(erik)).toHaveAccessibleName('Nytt för dig: inget oläst');
  await expect(list(erik)).not.toContainText('Oläst');
  await erik.context().close();
});

test('one press of a button ends letters of a kind, without signing in, and another choice brings them back', async ({
  page,
  browser,
  scene,
  post,
}) => {
  await mention(scene, HARBOUR, 'Maja?');
  const letter = await post.letterTo(MAJAS);
  const stranger = await elsewhere(browser);
  await stranger.goto(linkIn(letter, '/unsubscribe/'));
  const question = 'Vill du sluta få brev på en gång när någon nämner dig?';
  await expect(stranger.getByRole('heading', { name: question })).toBeVisible();
  await fits(stranger, 'before unsubscribing');
  await stranger.getByRole('button', { name: 'Ja, inga fler sådana brev' }).press('Enter');
  const done = stranger.getByRole('heading', { name: 'Klart: inga fler sådana brev' });
  await expect(done).toBeFocused();
  await fits(stranger, 'unsubscribed');
  await stranger.reload();
  await expect(done).toBeVisible();
  await stranger.context().close();

  await scene.signIn(page, MAJA);
  await page.getByRole('link', { name: 'Mitt konto' }).click();
  const choices = page.getByRole('region', { name: 'Brev om det som händer' });
  const named = choices.getByRole('checkbox', { name: 'när någon nämner mig i en kommentar' });
  await expect(named).not.toBeChecked();
  await expect(choices).toContainText('har stängt av de dagliga breven');
  // By keyboard alone.
  await named.focus();
  await page.keyboard.press('Space');
  await choices.getByLabel('Brevens språk').focus();
  await page.keyboard.type('Eng');
  await choices.getByRole('button', { name: 'Spara' }).press('Enter');
  await expect(choices.getByText('Sparat.')).toBeVisible();
  await mention(scene, HARBOUR, 'Maja, en gång till?');
  const second = await post.letterTo(MAJAS, 2);
  expect(second.text).toContain('mentions you:');
});

test('the list and the choices fit every width, and read well', async ({ page, scene }) => {
  await scene.signIn(page, MAJA);
  await page.goto(`${scene.server.url()}/notices`);
  await expect(page.getByText('Här är det tomt.')).toBeVisible();
  await fits(page, 'nothing to be told');
  for (const text of ['Kort.', 'Mycket långt '.repeat(40), 'W'.repeat(390)]) {
    await mention(scene, HARBOUR, text);
  }
  await page.reload();
  await expect(list(page)).toHaveCount(3);
  await fits(page, 'the list');
  await page.goto(`${scene.server.url()}/account#letters`);
  await expect(page.getByRole('heading', { name: 'Brev om det som händer' })).toBeInViewport();
  await fits(page, 'the account page');
});

test('a meeting that is called, moved and noted is told to everybody in the list', async ({
  page,
  scene,
}) => {
  const path = `/api/agreements/${scene.seeded.agreement}/meetings`;
  const meeting = { date: '2031-05-06', title: 'Kajmötet', place: 'Kl. 13', sections: [] };
  const { id } = await scene.send<{ id: string }>(ERIK, path, meeting);
  await scene.send(ERIK, `/api/meetings/${id}`, { date: '2031-05-07' });
  await scene.send(ERIK, `/api/meetings/${id}/notes/closing`, {});
  await scene.signIn(page, MAJA);
  await expect(bell(page)).toHaveAccessibleName('Nytt för dig: 3 olästa');
  await bell(page).click();
  await expect(list(page)).toHaveCount(3);
  await expect(list(page).nth(0)).toContainText(
    'Anteckningarna från mötet den 7 maj 2031 är klara att läsa',
  );
  await expect(list(page).nth(1)).toContainText(
    `${ERIK} har ändrat när eller var ett möte är: nu den 7 maj 2031`,
  );
  await expect(list(page).nth(2)).toContainText(`${ERIK} kallar till möte den 6 maj 2031`);
  await expect(list(page).nth(2)).toContainText('Kajmötet · Kl. 13');
  // It was moved since, and so is not on that day.
  await expect(list(page).nth(2)).toContainText('Inte aktuellt längre');
  await fits(page, 'what is told of meetings');
  await list(page).nth(1).getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/meetings/${id}$`));
  await expect(bell(page)).toHaveAccessibleName('Nytt för dig: 2 olästa');
});
