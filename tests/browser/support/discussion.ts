/** Discussions beside a text, as a person sees them. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { SectionPage } from './section-page.ts';

export class Discussion {
  readonly panel: Locator;
  readonly cards: Locator;
  /** What is typed a new thread into. */
  readonly field: Locator;

  constructor(readonly page: Page) {
    this.panel = page.getByRole('tabpanel', { name: /^Diskussion/ });
    this.cards = this.panel.locator('li.card');
    this.field = this.panel.getByLabel('Skriv en kommentar');
  }

  async open(): Promise<void> {
    await this.page.getByRole('tab', { name: /^Diskussion/ }).click();
  }

  /** The threads of a part of the list. */
  under(heading: string): Locator {
    return this.panel.getByRole('region', { name: heading }).locator('li.card');
  }

  async toggle(card: Locator): Promise<void> {
    await card.getByRole('heading', { level: 4 }).getByRole('button').click();
  }

  async choose(filter: string): Promise<void> {
    await this.panel.getByLabel('Visa', { exact: true }).selectOption({ label: filter });
  }
}

/** What is marked in the text, one line for each piece. */
export function marks({ text }: SectionPage): Locator {
  return text.locator('.thread-mark');
}

/** Selects words of the text by the keyboard: so many letters from the text's beginning on. */
export async function select(section: SectionPage, from: number, length: number): Promise<void> {
  await section.text.focus();
  await section.page.keyboard.press('Control+Home');
  for (let step = 0; step < from; step += 1) await section.page.keyboard.press('ArrowRight');
  for (let step = 0; step < length; step += 1) {
    await section.page.keyboard.press('Shift+ArrowRight');
  }
  await section.caretKnown();
}

/** The text of the marks, joined. */
export async function expectMarked(section: SectionPage, words: string[]): Promise<void> {
  await expect(marks(section)).toHaveText(words, { timeout: 20_000 });
}
