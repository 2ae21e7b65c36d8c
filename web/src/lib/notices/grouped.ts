/** Notices by day, and on each day by agreement. Pure. */
import type { Notice } from '../api/types';

export interface OfAgreement {
  id: string;
  title: string;
  notices: Notice[];
}

export interface OfDay {
  day: string;
  agreements: OfAgreement[];
}

/** Parts notices that stand newest first; what came first on a day stays first. `dayOf` knows the time zone. */
export function grouped(notices: readonly Notice[], dayOf: (instant: string) => string): OfDay[] {
  const days: OfDay[] = [];
  for (const notice of notices) {
    const day = dayOf(notice.at);
    let ofDay = days.find((one) => one.day === day);
    if (!ofDay) days.push((ofDay = { day, agreements: [] }));
    let own = ofDay.agreements.find((one) => one.id === notice.agreement.id);
    if (!own) ofDay.agreements.push((own = { ...notice.agreement, notices: [] }));
    own.notices.push(notice);
  }
  return days;
}
