const numbers = new Intl.NumberFormat('en');

/** How many there are, in words: “37”, “more than 1,000”. */
export const formatTotal = ({ total, totalIsLeast }: { total: number; totalIsLeast: boolean }): string =>
  `${totalIsLeast ? 'more than ' : ''}${numbers.format(total)}`;
