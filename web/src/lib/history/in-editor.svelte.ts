/** Who wrote what, in an editor: the marks, and the way to somebody's words. */
import type { Editor, Extension } from '@tiptap/core';
import type * as Y from 'yjs';
import { authorMarks, goToWordsOf, refreshAuthorMarks } from '../editor/author-marks';
import type { Looks } from './looks';
import type { WhoWrote } from './who-wrote.svelte';

/** For a component: the extension to make its editor with. `editor` is null until that is made. */
export function authorsIn(
  fragment: Y.XmlFragment,
  who: WhoWrote,
  looks: () => Looks,
  editor: () => Editor | null,
): Extension {
  const known = $derived.by(() => {
    if (!who.on || !who.runs) return null;
    const now = looks();
    return { runs: who.runs, look: (member: string | null) => now.of(member) };
  });
  $effect(() => {
    const made = editor();
    void known;
    if (made) refreshAuthorMarks(made);
  });
  $effect(() => {
    const made = editor();
    who.go = made ? (member) => goToWordsOf(made, member) : null;
    return () => (who.go = null);
  });
  return authorMarks({
    fragment,
    known: () => known,
    onChange: () => who.changed(),
    onCaret: (writer) => (who.caret = writer),
    onPointer: (writer) => (who.pointer = writer),
  });
}
