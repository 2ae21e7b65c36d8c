/** What the sentences of the record are made of, in any language. */

/** How an agreement was shaped. */
export interface ShapedWords {
  /** What was changed of the agreement, and to what. */
  changes: string;
  /** Phases with the days they are planned for. */
  plan: string;
  /** The parties that answer for a section from then on. */
  responsible: string;
  /** The bodies that decide for a party from then on. */
  decides: string;
}

/** What people were asked, and what they answered. */
export interface ReviewedWords {
  /** The sections that were shown. */
  shown: string;
  ready: boolean;
}

/** Everything; empty where an entry has no such thing. */
export interface Said extends ShapedWords, ReviewedWords {
  by: string;
  section: string;
  /** 0 where there is none. */
  revision: number;
  party: string;
  member: string;
  text: string;
  phase: string;
  roles: string;
  /** Where, when and by whom something was decided, as one string. */
  decided: string;
  /** The mandate it was done under. */
  mandate: string;
  /** The number of the entry that it is about; empty if it is about none. */
  about: string;
  place: string;
  day: string;
  /** The revision whose text was brought back; 0 where there is none. */
  restored: number;
  personal: boolean;
}

export type Sentence = (said: Said) => string;
