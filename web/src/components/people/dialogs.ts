/** Which dialog of the people page is open, and about whom. */
import type { Agreement, Person } from '../../lib/api/types';

export type Opened =
  | { dialog: 'invite' }
  | { dialog: 'roles' | 'remove' | 'invite-again' | 'anonymise'; person: Person };

/** What a dialog about somebody is given. */
export interface AboutPerson {
  agreement: Agreement;
  person: Person;
  onclose: () => void;
  ondone: (said: string) => void;
}
