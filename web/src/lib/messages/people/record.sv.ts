/** Sentences of the record about people who leave, and about what is forgotten. In Swedish. */
import type { Said } from '../record/said';

export const forgetting = {
  member_anonymised: ({ by, party }: Said) =>
    party
      ? `${by} raderade personuppgifterna för en medlem av ${party}`
      : `${by} raderade personuppgifterna för en medlem`,
  words_erased: ({ by, about }: Said) =>
    about ? `${by} raderade ord i nummer ${about}` : `${by} raderade ord i ärendeloggen`,
  working_material_purged: ({ by, decided }: Said) =>
    decided
      ? `${by} gallrade arbetsmaterialet, med stöd av beslutet av ${decided}`
      : `${by} gallrade arbetsmaterialet`,
};
