/** Answers of the HTTP interface as they last were, for a page that is opened without a connection. */
import { api, Problem } from '../api/client';
import type { Agreement, Me } from '../api/types';
import { keptDatabase } from './database';

/** Goes into the names of what is kept. Raised when a shape changes, so that no page gets an old one. */
const SHAPES = 3;

/** Whose answers are kept: one who signs in here must not see another's. */
let account = '';

export async function fetchMe(): Promise<Me> {
  const me = await fetchOrKeptAs(`${SHAPES}/me`, () => api.me());
  account = me.account.id;
  return me;
}

export function fetchAgreement(agreement: string): Promise<Agreement> {
  return fetchOrKept(agreement, () => api.agreement(agreement));
}

/** An answer that is the account's own, under a name. */
export function fetchOrKept<Answer>(name: string, fetch: () => Promise<Answer>): Promise<Answer> {
  return fetchOrKeptAs(`${SHAPES}/${account}/${name}`, fetch);
}

/** Fetches, and keeps the answer; when the server cannot be reached, gives the one it gave last. */
async function fetchOrKeptAs<Answer>(name: string, fetch: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await fetch();
    void keep(name, answer);
    return answer;
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'unreachable') throw error;
    const kept = await read<Answer>(name);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function keep(name: string, answer: unknown): Promise<void> {
  try {
    // A copy of its own: what a page shows may be of a kind that cannot be stored.
    await (await keptDatabase()).put('answers', structuredClone(answer), name);
  } catch {
    // Without storage there is only what the server says.
  }
}

async function read<Answer>(name: string): Promise<Answer | undefined> {
  try {
    return (await (await keptDatabase()).get('answers', name)) as Answer | undefined;
  } catch {
    return undefined;
  }
}

export async function forgetAnswers(): Promise<void> {
  try {
    await (await keptDatabase()).clear('answers');
  } catch {
    // There was none to forget.
  }
}
