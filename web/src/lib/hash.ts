/** Hashes as people compare them. Pure. */

/** The beginning, in fours: enough to tell two apart at a glance. */
export function shortHash(hash: string): string {
  return `${groupHash(hash.slice(0, 12))} …`;
}

/** All of it, in fours. */
export function groupHash(hash: string): string {
  return hash.match(/.{1,4}/g)?.join(' ') ?? hash;
}
