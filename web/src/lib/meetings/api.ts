/** The routes of meetings, the register of measures, and co-authors. */
import { agreements, id, query, request, sections } from '../api/client';
import type {
  Attachment,
  AttendanceNoted,
  CoAuthors,
  Meeting,
  MeetingChange,
  Meetings,
  NewMeeting,
  RegisteredMeasure,
} from '../api/types';

const meetings = (meeting: string) => `/api/meetings/${id(meeting)}`;

export const meetingsApi = {
  list: (agreement: string) => request<Meetings>('GET', `${agreements(agreement)}/meetings`),
  call: (agreement: string, meeting: NewMeeting) =>
    request<Meeting>('POST', `${agreements(agreement)}/meetings`, meeting),
  one: (meeting: string) => request<Meeting>('GET', meetings(meeting)),
  change: (meeting: string, change: MeetingChange) =>
    request<Meeting>('POST', meetings(meeting), change),
  attend: (meeting: string, noted: AttendanceNoted) =>
    request<Meeting>('POST', `${meetings(meeting)}/attendance`, noted),
  addFile: (meeting: string, file: Attachment) =>
    request<Meeting>('POST', `${meetings(meeting)}/files`, file),
  removeFile: (meeting: string, file: string) =>
    request<Meeting>('POST', `${meetings(meeting)}/files/${id(file)}/remove`, {}),
  cancel: (meeting: string, reason: string) =>
    request<Meeting>('POST', `${meetings(meeting)}/cancellation`, { reason }),
  closeNotes: (meeting: string) =>
    request<Meeting>('POST', `${meetings(meeting)}/notes/closing`, {}),
  reopenNotes: (meeting: string) =>
    request<Meeting>('POST', `${meetings(meeting)}/notes/reopening`, {}),

  /** Of an agreement revision; without one, of the texts as they stand. */
  measures: (agreement: string, revision?: number) =>
    request<{ measures: RegisteredMeasure[] }>(
      'GET',
      `${agreements(agreement)}/measures${query({ revision })}`,
    ),
  measuresTable: (agreement: string, language: string, revision?: number) =>
    `${agreements(agreement)}/measures.csv${query({ language, revision })}`,

  coAuthors: (section: string) => request<CoAuthors>('GET', `${sections(section)}/co-authors`),
  coAuthorsOf: (section: string, revision: number) =>
    request<CoAuthors>('GET', `${sections(section)}/revisions/${revision}/co-authors`),
  orderCoAuthors: (section: string, order: string[]) =>
    request<CoAuthors>('POST', `${sections(section)}/co-authors/order`, { order }),
  withhold: (section: string, withheld: boolean) =>
    request<CoAuthors>('POST', `${sections(section)}/co-authors/withheld`, { withheld }),
};
