/** The record's sentences about how an agreement was shaped, in Swedish. */
import type { Said, Sentence } from '../record/said';

const ofParty = ({ party }: Said) => (party ? ` hos ${party}` : '');

export const shapingSentences = {
  agreement_changed: ({ by, changes }) =>
    changes ? `${by} ändrade ${changes}` : `${by} ändrade uppgifterna om överenskommelsen`,
  plan_changed: ({ by, plan }) =>
    plan ? `${by} ändrade de planerade datumen: ${plan}` : `${by} tog bort de planerade datumen`,
  party_changed: ({ by, text, decides }) =>
    decides
      ? `${by} ändrade uppgifterna om parten ${text}, som nu beslutar genom ${decides}`
      : `${by} ändrade uppgifterna om parten ${text}`,
  organisation_renamed: (said) =>
    `${said.by} bytte namn på en organisation${ofParty(said)} till ${said.text}`,
  organisation_removed: ({ by }) => `${by} tog bort en organisation som ingen hörde till`,
  sections_ordered: ({ by }) => `${by} ändrade avsnittens ordning`,
  section_retired: ({ by, section }) => `${by} lät avsnittet ${section} utgå`,
  section_brought_back: ({ by, section }) => `${by} tog tillbaka avsnittet ${section}`,
  responsible_changed: ({ by, section, responsible }) =>
    responsible
      ? `${by} ändrade vilka som ansvarar för ${section}: ${responsible}`
      : `${by} ändrade så att ingen särskild part ansvarar för ${section}`,
} satisfies Record<string, Sentence>;

/** What can be changed of the agreement, after “ändrade”. */
export const changed = {
  title: (title: string) => (title ? `titeln till ”${title}”` : 'titeln'),
  caseNumber: (number: string) =>
    number ? `diarienumret till ${number}` : 'diarienumret, som togs bort',
  timeZone: (zone: string) => `tidszonen till ${zone}`,
  languages: (names: string) => `textens språk till ${names}`,
  parity: (asked: boolean): string =>
    asked
      ? 'kravet på lika många som skriver, som gäller från och med nu'
      : 'kravet på lika många som skriver, som inte längre gäller',
  anotherParty: (asked: boolean): string =>
    asked
      ? 'kravet på att förslag antas av en annan part, som gäller från och med nu'
      : 'kravet på att förslag antas av en annan part, som inte längre gäller',
};
