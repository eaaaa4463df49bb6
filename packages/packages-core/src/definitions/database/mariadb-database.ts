import { sqlDatabase } from '../../dsl/recipes/mysql/database';
import mariadb, { BACKUPS } from './mariadb';

export default sqlDatabase({ id: 'mariadb_database', within: mariadb, backups: BACKUPS });
