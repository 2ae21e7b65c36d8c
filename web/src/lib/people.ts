/** People by name, also those who have left: they are named where they wrote or signed. Pure. */
import type { Actor, Agreement, Member } from './api/types';

type Everybody = Pick<Agreement, 'members' | 'former_members'>;

export interface ActorWords {
  operator: string;
  server: string;
  somebody: string;
  /** One whose name was erased. */
  erased: string;
}

/** A member's name, or what stands for it when it is erased or nobody is known by that id. */
export function nameOf(
  member: Pick<Member, 'name'> | null,
  words: Pick<ActorWords, 'somebody' | 'erased'>,
): string {
  return member ? member.name || words.erased : words.somebody;
}

export function findPerson(agreement: Everybody, id: string | null): Member | null {
  const is = (member: Member) => member.id === id;
  return agreement.members.find(is) ?? agreement.former_members.find(is) ?? null;
}

export function actorName(agreement: Everybody, actor: Actor, words: ActorWords): string {
  if (actor.kind !== 'member') return words[actor.kind];
  return nameOf(findPerson(agreement, actor.member), words);
}
