/**
 * What somebody has typed and not yet offered, kept in the browser's own storage at every key: a reload,
 * a lost connection or a refusal takes nothing away. It belongs to one member and one thing.
 */
import type { BlockJson, SeenBlock } from '../api/types';

const PREFIX = 'overens.typed/';

export interface Typed {
  /** The run as its author saw it. */
  base: SeenBlock[];
  /** What they have made of it. */
  blocks: BlockJson[];
  reason: string;
  /** The proposal that is offered anew. */
  renews: string | null;
  /** What was written before it was put onto a newer text, where not all of it could be. */
  earlier?: { base: BlockJson[]; blocks: BlockJson[] } | null;
}

function isTyped(value: unknown): value is Typed {
  const given = value as Partial<Typed> | null;
  return Array.isArray(given?.base) && Array.isArray(given.blocks) && given.base.length > 0;
}

const keyFor = (member: string, about: string) => `${PREFIX}${member}/${about}`;

/** False if the browser does not keep it. */
export function keepTyped(member: string, about: string, typed: Typed): boolean {
  try {
    localStorage.setItem(keyFor(member, about), JSON.stringify(typed));
    return true;
  } catch {
    return false;
  }
}

export function typedBefore(member: string, about: string): Typed | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(keyFor(member, about)) ?? 'null');
    return isTyped(found) ? found : null;
  } catch {
    return null;
  }
}

export function forgetTyped(member: string, about: string): void {
  try {
    localStorage.removeItem(keyFor(member, about));
  } catch {
    // Storage that can be forbidden keeps nothing either.
  }
}

function keysOf(members: readonly string[]): string[] {
  try {
    return Object.keys(localStorage).filter((key) =>
      members.some((member) => key.startsWith(`${PREFIX}${member}/`)),
    );
  } catch {
    return [];
  }
}

/** How much the given members have typed here and not offered. */
export const countTyped = (members: readonly string[]): number => keysOf(members).length;

export function forgetAllTyped(members: readonly string[]): void {
  for (const key of keysOf(members)) localStorage.removeItem(key);
}
