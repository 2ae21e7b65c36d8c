/** What one does to a section in a dialog. */
export type SectionAction =
  'save' | 'lock' | 'reopen' | 'withdraw' | 'reserve' | 'reserve-personally';
