/** People who are named in what one writes: `@` and the name. Pure. */
import type { Member } from '../api/types';

/** What is being typed after an `@`, and where the `@` stands. */
export interface Asked {
  from: number;
  beginning: string;
}

/** How long a name may get before it is taken for a sentence. */
const LONGEST = 40;

/** Whether a name is being typed just before the caret. */
export function asked(text: string, caret: number): Asked | null {
  const from = text.lastIndexOf('@', caret - 1);
  if (from < 0 || caret - from > LONGEST) return null;
  // An address is no name.
  if (from > 0 && /[\p{L}\p{N}._-]/u.test(text[from - 1] ?? '')) return null;
  const beginning = text.slice(from + 1, caret);
  return /[\n@]/.test(beginning) || beginning.startsWith(' ') ? null : { from, beginning };
}

/** The members whose first or last name begins so. */
export function matching(members: readonly Member[], beginning: string, most = 8): Member[] {
  const wanted = beginning.toLocaleLowerCase();
  const fits = ({ name }: Member) => {
    const all = name.toLocaleLowerCase();
    return all.startsWith(wanted) || all.split(/\s+/).some((part) => part.startsWith(wanted));
  };
  return members.filter((member) => member.name !== '' && fits(member)).slice(0, most);
}

/** The text with the name in place of what was typed of it, and where the caret comes. */
export function named(text: string, caret: number, { from }: Asked, name: string) {
  const after = text.slice(caret);
  const space = /^[\s.,;:!?)]/.test(after) ? '' : ' ';
  const before = `${text.slice(0, from)}@${name}${space}`;
  return { text: before + after, caret: before.length };
}

/** Who of some is still named in a text. */
export function stillNamed(text: string, members: readonly Member[]): string[] {
  const found = pieces(text, members).map(({ member }) => member);
  return [...new Set(found)].filter((member) => member !== null);
}

/** A text in pieces: what names somebody, and what stands between. */
export function pieces(
  text: string,
  members: readonly Pick<Member, 'id' | 'name'>[],
): { text: string; member: string | null }[] {
  const names = members
    .filter(({ name }) => name !== '')
    .sort((one, other) => other.name.length - one.name.length);
  const found: { text: string; member: string | null }[] = [];
  let plain = '';
  let at = 0;
  while (at < text.length) {
    const here = text[at] === '@' && names.find(({ name }) => text.startsWith(name, at + 1));
    if (!here) {
      plain += text[at] ?? '';
      at += 1;
      continue;
    }
    if (plain !== '') found.push({ text: plain, member: null });
    plain = '';
    found.push({ text: `@${here.name}`, member: here.id });
    at += here.name.length + 1;
  }
  if (plain !== '') found.push({ text: plain, member: null });
  return found;
}
