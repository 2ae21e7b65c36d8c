/** What differs besides the words of a block, in words. */
import type { Agreement, ComparedBlock } from './api/types';
import { nameOfMember } from './approving-words';
import { locale } from './messages/locale.svelte';
import { KINDS, LEVELS } from './numbered';

type Attribute = ComparedBlock['attributes'][number];
type Piece = ComparedBlock['pieces'][number];

export function kindWords(kind: string): string {
  const { kinds } = locale.t.approving.compare;
  return kind in kinds ? kinds[kind as keyof typeof kinds] : kinds.other;
}

/** What a block stands in, innermost first; its own name and those of items are no news. */
function placeWords(path: readonly unknown[]): string {
  const { containers } = locale.t.comparing;
  const names = path.flatMap((name) =>
    typeof name === 'string' && name in containers
      ? [containers[name as keyof typeof containers]]
      : [],
  );
  return names.at(-1) ?? containers.none;
}

function valueWords(agreement: Agreement, name: string, value: unknown): string {
  const t = locale.t.block;
  if (name === 'structure' && Array.isArray(value)) return placeWords(value);
  if (name === 'type' && typeof value === 'string') return kindWords(value);
  if (name === 'inline') return '…';
  if (Array.isArray(value) && value.length > 0) {
    const names = value.map(
      (id) => agreement.parties.find((party) => party.id === id)?.name ?? '?',
    );
    return locale.list(names);
  }
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return locale.t.approving.compare.nothing;
  if (name === 'due') return locale.day(value);
  const level = LEVELS.find((one) => one === value);
  if (name === 'level' && level) return t.levels[level];
  const kind = KINDS.find((one) => one === value);
  return name === 'kind' && kind ? t.kinds[kind] : value;
}

export function attributeWords(agreement: Agreement, kind: string, attribute: Attribute) {
  const { structure, depth, type, inline } = locale.t.comparing;
  const names = { ...locale.t.approving.compare.attributes, structure, depth, type, inline };
  const key = kind === 'heading' && attribute.name === 'level' ? 'headingLevel' : attribute.name;
  return {
    name: key in names ? names[key as keyof typeof names] : `${names.other} (${attribute.name})`,
    before: valueWords(agreement, attribute.name, attribute.before),
    after: valueWords(agreement, attribute.name, attribute.after),
  };
}

/** A mark on words, of which nothing is taken for granted. */
interface Mark {
  name: string;
  address: string | null;
}

export function marksOf(marks: readonly unknown[]): Mark[] {
  return marks.map((mark) => {
    const { type, attrs } = mark as { type?: unknown; attrs?: { href?: unknown } };
    return {
      name: typeof type === 'string' ? type : '',
      address: typeof attrs?.href === 'string' ? attrs.href : null,
    };
  });
}

/** A sentence for each way in which the same words look otherwise than before. */
export function formatWords(pieces: readonly Piece[]): string[] {
  const t = locale.t.comparing.format;
  const say = (text: string, { name, address }: Mark, isNew: boolean) => {
    const words = text.trim() === '' ? t.blank : text.trim();
    if (name === 'link') return (isNew ? t.link : t.linkGone)(words, address ?? '');
    const look =
      name === 'bold' || name === 'italic' || name === 'hardBreak' ? t[name] : t.other(name);
    return (isNew ? t.is : t.isNot)(words, look);
  };
  return pieces.flatMap(({ text, marks, marks_before: before }) => {
    if (before === null) return [];
    const [has, had] = [marksOf(marks), marksOf(before)];
    const isIn = (list: Mark[], mark: Mark) =>
      list.some(({ name, address }) => name === mark.name && address === mark.address);
    const gained = has.filter((mark) => !isIn(had, mark));
    // A link that leads elsewhere is said once.
    const lost = had.filter(
      (mark) =>
        !isIn(has, mark) && !(mark.name === 'link' && gained.some(({ name }) => name === 'link')),
    );
    return [
      ...gained.map((mark) => say(text, mark, true)),
      ...lost.map((mark) => say(text, mark, false)),
    ];
  });
}

/** Whose words are new, most first. */
export function writersWords(
  agreement: Agreement,
  writers: readonly { member: string | null; words: number }[],
): string {
  const sorted = [...writers].sort((one, other) => other.words - one.words);
  const t = locale.t.comparing.by;
  const name = (member: string | null) =>
    member === null ? t.nobody : nameOfMember(agreement, member);
  return t.words(locale.list([...new Set(sorted.map(({ member }) => name(member)))]));
}
