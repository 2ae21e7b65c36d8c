import { EMPTY, ERIK, HARBOUR, MAJA } from '../support/agreement.ts';
import { expect, test } from '../support/fixtures.ts';
import type { SectionPage } from '../support/section-page.ts';

const HOSTILE = `
  <p onclick="globalThis.ran = 'click'" style="position:fixed">Ord från annat håll
    <img src="x" onerror="globalThis.ran = 'error'">
    <a href="javascript:globalThis.ran='link'">en länk</a>
    <a href=" java&#10;script:globalThis.ran='hidden'">en till</a>
    <a href="data:text/html,<script>1</script>">och en</a>
    <a href="https://norrskar.example/" onmouseover="globalThis.ran = 'over'">en riktig</a></p>
  <script>globalThis.ran = 'script'</script>
  <iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
  <svg onload="globalThis.ran = 'svg'"><script>globalThis.ran = 'svg'</script></svg>
  <form action="javascript:1"><button formaction="javascript:1">Skicka</button></form>`;

/** Everything in the text that could run or leave the page. */
async function executable(section: SectionPage): Promise<string[]> {
  return section.text.evaluate((text) => {
    const found: string[] = [];
    for (const element of text.querySelectorAll('*')) {
      const name = element.localName;
      if (['script', 'iframe', 'object', 'embed', 'form', 'svg', 'style', 'link'].includes(name)) {
        found.push(name);
      }
      for (const { name: key, value } of element.attributes) {
        if (key.startsWith('on')) found.push(`${name} ${key}`);
        if (/^\s*(java\s*script|data|vbscript):/i.test(value))
          found.push(`${name} ${key}=${value}`);
      }
    }
    return found;
  });
}

// The text itself must be clean: the policy is the second fence, and must not be the one that holds.
for (const bypassCSP of [false, true]) {
  test.describe(bypassCSP ? 'without the content security policy' : 'with the policy', () => {
    test.use({ bypassCSP });
    test('a hostile paste leaves words and nothing that runs', async ({
      context,
      scene,
      watch,
    }) => {
      watch.expectBlockedInline();
      const erik = await scene.enter(await context.newPage(), ERIK, EMPTY);
      const maja = await scene.enter(await context.newPage(), MAJA, EMPTY, 'localhost');
      await erik.text.focus();
      await erik.text.evaluate((text, html) => {
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/html', html);
        clipboardData.setData('text/plain', 'Ord');
        const paste = { clipboardData, bubbles: true, cancelable: true };
        text.dispatchEvent(new ClipboardEvent('paste', paste));
      }, HOSTILE);

      await expect(erik.saveState).toHaveText('Sparat');
      for (const side of [erik, maja]) {
        await expect(side.text).toContainText('Ord från annat håll');
        await expect(side.text.getByRole('link')).toHaveText(['en riktig']);
        expect(await executable(side)).toEqual([]);
        await side.text.getByText('Ord från annat håll').click();
        expect(
          await side.page.evaluate(() => (globalThis as { ran?: string }).ran),
        ).toBeUndefined();
      }
      const stored = await scene.api<object>(ERIK, `/api/sections/${scene.section(EMPTY)}/text`);
      expect(JSON.stringify(stored)).not.toMatch(/javascript|onerror|globalThis|data:/i);
    });
  });
}

test('a hostile link from another program is shown as words', async ({ page, scene }) => {
  const section = await scene.enter(page, ERIK, HARBOUR);
  const other = scene.join(MAJA, HARBOUR);
  await other.synced();
  other.append('Tryck här', { link: { href: "javascript:globalThis.ran='stock'" } });
  await expect(section.text).toContainText('Tryck här');
  expect(await executable(section)).toEqual([]);
  await expect(section.text.getByRole('link')).toHaveCount(0);
  await section.text.getByText('Tryck här').click();
  expect(await page.evaluate(() => (globalThis as { ran?: string }).ran)).toBeUndefined();
});
