/** Which dialog of the agreement's page is open, and with what it begins. */
import type { Phase } from '../../lib/api/types';

export type Opened =
  | { dialog: 'whole' }
  | { dialog: 'decision'; body: string }
  | { dialog: 'signing' }
  | { dialog: 'material' }
  | { dialog: 'purge' }
  | { dialog: 'mandate'; member: string }
  | { dialog: 'review' }
  | { dialog: 'phase'; phase: Phase };
