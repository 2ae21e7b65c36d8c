/** What an entry says about a review or an anchoring sheet. Pure. */
import type { RecordEntry } from '../api/types';
import type { ReviewedWords } from '../messages/record/said';
import { fieldOf } from './detail';
import type { Reader } from './reader';

/** By the titles that the sections have now; those that are gone from the text by theirs. */
function shownSections(entry: RecordEntry, { agreement, list }: Reader): string {
  const shown = fieldOf(entry.detail, 'sections');
  if (!Array.isArray(shown)) return '';
  const known = [...agreement.sections, ...agreement.retired_sections];
  const titles = shown.flatMap((one: { section?: unknown }) => {
    const section = known.find(({ id }) => id === one?.section);
    return section ? [section.title] : [];
  });
  return list(titles);
}

export function reviewedWords(entry: RecordEntry, reader: Reader): ReviewedWords {
  return {
    shown: shownSections(entry, reader),
    ready: fieldOf(entry.detail, 'ready') === true,
  };
}
