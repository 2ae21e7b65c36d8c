/** Links in letters name the notice they are of: who follows one has read it. */
import { telling } from './api';

/** The notice that an address names, and the address without it; null if it names none. */
export function namedIn(address: string): { agreement: string; id: string; rest: string } | null {
  const url = new URL(address, 'https://a.example');
  const named = url.searchParams.get('notice');
  const [, agreement, id] = /^([0-9a-f-]{36})\.([a-z0-9_-]+)$/.exec(named ?? '') ?? [];
  if (!agreement || !id) return null;
  url.searchParams.delete('notice');
  return { agreement, id, rest: url.pathname + url.search + url.hash };
}

/** Notes what was read by coming here from a letter, and takes its name out of the address. */
export async function noteArrival(): Promise<boolean> {
  const named = namedIn(location.pathname + location.search + location.hash);
  if (!named) return false;
  history.replaceState(history.state, '', named.rest);
  try {
    await telling.noteRead(named.agreement, named.id);
  } catch {
    // It stays unread, and can be read in the list.
    return false;
  }
  return true;
}
