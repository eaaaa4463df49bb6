import { Panel } from '../../../components/layout/panel';
import { Skeleton, SkeletonRows } from '../../../components/layout/skeleton';

/** Gray lines where the operation will stand. */
export function OperationSkeleton() {
  return (
    <>
      <div className="mb-4 grid h-[50px] content-center gap-3">
        <Skeleton width={320} className="h-4" />
        <Skeleton width={420} />
      </div>
      <Panel className="mb-5 grid h-[118px] content-center gap-4 px-4">
        <Skeleton width={220} className="h-3.5" />
        <Skeleton width="100%" />
        <Skeleton width={260} />
      </Panel>
      <div className="grid grid-cols-[344px_minmax(0,1fr)] gap-5 max-lg:grid-cols-1">
        <Panel>
          <SkeletonRows rows={6} widths={[200, 60]} />
        </Panel>
        <Panel className="h-[max(380px,calc(100dvh-19rem))]" />
      </div>
    </>
  );
}
