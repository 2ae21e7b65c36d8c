/** The words of the domain that one can choose among. Pure. */
import type { Phase, Role, SectionKind } from '../api/types';

export const SECTION_KINDS: readonly SectionKind[] = [
  'preamble',
  'vision',
  'starting_points',
  'definitions',
  'challenges',
  'principle',
  'commitments',
  'follow_up',
  'free',
];

export const ROLES: readonly Role[] = [
  'coordinator',
  'drafter',
  'reviewer',
  'approver',
  'observer',
];

/** In the order in which an agreement comes to them. */
export const PHASES: readonly Phase[] = [
  'preparation',
  'drafting',
  'consultation',
  'approval',
  'decided',
  'signed',
  'in_force',
  'under_revision',
  'ended',
];

/** Those one can foresee from the beginning. */
export const FORESEEN: readonly Phase[] = PHASES.slice(0, 7);

/** Languages that texts here are written in: the land's own, its minorities', its neighbours'. */
export const LANGUAGES: readonly string[] = [
  'sv',
  'en',
  'fi',
  'fit',
  'se',
  'smj',
  'sma',
  'rom',
  'yi',
  'nb',
  'nn',
  'da',
];
