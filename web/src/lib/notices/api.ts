/** The routes about being told. */
import { id, query, request } from '../api/client';
import type { Letters, NewLetters, Notices, SeenNotices, Unsubscription } from '../api/types';

export const telling = {
  notices: (unread: boolean, most: number) =>
    request<Notices>('GET', `/api/notices${query({ unread: String(unread), most })}`),
  unread: () => request<{ unread: number }>('GET', '/api/notices/unread'),
  /** One notice was read. */
  noteRead: (agreement: string, notice: string) =>
    request<void>('POST', '/api/notices/readings', { notices: [{ agreement, id: notice }] }),
  /** All were read that a list has shown. */
  noteSeen: (seen: SeenNotices[]) => request<void>('POST', '/api/notices/readings', { seen }),
  letters: () => request<Letters>('GET', '/api/notices/settings'),
  chooseLetters: (letters: NewLetters) =>
    request<Letters>('POST', '/api/notices/settings', letters),
  unsubscription: (secret: string) =>
    request<Unsubscription>('GET', `/api/unsubscribe/${id(secret)}`),
  unsubscribe: (secret: string) => request<void>('POST', `/unsubscribe/${id(secret)}`),
};
