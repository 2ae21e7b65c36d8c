/** A section as a person sees it. */
import { expect, type Locator, type Page } from '@playwright/test';

/** What the save state says without a connection. */
export const OFFLINE =
  'Offline – det du skriver finns kvar på den här datorn och skickas när du är tillbaka';

/** Closes a page, as soon as the browser has kept what was written in it: then nothing is asked. */
export async function close(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const answer = Promise.race([
        page.waitForEvent('close').then(() => 'closed'),
        page.waitForEvent('dialog').then(async (dialog) => {
          await dialog.dismiss();
          return dialog.type();
        }),
      ]);
      await page.close({ runBeforeUnload: true });
      return answer;
    })
    .toBe('closed');
}

export class SectionPage {
  readonly text: Locator;
  readonly saveState: Locator;
  readonly hereNow: Locator;
  readonly carets: Locator;

  constructor(readonly page: Page) {
    this.text = page.locator('.text[contenteditable]');
    this.saveState = page.locator('[data-save-state]');
    this.hereNow = page.getByRole('region', { name: 'Här nu' });
    this.carets = this.text.locator('.caret');
  }

  tool(name: string): Locator {
    return this.page.getByRole('toolbar').getByRole('button', { name, exact: true });
  }

  /** The text block by block, without the carets drawn into it. */
  async blocks(): Promise<string[]> {
    return this.text.evaluate((text) => {
      const copy = text.cloneNode(true) as HTMLElement;
      for (const drawn of copy.querySelectorAll('.caret, .thread-number, .ProseMirror-separator'))
        drawn.remove();
      return [...copy.children].map((block) => block.textContent ?? '');
    });
  }

  /**
   * Resolves when the editor knows where the caret is. Browsers tell it in a task of its own, which a
   * busy machine runs after the next key; between two keys of a person there is always time.
   */
  async caretKnown(): Promise<void> {
    await this.page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
    );
  }

  /** Puts the caret at the end of the text and types. */
  async write(words: string): Promise<void> {
    await this.text.focus();
    await this.page.keyboard.press('Control+End');
    await this.caretKnown();
    await this.page.keyboard.type(words);
  }
}
