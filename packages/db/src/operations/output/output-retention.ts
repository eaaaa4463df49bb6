/** What is kept of a long output, in bytes: its beginning and its end. What lies between is dropped, is not stored, or never comes. */
export const OUTPUT_RETENTION = { head: 4 * 1024 * 1024, tail: 4 * 1024 * 1024 };
