import type { RecordMessages } from './sv';

export const record: RecordMessages = {
  newerPart: 'This part was made in a newer version of Överens. It is shown as plain text.',
};
