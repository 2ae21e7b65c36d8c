/** Which entries of the record one wants to see, kept in the page's address. Pure. */
import type { RecordQuestion } from '../api/types';

/** The kinds of entries as people ask for them. */
export const GROUPS = {
  texts: [
    'section_added',
    'section_renamed',
    'revision_saved',
    'revision_named',
    'agreement_revision_saved',
    'sections_ordered',
    'section_retired',
    'section_brought_back',
    'responsible_changed',
    'co_authors_ordered',
    'co_author_withheld',
  ],
  approvals: [
    'section_signed_off',
    'sign_off_withdrawn',
    'reservation_made',
    'section_locked',
    'section_reopened',
    'review_asked',
    'review_answered',
    'review_extended',
    'review_closed',
  ],
  people: [
    'party_added',
    'organisation_added',
    'member_added',
    'member_removed',
    'roles_changed',
    'approval_changed',
    'mandate_recorded',
    'anchoring_sheet_made',
    'party_changed',
    'organisation_renamed',
    'organisation_removed',
  ],
  decisions: [
    'agreement_founded',
    'phase_entered',
    'decision_recorded',
    'signing_recorded',
    'agreement_changed',
    'plan_changed',
  ],
  meetings: [
    'meeting_called',
    'meeting_changed',
    'meeting_attended',
    'meeting_file_added',
    'meeting_file_removed',
    'meeting_cancelled',
    'meeting_notes_closed',
    'meeting_notes_reopened',
  ],
  forgetting: ['member_anonymised', 'words_erased', 'working_material_purged'],
} as const;
export type GroupName = keyof typeof GROUPS;
export const GROUP_NAMES = Object.keys(GROUPS) as GroupName[];

/** Empty strings ask for everything. */
export interface Filters {
  group: GroupName | '';
  section: string;
  member: string;
}
export const NO_FILTERS: Filters = { group: '', section: '', member: '' };

export function readFilters(search: string): Filters {
  const query = new URLSearchParams(search);
  const group = query.get('group');
  return {
    group: GROUP_NAMES.find((name) => name === group) ?? '',
    section: query.get('section') ?? '',
    member: query.get('member') ?? '',
  };
}

/** The part of an address that says it, with its question mark; empty if everything is asked for. */
export function writeFilters(filters: Filters): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''));
  return query.size > 0 ? `?${query}` : '';
}

export function questionOf({ group, section, member }: Filters): RecordQuestion {
  return {
    ...(group && { kind: GROUPS[group].join(',') }),
    ...(section && { section }),
    ...(member && { member }),
  };
}
