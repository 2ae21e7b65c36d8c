import type { Locator, Page, Request } from '@playwright/test';
import { ERIK, ROLF } from '../support/agreement.ts';
import { fits } from '../support/axe.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';

const TITLE = 'Överenskommelse om Norrskärs stigar';

/** From one's agreements to the page on which another is made up. */
async function openCreation(scene: Scene, page: Page): Promise<void> {
  await scene.signIn(page, ERIK);
  await page.getByRole('banner').getByRole('link', { name: 'Mina överenskommelser' }).click();
  await page.getByRole('link', { name: 'Ny överenskommelse' }).click();
  await expect(page.getByRole('heading', { name: 'Ny överenskommelse', level: 1 })).toBeVisible();
}
const step = (page: Page, name: string): Locator =>
  page.getByRole('heading', { name, level: 2, exact: true });
const next = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name: `Nästa: ${name}` }).click();
const party = (page: Page, letter: string): Locator =>
  page.getByRole('group', { name: `Part ${letter}`, exact: true });
const paste = async (page: Page, description: unknown): Promise<void> => {
  await page.getByLabel('Eller klistra in beskrivningen').fill(JSON.stringify(description));
  await page.getByRole('button', { name: 'Läs in beskrivningen' }).click();
};

/** What was sent to the server to be founded. */
function sent(page: Page): Request[] {
  const requests: Request[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST') requests.push(request);
  });
  return requests;
}

test('an agreement is made from the template, step by step, and nothing is sent before the last', async ({
  page,
  scene,
}) => {
  await openCreation(scene, page);
  const requests = sent(page);
  await page.getByRole('button', { name: 'Börja med mallen' }).click();
  await expect(step(page, 'Vad den handlar om')).toBeFocused();
  await next(page, 'Parter');
  await expect(page.getByLabel('Titel')).toBeFocused();
  await expect(page.getByLabel('Titel')).toHaveAccessibleDescription(
    /vad överenskommelsen ska heta/,
  );
  await page.keyboard.type(TITLE);
  await page.keyboard.press('Enter');

  await expect(step(page, 'Parter')).toBeFocused();
  await party(page, 'A').getByLabel('Partens namn').fill('Norrskärs kommun');
  await party(page, 'A').getByLabel('Offentlig').check();
  await party(page, 'A').getByRole('button', { name: 'Lägg till ett beslutande organ' }).click();
  await page.keyboard.type('Kommunfullmäktige');
  await party(page, 'B').getByLabel('Partens namn').fill('Stigfinnarna');
  await next(page, 'Avsnitt');
  await expect(party(page, 'B').getByLabel('Offentlig')).toBeFocused();
  await party(page, 'B').getByLabel('Idéburen').check();
  await party(page, 'B').getByLabel('Flera måste godkänna').check();
  await page.getByRole('button', { name: 'Lägg till en part' }).click();
  await page.getByRole('button', { name: 'Ta bort part C' }).click();
  await next(page, 'Avsnitt');

  await expect(step(page, 'Avsnitt')).toBeFocused();
  const headings = page.getByRole('list', { name: 'Avsnitt' }).getByLabel('Rubrik');
  const count = await headings.count();
  expect(count).toBeGreaterThan(6);
  const first = await headings.first().inputValue();
  await page.getByRole('button', { name: `Flytta ner ${first}` }).click();
  await expect(headings.nth(1)).toHaveValue(first);
  await page.getByRole('button', { name: 'Lägg till ett avsnitt' }).click();
  await page.keyboard.type('Skyltarna');

  // Back and forth, and the page read anew: everything is there.
  await page.goBack();
  await expect(party(page, 'A').getByLabel('Partens namn')).toHaveValue('Norrskärs kommun');
  await expect(party(page, 'A').getByLabel('Beslutande organ 1')).toHaveValue('Kommunfullmäktige');
  await page.goForward();
  await page.reload();
  await expect(headings.last()).toHaveValue('Skyltarna');
  await expect(headings).toHaveCount(count + 1);
  await next(page, 'Personer');

  await expect(page.getByLabel('E-post')).toHaveCount(0);
  await page.getByLabel('Samordnare för Norrskärs kommun').check();
  const coordinator = page.getByRole('group', { name: 'Första samordnaren för Stigfinnarna' });
  await coordinator.getByLabel('Namn').fill('Tora Stig');
  await coordinator.getByLabel('E-post').fill('erik@norrskar.example');
  await next(page, 'Se över');
  await expect(coordinator.getByLabel('E-post')).toBeFocused();
  await expect(coordinator.getByText('Någon annan har redan den adressen.')).toBeVisible();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('tora@stigfinnarna.example');
  await next(page, 'Se över');

  await expect(step(page, 'Se över')).toBeFocused();
  await expect(page.getByRole('article')).toContainText('2 godkännare behövs');
  await expect(page.getByText('Den här servern skickar ingen e-post.')).toContainText(
    'Tora Stig (tora@stigfinnarna.example)',
  );
  expect(requests).toEqual([]);
  await page.getByRole('button', { name: 'Lägg upp överenskommelsen' }).click();

  await expect(page.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
  expect(requests.map((request) => new URL(request.url()).pathname)).toEqual(['/api/agreements']);
  await expect(page.getByRole('table', { name: 'Avsnitt' })).toContainText('Skyltarna');
  await page.getByRole('link', { name: 'Öppna ärendeloggen' }).click();
  const entries = page.getByRole('main').getByRole('list').getByRole('listitem');
  await expect(entries.last()).toContainText(`${ERIK} lade upp överenskommelsen ”${TITLE}”.`);
  await expect(entries.filter({ hasText: 'Tora Stig för Stigfinnarna' })).toHaveCount(1);

  // It was founded; what one makes up next begins anew.
  await page.goto(`${scene.server.url()}/new`);
  await expect(page.getByRole('button', { name: 'Börja med mallen' })).toBeVisible();
});

const described = {
  title: TITLE,
  time_zone: 'Europe/Stockholm',
  parties: [
    { letter: 'A', name: 'Norrskärs kommun', kind: 'public', organisations: ['Parkkontoret'] },
    { letter: 'B', name: 'Stigfinnarna', kind: 'civil' },
  ],
  members: [
    { name: ERIK, email: 'erik@norrskar.example', party: 'A', roles: ['coordinator'] },
    { name: 'Tora Stig', email: 'tora@stigfinnarna.example', party: 'B', roles: ['coordinator'] },
    { name: 'Egil Rot', email: 'egil@stigfinnarna.example', party: 'B', roles: ['drafter'] },
  ],
  sections: [{ kind: 'free', title: 'Stigarna', text: 'Stigarna är allas.\n', responsible: ['B'] }],
};

test('a description that is wrong says so at each field, and one that is right becomes the agreement', async ({
  page,
  scene,
}) => {
  await openCreation(scene, page);
  await paste(page, { ...described, parity: 'ja', colour: 'grön' });
  const wrong = page.getByRole('alert').getByRole('listitem');
  await expect(wrong).toHaveText([
    'parity: ska vara true eller false',
    'colour: finns inte i en beskrivning',
  ]);
  await expect(page.getByLabel('Eller klistra in beskrivningen')).toBeFocused();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Välj en fil …' }).click(),
  ]);
  await chooser.setFiles({
    name: 'stigarna.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(described)),
  });
  await expect(page.getByLabel('Titel')).toHaveValue(TITLE);
  await page
    .getByRole('navigation', { name: 'Stegen' })
    .getByRole('link', { name: 'Se över' })
    .click();
  await expect(page.getByRole('article')).toContainText('Egil Rot, skribent');
  await page.getByRole('button', { name: 'Lägg upp överenskommelsen' }).click();
  await expect(page.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
  await page.getByRole('table').getByRole('link', { name: 'Stigarna', exact: true }).click();
  await expect(page.getByText('Stigarna är allas.')).toBeVisible();
});

test('what the server does not take is said with its field, and the step where it is put right', async ({
  page,
  scene,
  watch,
}) => {
  for (const status of [400, 422]) watch.expectAnswer(status, '/api/agreements');
  await openCreation(scene, page);
  const members = [...described.members];
  members[2] = { ...described.members[2]!, party: 'Z' };
  await paste(page, { ...described, time_zone: 'Mars/Base', members });
  await page
    .getByRole('navigation', { name: 'Stegen' })
    .getByRole('link', { name: 'Se över' })
    .click();
  await page.getByRole('button', { name: 'Lägg upp överenskommelsen' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('time_zone: ');
  await expect(alert).toContainText('members[2].party: ');
  await alert.getByRole('link', { name: 'Gå till Personer' }).click();
  await page.getByRole('button', { name: 'Ta bort Egil Rot' }).click();
  await page
    .getByRole('navigation', { name: 'Stegen' })
    .getByRole('link', { name: 'Vad den' })
    .click();
  await page.getByText('Språk och tidszon').click();
  await page.getByLabel('Tidszon').selectOption('Europe/Stockholm');
  await page
    .getByRole('navigation', { name: 'Stegen' })
    .getByRole('link', { name: 'Se över' })
    .click();
  await page.getByRole('button', { name: 'Lägg upp överenskommelsen' }).click();
  await expect(page.getByRole('heading', { name: TITLE, level: 1 })).toBeVisible();
});

test('when no answer comes it is not said that nothing happened, and all that was filled in is there', async ({
  page,
  scene,
  watch,
}) => {
  watch.expectBrokenConnections();
  await openCreation(scene, page);
  await paste(page, described);
  const steps = page.getByRole('navigation', { name: 'Stegen' });
  await steps.getByRole('link', { name: 'Se över' }).click();
  // The server founds it, and the way back breaks.
  await page.route('**/api/agreements', async (route) => {
    if (route.request().method() !== 'POST') return route.continue();
    await route.fetch();
    await route.abort();
  });
  await page.getByRole('button', { name: 'Lägg upp överenskommelsen' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('kan ha blivit upplagd ändå');
  await expect(page.getByRole('article')).toContainText('Tora Stig');
  await alert.getByRole('link', { name: 'Till mina överenskommelser' }).click();
  await expect(page.getByRole('main').getByRole('link', { name: TITLE })).toHaveCount(1);
});

test('who may not set up an agreement is not offered it, and is told why', async ({
  page,
  scene,
}) => {
  await scene.signIn(page, ROLF);
  await page.goto(scene.server.url());
  await expect(page).toHaveURL(new RegExp(`${scene.agreementUrl}$`));
  await page.goto(`${scene.server.url()}/new`);
  await expect(page.getByRole('note')).toContainText('Du kan inte lägga upp en ny överenskommelse');
  await expect(page.getByRole('main').getByRole('button')).toHaveCount(0);
});

test('every step fits every width, and axe finds nothing wrong', async ({ page, scene }) => {
  await openCreation(scene, page);
  await fits(page, 'new agreement');
  await paste(page, {
    ...described,
    title: '',
    sections: [],
    parties: [described.parties[1]],
    members: [],
  });
  await expect(step(page, 'Vad den handlar om')).toBeVisible();
  for (const [name, after] of [
    ['Vad den handlar om', 'Parter'],
    ['Parter', 'Avsnitt'],
    ['Avsnitt', 'Personer'],
    ['Personer', 'Se över'],
  ] as const) {
    const steps = page.getByRole('navigation', { name: 'Stegen' });
    await steps.getByRole('link', { name }).click();
    await expect(step(page, name)).toBeVisible();
    await next(page, after);
    await fits(page, `new agreement, ${name}`);
  }
  await page.getByLabel('Processledare utan part').check();
  await page
    .getByRole('navigation', { name: 'Stegen' })
    .getByRole('link', { name: 'Se över' })
    .click();
  await fits(page, 'new agreement, Se över');
});
