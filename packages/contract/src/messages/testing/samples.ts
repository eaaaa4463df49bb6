/** For each code its fields, with those that the message shows. */
export type Samples<Problem extends { code: string }> = {
  [Code in Problem['code']]: {
    fields: Omit<Extract<Problem, { code: Code }>, 'code'>;
    shown?: (string | number)[];
  };
};

/** As rows of a table: the code, the whole problem, what its message shows. */
export function sampleRows<Problem extends { code: string }>(
  samples: Samples<Problem>,
): [code: string, problem: Problem, shown: (string | number)[]][] {
  return Object.entries<{ fields: object; shown?: (string | number)[] }>(samples).map(
    ([code, { fields, shown = [] }]) => [code, { code, ...fields } as Problem, shown],
  );
}
