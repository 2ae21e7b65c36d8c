/**
 * What somebody has typed and not sent: kept by the browser, so that a reload, a fault or a lost connection takes
 * nothing away. It is the member's, and goes when they have sent it or thrown it away.
 */
import type { Span } from './places';

export interface Typed {
  text: string;
  /** Only of a thread that is to be begun on a passage. */
  anchor?: { ids: Span[]; quote: string } | null;
  /** What was sent and not answered, and its name: sent again under it, it is said once. */
  sent?: Sent | null;
}

export interface Sent {
  text: string;
  id: string;
}

const keyOf = (member: string, where: string) => `overens.typed.${member}.${where}`;

export function readTyped(member: string, where: string): Typed | null {
  try {
    const kept = JSON.parse(localStorage.getItem(keyOf(member, where)) ?? 'null') as unknown;
    if (typeof kept !== 'object' || kept === null) return null;
    const typed = kept as Typed;
    return typeof typed.text === 'string' ? typed : null;
  } catch {
    // Storage can be forbidden; then it lasts as long as the page.
    return null;
  }
}

export function keepTyped(member: string, where: string, typed: Typed | null): void {
  try {
    if (typed === null) localStorage.removeItem(keyOf(member, where));
    else localStorage.setItem(keyOf(member, where), JSON.stringify(typed));
  } catch {
    // See above.
  }
}

/** Nothing of a member's stays behind who signs out. */
export function forgetTyped(members: readonly string[]): void {
  try {
    const own = members.map((member) => keyOf(member, ''));
    for (const key of Object.keys(localStorage)) {
      if (own.some((beginning) => key.startsWith(beginning))) localStorage.removeItem(key);
    }
  } catch {
    // See above.
  }
}
