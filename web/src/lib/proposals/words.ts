/** What is said around the changes of a redline, in the language of the interface. */
import type { RedlineWords } from '../editor/redline-view';
import { locale } from '../messages/locale.svelte';

export function redlineWords(of: 'live' | 'proposed'): RedlineWords {
  const t = locale.t.proposals.marks;
  const { language } = locale;
  const { end } = t;
  return of === 'live'
    ? { added: t.liveAdded, removed: t.liveRemoved, reshaped: t.liveReshaped, end, language }
    : { added: t.added, removed: t.removed, reshaped: t.reshaped, end, language };
}
