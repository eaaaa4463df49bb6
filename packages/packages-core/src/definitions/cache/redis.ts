import { redisService } from '../../dsl/recipes/redis-service';
import { REDIS_DEFAULTS } from '../../states/redis/defaults';

export default redisService({
  id: 'redis',
  title: 'Redis',
  description: 'In-memory cache and message broker, behind a password.',
  server: 'redis-server',
  name: 'redis',
  defaults: REDIS_DEFAULTS,
});
