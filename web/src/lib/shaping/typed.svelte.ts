/** Fields that show what is on the record until somebody types: what is typed stays, whatever comes in. */

export class Typed<Values extends object> {
  #typed: Partial<Values> = $state({});

  /** `recorded` says what is on the record now. */
  constructor(private readonly recorded: () => Values) {}

  get<Name extends keyof Values>(name: Name): Values[Name] {
    return name in this.#typed ? (this.#typed[name] as Values[Name]) : this.recorded()[name];
  }

  set<Name extends keyof Values>(name: Name, value: Values[Name]): void {
    this.#typed[name] = value;
  }

  /** What differs from the record. */
  get changes(): Partial<Values> {
    const recorded = this.recorded();
    const typed = Object.entries(this.#typed) as [keyof Values, unknown][];
    const changed = typed.filter(([name, value]) => !isSame(value, recorded[name]));
    return Object.fromEntries(changed) as Partial<Values>;
  }

  get changed(): boolean {
    return Object.keys(this.changes).length > 0;
  }

  /** Shows what is on the record again. */
  clear(): void {
    this.#typed = {};
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
