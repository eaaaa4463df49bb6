/** A worker beats twice a second; one that has not for so long counts as lost. All times are the database's. */
const SILENCE = "interval '2 s'";

/** PostgreSQL just came back: that a worker could not beat says nothing about it. */
const STARTUP_GRACE = "interval '10 s'";

/** Of a row `w` of workers: it neither stopped nor beat lately. */
export const SILENT = `(w.stopped_at is null and w.beat_at < clock_timestamp() - ${SILENCE})`;

/** Of a row `w` of workers: marked as lost, or silent although the database could be reached. */
export const LOST = `(w.stopped_at is null and (w.lost_at is not null
  or (w.beat_at < clock_timestamp() - ${SILENCE} and pg_postmaster_start_time() < clock_timestamp() - ${STARTUP_GRACE})))`;

/** All workers in one row: whether any is alive, and the last sign of life. */
export const CREW = `(select bool_or(stopped_at is null and lost_at is null) is true as alive,
  max(coalesce(stopped_at, beat_at)) as last_sign from workers) crew`;

/** When an operation `o` was first without any worker; with CREW. */
export const UNATTENDED_SINCE = 'greatest(crew.last_sign, o.requested_at)';

/** Of an operation `o` that needs a worker: there has been none for some seconds; with CREW. */
export const UNATTENDED = `(not crew.alive and o.interrupted is null
  and o.status in ('queued', 'running', 'pausing', 'canceling') and ${UNATTENDED_SINCE} < clock_timestamp() - ${SILENCE})`;

/** Of an operation `o` and the row `w` of its worker: the worker was lost and none has taken the operation over. */
export const ABANDONED = `(w.lost_at is not null and o.interrupted is null and o.status in ('running', 'pausing', 'canceling'))`;
