/** How the screen in the room is set; remembered in this browser. */
const STORED_UNDER = 'overens.meeting-screen';

/** How large the letters are, in hundredths of what is usual for the width of the screen. */
const SIZES = [60, 80, 100, 120, 140, 170, 200, 250] as const;
const USUAL = 2;

interface Kept {
  letters: number;
  dark: boolean;
}

function remembered(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED_UNDER) ?? '{}') as Partial<Kept>;
    const size = SIZES.findIndex((one) => one === kept.letters);
    return { letters: size < 0 ? USUAL : size, dark: kept.dark === true };
  } catch {
    // Storage can be forbidden; then it is set anew each time.
    return { letters: USUAL, dark: false };
  }
}

export class Screen {
  #place = $state(remembered().letters);
  #dark = $state(remembered().dark);

  /** In hundredths. */
  get size(): number {
    return SIZES[this.#place] ?? SIZES[USUAL];
  }

  get dark(): boolean {
    return this.#dark;
  }

  set dark(dark: boolean) {
    this.#dark = dark;
    this.#keep();
  }

  get isLargest(): boolean {
    return this.#place >= SIZES.length - 1;
  }

  get isSmallest(): boolean {
    return this.#place <= 0;
  }

  larger(): void {
    if (!this.isLargest) this.#place += 1;
    this.#keep();
  }

  smaller(): void {
    if (!this.isSmallest) this.#place -= 1;
    this.#keep();
  }

  #keep(): void {
    try {
      localStorage.setItem(STORED_UNDER, JSON.stringify({ letters: this.size, dark: this.dark }));
    } catch {
      // See remembered().
    }
  }
}
