/** The people and the text the tests are about. Both are made up. */
export const ERIK = 'Erik Lindqvist';
export const MAJA = 'Maja Åkerström';
export const ROLF = 'Rolf Granbäck';

/** A section with text of nobody's, and one that holds nothing yet. */
export const HARBOUR = 'Hamnens framtid';
export const EMPTY = 'Sjöräddningen';
/** Long, with a word that is wider than a narrow screen's column. */
export const LONG =
  'Hamnsamverkansöverenskommelseförhandlingsdelegationernas gemensamma utgångspunkter för varv och kajer';
export const OPENING = 'Hamnen är till för alla som bor på ön.';

export const description = {
  title: 'Överenskommelse om Norrskärs hamn',
  case_number: 'KS 2031-0417',
  time_zone: 'Europe/Stockholm',
  languages: ['sv'],
  parity: true,
  parties: [
    {
      letter: 'A',
      name: 'Norrskärs kommun',
      kind: 'public',
      organisations: ['Hamnkontoret'],
    },
    {
      letter: 'B',
      name: 'Öns föreningar',
      kind: 'civil',
      organisations: ['Fiskargillet'],
    },
  ],
  members: [
    {
      name: ERIK,
      email: 'erik@norrskar.example',
      party: 'A',
      organisation: 'Hamnkontoret',
      roles: ['coordinator', 'drafter'],
    },
    {
      name: MAJA,
      email: 'maja@fiskargillet.example',
      party: 'B',
      organisation: 'Fiskargillet',
      roles: ['coordinator', 'drafter'],
    },
    { name: ROLF, email: 'rolf@norrskar.example', party: 'A', roles: ['reviewer'] },
  ],
  sections: [
    { kind: 'starting_points', title: HARBOUR, text: `${OPENING}\n`, responsible: ['A', 'B'] },
    { kind: 'free', title: EMPTY, text: '' },
    { kind: 'principle', title: 'Dialog', responsible: ['A', 'B'] },
    { kind: 'commitments', title: 'Åtaganden' },
    { kind: 'free', title: LONG },
  ],
};

/** The same, where those who write may also approve for their parties. */
export const withApprovers = {
  ...description,
  members: description.members.map((member) =>
    member.roles.includes('drafter') ? { ...member, roles: [...member.roles, 'approver'] } : member,
  ),
};
