/** How a fixed text's runs come to know how their writers' words look, however deep in it they stand. */
import { getContext, setContext } from 'svelte';
import type { Written } from './marked';

export interface ShownLook {
  className: string;
  /** The letters where somebody's words begin; undefined elsewhere. */
  label: string | undefined;
  title: string;
  /** Who that is, for voices; undefined where the label is. */
  told: string | undefined;
}

type Looking = ((written: Written) => ShownLook) | null;

const KEY = Symbol('looks of writers');

/** Makes how words look known to a text's runs; `looks` gives it as it is then. */
export function showLooks(looks: () => Looking): void {
  setContext(KEY, looks);
}

/** How a run looks; null where that is not shown. */
export function shownLooks(): ((written: Written | null) => ShownLook | null) | null {
  const looks = getContext<(() => Looking) | undefined>(KEY);
  if (!looks) return null;
  return (written) => (written ? (looks()?.(written) ?? null) : null);
}
