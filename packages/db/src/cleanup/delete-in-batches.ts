/** After so many the rest is left to the next time. */
const MAX_BATCHES = 200;

/**
 * Repeats `deleteBatch`, which deletes at most `size` rows and answers with how many, until it finds less than that. Answers
 * with the sum. Small batches hold their locks for milliseconds.
 */
export async function deleteInBatches(deleteBatch: () => Promise<number>, size: number): Promise<number> {
  let deleted = 0;
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const rows = await deleteBatch();
    deleted += rows;
    if (rows < size) break;
  }
  return deleted;
}
