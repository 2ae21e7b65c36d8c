/** An agreement that two people can bring all the way: each coordinates, writes and approves for a party. */
import { test as base, expect, Scene } from './fixtures.ts';
import { Server } from './server.ts';
import type { Page } from '@playwright/test';

export const SIGNE = 'Signe Kvarnbäck';
export const OVE = 'Ove Strömgren';
export const COUNCIL = 'Kommunfullmäktige';
export const BOARD = 'Kommunstyrelsen';
export const MEETING = 'Årsmötet';
export const STARTING_POINTS = 'Utgångspunkter';
export const DIALOGUE = 'Dialog';

export const description = {
  title: 'Överenskommelse om Kvarnåns stränder',
  case_number: 'KS 2032-0042',
  time_zone: 'Europe/Stockholm',
  languages: ['sv'],
  parity: true,
  parties: [
    {
      letter: 'A',
      name: 'Kvarnås kommun',
      kind: 'public',
      bodies: [COUNCIL, BOARD],
      organisations: ['Parkförvaltningen'],
    },
    {
      letter: 'B',
      name: 'Byarnas föreningar',
      kind: 'civil',
      bodies: [MEETING],
      organisations: ['Fiskevårdsgillet'],
    },
  ],
  members: [
    {
      name: SIGNE,
      email: 'signe@kvarnas.example',
      party: 'A',
      organisation: 'Parkförvaltningen',
      roles: ['coordinator', 'drafter', 'approver'],
    },
    {
      name: OVE,
      email: 'ove@gillet.example',
      party: 'B',
      organisation: 'Fiskevårdsgillet',
      roles: ['coordinator', 'drafter', 'approver'],
    },
  ],
  sections: [
    { kind: 'starting_points', title: STARTING_POINTS, text: 'Stränderna är allas.\n' },
    { kind: 'principle', title: DIALOGUE, text: 'Vi möts vid ån.\n', responsible: ['A', 'B'] },
  ],
};

export const test = base.extend<{ signe: Page; ove: Page }>({
  scene: async ({ build }, use) => {
    const { server, seeded } = await Server.found(description, build);
    const scene = new Scene(server, seeded);
    await use(scene);
    await scene.end();
  },
  // Under the two names of this machine they are two people in one browser.
  signe: async ({ context, scene }, use) => {
    const page = await context.newPage();
    await enter(page, scene, SIGNE, '127.0.0.1');
    await use(page);
  },
  ove: async ({ context, scene }, use) => {
    const page = await context.newPage();
    await enter(page, scene, OVE, 'localhost');
    await use(page);
  },
});

async function enter(page: Page, scene: Scene, name: string, host: '127.0.0.1' | 'localhost') {
  await page.goto(scene.link(name, host));
  await page.getByRole('button', { name: `Logga in som ${name}` }).click();
  await expect(page.getByRole('heading', { name: description.title })).toBeVisible();
}

/** Asks the HTTP interface as the person who is signed in on a page. */
export async function post<Answer>(page: Page, path: string, data: unknown): Promise<Answer> {
  const url = new URL(path, page.url()).href;
  const response = await page.request.post(url, { data });
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  const body = await response.text();
  return (body === '' ? undefined : JSON.parse(body)) as Answer;
}

export async function get<Answer>(page: Page, path: string): Promise<Answer> {
  const response = await page.request.get(new URL(path, page.url()).href);
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as Answer;
}

const agreementPath = (scene: Scene) => `/api/agreements/${scene.seeded.agreement}`;

export const beginDrafting = (scene: Scene, page: Page): Promise<void> =>
  post(page, `${agreementPath(scene)}/phase`, { phase: 'drafting' });

/** Records a mandate for the person themself; what it is good for is its id. */
export async function mandateFor(scene: Scene, page: Page, name: string): Promise<string> {
  const mandate = await post<{ id: string }>(page, `${agreementPath(scene)}/mandates`, {
    member: scene.member(name).id,
    kind: 'decision',
    issuer: 'Styrelsen',
    date: '2025-01-15',
    paragraph: '§ 7',
    valid_until: null,
  });
  return mandate.id;
}

export interface Saved {
  number: number;
  hash: string;
}

export const save = (scene: Scene, page: Page, title: string): Promise<Saved> =>
  post(page, `/api/sections/${scene.section(title)}/revisions`, { name: '', note: '' });

export async function approve(
  scene: Scene,
  page: Page,
  name: string,
  title: string,
  { number, hash }: Saved,
  mandate: string,
): Promise<void> {
  const signOff = { revision: number, hash, mandate, name, reservation: null };
  await post(page, `/api/sections/${scene.section(title)}/sign-offs`, signOff);
}

/** Both parties have a mandate, and have approved every section. */
export async function agreeOnEverything(scene: Scene, signe: Page, ove: Page): Promise<void> {
  await beginDrafting(scene, signe);
  const hers = await mandateFor(scene, signe, SIGNE);
  const his = await mandateFor(scene, ove, OVE);
  for (const title of [STARTING_POINTS, DIALOGUE]) {
    const saved = await save(scene, signe, title);
    await approve(scene, signe, SIGNE, title, saved, hers);
    await approve(scene, ove, OVE, title, saved, his);
  }
}

/** Shows the agreement as it is now. */
export async function openAgreement(scene: Scene, page: Page): Promise<void> {
  await page.goto(new URL(scene.agreementUrl, page.url()).href);
  await expect(page.getByRole('heading', { name: description.title })).toBeVisible();
}

export { expect };
