/** The register of measures: what is shown, in which order, and in which groups. Pure. */
import type { RegisteredMeasure } from '../api/types';
import { LEVELS, type Level } from '../numbered';

/** `none`: those of whom it is not decided; empty: all. */
export interface Chosen {
  responsible: string | 'none' | '';
  level: Level | 'none' | '';
  due: 'some' | 'none' | '';
  from: string;
  until: string;
}
export const EVERYTHING: Chosen = { responsible: '', level: '', due: '', from: '', until: '' };

export const COLUMNS = ['text', 'section', 'responsible', 'level', 'due'] as const;
export type Column = (typeof COLUMNS)[number];
export type Sorting = { by: Column | 'order'; down: boolean };
export const GROUPINGS = ['none', 'section', 'responsible', 'level', 'due'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface Names {
  party: (id: string) => string;
  level: (level: Level) => string;
  without: string;
}
export interface Group {
  title: string;
  measures: RegisteredMeasure[];
}

export function choose(
  measures: readonly RegisteredMeasure[],
  { responsible, level, due, from, until }: Chosen,
): RegisteredMeasure[] {
  return measures.filter((one) => {
    if (responsible === 'none' && one.responsible.length > 0) return false;
    const named = responsible !== '' && responsible !== 'none';
    if (named && !one.responsible.includes(responsible)) return false;
    if (level === 'none' ? one.level !== null : level !== '' && one.level !== level) return false;
    if (due === 'none') return one.due === null;
    if (due === 'some' && one.due === null) return false;
    if (from && (one.due === null || one.due < from)) return false;
    return !(until && (one.due === null || one.due > until));
  });
}

/** Those of whom it is not decided come last, whichever way it is sorted. */
export function sort(
  measures: readonly RegisteredMeasure[],
  { by, down }: Sorting,
  names: Names,
  language: string,
): RegisteredMeasure[] {
  if (by === 'order') return [...measures];
  const key = (one: RegisteredMeasure): string | number | null => {
    if (by === 'text') return one.text;
    if (by === 'section') return one.section_title;
    if (by === 'level') return one.level === null ? null : LEVELS.indexOf(one.level);
    if (by === 'due') return one.due;
    return one.responsible.length === 0 ? null : one.responsible.map(names.party).join(', ');
  };
  const { compare } = new Intl.Collator(language, { numeric: true });
  return [...measures].sort((one, other) => {
    const [first, second] = [key(one), key(other)];
    if (first === null || second === null) return Number(first === null) - Number(second === null);
    const order =
      typeof first === 'number' || typeof second === 'number'
        ? Number(first) - Number(second)
        : compare(first, second);
    return down ? -order : order;
  });
}

export function group(measures: readonly RegisteredMeasure[], by: Grouping, names: Names): Group[] {
  if (by === 'none') return measures.length > 0 ? [{ title: '', measures: [...measures] }] : [];
  const titles = (one: RegisteredMeasure): string[] => {
    if (by === 'section') return [one.section_title];
    if (by === 'level') return [one.level === null ? names.without : names.level(one.level)];
    if (by === 'due') return [one.due === null ? names.without : one.due.slice(0, 4)];
    // What several answer for stands with each of them.
    return one.responsible.length === 0 ? [names.without] : one.responsible.map(names.party);
  };
  const groups = new Map<string, RegisteredMeasure[]>();
  for (const one of measures) {
    for (const title of titles(one)) groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  const listed = [...groups].map(([title, measures]) => ({ title, measures }));
  if (by === 'due') listed.sort((one, other) => one.title.localeCompare(other.title));
  const last = (title: string) => Number(title === names.without && by !== 'section');
  return listed.sort((one, other) => last(one.title) - last(other.title));
}
