/** The rooms of this page. */
import { Room } from './room.svelte';

const rooms = new Map<string, Room>();

/**
 * The room of a member in a section: the one that is still saving, or a new one. In passing, no page
 * shows it, and it leaves by itself when everything is saved.
 */
export function enterRoom(
  member: string,
  section: string,
  how: 'to stay' | 'in passing' = 'to stay',
): Room {
  const key = `${member}/${section}`;
  const known = rooms.get(key);
  if (known) {
    if (how === 'to stay') known.open();
    return known;
  }
  const room: Room = new Room(member, section, () => {
    if (rooms.get(key) === room) rooms.delete(key);
  });
  rooms.set(key, room);
  if (how === 'in passing') room.close();
  return room;
}

/** The sections with text that is not saved. */
export function unsavedSections(): string[] {
  return [...rooms.values()].filter((room) => room.unsaved > 0).map((room) => room.section);
}

/** Ends all of them, because whose they are signs out. */
export async function leaveRooms(): Promise<void> {
  await Promise.all([...rooms.values()].map((room) => room.leave()));
}

// What the browser's storage has comes back with the next visit; it need not hold anybody up.
addEventListener('beforeunload', (event) => {
  if ([...rooms.values()].some((room) => room.holdsTextOfItsOwn)) event.preventDefault();
});
