import type { forgetting as swedish } from './record.sv';

export const forgetting: typeof swedish = {
  member_anonymised: ({ by, party }) =>
    party
      ? `${by} erased the personal details of a member of ${party}`
      : `${by} erased the personal details of a member`,
  words_erased: ({ by, about }) =>
    about ? `${by} erased words of number ${about}` : `${by} erased words from the record`,
  working_material_purged: ({ by, decided }) =>
    decided
      ? `${by} purged the working material, by the decision of ${decided}`
      : `${by} purged the working material`,
};
