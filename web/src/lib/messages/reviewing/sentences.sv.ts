/** Vad ärendeloggen säger om granskningar och förankringsunderlag. */
import type { Said, Sentence } from '../record/said';

const until = ({ day }: Said) => (day ? `, senast ${day}` : '');

export const reviewingSentences = {
  review_asked: (said) => `${said.by} begärde granskning av ${said.shown}${until(said)}`,
  review_answered: ({ by, revision, section, ready }) =>
    ready
      ? `${by} svarade att revision ${revision} av ${section} är klar`
      : `${by} svarade att revision ${revision} av ${section} inte är klar än`,
  review_extended: ({ by, day }) => `${by} flyttade sista dagen för en granskning till ${day}`,
  review_closed: ({ by }) => `${by} avslutade en granskning`,
  anchoring_sheet_made: (said) =>
    `${said.by} gjorde ett förankringsunderlag för ${said.text || 'en organisation'} om ${said.shown}${until(said)}`,
} satisfies Record<string, Sentence>;
