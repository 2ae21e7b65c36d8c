import type { Hash } from './api/types';
import { groupHash } from './hash';
import { locale } from './messages/locale.svelte';

/** A hash with its name, on one line. */
export function hashLine(hash: Hash): string {
  return `${locale.t.hash.name} ${groupHash(hash)}`;
}
