import type { InstallationDetail } from '@milepost/api/installation-views';
import type { Overview } from '@milepost/api/overview-views';
import type { OperationDetail, OperationSummary } from '@milepost/api/views';
import { describe, expect, it } from 'vitest';

import { patchDetail, patchInstallation, patchOverview, patchPage } from './patch';

const op = (id: string, status: OperationSummary['status']) => ({ id, status }) as OperationSummary;
const summaries = (...operations: OperationSummary[]) => new Map(operations.map((of) => [of.id, of]));

describe('patchPage', () => {
  const page = {
    items: [op('a', 'running'), op('b', 'queued')],
    cursor: null,
    total: 2,
    totalIsLeast: false,
  };

  it('puts newer summaries at their places', () => {
    expect(patchPage(page, summaries(op('b', 'running')))?.items).toEqual([
      op('a', 'running'),
      op('b', 'running'),
    ]);
  });

  it('is the same object when nothing on it changed, so that nothing is drawn again', () => {
    expect(patchPage(page, summaries(op('z', 'failed')))).toBe(page);
    expect(patchPage(undefined, summaries(op('a', 'failed')))).toBeUndefined();
  });
});

describe('patchOverview', () => {
  it('reaches active and recent operations', () => {
    const overview = { active: [op('a', 'running')], recent: [op('b', 'failed')] } as Overview;
    expect(patchOverview(overview, summaries(op('a', 'completed'), op('b', 'running')))).toEqual({
      active: [op('a', 'completed')],
      recent: [op('b', 'running')],
    });
  });
});

describe('patchDetail', () => {
  const detail = (lastEvent: number, status: OperationSummary['status']) =>
    ({ ...op('a', status), lastEvent }) as OperationDetail;

  it('never goes back to a detail that has seen fewer events', () => {
    const known = detail(9, 'completed');
    expect(patchDetail(known, { summary: op('a', 'running'), detail: detail(8, 'running') })).toBe(known);
    const newer = detail(9, 'completed');
    expect(patchDetail(detail(9, 'running'), { summary: newer, detail: newer })).toBe(newer);
  });

  it('lays a summary over what is known, and makes no detail out of nothing', () => {
    expect(patchDetail(detail(3, 'running'), { summary: op('a', 'failed'), detail: null })).toEqual(
      detail(3, 'failed'),
    );
    expect(patchDetail(undefined, { summary: op('a', 'failed'), detail: null })).toBeUndefined();
  });
});

describe('patchInstallation', () => {
  const page = {
    operation: op('a', 'completed'),
    children: [{ items: [{ operation: op('b', 'running') }, { operation: null }] }],
  } as InstallationDetail;

  it('reaches the operation of the installation and those of what lives in it', () => {
    expect(patchInstallation(page, summaries(op('b', 'completed')))).toEqual({
      operation: op('a', 'completed'),
      children: [{ items: [{ operation: op('b', 'completed') }, { operation: null }] }],
    });
    expect(patchInstallation(page, summaries(op('a', 'failed')))?.operation).toEqual(op('a', 'failed'));
  });

  it('is the same object when nothing on it changed', () => {
    expect(patchInstallation(page, summaries(op('z', 'failed')))).toBe(page);
  });
});
