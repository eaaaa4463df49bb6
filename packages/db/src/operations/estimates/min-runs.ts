/** With fewer earlier runs than this nothing is estimated from them: one slow run would decide it. */
export const MIN_RUNS = 5;
