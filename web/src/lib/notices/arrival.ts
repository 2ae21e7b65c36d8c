/** Links in letters name the notice they are of: who follows one has read it. */
import { telling } from './api';
import { namedIn } from './named';

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
