import type { Page } from '@playwright/test';
import { ERIK, HARBOUR, MAJA, ROLF, withApprovers } from '../support/agreement.ts';
import { expect, test, type Scene } from '../support/fixtures.ts';

/** Words for a field, which would note that they ran if anything in them did. */
const hostile = (field: string) =>
  `${field}'"><img src=x onerror="globalThis.ran='${field}'"><svg onload=globalThis.ran='${field}'>` +
  `<a href="javascript:globalThis.ran='${field}'">x</a>{{ran='${field}'}}`;

const erik = hostile('erik');
const title = hostile('titel');

const founded = {
  ...withApprovers,
  title,
  case_number: hostile('nr').slice(0, 100),
  parties: withApprovers.parties.map((party) => ({
    ...party,
    name: hostile(`part${party.letter}`).slice(0, 190),
    organisations: [hostile(`org${party.letter}`).slice(0, 190)],
    bodies: [hostile(`organ${party.letter}`).slice(0, 190)],
  })),
  members: withApprovers.members.map((member) => ({
    ...member,
    name: member.name === ERIK ? erik : member.name,
    organisation:
      member.party === 'A' ? hostile('orgA').slice(0, 190) : hostile('orgB').slice(0, 190),
  })),
  sections: withApprovers.sections.map((section) => ({
    ...section,
    title: section.title === HARBOUR ? hostile('avsnitt') : section.title,
    text: `# ${hostile('rubrik')}\n\n${hostile('stycke')} [l](javascript:globalThis.ran=1)\n\n<script>globalThis.ran='script'</script>\n`,
  })),
};

interface Made {
  id: string;
}

/** Fills whatever else there are fields for; gives the addresses of the pages that show it. */
async function fill(scene: Scene): Promise<string[]> {
  const agreement = `/api${scene.agreementUrl}`;
  const section = scene.section(hostile('avsnitt'));
  const send = <T = Made>(path: string, body: object) => scene.send<T>(erik, path, body);
  await send(`/api/sections/${section}/revisions`, {
    name: hostile('revision').slice(0, 100),
    note: hostile('anteckning'),
  });
  await send(`${agreement}/revisions`, {
    name: hostile('hel').slice(0, 100),
    note: hostile('not'),
  });
  const mandate = await send(`${agreement}/mandates`, {
    member: scene.member(erik).id,
    kind: 'minutes',
    issuer: hostile('styrelse').slice(0, 190),
    date: '2020-01-15',
    paragraph: hostile('par').slice(0, 90),
    valid_until: null,
    sheet: null,
  });
  const thread = await send(`/api/sections/${section}/threads`, {
    anchor: null,
    text: hostile('fråga'),
    mentions: [scene.member(MAJA).id],
  });
  await send(`/api/threads/${thread.id}/comments`, {
    text: hostile('svar'),
    mentions: [scene.member(MAJA).id],
  });
  const meeting = await send(`${agreement}/meetings`, {
    date: '2031-05-06',
    title: hostile('möte').slice(0, 190),
    place: hostile('plats').slice(0, 190),
    convener: null,
    sections: [section],
  });
  const review = await send(`${agreement}/reviews`, {
    sections: [{ section, revision: 1 }],
    reviewers: [scene.member(ROLF).id, scene.member(MAJA).id],
    question: hostile('granskning'),
    due: '2035-01-01',
  });
  const revision = await scene.api<{ revision: { hash: string } }>(
    erik,
    `/api/sections/${section}/approval`,
  );
  await scene.send(MAJA, `/api/reviews/${review.id}/answers`, {
    section,
    revision: 1,
    hash: revision.revision.hash,
    ready: false,
    because: hostile('därför'),
  });
  await scene.send(MAJA, `/api/sections/${section}/reservations`, {
    revision: 1,
    text: hostile('mening'),
    personal: true,
  });
  expect(mandate).toBeTruthy();
  const at = `${scene.agreementUrl}/sections/${section}`;
  return [
    '/',
    '/account',
    '/notices',
    scene.agreementUrl,
    `${scene.agreementUrl}/people`,
    `${scene.agreementUrl}/settings`,
    `${scene.agreementUrl}/record`,
    `${scene.agreementUrl}/measures`,
    `${scene.agreementUrl}/meetings`,
    `${scene.agreementUrl}/meetings/${meeting.id}`,
    `${scene.agreementUrl}/reviews/${review.id}`,
    `${scene.agreementUrl}/sheets`,
    `${scene.agreementUrl}/revisions/1`,
    at,
    `${at}/revisions/1`,
    `${at}/compare?from=1`,
    `${at}/approval`,
    `${at}/meeting`,
    `${at}/history`,
  ];
}

/** What of the page could run, and what of it did. */
function running(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    for (const element of document.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        if (/^on[a-z]+$/.test(name)) found.push(`${element.localName} ${name}`);
        if (/^\s*javascript:/i.test(value)) found.push(`${element.localName} ${name}=${value}`);
      }
    }
    if (document.querySelector('img[src="x"], iframe, object, embed')) found.push('an element');
    const { ran } = globalThis as { ran?: string };
    return ran === undefined ? found : [...found, `ran: ${ran}`];
  });
}

test.use({ founded });

// Without the policy, so that nothing but the pages themselves keeps it from running; the watch sees the rest.
for (const bypassCSP of [false, true]) {
  test.describe(bypassCSP ? 'without the content security policy' : 'with the policy', () => {
    test.use({ bypassCSP });
    test('nothing that stands in any field runs on any page', async ({
      browser,
      page,
      scene,
      watch: _,
    }) => {
      test.slow();
      const pages = await fill(scene);
      const dialogs: string[] = [];
      const majas = await (await browser.newContext({ bypassCSP })).newPage();
      for (const side of [page, majas]) {
        side.on('dialog', (dialog) => {
          dialogs.push(dialog.message());
          void dialog.dismiss();
        });
      }
      for (const [side, name] of [
        [page, erik],
        [majas, MAJA],
      ] as const) {
        await side.goto(scene.link(name));
        expect(await running(side)).toEqual([]);
        await side.locator('form button').first().click();
        await expect(side.getByRole('heading', { name: title })).toBeVisible();
        let shown = 0;
        for (const path of pages) {
          await side.goto(scene.server.url() + path);
          await side.waitForLoadState('networkidle');
          await expect(side.getByRole('heading').first()).toBeVisible();
          expect(await running(side), path).toEqual([]);
          if ((await side.locator('body').innerText()).includes('<img src=x onerror=')) shown += 1;
        }
        // The control: what must not run is there to be read.
        expect(shown).toBeGreaterThan(10);
      }
      expect(dialogs).toEqual([]);
      await majas.context().close();
    });
  });
}
