/** How far a review has come. Pure. */
import type { Review, ReviewAnswer, Reviewer } from '../api/types';

export type CellStanding = 'ready' | 'not-yet' | 'waiting' | 'late' | 'left' | 'retired' | 'none';

export interface Cell {
  standing: CellStanding;
  /** The answer that counts; null while there is none. */
  answer: ReviewAnswer | null;
}

/** The sections that a member is still to answer for. */
export function ownWaiting(review: Review, member: string): string[] {
  return review.reviewers.find((one) => one.member === member)?.waiting ?? [];
}

/** What counts of a member's answers about a section. */
export function answerOf(review: Review, member: string, section: string): ReviewAnswer | null {
  const own = (one: ReviewAnswer) => one.member === member && one.section === section && one.counts;
  return review.answers.find(own) ?? null;
}

export function cellOf(review: Review, reviewer: Reviewer, section: string): Cell {
  const answer = answerOf(review, reviewer.member, section);
  if (answer) return { standing: answer.ready ? 'ready' : 'not-yet', answer };
  const asked = review.sections.find((one) => one.section === section);
  if (asked?.latest === null) return { standing: 'retired', answer: null };
  if (!reviewer.takes_part) return { standing: 'left', answer: null };
  if (review.closed) return { standing: 'none', answer: null };
  return { standing: review.overdue ? 'late' : 'waiting', answer: null };
}

/** Those who are still to answer for something. */
export function waitingFor(review: Review): Reviewer[] {
  return review.reviewers.filter((one) => one.waiting.length > 0);
}

/** How many of those who still answer have answered everything, of how many. */
export function progressOf(review: Review): { done: number; all: number } {
  const all = review.reviewers.filter((one) => one.takes_part);
  return { done: all.filter((one) => isDone(review, one)).length, all: all.length };
}

/** Whether somebody has said something about every section that is in the text. */
function isDone(review: Review, { member }: Reviewer): boolean {
  const open = review.sections.filter((one) => one.latest !== null);
  return open.every((one) => answerOf(review, member, one.section) !== null);
}
