import type { Said, Sentence } from '../record/said';
import type { changed as swedish, shapingSentences as sentences } from './sentences.sv';

const ofParty = ({ party }: Said) => (party ? ` of ${party}` : '');

export const shapingSentences: Record<keyof typeof sentences, Sentence> = {
  agreement_changed: ({ by, changes }) =>
    changes ? `${by} changed ${changes}` : `${by} changed what is said about the agreement`,
  plan_changed: ({ by, plan }) =>
    plan ? `${by} changed the planned dates: ${plan}` : `${by} took away the planned dates`,
  party_changed: ({ by, text, decides }) =>
    decides
      ? `${by} changed what is said about the party ${text}, for which ${decides} now decides`
      : `${by} changed what is said about the party ${text}`,
  organisation_renamed: (said) =>
    `${said.by} renamed an organisation${ofParty(said)} to ${said.text}`,
  organisation_removed: ({ by }) => `${by} removed an organisation to which nobody belonged`,
  sections_ordered: ({ by }) => `${by} changed the order of the sections`,
  section_retired: ({ by, section }) => `${by} took the section ${section} out of the text`,
  section_brought_back: ({ by, section }) => `${by} brought back the section ${section}`,
  responsible_changed: ({ by, section, responsible }) =>
    responsible
      ? `${by} changed who is responsible for ${section}: ${responsible}`
      : `${by} changed that nobody in particular is responsible for ${section}`,
};

export const changed: typeof swedish = {
  title: (title) => (title ? `the title to “${title}”` : 'the title'),
  caseNumber: (number) =>
    number ? `the case number to ${number}` : 'the case number, which was taken away',
  timeZone: (zone) => `the time zone to ${zone}`,
  languages: (names) => `the languages of the text to ${names}`,
  parity: (asked) =>
    asked
      ? 'the demand for equally many who write, which holds from now on'
      : 'the demand for equally many who write, which holds no longer',
  anotherParty: (asked) =>
    asked
      ? 'the demand that another party accepts proposals, which holds from now on'
      : 'the demand that another party accepts proposals, which holds no longer',
};
