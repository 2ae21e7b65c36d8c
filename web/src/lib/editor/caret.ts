/** How somebody else's caret and selection look: the party's letter and colour, and a first name. */
import type { DecorationAttrs } from '@tiptap/pm/view';
import { firstName, partyClass } from '../agreement';

export interface CaretOwner {
  /** The letter of the member's party; null for nobody's party. */
  letter: string | null;
  name: string;
}

export function drawCaret(owner: CaretOwner): HTMLElement {
  const caret = document.createElement('span');
  caret.className = `caret ${partyClass(owner.letter)}`;
  // Voices read the text, not where others are in it: the list of who is here tells that.
  caret.setAttribute('aria-hidden', 'true');
  const flag = document.createElement('span');
  flag.className = 'caret-flag';
  const name = firstName(owner.name);
  flag.textContent = owner.letter ? `${owner.letter} · ${name}` : name;
  caret.append(flag);
  return caret;
}

export function selectionLook(owner: CaretOwner): DecorationAttrs {
  return { class: `others-selection ${partyClass(owner.letter)}` };
}
