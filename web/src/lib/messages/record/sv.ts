/** What the agreement's page, its record and its whole-text revisions say, in Swedish. */
export const record = {
  newerPart: 'Den här delen är gjord i en nyare version av Överens. Den visas som ren text.',
};

export type RecordMessages = typeof record;
