/** Revisions and approvals as people make them. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Scene } from './fixtures.ts';

/** What stands beside the text: people, history, approval. */
export class SidePanel {
  constructor(readonly page: Page) {}

  async open(name: 'Här' | 'Historik' | 'Godkännande'): Promise<Locator> {
    await this.page.getByRole('tab', { name }).click();
    return this.page.getByRole('tabpanel', { name });
  }
}

export const stateOf = (page: Page): Locator =>
  page.getByRole('region', { name: 'Avsnittets läge' });

/** Saves a revision by the bar's button. Returns its number. */
export async function saveRevision(page: Page, name: string): Promise<number> {
  await page.getByRole('banner').getByRole('button', { name: 'Spara revision' }).click();
  const dialog = page.getByRole('dialog', { name: 'Spara en revision' });
  await dialog.getByLabel('Namn').fill(name);
  await dialog.getByRole('button', { name: 'Spara revisionen' }).click();
  const said = page.getByRole('status').filter({ hasText: /^\s*Revision \d+ är sparad\./ });
  await expect(said).toBeFocused();
  return Number(/\d+/.exec((await said.textContent()) ?? '')?.[0]);
}

/** Has a coordinator record what somebody of their party approves on. */
export async function recordMandate(scene: Scene, name: string): Promise<void> {
  await scene.send(name, `/api/agreements/${scene.seeded.agreement}/mandates`, {
    member: scene.member(name).id,
    kind: 'decision',
    issuer: 'Hamnnämnden',
    date: '2026-01-15',
    paragraph: '§ 7',
    valid_until: null,
  });
}

/** From the section's page: reads, types the name, and approves. */
export async function approve(page: Page, name: string, number: number): Promise<void> {
  await page
    .getByRole('banner')
    .getByRole('link', { name: `Godkänn revision ${number}` })
    .click();
  await page.getByLabel('Skriv ditt namn för att godkänna').fill(`  ${name} `);
  await page.getByRole('button', { name: `Godkänn revision ${number} för` }).click();
  await expect(
    page.getByRole('heading', { name: `Du har godkänt revision ${number} för` }),
  ).toBeFocused();
}

export async function backToText(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'Till texten' }).click();
  await expect(page.getByRole('tab', { name: 'Historik' })).toBeVisible();
}
