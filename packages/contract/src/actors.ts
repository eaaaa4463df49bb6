/** Who decided, paused or resumed where a time limit did, in the place of a person's address. */
export const CLOCK = 'the clock';
