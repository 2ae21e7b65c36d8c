/** Threads over HTTP. */
import type { Span } from '../discussion/places';
import { agreements, id, request, sections } from './client';
import type { OpenDiscussion, Thread, Threads } from './types';

const threads = (thread: string) => `/api/threads/${id(thread)}`;
const comments = (thread: string, comment: string) => `${threads(thread)}/comments/${id(comment)}`;

export interface Marked {
  ids: Span[];
  quote: string;
}

export interface Said {
  text: string;
  mentions: string[];
  /** Drawn once for it: asked for again, because no answer came, it is said once. */
  id: string;
}

export const threadApi = {
  /** How much is open, section by section. */
  openIn: (agreement: string) =>
    request<OpenDiscussion>('GET', `${agreements(agreement)}/discussion`),
  ofSection: (section: string) => request<Threads>('GET', `${sections(section)}/threads`),
  open: (section: string, thread: Said & { anchor: Marked | null }) =>
    request<Thread>('POST', `${sections(section)}/threads`, thread),
  reply: (thread: string, said: Said) =>
    request<Thread>('POST', `${threads(thread)}/comments`, said),
  edit: (thread: string, comment: string, text: string, mentions: string[]) =>
    request<Thread>('POST', `${comments(thread, comment)}/edits`, { text, mentions }),
  remove: (thread: string, comment: string) => request<void>('DELETE', comments(thread, comment)),
  resolve: (thread: string) => request<Thread>('POST', `${threads(thread)}/resolutions`, {}),
  reopen: (thread: string) => request<Thread>('POST', `${threads(thread)}/reopenings`, {}),
  read: (thread: string, comments: number) =>
    request<void>('POST', `${threads(thread)}/readings`, { comments }),
};
