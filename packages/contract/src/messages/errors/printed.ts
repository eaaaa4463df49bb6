/** Ends with a period where the text has no other end. */
export const toSentence = (text: string): string => (/[.!?…]”?$/.test(text) ? text : `${text}.`);

/** What a server printed, in quotation marks; '' where it printed nothing. */
export const serverSaid = (printed: string): string =>
  printed === '' ? '' : toSentence(` The server said: “${printed}”`);
