/** How writers' words look, in the language of the interface. */
import type { Agreement } from '../api/types';
import { locale } from '../messages/locale.svelte';
import { Looks } from './looks';
import type { Written } from './marked';
import type { ShownLook } from './shown';

export function looksIn(agreement: Agreement, purged: boolean): Looks {
  const { authors } = locale.t.history;
  return new Looks(agreement, purged, { ...locale.t.actors, ...authors });
}

/** How the runs of a fixed text look. */
export function lookOfRuns(agreement: Agreement, looks: Looks): (written: Written) => ShownLook {
  const moment = (instant: string) => locale.moment(instant, agreement.time_zone);
  return (written) => {
    const { className, label } = looks.of(written.member);
    const title = looks.said(written, moment);
    return written.begins
      ? { className: `${className} author-begins`, label, title }
      : { className, label: undefined, title };
  };
}
