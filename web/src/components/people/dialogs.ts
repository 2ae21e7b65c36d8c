/** Which dialog of the people page is open, and about whom. */
import type { Person } from '../../lib/api/types';

export type Opened =
  | { dialog: 'invite' }
  | { dialog: 'roles' | 'remove' | 'invite-again' | 'anonymise'; person: Person };
