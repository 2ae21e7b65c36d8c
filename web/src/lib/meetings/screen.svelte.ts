/** How the screen in the room is set; remembered in this browser. */
const STORED_UNDER = 'overens.meeting-screen';

/** In rem, from what is read at arm's length to what is read from the far end of a room. */
export const SIZES = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4] as const;
const USUAL = 3;

interface Kept {
  size: number;
  dark: boolean;
}

function remembered(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(STORED_UNDER) ?? '{}') as Partial<Kept>;
    const size = SIZES.findIndex((one) => one === kept.size);
    return { size: size < 0 ? USUAL : size, dark: kept.dark === true };
  } catch {
    // Storage can be forbidden; then it is set anew each time.
    return { size: USUAL, dark: false };
  }
}

export class Screen {
  #place = $state(remembered().size);
  #dark = $state(remembered().dark);

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
      localStorage.setItem(STORED_UNDER, JSON.stringify({ size: this.size, dark: this.dark }));
    } catch {
      // See remembered().
    }
  }
}
