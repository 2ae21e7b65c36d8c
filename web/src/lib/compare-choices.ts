/** The comparisons that are offered by name. Pure. */
import type { Agreement, Revision, SignOff } from './api/types';

export interface Choice {
  kind: 'own' | 'party' | 'latest' | 'latestTwo';
  from: number;
  /** Null for the text as it stands. */
  to: number | null;
}

/**
 * What somebody most likely wants to see: what changed since they or their party approved, since the latest
 * revision, and between the latest two. Each pair of texts once.
 */
export function choicesFor(
  { me }: Pick<Agreement, 'me'>,
  section: string,
  revisions: readonly Pick<Revision, 'number'>[],
  signOffs: readonly Pick<SignOff, 'section' | 'member' | 'party' | 'revision' | 'standing'>[],
): Choice[] {
  const approved = (mine: (signOff: (typeof signOffs)[number]) => boolean): number[] =>
    signOffs
      .filter((one) => one.section === section && one.standing !== 'withdrawn' && mine(one))
      .map(({ revision }) => revision);
  const latestOf = (numbers: number[]) => (numbers.length > 0 ? Math.max(...numbers) : null);
  const numbers = revisions.map(({ number }) => number).sort((one, other) => other - one);
  const [latest, before] = numbers;
  const own = latestOf(approved(({ member }) => member === me.id));
  const party = me.party === null ? null : latestOf(approved((one) => one.party === me.party));
  const choices: Choice[] = [];
  const offer = (choice: Choice) => {
    if (!choices.some(({ from, to }) => from === choice.from && to === choice.to)) {
      choices.push(choice);
    }
  };
  if (own !== null) offer({ kind: 'own', from: own, to: null });
  if (party !== null) offer({ kind: 'party', from: party, to: null });
  if (latest !== undefined) offer({ kind: 'latest', from: latest, to: null });
  if (latest !== undefined && before !== undefined) {
    offer({ kind: 'latestTwo', from: before, to: latest });
  }
  return choices;
}
