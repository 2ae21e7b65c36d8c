/** How writers' words look, in the language of the interface. */
import type { Agreement } from '../api/types';
import { locale } from '../messages/locale.svelte';
import { Looks } from './looks';
import type { Writer } from './runs';
import type { Written } from './marked';
import type { ShownLook } from './shown';

export function looksIn(agreement: Agreement, purged: boolean): Looks {
  const { authors } = locale.t.history;
  return new Looks(agreement, purged, { ...locale.t.actors, ...authors });
}

/** A name, and the party it belongs to, if to one. */
const told = (name: string, party: string) => [name, party].filter(Boolean).join(', ');

/** Who wrote at a place, as a sentence. */
export function saidOfPlace(looks: Looks, writer: Writer, timeZone: string): string {
  if (writer.member === null) return looks.of(null).name;
  const moment = (instant: string) => locale.moment(instant, timeZone);
  return locale.t.history.authors.here(looks.said(writer, moment));
}

/** How the runs of a fixed text look. */
export function lookOfRuns(agreement: Agreement, looks: Looks): (written: Written) => ShownLook {
  const moment = (instant: string) => locale.moment(instant, agreement.time_zone);
  return (written) => {
    const { className, label, name, party } = looks.of(written.member);
    const title = looks.said(written, moment);
    return written.begins
      ? { className: `${className} author-begins`, label, title, told: told(name, party) }
      : { className, label: undefined, title, told: undefined };
  };
}
