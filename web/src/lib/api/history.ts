/** The routes of a section's past: who wrote what, the line of time, the text of any moment. */
import { Problem, query, request, sections, toProblem } from './client';
import { locale } from '../messages/locale.svelte';
import type { Authors, Moment, RevisionAuthors, Timeline } from './types';

export const historyApi = {
  authors: (section: string) => request<Authors>('GET', `${sections(section)}/authors`),
  revisionAuthors: (section: string, number: number) =>
    request<RevisionAuthors>('GET', `${sections(section)}/revisions/${number}/authors`),
  timeline: (section: string) => request<Timeline>('GET', `${sections(section)}/timeline`),
  /** Rejects with the signal's reason when nobody waits for it any more. */
  async moment(
    section: string,
    position: number,
    since: number,
    signal: AbortSignal,
  ): Promise<Moment> {
    const path = `${sections(section)}/moments/${position}${query({ since })}`;
    const headers = {
      Accept: 'application/json, application/problem+json',
      'Accept-Language': locale.language,
    };
    let response: Response;
    try {
      response = await fetch(path, { headers, signal, credentials: 'same-origin' });
    } catch {
      signal.throwIfAborted();
      throw new Problem('unreachable', 0, '', '');
    }
    if (!response.ok) throw await toProblem(response);
    return (await response.json()) as Moment;
  },
};
