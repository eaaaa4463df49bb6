import { sh } from '../../dsl/sh';

/** Prints "CAUSE TAB HINT" for the local file system that has least left, where one is full, then what is biggest on it. */
export const EXPLAIN_FULL_DISK = sh`mp_explain_full_disk`.displayAs('df; du -x');
