/** What stands in the toolbar, in its order. Pure. */
import type { Messages } from '../messages/sv';
import type { TableToolName, ToolName } from './tools.svelte';

export type Block = 'table' | 'measure' | 'commitment';

export interface Item {
  does: Exclude<ToolName, TableToolName> | Block | 'comment' | 'more';
  icon?: 'undo' | 'redo' | 'bullets' | 'numbers' | 'quote' | 'link' | 'plus' | 'chevron';
  letter?: 'bold' | 'italic';
  /** What stands on it; null where its picture says it. */
  words: string | null;
  /** Its name for voices, where the words are not enough. */
  name: string;
  title: string;
}

/** What the toolbar has besides the tools that every text has. */
export interface Wanted {
  commitment: boolean;
  comment: boolean;
  /** Whether there is room for two rows only. */
  narrow: boolean;
  /** Whether the rest is shown all the same. */
  unfolded: boolean;
}

const PICTURES = [
  { does: 'undo', icon: 'undo' },
  { does: 'redo', icon: 'redo' },
  { does: 'bold', letter: 'bold' },
  { does: 'italic', letter: 'italic' },
  { does: 'bulletList', icon: 'bullets' },
  { does: 'orderedList', icon: 'numbers' },
  { does: 'quote', icon: 'quote' },
  { does: 'link', icon: 'link' },
] as const;

export function toolbarItems(t: Messages, wanted: Wanted): Item[] {
  const { editor, table, discussion } = t;
  const pictured: Item[] = PICTURES.map((one) => ({
    ...one,
    words: null,
    name: editor[one.does],
    title: editor[one.does],
  }));
  const worded = (does: Item['does'], words: string, name = words, title = name): Item => ({
    does,
    words,
    name,
    title,
  });
  const heading = worded('heading', editor.heading);
  const rest: Item[] = [
    worded('subheading', editor.subheading),
    { ...worded('table', table.table, table.addTable), icon: 'plus' },
    { ...worded('measure', editor.addMeasure, editor.addMeasureLong), icon: 'plus' },
  ];
  if (wanted.commitment) {
    rest.push({
      ...worded('commitment', editor.addCommitment, editor.addCommitmentLong),
      icon: 'plus',
    });
  }
  const { comment, commentShortcut } = discussion;
  const comments = wanted.comment ? [worded('comment', comment, comment, commentShortcut)] : [];
  if (!wanted.narrow) return [...pictured, heading, ...rest, ...comments];
  const more = { ...worded('more', editor.moreTools), icon: 'chevron' } as const;
  return [...pictured, heading, ...comments, more, ...(wanted.unfolded ? rest : [])];
}
