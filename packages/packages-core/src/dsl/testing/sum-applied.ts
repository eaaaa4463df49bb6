/** How many states were brought about in all. */
export const sum = (applied: Record<string, number>): number =>
  Object.values(applied).reduce((total, each) => total + each, 0);
