import { meetingSentences } from '../meetings/en';
import { forgetting } from '../people/record.en';
import { reviewingSentences } from '../reviewing/sentences.en';
import { changed, shapingSentences } from '../shaping/sentences.en';
import type { LogMessages } from './log.sv';
import type { Said } from './said';

const under = ({ mandate }: Said) => (mandate ? `, under the mandate of ${mandate}` : '');
const forParty = ({ party }: Said) => (party ? ` for ${party}` : '');

export const log: LogMessages = {
  title: 'The record',
  intro:
    'Everything that has been fixed or decided stands here, in the order in which it happened. No entry can be changed or taken away. Words can be erased, and then it shows.',
  sentences: {
    agreement_founded: ({ by, text }) =>
      text ? `${by} set up the agreement “${text}”` : `${by} set up the agreement`,
    party_added: ({ by, party, text }) => `${by} added the party ${party || text}`,
    organisation_added: (said) => `${said.by} added the organisation ${said.text}${forParty(said)}`,
    member_added: (said) => `${said.by} added ${said.member || said.text}${forParty(said)}`,
    section_added: ({ by, section }) => `${by} added the section ${section}`,
    phase_entered: ({ by, phase }) => `${by} took the agreement to the phase ${phase}`,
    roles_changed: ({ by, member, roles }) =>
      roles ? `${by} gave ${member} the roles ${roles}` : `${by} took all roles from ${member}`,
    member_removed: ({ by, member }) => `${by} removed ${member} from the agreement`,
    section_renamed: ({ by, section, text }) => `${by} renamed a section to ${text || section}`,
    approval_changed: (said) => `${said.by} changed how many are to approve${forParty(said)}`,
    ...shapingSentences,
    ...meetingSentences,
    ...reviewingSentences,
    revision_saved: ({ by, revision, section, restored }) =>
      restored
        ? `${by} brought back the text of revision ${restored} of ${section}, as revision ${revision}`
        : `${by} saved revision ${revision} of ${section}`,
    revision_named: ({ by, revision, section }) => `${by} named revision ${revision} of ${section}`,
    agreement_revision_saved: ({ by, revision }) => `${by} saved whole-text revision ${revision}`,
    mandate_recorded: ({ by, member, mandate }) =>
      mandate
        ? `${by} recorded a mandate of ${member}: ${mandate}`
        : `${by} recorded a mandate of ${member}`,
    section_signed_off: (said) =>
      `${said.by} approved revision ${said.revision} of ${said.section}${forParty(said)}${under(said)}`,
    sign_off_withdrawn: (said) =>
      `${said.by} withdrew the approval of revision ${said.revision} of ${said.section}${forParty(said)}`,
    reservation_made: (said) =>
      said.personal
        ? `${said.by} made a dissenting statement on revision ${said.revision} of ${said.section}`
        : `${said.by} made a reservation${forParty(said)} on revision ${said.revision} of ${said.section}`,
    section_locked: ({ by, section, revision }) =>
      revision ? `${by} locked ${section} at revision ${revision}` : `${by} locked ${section}`,
    section_reopened: ({ by, section }) => `${by} opened ${section} again`,
    decision_recorded: (said) =>
      `${said.by} recorded a decision${forParty(said)}: ${said.decided || said.text}`,
    signing_recorded: ({ by, day, place }) =>
      `${by} recorded the signing${day ? ` of ${day}` : ''}${place ? ` in ${place}` : ''}`,
    ...forgetting,
    other: ({ by }) => `${by} did something that this page is too old to describe`,
  },
  changed,
  automatic: 'Saved by itself after a spell of quiet.',
  erased: 'The text is erased. That it was there, and has not been changed, can still be shown.',
  position: (position) => `Number ${position}`,
  more: 'Show older ones',
  loadingMore: 'Loading older ones …',
  beginning: 'The record begins here.',
  nothing: 'No entry fits the selection.',
  found: (count) => (count === 1 ? 'One entry is shown.' : `${count} entries are shown.`),
  open: 'Show all that was recorded',
  openLong: (position) => `Show all that was recorded in number ${position}`,
  at: 'Instant (UTC)',
  kind: 'Kind',
  filters: {
    label: 'Selection',
    group: 'Kind of entries',
    section: 'Section',
    member: 'Person',
    all: 'All',
    everyone: 'Everybody',
    clear: 'Show everything',
    groups: {
      texts: 'Texts and revisions',
      approvals: 'Approvals and reservations',
      people: 'Parties, members and mandates',
      decisions: 'Phases, dates, decisions and signing',
      meetings: 'Meetings',
      forgetting: 'Erased and purged',
    },
  },
  head: {
    title: 'The record can be checked',
    entries: (count) => (count === 1 ? 'One entry' : `${count} entries`),
    hash: 'Checksum of the whole record',
    key: 'The server’s key (Ed25519)',
    signature: 'The server’s signature',
    proves:
      'Each entry holds the checksum of the one before. If anything were changed, removed or put in afterwards, the checksum of the whole record would be another.',
    keep: 'The server has signed the checksum. Keep it, and you can show later that a copy of the record begins exactly like this.',
    download: 'Download the signed checksum',
  },
};
