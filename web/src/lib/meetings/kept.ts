/** A meeting as it last was, for a page that is opened without a connection: its notes are kept, too. */
import type { Meeting } from '../api/types';
import { fetchOrKept } from '../kept/answers';
import { meetingsApi } from './api';

export function fetchMeeting(meeting: string): Promise<Meeting> {
  return fetchOrKept(`meeting/${meeting}`, () => meetingsApi.one(meeting));
}
