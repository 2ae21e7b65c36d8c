/** A text's line of time: where one can go on it. Pure. */
import type { TimeLine, WritingSession } from '../api/types';

export type Unit = 'step' | 'session' | 'day';
export const UNITS = ['step', 'session', 'day'] as const;

/** The moments at which a unit ends, with the first of all before them and the last after them. */
function ends(line: TimeLine, unit: Unit): number[] {
  const { first, last } = line;
  const own =
    unit === 'step'
      ? line.steps
      : (unit === 'session' ? line.sessions : line.days).map(({ to }) => to);
  const within = own.filter((position) => position > first && position < last);
  return first === last ? [first] : [first, ...within, last];
}

/** The moment that a step back by a unit leads to. */
export function back(line: TimeLine, unit: Unit, position: number): number {
  return ends(line, unit).findLast((end) => end < position) ?? line.first;
}

/** The moment that a step on by a unit leads to. */
export function on(line: TimeLine, unit: Unit, position: number): number {
  return ends(line, unit).find((end) => end > position) ?? line.last;
}

/** The nearest moment that there is. */
export function clamped(line: TimeLine, position: number): number {
  return Math.min(Math.max(Math.round(position), line.first), line.last);
}

/** The session in which the text became what it was, or the last one before. */
export function sessionAt(line: TimeLine, position: number): WritingSession | null {
  return line.sessions.findLast(({ from }) => from < position) ?? null;
}

/** What lies nearest to a moment, the earlier of two. */
export function nearest<Mark extends { position: number }>(
  marks: readonly Mark[],
  position: number,
): Mark | null {
  const far = (mark: Mark) => Math.abs(mark.position - position);
  return marks.reduce<Mark | null>(
    (nearest, mark) => (nearest && far(nearest) <= far(mark) ? nearest : mark),
    null,
  );
}

/** The moment of the next of these, or of the one before; the one there is if there is none. */
export function toMark(
  marks: readonly { position: number }[],
  position: number,
  forward: boolean,
): number {
  const places = marks.map((mark) => mark.position).sort((one, other) => one - other);
  const found = forward
    ? places.find((place) => place > position)
    : places.findLast((place) => place < position);
  return found ?? position;
}

/** How far along the line a moment is, from 0 to 1. */
export function share(line: TimeLine, position: number): number {
  const whole = line.last - line.first;
  return whole === 0 ? 0 : (position - line.first) / whole;
}

/** Places that are told apart on a line of so many points; the first of those that fall together. */
export function apart(line: TimeLine, positions: readonly number[], points: number): number[] {
  const seen = new Set<number>();
  return positions.filter((position) => {
    const point = Math.round(share(line, position) * points);
    return !seen.has(point) && seen.add(point);
  });
}
