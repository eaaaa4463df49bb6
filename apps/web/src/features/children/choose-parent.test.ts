import type { ParentView } from '@milepost/api/installation-views';
import { expect, test } from 'vitest';

import { chooseParent } from './choose-parent';

const parent = (id: string, serverId: string, ready = true): ParentView => ({
  ...{ id, title: 'PostgreSQL', ready, server: { id: serverId, name: serverId, unreachable: null } },
});
const both = [parent('a', 'web-1'), parent('b', 'web-2')];

test.each<{ which: string; parents: ParentView[]; asked?: string; server?: string; chosen?: string }>([
  { which: 'the one that the address names', parents: both, asked: 'b', chosen: 'b' },
  { which: 'the only one', parents: [parent('a', 'web-1')], chosen: 'a' },
  {
    which: 'the only one that is ready',
    parents: [parent('a', 'web-1', false), parent('b', 'web-2')],
    chosen: 'b',
  },
  { which: 'the only one on a server', parents: both, server: 'web-1', chosen: 'a' },
  { which: 'none of several', parents: both },
  { which: 'none where the named one is gone and several are left', parents: both, asked: 'c' },
])('a form begins with $which', ({ parents, asked = null, server = null, chosen }) => {
  expect(chooseParent(parents, { parentId: asked, serverId: server })?.id).toBe(chosen);
});
