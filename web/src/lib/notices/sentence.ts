/** What a notice says, in the reader's language. Pure. */
import type { Notice } from '../api/types';
import type { Messages } from '../messages/sv';

interface Words {
  t: Messages;
  day(date: string): string;
}

export function sentence(notice: Notice, locale: Words): string {
  const { t } = locale;
  // Not taken out of its object, which it may need.
  const day = (date: string) => locale.day(date);
  const words = t.notices;
  const who = notice.by?.name ?? null;
  switch (notice.kind) {
    case 'mention':
      return words.mention(who);
    case 'reply':
      return words.reply(who);
    case 'proposal':
      return words.proposal(who);
    case 'outcome':
      return notice.outcome === 'rejected' ? words.rejected(who) : words.accepted(who);
    case 'sign_off':
      return words.signOff;
    case 'review':
      return words.review(who);
    case 'meeting':
      return met(notice, words, day);
    case 'deadline':
      return notice.meeting ? met(notice, words, day) : deadline(notice, words, t, day);
  }
}

function met(
  { by, meeting, date }: Notice,
  words: Messages['notices'],
  day: (date: string) => string,
): string {
  return words.meeting[meeting ?? 'called'](by?.name ?? null, day(date ?? ''));
}

function deadline(
  { by, phase, date, member, answer_due }: Notice,
  words: Messages['notices'],
  t: Messages,
  day: (date: string) => string,
): string {
  if (date === null) return words.plan(by?.name ?? null);
  if (answer_due) return words.answerDue(day(date));
  if (phase !== null) return words.phase(t.phases[phase], day(date));
  return member ? words.mandate(member.name, day(date)) : words.ownMandate(day(date));
}
