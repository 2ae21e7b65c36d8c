/** Marks beside the text that would stand on one another stand side by side instead. Pure. */
export interface Lane {
  id: string;
  top: number;
  bottom: number;
  /** 0 is next to the text. */
  lane: number;
}

export function inLanes(marks: readonly Omit<Lane, 'lane'>[]): Lane[] {
  const ends: number[] = [];
  return [...marks]
    .sort((a, b) => a.top - b.top)
    .map((mark) => {
      const free = ends.findIndex((end) => end <= mark.top);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = mark.bottom;
      return { ...mark, lane };
    });
}
