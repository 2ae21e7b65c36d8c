/** Threads over HTTP. */
import type { Span } from '../discussion/places';
import { id, request, sections } from './client';
import type { Thread, Threads } from './types';

const threads = (thread: string) => `/api/threads/${id(thread)}`;
const comments = (thread: string, comment: string) => `${threads(thread)}/comments/${id(comment)}`;

export interface Marked {
  ids: Span[];
  quote: string;
}

export const threadApi = {
  ofSection: (section: string) => request<Threads>('GET', `${sections(section)}/threads`),
  open: (section: string, anchor: Marked | null, text: string, mentions: string[]) =>
    request<Thread>('POST', `${sections(section)}/threads`, { anchor, text, mentions }),
  reply: (thread: string, text: string, mentions: string[]) =>
    request<Thread>('POST', `${threads(thread)}/comments`, { text, mentions }),
  edit: (thread: string, comment: string, text: string, mentions: string[]) =>
    request<Thread>('POST', `${comments(thread, comment)}/edits`, { text, mentions }),
  remove: (thread: string, comment: string) => request<void>('DELETE', comments(thread, comment)),
  resolve: (thread: string) => request<Thread>('POST', `${threads(thread)}/resolutions`, {}),
  reopen: (thread: string) => request<Thread>('POST', `${threads(thread)}/reopenings`, {}),
  read: (thread: string, comments: number) =>
    request<void>('POST', `${threads(thread)}/readings`, { comments }),
};
