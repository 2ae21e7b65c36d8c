/** Who has written a text, party by party. Pure. */
import type { Agreement, Contributor, Party } from '../api/types';
import { findPerson } from '../people';

export interface Share {
  /** Null for those who belong to no party. */
  party: Party | null;
  /** Whole per cent; those of all shares make 100. */
  percent: number;
}

/** Rounds parts of a whole so that they still make 100: what is lost goes to the largest remainders. */
export function percentages(amounts: readonly number[]): number[] {
  const all = amounts.reduce((sum, amount) => sum + amount, 0);
  const exact = amounts.map((amount) => (all === 0 ? 0 : (amount / all) * 100));
  const rounded = exact.map(Math.floor);
  const lost = all === 0 ? 0 : 100 - rounded.reduce((sum, one) => sum + one, 0);
  const byRemainder = exact
    .map((value, place) => ({ place, remainder: value - Math.floor(value) }))
    .sort((one, other) => other.remainder - one.remainder || one.place - other.place);
  for (const { place } of byRemainder.slice(0, lost)) rounded[place] = (rounded[place] ?? 0) + 1;
  return rounded;
}

/** The parties of whom something stands in a text, in the agreement's order, the neutral ones last. */
export function sharesOf(agreement: Agreement, contributors: readonly Contributor[]): Share[] {
  const written = (party: string | null) =>
    contributors
      .filter((one) => (findPerson(agreement, one.member)?.party ?? null) === party)
      .reduce((sum, one) => sum + one.characters, 0);
  const amounts = [...agreement.parties, null]
    .map((party) => ({ party, characters: written(party?.id ?? null) }))
    .filter(({ characters }) => characters > 0);
  const percents = percentages(amounts.map(({ characters }) => characters));
  return amounts.map(({ party }, place) => ({ party, percent: percents[place] ?? 0 }));
}
