/** A review for tests: Bo has yet to answer for the second section, Cia has answered for both. */
import type { Review, ReviewAnswer, ReviewedSection } from '../api/types';

const answer = (member: string, section: string, ready: boolean, counts = true): ReviewAnswer => ({
  member,
  section,
  revision: 1,
  hash: 'h',
  ready,
  because: ready ? '' : 'Oklart.',
  at: '2027-02-01T11:00:00Z',
  counts,
});

export const section = (id: string, latest: number | null = 1): ReviewedSection => ({
  section: id,
  title: id,
  number: null,
  revision: 1,
  hash: 'h',
  latest,
});

const allowed = { allowed: true, code: null, reason: null };

export function review(given: Partial<Review> = {}): Review {
  return {
    id: 'review',
    question: 'Klart?',
    due: '2027-02-20',
    overdue: false,
    asked_at: '2027-02-01T10:00:00Z',
    asked_by: { kind: 'member', member: 'ann' },
    sections: [section('1'), section('2')],
    reviewers: [
      { member: 'bo', takes_part: true, waiting: ['2'], late: false },
      { member: 'cia', takes_part: true, waiting: [], late: false },
    ],
    answers: [
      answer('cia', '2', true),
      answer('cia', '1', true),
      answer('bo', '1', false),
      answer('bo', '1', true, false),
    ],
    closed: null,
    may: { answer: allowed, lead: allowed },
    ...given,
  };
}
