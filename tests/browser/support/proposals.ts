/** Proposals as people make them and decide on them. */
import { expect, type Locator, type Page } from '@playwright/test';
import { ERIK, HARBOUR, MAJA, description } from './agreement.ts';
import { test as base, type Scene } from './fixtures.ts';
import type { SectionPage } from './section-page.ts';

export const FIRST = 'Hamnen är till för alla som bor på ön.';
export const SECOND = 'Bryggan ses över en gång om året.';
export const THIRD = 'Båtplatserna fördelas efter en kölista.';

/** An agreement whose first section has three paragraphs. */
export const withParagraphs = {
  ...description,
  sections: description.sections.map((section) =>
    section.title === HARBOUR
      ? { ...section, text: `${FIRST}\n\n${SECOND}\n\n${THIRD}\n` }
      : section,
  ),
};

/** What the text says at first. */
export const TEXT = [FIRST, SECOND, THIRD];

/** A server with this agreement, for each test. */
export const test = base.extend({ founded: [withParagraphs, { option: true }] });

/** The proposals of a section, over its text and beside it. */
export class Proposals {
  readonly page: Page;
  /** The editor of one's own proposal. */
  readonly cover: Locator;
  readonly written: Locator;
  readonly marks: Locator;

  constructor(readonly section: SectionPage) {
    this.page = section.page;
    this.cover = this.page.getByRole('region', { name: 'Ditt förslag' });
    this.written = this.cover.getByRole('textbox', { name: 'Förslagets text' });
    this.marks = this.page.getByRole('group', { name: 'Öppna förslag, bredvid texten' });
  }

  get suggest(): Locator {
    return this.page.getByRole('button', { name: 'Föreslå ändring', exact: true });
  }

  /** The text itself, without what is written over it. */
  get text(): Locator {
    return this.page.getByLabel(`Text: ${HARBOUR}`);
  }

  /** Begins a proposal about the paragraph with these words, with the caret at its end. */
  async begin(words: string): Promise<void> {
    await this.text.locator('p').filter({ hasText: words }).click();
    await this.section.caretKnown();
    await this.suggest.click();
    await expect(this.written).toBeFocused();
  }

  /** The same without a caret to go by, as one who may not write does. */
  async beginByChoice(words: string): Promise<void> {
    await this.suggest.click();
    const dialog = this.page.getByRole('dialog', { name: 'Vilken del gäller förslaget?' });
    await dialog.getByLabel('Från och med').selectOption({ label: words });
    await dialog.getByRole('button', { name: 'Föreslå ändring här' }).click();
    await expect(this.written).toBeFocused();
  }

  async offer(reason = ''): Promise<void> {
    if (reason !== '') await this.cover.getByLabel('Varför?').fill(reason);
    await this.cover.getByRole('button', { name: 'Lämna förslaget' }).click();
    await expect(this.cover).toHaveCount(0);
  }

  /** Proposes to add words to the paragraph with these words. */
  async add(paragraph: string, words: string, reason = ''): Promise<void> {
    await this.begin(paragraph);
    await typeAtEnd(this.page, words);
    await this.offer(reason);
  }

  async panel(): Promise<Locator> {
    const tab = this.page.getByRole('tab', { name: /^Förslag/ });
    await tab.click();
    return this.page.getByRole('tabpanel', { name: /^Förslag/ });
  }

  /** The card of whoever's proposal it is. */
  async by(name: string): Promise<Locator> {
    return (await this.panel()).getByRole('article', { name });
  }

  /** The button that accepts somebody's proposal as it is. */
  async acceptOf(name: string): Promise<Locator> {
    return (await this.by(name)).getByRole('button', { name: `Anta förslaget av ${name}` });
  }

  /** The blocks of the text, without anything that is drawn into it. */
  async blocks(): Promise<string[]> {
    return this.text.evaluate((text) => {
      const copy = text.cloneNode(true) as HTMLElement;
      const drawn = '.ProseMirror-widget, .caret, .ProseMirror-separator';
      for (const one of copy.querySelectorAll(drawn)) one.remove();
      return [...copy.children].map((block) => block.textContent ?? '');
    });
  }
}

/** Types at the end of the proposal's first paragraph. */
export async function typeAtEnd(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+Home');
  await page.keyboard.press('End');
  await page.keyboard.type(words);
}

/** Two people side by side, each signed in under a name of the server of their own. */
export async function two(
  context: { newPage: () => Promise<Page> },
  scene: Scene,
  a: string = ERIK,
  b: string = MAJA,
): Promise<[Proposals, Proposals]> {
  const first = await scene.enter(await context.newPage(), a, HARBOUR);
  const second = await scene.enter(await context.newPage(), b, HARBOUR, 'localhost');
  return [new Proposals(first), new Proposals(second)];
}

/** Erik and Maja side by side, and a proposal of his that adds words to the second paragraph. */
export async function withProposal(
  context: { newPage: () => Promise<Page> },
  scene: Scene,
  words = ' På våren.',
  reason = '',
): Promise<[Proposals, Proposals]> {
  const [erik, maja] = await two(context, scene);
  await erik.add(SECOND, words, reason);
  return [erik, maja];
}

/** Both have just these paragraphs. */
export async function haveBoth(sides: readonly Proposals[], text: string[]): Promise<void> {
  for (const side of sides) await expect.poll(() => side.blocks()).toEqual(text);
}
