/** Has a connection welcomed anew when the right to write has changed since it was. */
import type { Room } from './room.svelte';

export class Rights {
  #redialledFor = '';

  /** `mayWrite` as the server's HTTP interface says it now; undefined while it has not said. */
  follow(room: Room, mayWrite: boolean | undefined): void {
    const then = room.state.welcome?.may_write;
    if (mayWrite === undefined || then === undefined || mayWrite === then) return;
    // Once for each change, for should the two answers not come to agree, there would be no end to it.
    const change = `${mayWrite} ${room.recordChanges}`;
    if (change === this.#redialledFor) return;
    this.#redialledFor = change;
    room.redial();
  }
}
