/** People by name, also those who have left. Pure. */
import type { Actor, Agreement } from '../api/types';
import { anyMember } from './shares';

export interface ActorWords {
  operator: string;
  server: string;
  unknown: string;
}

export function actorName(
  agreement: Pick<Agreement, 'members' | 'former_members'>,
  actor: Actor,
  words: ActorWords,
): string {
  if (actor.kind !== 'member') return words[actor.kind];
  return (actor.member && anyMember(agreement, actor.member)?.name) || words.unknown;
}
