/** How many procedures one request may call. The console's own client never puts more into a batch. */
export const MAX_BATCH = 20;
