/** Names and words of revisions and approvals that several places say in the same way. */
import type { Actor, Agreement, Mandate, Revision } from './api/types';
import { locale } from './messages/locale.svelte';
import { actorName, findPerson, nameOf } from './people';

export function nameOfMember(agreement: Agreement, id: string | null): string {
  return nameOf(findPerson(agreement, id), locale.t.actors);
}

export function nameOfActor(agreement: Agreement, actor: Actor): string {
  return actorName(agreement, actor, locale.t.actors);
}

export function nameOfParty(agreement: Agreement, id: string): string {
  return agreement.parties.find((party) => party.id === id)?.name ?? locale.t.actors.somebody;
}

export function mandateWords(mandate: Mandate): string {
  const t = locale.t.record.mandates;
  const { kind, issuer, date, paragraph } = mandate;
  return t.from(t.kind[kind], issuer, locale.day(date), paragraph);
}

/** Its number, and the name it was given. */
export function titleOfRevision({ number, name }: Revision): string {
  const title = locale.t.approving.revision(number);
  return name === '' ? title : `${title} · ${name}`;
}
