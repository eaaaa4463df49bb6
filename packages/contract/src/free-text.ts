/** A text for people that was stored as it is: by an earlier version, or in the words of another part, such as a package's. */
export interface FreeText {
  code: 'text';
  text: string;
}

export const freeText = (text: string): FreeText => ({ code: 'text', text });
