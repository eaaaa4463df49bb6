/** What is kept of a long output: its first and its last bytes. What lies between is dropped, or is never stored. */
export const HEAD_BYTES = 4 * 1024 * 1024;
export const TAIL_BYTES = 4 * 1024 * 1024;
