/** How somebody's words look, and what is said of them. Never by colour alone: a pattern and letters go with it. */
import { findParty, initials, partyClass } from '../agreement';
import type { Agreement } from '../api/types';
import { findPerson, nameOf, type ActorWords } from '../people';
import type { Writer } from './runs';

export interface LookWords extends Pick<ActorWords, 'somebody' | 'erased'> {
  /** The words of the template, short and long. */
  template: string;
  templateLong: string;
  /** Words of which nobody knows, short and long. */
  unknown: string;
  unknownLong: string;
}

export interface Look {
  className: string;
  /** The party's letter and initials, where somebody's words begin. */
  label: string;
  name: string;
  /** The organisation, or the party; empty for those who have neither. */
  organisation: string;
  /** The party's name; empty for those who have none. */
  party: string;
}

export class Looks {
  readonly #known = new Map<string | null, Look>();

  constructor(
    private readonly agreement: Agreement,
    /** Whether how the text came to be was purged once. */
    private readonly purged: boolean,
    private readonly words: LookWords,
  ) {}

  of(member: string | null): Look {
    const known = this.#known.get(member);
    if (known) return known;
    const look = this.#make(member);
    this.#known.set(member, look);
    return look;
  }

  /** Who, of what organisation, and when. */
  said({ member, at }: Writer, moment: (instant: string) => string): string {
    const { name, organisation } = this.of(member);
    return [name, organisation, at === null ? '' : moment(at)].filter(Boolean).join(', ');
  }

  #make(member: string | null): Look {
    const { words } = this;
    if (member === null) {
      const [label, name] = this.purged
        ? [words.unknown, words.unknownLong]
        : [words.template, words.templateLong];
      return { className: 'author nobody', label, name, organisation: '', party: '' };
    }
    const person = findPerson(this.agreement, member);
    const party = findParty(this.agreement, person?.party ?? null);
    const name = nameOf(person, words);
    return {
      className: `author ${partyClass(party?.letter ?? null)}`,
      label: `${party?.letter ?? '–'} ${initials(name)}`.trim(),
      name,
      organisation: person?.organisation ?? party?.name ?? '',
      party: party?.name ?? '',
    };
  }
}
