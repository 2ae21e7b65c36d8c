/** axe-core in the page, by the browser's own tools: the pages let no foreign script in. */
import { expect, type Page } from '@playwright/test';
import axe from 'axe-core';

const WIDTHS = [1440, 900, 768, 360];
/** Between 360 and 1440 the pages differ in where things stand and not in what they are. */
const LOOKED_AT = [1440, 360];

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

/** How many pixels of the page stand beyond the window's edge. */
export function beyondTheEdge(page: Page): Promise<number> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

/** Whether a page fits every width, and axe finds nothing wrong with it. */
export async function fits(page: Page, name: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await expect
      .poll(() => beyondTheEdge(page), `pixels beyond the edge: ${name} at ${width}`)
      .toBe(0);
    if (!LOOKED_AT.includes(width)) continue;
    await expect.poll(() => violations(page), `${name} at ${width}`).toEqual([]);
  }
}
