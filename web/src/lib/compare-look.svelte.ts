/** How a person likes comparisons to be shown; kept in the browser, for each account. */
import { session } from './session.svelte';

export type Look = 'one' | 'two';

const key = () => `overens.compare-look.${session.me?.account.id ?? ''}`;

export function rememberedLook(): Look {
  try {
    return localStorage.getItem(key()) === 'two' ? 'two' : 'one';
  } catch {
    return 'one';
  }
}

export function rememberLook(look: Look): void {
  try {
    localStorage.setItem(key(), look);
  } catch {
    // Nothing may be kept in this browser; the choice holds for this page.
  }
}
