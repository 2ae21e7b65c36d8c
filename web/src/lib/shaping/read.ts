/** A description as somebody else wrote it, in JSON: whether it has the shape of one. Pure. */
import type { Description } from '../api/types';
import { ROLES, SECTION_KINDS } from './words';

/** One thing wrong, at one field, which is named by its path: `members[2].roles`. Empty for the whole. */
export interface Misshapen {
  path: string;
  what: 'json' | 'missing' | 'unknown' | 'text' | 'list' | 'object' | 'flag' | 'number' | 'choice';
  /** What there is to choose from, with `choice`. */
  choices: readonly string[];
}

type Check = (value: unknown, path: string) => Misshapen[];
interface Fields {
  needed?: Record<string, Check>;
  free?: Record<string, Check>;
}

const wrong = (
  path: string,
  what: Misshapen['what'],
  choices: readonly string[] = [],
): Misshapen[] => [{ path, what, choices }];

const text: Check = (value, path) => (typeof value === 'string' ? [] : wrong(path, 'text'));
const flag: Check = (value, path) => (typeof value === 'boolean' ? [] : wrong(path, 'flag'));
const number: Check = (value, path) => (typeof value === 'number' ? [] : wrong(path, 'number'));
const orNull =
  (check: Check): Check =>
  (value, path) =>
    value === null ? [] : check(value, path);
const choice =
  (...choices: readonly string[]): Check =>
  (value, path) =>
    choices.some((one) => one === value) ? [] : wrong(path, 'choice', choices);
const list =
  (check: Check): Check =>
  (value, path) =>
    Array.isArray(value)
      ? value.flatMap((one, place) => check(one, `${path}[${place}]`))
      : wrong(path, 'list');

function object({ needed = {}, free = {} }: Fields): Check {
  const known = { ...needed, ...free };
  return (value, path) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return wrong(path, 'object');
    }
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    const missing = Object.keys(needed).filter((name) => !(name in value));
    return [
      ...missing.flatMap((name) => wrong(at(name), 'missing')),
      ...Object.entries(value).flatMap(([name, field]) => {
        const check = Object.hasOwn(known, name) ? known[name] : undefined;
        return check ? check(field, at(name)) : wrong(at(name), 'unknown');
      }),
    ];
  };
}

const description = object({
  needed: {
    title: text,
    parties: list(
      object({
        needed: { letter: text, name: text, kind: choice('public', 'civil') },
        free: {
          approval: object({
            needed: { rule: choice('any', 'at_least') },
            free: { count: orNull(number) },
          }),
          bodies: list(text),
          organisations: list(text),
        },
      }),
    ),
    members: list(
      object({
        needed: { name: text, email: text, roles: list(choice(...ROLES)) },
        free: { party: orNull(text), organisation: orNull(text) },
      }),
    ),
    sections: list(
      object({
        needed: { kind: choice(...SECTION_KINDS), title: text },
        free: { text: orNull(text), responsible: list(text) },
      }),
    ),
  },
  free: { case_number: text, time_zone: text, languages: list(text), parity: flag },
});

/**
 * The description that the JSON holds, or what is wrong with it. What the words say, the server judges. Where the
 * shape lets a field be null, it may be missing too.
 */
export function readDescription(
  json: string,
): { description: Description } | { wrong: Misshapen[] } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { wrong: wrong('', 'json') };
  }
  const problems = description(value, '');
  return problems.length > 0 ? { wrong: problems } : { description: value as Description };
}
