/** For each code the message of its problem. */
export type MessagesOf<Problem extends { code: string }> = {
  [Code in Problem['code']]: (problem: Extract<Problem, { code: Code }>) => string;
};
