import { expect, it } from 'vitest';
import { when } from './when';

const now = () => new Date('2027-03-18T09:00:00Z');
const stockholm = when('en', 'Europe/Stockholm', now);

it('an instant has the day and the time of the agreement’s own zone', () => {
  const instant = '2027-03-16T23:30:00Z';
  expect(stockholm.isoDay(instant)).toBe('2027-03-17');
  expect(stockholm.time(instant)).toBe('00:30');
  expect(when('en', 'America/New_York', now).isoDay(instant)).toBe('2027-03-16');
});

it('what is recent is told by its weekday, and another year by its number', () => {
  expect(stockholm.lately('2027-03-16T13:20:00Z')).toBe('Tue 14:20');
  expect(stockholm.lately('2027-03-01T13:20:00Z')).toBe('1 Mar');
  expect(stockholm.lately('2026-03-01T13:20:00Z')).toBe('1 Mar 2026');
});

it('a date without a time is the same day in every zone', () => {
  for (const zone of ['Pacific/Auckland', 'Europe/Stockholm', 'Pacific/Pago_Pago']) {
    expect(when('en', zone, now).shortDate('2027-06-12')).toBe('12 Jun');
  }
});

it('what is no instant is shown as it is', () => {
  expect(stockholm.day('soon')).toBe('soon');
});
