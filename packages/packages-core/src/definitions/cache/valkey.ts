import { redisService } from '../../dsl/recipes/redis-service';
import { VALKEY_DEFAULTS } from '../../states/redis/defaults';

export default redisService({
  id: 'valkey',
  title: 'Valkey',
  description: 'In-memory cache and message broker that grew out of Redis, behind a password.',
  // Debian 12 and Ubuntu 22.04 do not have it.
  supports: ['debian-13'],
  server: 'valkey-server',
  name: 'valkey',
  defaults: VALKEY_DEFAULTS,
});
