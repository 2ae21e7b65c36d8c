/** What the record says of reviews and anchoring sheets. */
import type { Said, Sentence } from '../record/said';
import type { reviewingSentences as swedish } from './sentences.sv';

const until = ({ day }: Said) => (day ? `, by ${day}` : '');

export const reviewingSentences: Record<keyof typeof swedish, Sentence> = {
  review_asked: (said) => `${said.by} asked for a review of ${said.shown}${until(said)}`,
  review_answered: ({ by, revision, section, ready }) =>
    ready
      ? `${by} answered that revision ${revision} of ${section} is ready`
      : `${by} answered that revision ${revision} of ${section} is not ready yet`,
  review_extended: ({ by, day }) => `${by} moved the last day of a review to ${day}`,
  review_closed: ({ by }) => `${by} closed a review`,
  anchoring_sheet_made: (said) =>
    `${said.by} made an anchoring sheet for ${said.text || 'an organisation'} about ${said.shown}${until(said)}`,
};
