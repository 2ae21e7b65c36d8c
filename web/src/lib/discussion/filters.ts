/** Which discussions are shown, and in which order. Pure. */
import type { Thread } from '../api/types';

export const FILTERS = ['open', 'unread', 'mine', 'resolved', 'all'] as const;
export type Filter = (typeof FILTERS)[number];

export function chosenBy(filter: Filter, thread: Thread, member: string): boolean {
  switch (filter) {
    case 'open':
      return thread.state === 'open';
    case 'unread':
      return thread.unread > 0;
    case 'mine':
      return thread.comments.some(
        ({ author, mentions }) => author === member || mentions.includes(member),
      );
    case 'resolved':
      return thread.state === 'resolved';
    case 'all':
      return true;
  }
}

export type GroupName = 'inText' | 'aboutSection' | 'lost';

/** Those in the text in its order, then those about the section, then those whose passage is lost. */
export function grouped(threads: readonly Thread[]): { name: GroupName; threads: Thread[] }[] {
  const nameOf = ({ anchor }: Thread): GroupName => {
    if (anchor === null) return 'aboutSection';
    return anchor.standing === 'lost' ? 'lost' : 'inText';
  };
  return (['inText', 'aboutSection', 'lost'] as const)
    .map((name) => ({ name, threads: threads.filter((thread) => nameOf(thread) === name) }))
    .filter(({ threads }) => threads.length > 0);
}

/** What each open thread about a passage is called in the text, and at the side. */
export function numbered(threads: readonly Thread[]): ReadonlyMap<string, number> {
  const placed = threads.filter(({ state, anchor }) => state === 'open' && anchor?.spans.length);
  return new Map(placed.map(({ id }, index) => [id, index + 1]));
}
