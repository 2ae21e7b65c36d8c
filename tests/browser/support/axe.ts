/** axe-core in the page, by the browser's own tools: the pages let no foreign script in. */
import type { Page } from '@playwright/test';
import axe from 'axe-core';

/** What is wrong, one line for each place. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await axe.run(document);
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map((node) => `${id}: ${help} – ${node.target.join(' ')}: ${node.html}`),
    );
  });
}
