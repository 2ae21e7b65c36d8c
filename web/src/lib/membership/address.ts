/** E-mail addresses as people type them. Pure. The server has the last word. */

/** Whether it could be one: enough to catch a slip before it is sent. */
export function looksLikeAddress(typed: string): boolean {
  return /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>.]+$/.test(typed.trim());
}
